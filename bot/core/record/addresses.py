"""The addresses of calendars: each channel has at most one, with a secret token.

Calendar programs read the events of the channel there. The store has only a hash of the
token, so that an address can be shown only once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from hmac import compare_digest

from bot.core.digests.channel_names import all_names
from bot.core.domain.configuration import Configuration
from bot.core.domain.slots import channel_of
from bot.core.ports.calendar_addresses import CalendarAddress, CalendarAddressStore
from bot.core.ports.services import ChannelNames, Clock

PATH = "/calendar/{}.ics"
"""The path of a calendar below the public address; the token is filled in."""

TOKEN_LENGTH = 43
"""The number of characters of a token: 256 random bits in URL-safe Base64."""


@dataclass(frozen=True, slots=True)
class CalendarAddresses:
    """Makes, finds and revokes addresses; ``make_token`` returns a random token.

    Without ``names`` a channel has only the name that the configuration uses.
    """

    clock: Clock
    store: CalendarAddressStore
    make_token: Callable[[], str]
    names: ChannelNames | None = None

    async def make(self, channel: str, by: str, site: str) -> str:
        """Make a new address for a channel, and revoke its earlier one.

        ``by`` is the id of the person who asks; ``site`` is the public URL of the bot.

        Raises:
            StoreError: the store cannot be used.
        """
        token = self.make_token()
        await self.store.keep_address(
            CalendarAddress(channel, _digest(token), by, self.clock.now())
        )
        return f"{site.rstrip('/')}{PATH.format(token)}"

    async def of(self, channel: str) -> CalendarAddress | None:
        """Return the address of a channel, without its token.

        Raises:
            StoreError: the store cannot be used.
        """
        addresses = await self.store.calendar_addresses()
        return next((each for each in addresses if each.channel == channel), None)

    async def revoke(self, channel: str) -> bool:
        """Revoke the address of a channel; return whether it had one.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self.store.revoke_address(channel)

    async def channel_of(self, token: str) -> str | None:
        """Return the channel whose address has this token; ``None`` for a wrong token.

        The call takes the same time for every token, so that its duration reveals no
        token.

        Raises:
            StoreError: the store cannot be used.
        """
        digest, channel = _digest(token), None
        for address in await self.store.calendar_addresses():
            if compare_digest(address.digest, digest):
                channel = address.channel
        return channel

    async def topics_of(
        self, channel: str, configuration: Configuration
    ) -> frozenset[str]:
        """Return the ids of the topics whose digests and alerts go to a channel.

        Raises:
            PostError: the platform did not give the other names of a channel.
        """
        platform = channel.partition("/")[0]
        topics: set[str] = set()
        for plan in configuration.plans:
            named = {channel_of(to) for to in plan.to if to.platform == platform}
            if channel in named or await self._is_one(channel, named):
                topics.update(topic.id for topic in plan.topics)
        return frozenset(topics)

    async def _is_one(self, channel: str, named: set[str]) -> bool:
        """Return whether ``channel`` is another name of a channel in ``named``."""
        for name in sorted(named):
            if channel in await all_names(name, self.names):
                return True
        return False


def _digest(token: str) -> str:
    # A token has 256 random bits, so that a plain hash hides it.
    return sha256(token.encode()).hexdigest()
