"""The bot's own messenger, connected to a town."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from typing_extensions import override

from bot.core.domain.messages import Message
from bot.core.ports.services import Messenger
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from tests.fakes.discord.town import TOKEN, Plot, Town, open_town
from tests.fakes.platforms.faults import Plan
from tests.fakes.platforms.platform import PlatformModel, Posted
from tests.fakes.ports import FakeClock


@dataclass(frozen=True, slots=True)
class TownConnection:
    """A town, its clock, and messengers in it; ``hasty`` waits half a second."""

    model: PlatformModel
    clock: FakeClock
    messenger: Messenger
    hasty: Messenger


@asynccontextmanager
async def connected_town(patience: float = 0.5) -> AsyncIterator[TownConnection]:
    """Connect to a town in which channels are called by their names."""
    clock = FakeClock()
    async with open_town(Plot(clock=clock)) as town:
        apis = [
            DiscordApi(TOKEN, url=town.api, patience=wait) for wait in (10.0, patience)
        ]
        messengers = [Named(town, DiscordMessenger(api, clock)) for api in apis]
        try:
            yield TownConnection(
                cast("PlatformModel", NamedModel(town)), clock, *messengers
            )
        finally:
            for api in apis:
                await api.close()
        assert not town.gaps


class NamedModel:
    """The model of a town in which channels are called by their names."""

    def __init__(self, town: Town) -> None:
        self._town = town

    @property
    def posted(self) -> list[Posted]:
        """All that was posted."""
        return self._town.model.posted

    @property
    def plan(self) -> Plan:
        """What goes wrong."""
        return self._town.model.plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self._town.model.plan = plan

    def chatter(self, channel: str, text: str, now: datetime) -> str:
        """Somebody else writes."""
        return self._town.model.chatter(channel_id(self._town, channel), text, now)


class Named(Messenger):
    """A messenger that is told channels by their names in a town."""

    platform = "discord"

    def __init__(self, town: Town, messenger: Messenger) -> None:
        self.memory: timedelta = messenger.memory
        self._town = town
        self._messenger = messenger

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        where = channel_id(self._town, channel)
        return await self._messenger.post(
            where, message, idempotency_key=idempotency_key, parent=parent
        )

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        where = channel_id(self._town, channel)
        return await self._messenger.find(
            where, idempotency_key, since=since, parent=parent
        )


def channel_id(town: Town, name: str) -> str:
    """The id of a channel."""
    return str(town.channels[name].id)
