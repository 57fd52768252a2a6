"""Looks up the people who interact with the bot, and caches them for some minutes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace

from bot.core.commands.requests import InteractionContext, Person, Place
from bot.core.domain.errors import PostError
from bot.core.domain.workspaces import qualified
from bot.core.messages.briefing_json import JsonObject
from bot.core.ports.services import Clock
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.events import SlackEvent
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import PLATFORM

MINUTES = 5.0
"""How long a person's permissions are cached."""

_PATIENCE = 3.0
"""The seconds to wait for Slack's data on a person.

After that, the bot answers without the data.
"""

_MAX_CACHED = 5_000
_MANAGERS = ("is_admin", "is_owner", "is_primary_owner")


@dataclass(slots=True)
class SlackUsers:
    """Looks up who caused an event, and in which channel or direct message.

    People are cached for ``MINUTES``. With several workspaces, the name of this
    ``workspace`` stands before people and channels, and is their server.
    """

    api: SlackApi
    channels: SlackChannels
    clock: Clock
    workspace: str = ""
    _cached: dict[str, tuple[float, Person]] = field(default_factory=dict, init=False)

    async def context(self, event: SlackEvent) -> InteractionContext:
        """Return the person, channel and time of an event.

        Permissions that Slack does not report count as missing.
        """
        person = await self.person(event.user)
        if self.workspace:
            person = replace(person, id=qualified(self.workspace, person.id))
        place = await self._place(event)
        return InteractionContext(event.id, event.at or self.clock.now(), person, place)

    async def person(self, user: str) -> Person:
        """Return the person ``user``; without permissions if Slack does not answer."""
        now = asyncio.get_running_loop().time()
        until, cached = self._cached.get(user, (0.0, Person(user)))
        if now < until:
            return cached
        try:
            async with asyncio.timeout(_PATIENCE):
                person = _person(user, await self.api.read("users.info", user=user))
        except (PostError, TimeoutError):
            return Person(user)
        while len(self._cached) >= _MAX_CACHED:
            del self._cached[next(iter(self._cached))]
        self._cached[user] = now + MINUTES * 60, person
        return person

    async def direct(self, user: str) -> str:
        """Return the id of the direct messages between the person and the bot.

        Raises:
            PostError: Slack does not open them.
        """
        return await self.channels.id_of(f"@{user}")

    async def _place(self, event: SlackEvent) -> Place:
        channel, direct = event.channel, not event.channel
        if direct or channel.startswith("D"):
            own = await self._own(event.user)
            direct = direct or channel == own
            channel = channel or own
        server = self.workspace or event.team
        return Place(PLATFORM, qualified(self.workspace, channel), server, direct)

    async def _own(self, user: str) -> str:
        try:
            return await self.direct(user)
        except PostError:
            return ""


def _person(user: str, answer: JsonObject) -> Person:
    user_data = answer.get("user")
    profile = user_data if isinstance(user_data, dict) else {}
    zone = profile.get("tz")
    return Person(
        user,
        may_manage=any(profile.get(name) is True for name in _MANAGERS),
        timezone=zone if isinstance(zone, str) and zone else None,
    )
