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

from bot.chats import Street, open_chats, read_keys
from bot.core.operations.health import Health
from bot.core.ports.services import Page
from bot.operation import open_premises, setting
from bot.reception import FrontDoor, staffed
from bot.running import Watch, make_rounds
from bot.settings import FileConfiguration
from bot.sources.pages import parse_page
from bot.workers import Call, Workers
from bot.workers.briefs import load_briefer, warm
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
    warm(ENGINE)
    found = setting(path, environment, log=sys.stderr, allow_private=True)
    configuration, front = FileConfiguration(path, found.journal), FrontDoor()
    street = Street(found.clock, found.journal, lambda _, __: None)
    async with (
        open_chats(read_keys(environment), front, street) as chats,
        open_premises(found, configuration, chats.messengers) as premises,
    ):
        busy = OnTheLoop(Call("bot.sources.pages", "parse_page"), engine=ENGINE)
        front.open(staffed(replace(premises, workers=busy), chats.names))
        health = Health(found.clock, premises.store.planned_until)
        await make_rounds(premises.office, Watch(health))


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), os.environ))
