"""The bot's own messenger, connected to a workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from typing_extensions import override

from bot.core.domain.messages import Message
from bot.core.ports.services import Messenger
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from tests.fakes.platforms.faults import Plan
from tests.fakes.platforms.platform import PlatformModel, Posted
from tests.fakes.ports import FakeClock
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import BOT_TOKEN


@dataclass(frozen=True, slots=True)
class WorkspaceConnection:
    """A workspace, its clock, and messengers in it; ``hasty`` waits half a second."""

    model: PlatformModel
    clock: FakeClock
    messenger: Messenger
    hasty: Messenger


@asynccontextmanager
async def connected_workspace(
    emulator: Emulator, patience: float = 0.5
) -> AsyncIterator[WorkspaceConnection]:
    """Connect to a workspace in which channels are called by their bare names."""
    clock = FakeClock()
    async with slack_peer(emulator, clock) as peer:
        model = NamedModel(peer)
        async with (
            SlackApi(BOT_TOKEN, peer.api, 10.0) as patient,
            SlackApi(BOT_TOKEN, peer.api, patience) as hasty,
        ):
            messengers = [Named(model, SlackMessenger(api)) for api in (patient, hasty)]
            yield WorkspaceConnection(cast("PlatformModel", model), clock, *messengers)
        assert peer.mistakes() == []


@dataclass(slots=True)
class NamedModel:
    """A workspace in which people say something before the next that the app asks."""

    peer: SlackPeer
    said: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def plan(self) -> Plan:
        """What goes wrong."""
        return self.peer.plan

    @plan.setter
    def plan(self, plan: Plan) -> None:
        self.peer.plan = plan

    @property
    def posted(self) -> list[Posted]:
        """All that was posted."""
        return self.peer.posted

    def chatter(self, channel: str, text: str, _: datetime) -> None:
        """Somebody else writes in a channel."""
        self.said.append((channel, text))

    async def settle(self) -> None:
        """Let everything be said."""
        for channel, text in self.said:
            await self.peer.desk.say("amara", channel, text)
        self.said.clear()


class Named(Messenger):
    """The bot's messenger, for which channels bear the mark of a name."""

    platform = SlackMessenger.platform
    memory = timedelta()

    def __init__(self, model: NamedModel, messenger: SlackMessenger) -> None:
        self._model = model
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
        await self._model.settle()
        return await self._messenger.post(
            f"#{channel}", message, idempotency_key=idempotency_key, parent=parent
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
        await self._model.settle()
        return await self._messenger.find(
            f"#{channel}", idempotency_key, since=since, parent=parent
        )
