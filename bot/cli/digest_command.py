"""The command ``digest``: composes digests now, and prints or posts them."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import progress, show
from bot.cli.article_commands import Format, check_explain
from bot.cli.source_pages import allow_private
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.errors import UsageError
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from bot.core.text.suggest import unknown_name

if TYPE_CHECKING:
    from bot.bootstrap.app_context import AppContext
    from bot.core.digests.digest import Digest

ChooseChannels: TypeAlias = Callable[[DigestPlan], Iterable[str]]
"""A function that returns the channels of a plan for which to compose its digest."""

_FIRST_YEAR, _LAST_YEAR = 1970, 9000
"""The years for --now; date arithmetic overflows near the ends of the calendar."""


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """The options of ``digest``; ``now`` is an ISO 8601 time that replaces the clock's.

    Raises:
        UsageError: the options exclude each other.
    """

    format: Format
    now: str | None
    post: bool
    everything: bool
    explained: bool

    def __post_init__(self) -> None:
        """Raise an error for options that would have no effect."""
        check_explain(self.format, explained=self.explained)
        prints = self.format is not Format.TEXT or self.everything or self.explained
        if self.post and prints:
            raise UsageError(
                "--format, --all and --explain change only what is printed; omit them with --post"
            )


def make_digest(name: str | None, config: Path | None, options: DigestOptions) -> None:
    """Compose the named digest, or all digests, and print or post it.

    Raises:
        ConfigError: the configuration is invalid, or a token is missing.
        UsageError: the digest does not exist, or ``now`` is not a date and time.
        StoreError: the database cannot be used.
        PostError: a digest could not be posted.
    """
    path, configuration = read_configuration(config, os.environ)
    plans = select_plans(name, configuration)
    asyncio.run(_make(path, configuration, plans, options))


async def compose_for_channels(
    name: str, config: Path | None, now: str | None, choose: ChooseChannels
) -> Mapping[str, Digest]:
    """Compose the named digest for each channel that ``choose`` selects from its plan.

    Return the digests by channel. ``now`` is as in ``DigestOptions``. The store does
    not count these digests as shown.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the digest does not exist, or ``now`` is not a date and time.
        StoreError: the database cannot be used.
    """
    path, configuration = read_configuration(config, os.environ)
    (plan,) = select_plans(name, configuration)
    digests: dict[str, Digest] = {}
    async with _opened(path, configuration, plan, now=now) as app:
        await _refresh(app, plan)
        for channel in choose(plan):
            if channel not in digests:
                service = app.services.digest_service
                digests[channel] = await service.preview(plan, channel)
    return digests


async def _make(
    path: Path,
    configuration: Configuration,
    plans: tuple[DigestPlan, ...],
    options: DigestOptions,
) -> None:
    from bot.bootstrap.platforms import require_platforms

    if options.post:
        require_platforms(os.environ, replace(configuration, digests=plans))
    opening = _opened(path, configuration, plans[0], now=options.now, post=options.post)
    async with opening as app:
        for plan in plans:
            await _refresh(app, plan)
            if options.post:
                await app.services.delivery.post_now(plan)
            else:
                _print(await app.services.digest_service.preview(plan), options)
        if options.post and app.services.recorder is not None:
            # No bot may run, and "who" must find what was posted.
            await app.services.recorder.record_all(configuration)


@asynccontextmanager
async def _opened(
    path: Path,
    configuration: Configuration,
    plan: DigestPlan,
    *,
    now: str | None,
    post: bool = False,
) -> AsyncIterator[AppContext]:
    """Open the application, with the database itself or with a copy of it.

    It is a copy if ``now`` is given and ``post`` is false. ``now`` is in the time zone
    of ``plan`` unless it names a zone.
    """
    from bot.bootstrap.app_context import open_app
    from bot.bootstrap.platforms import open_platforms
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import with_database_copy
    from bot.bootstrap.workspaces import open_directory
    from bot.core.digests.service import FixedConfiguration
    from bot.core.platforms.spec import PlatformContext

    runtime = make_runtime(
        path,
        os.environ,
        log=sys.stderr,
        now=_moment(now, plan),
        allow_private=allow_private(),
    )
    given = FixedConfiguration(configuration)
    context = PlatformContext(
        *(runtime.clock, runtime.event_log, sys.stdout),
        reservations=runtime.reservations,
    )
    is_pretended = now is not None and not post
    choosing = with_database_copy(runtime) if is_pretended else nullcontext(runtime)
    environment = os.environ if post else {}
    looking = open_directory(environment, given, runtime.database)
    async with (
        choosing as chosen,
        looking if post else nullcontext() as directory,
        open_platforms(
            environment, None, replace(context, workspaces=directory)
        ) as platforms,
        open_app(chosen, given, platforms.messengers) as app,
    ):
        await app.services.digest_service.reread(configuration)
        yield app


async def _refresh(app: AppContext, plan: DigestPlan) -> None:
    """Poll the sources of the plan and fetch new articles; show a progress bar."""
    from bot.core.ingest.service import Progress

    configuration = await app.file_configuration.current()
    with progress(sys.stderr, label="Reading sources", total=None) as advance:
        watch = Progress(advance, advance)
        await app.services.digest_service.refresh(plan, configuration, watch)


def _print(digest: Digest, options: DigestOptions) -> None:
    from bot.core.digests.editions import make_edition, public_document
    from bot.core.digests.rendering import front_message, story_messages

    edition = make_edition(digest)
    if options.format is Format.JSON:
        print(to_line(public_document(edition)))
        return
    front = front_message(digest, edition.id, explained=options.explained)
    for message in (front, *(story_messages(digest) if options.everything else ())):
        if options.format is Format.MARKDOWN:
            sys.stdout.write(f"{to_markdown(message)}\n")
        else:
            show(message, sys.stdout)


def select_plans(
    name: str | None, configuration: Configuration
) -> tuple[DigestPlan, ...]:
    """Return the digest plan with this name; without a name, all plans.

    Raises:
        UsageError: the digest does not exist, or no digest is configured.
    """
    plans = {plan.id: plan for plan in configuration.digests}
    if not plans:
        raise UsageError('the configuration has no digests; add one under "digests"')
    if name is None:
        return tuple(plans.values())
    if name not in plans:
        raise UsageError(unknown_name("digest", name, plans))
    return (plans[name],)


def _moment(now: str | None, plan: DigestPlan) -> datetime | None:
    """Parse ``--now``; without a time zone, the time is in the digest's zone.

    Return ``None`` if the option is not given.
    """
    if now is None:
        return None
    try:
        moment = datetime.fromisoformat(now)
    except ValueError as error:
        message = f'"{now[:40]}" is not a date and time; use 2026-11-25T07:30'
        raise UsageError(message) from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise UsageError(f"--now takes years from {_FIRST_YEAR} to {_LAST_YEAR}")
    return moment if moment.tzinfo else moment.replace(tzinfo=plan.timezone)
