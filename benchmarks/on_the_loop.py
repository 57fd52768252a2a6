"""The peer of ``acknowledge``: the same bot, but for who reads pages and briefs them.

``python -m benchmarks.on_the_loop CONFIGURATION`` is ``sitrep run`` with the same
handlers, the same adapters and the same store; what workers do there is done in the
handler itself here, on the event loop, as in the first bot that anybody writes.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from bot.bootstrap.app_context import open_app
from bot.bootstrap.commands import DeferredCommandService, make_commands
from bot.bootstrap.platforms import open_platforms
from bot.bootstrap.run import RunOptions, run_jobs
from bot.bootstrap.runtime import make_runtime
from bot.core.operations.health import Health
from bot.core.platforms.spec import PlatformContext
from bot.core.ports.services import Page
from bot.platforms import PLATFORMS
from bot.settings import FileConfiguration
from bot.sources.pages import parse_page
from bot.workers import Call, Workers
from bot.workers.briefing_tasks import load_briefer, preload_engine
from summarizers.model import Article, Briefing

ENGINE = "spacy"


class OnTheLoop(Workers):
    """Does the work where it is asked to; nothing can end it."""

    @override
    async def parse(self, page: Page) -> Article:
        return parse_page(page)

    @override
    async def brief(self, article: Article) -> Briefing:
        return load_briefer(ENGINE).brief(article)


async def run(path: Path, environment: Mapping[str, str]) -> None:
    """Answer people until killed."""
    preload_engine(ENGINE)
    found = make_runtime(path, environment, log=sys.stderr, allow_private=True)
    configuration, front = (
        FileConfiguration(path, found.event_log, PLATFORMS),
        DeferredCommandService(),
    )
    context = PlatformContext(found.clock, found.event_log, sys.stdout)
    async with (
        open_platforms(environment, front, context) as chats,
        open_app(found, configuration, chats.messengers) as app,
    ):
        busy = OnTheLoop(Call("bot.sources.pages", "parse_page"), engine=ENGINE)
        front.open(make_commands(replace(app, workers=busy)))
        health = Health(found.clock, app.store.planned_until)
        await run_jobs(app.services, RunOptions(health))


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), os.environ))
