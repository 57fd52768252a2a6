"""Use case: the rounds of the bot: planning, building, sending, keeping fresh.

Each round may be cut short at any point: what it had begun is begun again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.delivery.service import Delivery
from bot.core.digests.service import Newsroom
from bot.core.domain.configuration import Configuration
from bot.core.domain.slots import channel_of
from bot.core.ports.services import Clock, ConfigurationSource, Journal


@dataclass(frozen=True, slots=True)
class Office:
    """All that a round needs."""

    clock: Clock
    configuration: ConfigurationSource
    newsroom: Newsroom
    delivery: Delivery
    journal: Journal


@dataclass(slots=True)
class Rounds:
    """Makes rounds; whatever goes wrong in one, the next is made.

    ``since`` is when the bot was started: before its very first planning nothing is
    due. One that ``helps`` the bot may lack what the bot is connected to, and leaves
    alone what goes there.
    """

    office: Office
    since: datetime
    ticked: Callable[[], None] = lambda: None
    helps: bool = False
    _ending: bool = field(default=False, init=False)
    _at_work: int = field(default=0, init=False)
    _idle: asyncio.Event = field(default_factory=asyncio.Event, init=False)
    _known: Configuration | None = field(default=None, init=False)
    _heeding: asyncio.Lock = field(default_factory=asyncio.Lock, init=False)

    def __post_init__(self) -> None:
        """Nothing is at work yet."""
        self._idle.set()

    async def plan(self) -> None:
        """Plan what has become due, and give up what is not configured any more."""
        await self._do("planning", self._plan)

    async def build(self) -> None:
        """Build what is due, one after the other."""
        await self._do("building", self._build)

    async def send(self) -> None:
        """Send what is built, one part after the other."""
        await self._do("sending", self._send)

    async def tend(self) -> None:
        """Poll what is due; another such round may begin before this one ends."""
        await self._do("polling", self.office.newsroom.tend)

    async def read(self) -> None:
        """Read what waits; another such round may begin before this one ends."""
        await self._do("reading", self.office.newsroom.read)

    async def clear(self) -> None:
        """Forget what is old."""
        await self._do("clearing", self.office.newsroom.clear)

    async def end(self, seconds: float) -> None:
        """Begin nothing any more, and wait so long for what was begun."""
        self._ending = True
        self.office.newsroom.stop()
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            self.office.journal.warning("work cut short", number=self._at_work)

    async def _plan(self, configuration: Configuration) -> None:
        await self._heed(configuration)
        plans = configuration.digests
        await self.office.delivery.plan(plans, started=self.since)
        self.ticked()

    async def _heed(self, configuration: Configuration) -> None:
        """Give up what is not configured any more, before anything else is done."""
        async with self._heeding:
            if configuration is not self._known:
                await self.office.delivery.drop(configuration.digests)
                self._known = configuration

    async def _build(self, configuration: Configuration) -> None:
        await self._heed(configuration)
        while not self._ending and await self.office.delivery.builder.build_next():
            pass

    async def _send(self, configuration: Configuration) -> None:
        await self._heed(configuration)
        sender = self.office.delivery.sender
        channels = self._reached(configuration) if self.helps else None
        while not self._ending and await sender.send_next(channels):
            pass

    def _reached(self, configuration: Configuration) -> frozenset[str]:
        """The channels on platforms that this process is connected to."""
        connected = self.office.delivery.sender.messengers
        every = (to for plan in configuration.digests for to in plan.to)
        return frozenset(channel_of(to) for to in every if to.platform in connected)

    async def _do(
        self, name: str, work: Callable[[Configuration], Awaitable[object]]
    ) -> None:
        if self._ending:
            return
        self._at_work += 1
        self._idle.clear()
        try:
            await work(await self.office.configuration.current())
        except Exception as error:  # noqa: BLE001 - this keeps the bot alive
            self.office.journal.error(f"{name} failed", reason=repr(error))
        finally:
            self._at_work -= 1
            if not self._at_work:
                self._idle.set()
