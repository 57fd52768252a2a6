"""A crowd in Slack, over Socket Mode: ``python -m benchmarks.slack_crowd``."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from typing_extensions import override

from benchmarks.crowd import Place, stand, until
from tests.fakes.slack import payloads
from tests.fakes.slack.deliveries import Parcel, SocketDelivery
from tests.fakes.slack.emulator import running_emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.payloads import Doer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import TEAM, Workspace

COMMANDS = (
    *("/brief help", "/brief topics", "/brief who Ida Brandt"),
    *("/brief calendar", "/brief search ferry"),
)
PEOPLE, READERS = 4, 180
"""Readers are others than those who ask for little: each may have five briefings a
minute."""

_LONGEST = 600.0


@dataclass(frozen=True, slots=True)
class Office(Place):
    """A workspace with its people."""

    peer: SlackPeer
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @override
    async def ready(self) -> None:
        await self.peer.hub.connected()

    @override
    async def ask(self, number: int) -> float:
        command = COMMANDS[number // PEOPLE % len(COMMANDS)]
        parcel = self._slash(f"person{number % PEOPLE}", command, TEAM)
        return await self._sent(parcel)

    @override
    async def brief(self, reader: int, url: str) -> bool:
        name = f"reader{reader % READERS}"
        user, sights = self.peer.desk.user(name), self.peer.screen.sights
        seen = len(sights)
        # Each from a workspace of its own, so that no workspace's share is used up.
        team = f"T{reader:09}"
        await self._sent(self._slash(name, f"/brief link {url}", team))
        found: list[str] = []

        def is_answered() -> bool:
            nonlocal seen
            new, seen = sights[seen:], len(sights)
            found.extend(one.words() for one in new if one.user == user)
            return bool(found)

        await until(is_answered)
        return any("WHO SAID WHAT" in words.upper() for words in found)

    def _slash(self, name: str, text: str, team: str) -> Parcel:
        """A command as it is sent; the real trigger of each would cost a request."""
        desk, number = self.peer.desk, next(self._numbers)
        doer = Doer(desk.user(name), name, desk.channel("desk"), "desk")
        address = desk.responses.issue(doer.channel, doer.user)
        payload = payloads.slash(
            doer, text, trigger=f"trigger-{number}", response_url=address
        )
        return Parcel(
            "slash_commands", payload | {"team_id": team}, f"envelope-of-crowd-{number}"
        )

    async def _sent(self, parcel: Parcel) -> float:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await SocketDelivery(self.peer.hub, _LONGEST).send(parcel)
        return loop.time() - begun


@asynccontextmanager
async def opened_office() -> AsyncIterator[SlackPeer]:
    """Yield a workspace with all the people of a crowd."""
    names = [f"person{number}" for number in range(PEOPLE)]
    names += [f"reader{number}" for number in range(READERS)]
    workspace = Workspace(people=dict.fromkeys(names, "Europe/Berlin"))
    with running_emulator(workspace) as emulator:
        async with slack_peer(emulator) as peer:
            yield peer


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[str, Place]]:
    async with opened_office() as peer:
        yield peer.api, Office(peer)


if __name__ == "__main__":
    asyncio.run(stand(_opened()))
