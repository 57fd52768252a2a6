"""The command ``preview``: a local page with a briefing, a digest or the record."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bot.cli.article_commands import label_language
from bot.cli.calendar_commands import Days, ask_calendar
from bot.cli.digest_command import compose_for_channels
from bot.cli.record_commands import Asked, ask_who
from bot.cli.source_pages import open_sources, usual_configuration
from bot.cli.streams import print_message, write_line
from bot.core.batch.briefs import NO_OVERRIDES, Overrides
from bot.core.domain.configuration import Endpoint
from bot.core.domain.engines import DEFAULT_ENGINE
from bot.core.domain.errors import BotError, UsageError
from summarizers.errors import InputError

_HOST = "127.0.0.1"

_THINGS = "an article, --digest NAME, --who NAME or --calendar"


@dataclass(frozen=True, slots=True)
class ArticleChoice:
    """The article to show; ``given`` replaces its title and date."""

    source: str | None
    engine: str | None
    given: Overrides


@dataclass(frozen=True, slots=True)
class DigestChoice:
    """The digest to show; ``now`` is an ISO 8601 time that replaces the clock's."""

    name: str | None
    config: Path | None
    now: str | None


@dataclass(frozen=True, slots=True)
class RecordChoice:
    """The part of the record to show: of all topics, or only of ``topic``.

    It is what the speaker ``who`` said; with ``calendar``, it is the events that fall
    due.
    """

    who: str | None
    calendar: bool
    topic: str | None

    @property
    def name(self) -> str | None:
        """Return "calendar" or the speaker's name; ``None`` if no part is chosen."""
        return "calendar" if self.calendar else self.who


def preview(
    article: ArticleChoice, digest: DigestChoice, record: RecordChoice, port: int
) -> int:
    """Serve a preview of the one thing that the arguments name; return the exit status.

    The preview ends at SIGTERM or Ctrl-C. It listens on ``port`` of this machine.

    Raises:
        UsageError: no thing or several are named, or an option would have no effect.
        ConfigError: the port is in use, or the configuration is invalid.
        StoreError: the database cannot be used.
    """
    _check(article, digest, record)
    endpoint, config = Endpoint(_HOST, port), digest.config
    if digest.name is not None:
        showing = _preview_digest(digest.name, digest, endpoint)
    elif record.calendar:
        showing = _preview_calendar(record.topic, config, endpoint)
    elif record.who is not None:
        asked = Asked(record.who, record.topic, "")
        showing = _preview_statements(asked, config, endpoint)
    elif article.source is not None:
        showing = _preview_article(article.source, article, endpoint)
    else:
        raise UsageError(f"name exactly one thing to show: {_THINGS}")
    return asyncio.run(showing)


def _check(article: ArticleChoice, digest: DigestChoice, record: RecordChoice) -> None:
    """Raise an error if several things are named, or an option would have no effect."""
    named = article.source, digest.name, record.who, record.calendar or None
    if sum(each is not None for each in named) > 1:
        raise UsageError(f"name exactly one thing to show: {_THINGS}")
    is_article = article.source is not None
    if digest.name is None and digest.now is not None:
        raise UsageError("--now works with a digest only: add --digest NAME")
    if record.name is None and record.topic is not None:
        raise UsageError(
            "--topic works with --who and --calendar only: add one of them"
        )
    if is_article and digest.config is not None:
        raise UsageError("--config does not work with an article: omit it")
    if not is_article and (article.engine or article.given != NO_OVERRIDES):
        raise UsageError(
            "--engine, --published and --title work with an article only: omit them"
        )


async def _preview_article(
    source: str, article: ArticleChoice, endpoint: Endpoint
) -> int:
    from bot.bootstrap.preview_pages import open_preview

    usual = usual_configuration()
    engine = article.engine or DEFAULT_ENGINE
    opening = open_sources([source], engine, usual)
    try:
        async with opening as (reader, pages):
            briefing = await reader.brief(await pages.page(source), article.given)
    except (BotError, InputError) as error:
        print_message(str(error), about=source)
        return 1
    language = label_language(usual, briefing)
    return await _serve(open_preview(briefing, endpoint, language))


async def _preview_digest(name: str, choice: DigestChoice, endpoint: Endpoint) -> int:
    from bot.bootstrap.preview_pages import open_digest_preview, previewed_channels

    digests = await compose_for_channels(
        name, choice.config, choice.now, lambda plan: previewed_channels(plan).values()
    )
    return await _serve(open_digest_preview(digests, endpoint))


async def _preview_statements(
    asked: Asked, config: Path | None, endpoint: Endpoint
) -> int:
    from bot.bootstrap.preview_pages import open_who_preview
    from bot.core.record.who import Candidates
    from bot.core.record.who_views import candidates_text

    answer, place = await ask_who(asked, config)
    if isinstance(answer, Candidates):
        print_message(candidates_text(answer, asked.name))
        return 1
    today = place.now.astimezone(place.zone).date()
    return await _serve(open_who_preview(answer, endpoint, today, place.language))


async def _preview_calendar(
    topic: str | None, config: Path | None, endpoint: Endpoint
) -> int:
    from bot.bootstrap.preview_pages import open_calendar_preview

    answer, place = await ask_calendar(Days("", ""), topic, config)
    return await _serve(open_calendar_preview(answer, endpoint, topic, place.language))


async def _serve(opening: AbstractAsyncContextManager[str]) -> int:
    """Print the URL of a preview, keep the preview open until SIGTERM, and return 0."""
    async with opening as url:
        write_line(url)
        print_message("Open this page in a browser; press Ctrl-C to stop.")
        await terminated()
    return 0


async def terminated() -> None:
    """Wait for SIGTERM."""
    signalled = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, signalled.set)
    await signalled.wait()
