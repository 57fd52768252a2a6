"""A scripted command service, and the bot on Discord around it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from typing_extensions import override

from bot.core.commands.ports import CommandService
from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer, Choice, Modal
from bot.core.commands.user_errors import sentence
from bot.platforms.discord.gateway import DiscordDeps
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.service import open_discord
from tests.fakes.clocks import SystemClock
from tests.fakes.discord.pulse import Pulse
from tests.fakes.discord.town import Town
from tests.fakes.metrics import FakeMetrics
from tests.fakes.ports import FakeJournal

HELLO = Answer(sentence("Hello."))


@dataclass(slots=True)
class Clerk(CommandService):
    """Gives ``answers`` in turn, the last again and again; ``heard`` is all it hears.

    ``hold`` keeps every answer back until it is set.
    """

    answers: list[Answer | None] = field(default_factory=lambda: [HELLO])
    choices: tuple[Choice, ...] = ()
    shown: Modal | None = None
    heard: list[object] = field(default_factory=list)
    withdrawn: list[ButtonClick] = field(default_factory=list)
    hold: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.hold.set()

    @override
    async def answer(self, request: Request) -> Answer | None:
        return await self._next(request)

    @override
    async def press(self, press: ButtonClick) -> Answer | None:
        return await self._next(press)

    @override
    async def withdraw(self, press: ButtonClick) -> None:
        self.withdrawn.append(press)

    @override
    async def submit(self, submitted: ModalSubmit) -> tuple[Answer, ...] | None:
        self.heard.append(submitted)
        return tuple(answer for answer in self.answers if answer is not None)

    @override
    async def brief_message(
        self, context: InteractionContext, text: str
    ) -> Answer | None:
        return await self._next(text)

    @override
    async def suggest(self, query: AutocompleteQuery) -> tuple[Choice, ...]:
        self.heard.append(query)
        return self.choices

    @override
    def dialog(self, text: str | None) -> Modal | None:
        return self.shown

    @override
    async def home(self, context: InteractionContext) -> Answer:
        return HELLO

    async def _next(self, heard: object) -> Answer | None:
        self.heard.append(heard)
        await self.hold.wait()
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


class LoudJournal(FakeJournal):
    """Tells those who wait that something was noted."""

    def __init__(self, pulse: Pulse) -> None:
        super().__init__()
        self._pulse = pulse

    @override
    def warning(self, event: str, **facts: str | float) -> None:
        super().warning(event, **facts)
        self._pulse.beat()

    @override
    def error(self, event: str, **facts: str | float) -> None:
        super().error(event, **facts)
        self._pulse.beat()


@dataclass(slots=True)
class Presence:
    """The bot on Discord: what it posts by, and what it told of itself."""

    town: Town
    clerk: Clerk
    messenger: DiscordMessenger
    event_log: FakeJournal
    metrics: FakeMetrics
    connected: list[bool]


@asynccontextmanager
async def presence(
    town: Town, clerk: Clerk | None = None, *, heartbeat_seconds: float = 60.0
) -> AsyncIterator[Presence]:
    """Let the bot be on the Discord of a town; it may not be connected yet."""
    event_log, metrics, connected = LoudJournal(town.pulse), FakeMetrics(), list[bool]()

    def note(well: bool) -> None:  # noqa: FBT001 - a callback's only argument
        connected.append(well)
        town.pulse.beat()

    around = DiscordDeps(
        SystemClock(),
        event_log,
        note,
        metrics,
        api_url=town.api,
        gateway_url=town.gateway.url,
        guild_seconds=0.01,
        heartbeat_seconds=heartbeat_seconds,
    )
    clerk = clerk or Clerk()
    async with open_discord(town.token, clerk, around) as messenger:
        yield Presence(town, clerk, messenger, event_log, metrics, connected)
