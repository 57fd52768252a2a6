"""The verb that composes digests."""

from __future__ import annotations

import asyncio
import os
import sys
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import progress, show
from bot.cli.briefs import Format, refuse_reasons
from bot.cli.sources import allow_private
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.errors import UsageError
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown
from bot.core.text.suggest import did_you_mean

if TYPE_CHECKING:
    from bot.core.digests.digest import Digest

_FIRST_YEAR, _LAST_YEAR = 1970, 9000
"""Calendars end before and after; days are counted from any time in both directions."""


@dataclass(frozen=True, slots=True)
class DigestOptions:
    """What was asked for; ``now`` is the time that it is taken to be, in ISO's form.

    Raises:
        UsageError: it does not go together.
    """

    format: Format
    now: str | None
    post: bool
    everything: bool
    explained: bool

    def __post_init__(self) -> None:
        """Refuse what would be passed over."""
        refuse_reasons(self.format, explained=self.explained)
        is_formed = self.format is not Format.TEXT or self.everything or self.explained
        if self.post and is_formed:
            told = (
                "--format, --all and --explain are for printing; leave them at --post"
            )
            raise UsageError(told)


def make_digest(name: str | None, config: Path | None, options: DigestOptions) -> None:
    """Compose the digest of this name, or every one, and print or post it.

    Raises:
        ConfigError: the configuration is wrong, or a token is missing.
        UsageError: there is no such digest, or ``now`` is no time.
        StoreError: the database cannot be used.
        PostError: a channel did not take a digest.
    """
    path, configuration = read_configuration(config, os.environ)
    plans = _plans(name, configuration)
    asyncio.run(_make(path, configuration, plans, options))


async def _make(
    path: Path,
    configuration: Configuration,
    plans: tuple[DigestPlan, ...],
    options: DigestOptions,
) -> None:
    from bot.bootstrap.app_context import open_app
    from bot.bootstrap.platforms import open_platforms, require_platforms
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import with_database_copy
    from bot.core.digests.service import FixedConfiguration
    from bot.core.ingest.service import Progress
    from bot.core.platforms.spec import PlatformContext

    runtime = make_runtime(
        path,
        os.environ,
        log=sys.stderr,
        now=_moment(options.now, plans[0]),
        allow_private=allow_private(),
    )
    given = FixedConfiguration(configuration)
    environment = os.environ if options.post else {}
    if options.post:
        require_platforms(environment, replace(configuration, digests=plans))
    context = PlatformContext(runtime.clock, runtime.event_log, sys.stdout)
    is_pretended = options.now is not None and not options.post
    choosing = with_database_copy(runtime) if is_pretended else nullcontext(runtime)
    async with (
        choosing as chosen,
        open_platforms(environment, None, context) as platforms,
        open_app(chosen, given, platforms.messengers) as app,
    ):
        for plan in plans:
            with progress(sys.stderr, label="Reading sources", total=None) as advance:
                watch = Progress(advance, advance)
                await app.office.digest_service.refresh(plan, configuration, watch)
            if options.post:
                await app.office.delivery.post_now(plan)
            else:
                _print(await app.office.digest_service.preview(plan), options)


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


def _plans(name: str | None, configuration: Configuration) -> tuple[DigestPlan, ...]:
    """The digest of this name; without one all."""
    plans = {plan.id: plan for plan in configuration.digests}
    if not plans:
        raise UsageError("the configuration has no digest")
    if name is None:
        return tuple(plans.values())
    if name not in plans:
        raise UsageError(f'there is no digest "{name}"{did_you_mean(name, plans)}')
    return (plans[name],)


def _moment(now: str | None, plan: DigestPlan) -> datetime | None:
    """The time that was given; one without a zone is meant in the digest's."""
    if now is None:
        return None
    try:
        moment = datetime.fromisoformat(now)
    except ValueError as error:
        told = f'"{now[:40]}" is no time: write 2026-11-25T07:30 or with a zone, +01:00'
        raise UsageError(told) from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        told = f"--now takes the years from {_FIRST_YEAR} to {_LAST_YEAR}"
        raise UsageError(told)
    return moment if moment.tzinfo else moment.replace(tzinfo=plan.timezone)
