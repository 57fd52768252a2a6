"""A crowd in Discord: ``python -m benchmarks.discord_crowd``; see ``crowd``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from typing_extensions import override

from benchmarks.crowd import Place, stand, until
from tests.fakes.discord.people import DIRECT
from tests.fakes.discord.town import MEMBER, OWNER, Plot, Town, open_town

COMMANDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("brief help", {}),
    ("brief topics", {}),
    ("brief who", {"name": "Ida Brandt"}),
    ("brief calendar", {}),
    ("brief search", {"words": "ferry"}),
)
READERS = 180
"""Each may have five briefings a minute."""


@dataclass(frozen=True, slots=True)
class Square(Place):
    """A town with its people."""

    town: Town

    @override
    async def ready(self) -> None:
        await self.town.connected()

    @override
    async def ask(self, number: int) -> float:
        who = (OWNER, MEMBER)[number % 2]
        command, options = COMMANDS[number // 2 % len(COMMANDS)]
        loop = asyncio.get_running_loop()
        begun, heard = loop.time(), loop.create_future()

        def note(now: float) -> None:
            if not heard.done():
                heard.set_result(now - begun)

        exchange = await self.town.slash(who, "desk", command, wait=False, **options)
        self.town.service.acknowledging[exchange.id] = note
        seconds: float = await heard
        return seconds

    @override
    async def brief(self, reader: int, url: str) -> bool:
        who = f"reader-{reader % READERS}"
        # Where a person is alone with the bot no server's share is used up.
        exchange = await self.town.slash(who, DIRECT, "brief link", wait=False, url=url)
        await until(lambda: exchange.finished)
        return any("WHO SAID WHAT" in one.text.upper() for one in exchange.messages)


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[str, Place]]:
    async with open_town(Plot()) as town:
        for number in range(READERS):
            town.add_user(f"reader-{number}")
        yield town.api, Square(town)


if __name__ == "__main__":
    asyncio.run(stand(_opened()))
