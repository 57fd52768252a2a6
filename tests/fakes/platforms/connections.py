"""Messengers that are connected to a platform's model, in memory or over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.core.ports.services import Messenger
from tests.fakes.discord.connections import connected_town
from tests.fakes.platforms.discord_messenger import DiscordModelMessenger
from tests.fakes.platforms.http_wire import HttpWire
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.server import MODELS, PREFIXES, serving
from tests.fakes.platforms.slack_messenger import SlackModelMessenger
from tests.fakes.platforms.wires import MemoryWire, Wire
from tests.fakes.ports import FakeClock

_HASTY = 0.5


@dataclass(frozen=True, slots=True)
class Connection:
    """A platform, its clock, and messengers on it; ``hasty`` waits half a second."""

    model: PlatformModel
    clock: FakeClock
    messenger: Messenger
    hasty: Messenger


@asynccontextmanager
async def connected(kind: str, way: str) -> AsyncIterator[Connection]:
    """Connect to ``slack`` or ``discord``, in ``memory`` or over ``http``.

    With the bot's own adapter to a ``town``, which is what others made of Discord.
    """
    if way == "town":
        async with connected_town(_HASTY) as town:
            yield Connection(town.model, town.clock, town.messenger, town.hasty)
        return
    model, clock = MODELS[kind](), FakeClock()
    if way == "memory":
        messenger = make_messenger(kind, MemoryWire(model, clock))
        yield Connection(model, clock, messenger, messenger)
        return
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(model, clock))
        api = url + PREFIXES[kind]
        patient = await stack.enter_async_context(HttpWire(api))
        hasty = await stack.enter_async_context(HttpWire(api, patience=_HASTY))
        messengers = (make_messenger(kind, wire) for wire in (patient, hasty))
        yield Connection(model, clock, *messengers)


def make_messenger(kind: str, wire: Wire) -> Messenger:
    """The adapter of a platform on a wire."""
    if kind == "slack":
        return SlackModelMessenger(wire)
    return DiscordModelMessenger(wire)
