"""The bot's messengers on each fake of a platform, for the contract of the port.

``memory`` is a model in this process, ``workspace`` and ``town`` are the fakes of Slack
and Discord that speak HTTP.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from bot.core.ports.services import Messenger
from tests.fakes.discord.connections import connected_town
from tests.fakes.platforms.apis import MODELS, make_messenger
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.wires import MemoryWire
from tests.fakes.ports import FakeClock
from tests.fakes.slack.connections import connected_workspace

WAYS = ("slack memory", "slack workspace", "discord memory", "discord town")


@dataclass(frozen=True, slots=True)
class Connection:
    """A platform, its clock, and messengers on it; ``hasty`` waits half a second."""

    model: PlatformModel
    clock: FakeClock
    messenger: Messenger
    hasty: Messenger


@asynccontextmanager
async def connected(
    way: str, request: pytest.FixtureRequest
) -> AsyncIterator[Connection]:
    """Connect in one of ``WAYS``; the request is asked for the emulator of Slack."""
    kind, _, place = way.partition(" ")
    if place == "town":
        async with connected_town() as town:
            yield Connection(town.model, town.clock, town.messenger, town.hasty)
    elif place == "workspace":
        emulator = request.getfixturevalue("slack_emulator")
        async with connected_workspace(emulator) as opened:
            yield Connection(opened.model, opened.clock, opened.messenger, opened.hasty)
    else:
        model, clock = MODELS[kind](), FakeClock()
        messenger = make_messenger(kind, MemoryWire(model, clock), clock)
        yield Connection(model, clock, messenger, messenger)
