"""The command ``preview``: a local page with a briefing, a digest or the record."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bot.cli.article_commands import contact_of, label_language
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
    """The part of the record to show: what ``who`` said, in all topics or in one."""

    who: str | None
    topic: str | None


def preview(
    article: ArticleChoice, digest: DigestChoice, record: RecordChoice, port: int
) -> int:
    """Serve a preview of the thing that is named; return the exit status.

    The preview ends at SIGTERM or Ctrl-C. It listens on ``port`` of this machine.

    Raises:
        UsageError: several things or none are named, or an option would be ignored.
        ConfigError: the port is in use, or the configuration is invalid.
        StoreError: the database cannot be used.
    """
    endpoint = Endpoint(_HOST, port)
    named = [each for each in (article.source, digest.name, record.who) if each]
    if len(named) > 1:
        raise UsageError("name an article, a digest or a person, not several of them")
    if digest.name is None and digest.now is not None:
        raise UsageError("--now is for a digest: add --digest NAME")
    if record.who is None and record.topic is not None:
        raise UsageError("--topic is for the record: add --who NAME")
    if digest.name is None and record.who is None:
        if digest.config is not None:
            problem = "--config is for a digest or the record: add --digest or --who"
            raise UsageError(problem)
        return asyncio.run(_preview_article(article, endpoint))
    if article.engine is not None or article.given != NO_OVERRIDES:
        raise UsageError("--engine, --published and --title are for an article")
    if digest.name is not None:
        return asyncio.run(_preview_digest(digest.name, digest, endpoint))
    asked = Asked(record.who or "", record.topic, "")
    return asyncio.run(_preview_statements(asked, digest.config, endpoint))


async def _preview_article(article: ArticleChoice, endpoint: Endpoint) -> int:
    from bot.bootstrap.preview import open_preview

    if article.source is None:
        raise UsageError(
            "name an article, a digest with --digest NAME or a person with --who NAME"
        )
    usual, source = usual_configuration(), article.source
    engine = article.engine or DEFAULT_ENGINE
    opening = open_sources([source], engine, contact=contact_of(usual))
    try:
        async with opening as (reader, pages):
            briefing = await reader.brief(await pages.page(source), article.given)
    except (BotError, InputError) as error:
        print_message(str(error), about=source)
        return 1
    language = label_language(usual, briefing)
    return await _serve(open_preview(briefing, endpoint, language))


async def _preview_digest(name: str, choice: DigestChoice, endpoint: Endpoint) -> int:
    from bot.bootstrap.preview import open_digest_preview, previewed_channels

    digests = await compose_for_channels(
        name, choice.config, choice.now, lambda plan: previewed_channels(plan).values()
    )
    return await _serve(open_digest_preview(digests, endpoint))


async def _preview_statements(
    asked: Asked, config: Path | None, endpoint: Endpoint
) -> int:
    from bot.bootstrap.preview import open_who_preview
    from bot.core.record.who import Candidates
    from bot.core.record.who_views import candidates_text

    answer, place = await ask_who(asked, config)
    if isinstance(answer, Candidates):
        print_message(candidates_text(answer, asked.name))
        return 1
    today = place.now.astimezone(place.zone).date()
    return await _serve(open_who_preview(answer, endpoint, today, place.language))


async def _serve(opening: AbstractAsyncContextManager[str]) -> int:
    """Print the URL of a preview; keep it open until SIGTERM."""
    async with opening as url:
        terminated = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, terminated.set)
        write_line(url)
        print_message("Open this page in a browser; press Ctrl-C to stop.")
        await terminated.wait()
    return 0
