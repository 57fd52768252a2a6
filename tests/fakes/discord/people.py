"""Actions of people in a town: simcord's actors can do only what a client offers.

A button that is not there or greyed out, a command that was not synced, an option that
is too long: none of these can be done here either.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

from simcord import ChannelHandle, GuildHandle, MemberActor, ResponseMessage, UserHandle
from simcord.results import InteractionResult

from tests.fakes.discord.pulse import Pulse
from tests.fakes.discord.seen import Exchange, Seen, see
from tests.fakes.discord.service import Service
from tests.fakes.discord.world import World

DIRECT = "@"
"""The name of a person's direct messages with the bot, where a channel is named."""


class People:
    """Acts for the people of a world; they and the channels are known by their names.

    Everything waits until the bot is done, unless ``wait`` is false.
    """

    def __init__(self, world: World, service: Service, pulse: Pulse) -> None:
        self.world = world
        self.pulse = pulse
        self.users: dict[str, UserHandle] = {}
        self.members: dict[str, MemberActor] = {}
        self.elsewhere: dict[str, MemberActor] = {}
        self.channels: dict[str, ChannelHandle] = {}
        self._service = service

    async def slash(
        self,
        who: str,
        where: str,
        command: str,
        /,
        *,
        wait: bool = True,
        **options: Any,
    ) -> Exchange:
        """Call a command by its whole name, such as ``brief link``."""
        if where == DIRECT:
            return await self._do(self.users[who].slash(command, **options), wait=wait)
        there = self.channels[where]
        doing = self._member(who, there.guild).slash(there, command, **options)
        return await self._do(doing, wait=wait)

    async def menu(
        self, who: str, where: str, command: str, message: Seen, *, wait: bool = True
    ) -> Exchange:
        """Choose an entry of a message's menu."""
        there, target = self.channels[where], self._target(message)
        member = self._member(who, there.guild)
        doing = member.context_menu(there, command, target)
        return await self._do(doing, wait=wait)

    async def autocomplete(
        self, who: str, where: str, command: str, /, **typed: str
    ) -> tuple[str, ...]:
        """The names that are offered while the last of the given options is typed."""
        return (await self.type_in(who, where, command, **typed)).choices or ()

    async def type_in(
        self, who: str, where: str, command: str, /, **typed: str
    ) -> Exchange:
        """Type the last of the given options, and get what is offered, and how soon."""
        *filled, (option, value) = typed.items()
        others = dict(filled)
        if where == DIRECT:
            user = self.users[who]
            await user.autocomplete(command, option, value, **others)
        else:
            there = self.channels[where]
            member = self._member(who, there.guild)
            await member.autocomplete(there, command, option, value, **others)
        # simcord gives the choices, not the interaction, which here is not over yet.
        record = next(reversed(self.world.backend.interactions.values()))
        return await self._exchange(InteractionResult(self.world, record)).end()

    async def click(
        self, who: str, message: Seen, label: str, *, wait: bool = True
    ) -> Exchange:
        """Click the button that is labelled so."""
        doing = self._actor(who, message.channel).click(
            self._target(message), label=label
        )
        return await self._do(doing, wait=wait)

    async def select(
        self, who: str, message: Seen, *values: str, wait: bool = True
    ) -> Exchange:
        """Choose values in the only menu of a message."""
        doing = self._actor(who, message.channel).select(self._target(message), values)
        return await self._do(doing, wait=wait)

    async def submit(
        self, who: str, shown: Exchange, values: dict[str, Any], *, wait: bool = True
    ) -> Exchange:
        """Fill in a form and send it; values stand by the ids of the fields."""
        actor = self._actor(who, shown.result._interaction.channel_id)
        return await self._do(actor.submit_modal(shown.result, values), wait=wait)

    def say(self, who: str, where: str, text: str) -> Seen:
        """Write a message."""
        channel, user = self.channel_id(who, where), self.users[who]
        message = self.world.backend.create_message(channel, user.id, text)
        return see(self.world, message)

    def history(self, where: str, *, viewer: str | None = None) -> tuple[Seen, ...]:
        """A channel's messages, the oldest first; a viewer also sees their own."""
        user = None if viewer is None else self.users[viewer].id
        return self.messages(self.channels[where].id, user)

    def direct(self, who: str) -> tuple[Seen, ...]:
        """The messages between somebody and the bot, the oldest first."""
        user = self.users[who]
        return self.messages(user.dm_channel.id, user.id)

    def messages(self, channel: int, viewer: int | None = None) -> tuple[Seen, ...]:
        """The messages of a channel or thread by its id, the oldest first."""
        found = self.world.backend.messages[channel].values()
        visible = [one for one in found if one.visible_to(viewer)]
        return tuple(see(self.world, one) for one in sorted(visible, key=_id))

    def message(self, channel: int, message: int) -> Seen:
        """A message by its ids, whoever may see it."""
        return see(self.world, self.world.backend.get_message(channel, message))

    def threads(self, where: str) -> dict[str, int]:
        """The ids of a channel's threads or of a forum's posts, by their names."""
        return {str(one.name): one.id for one in self.channels[where].threads}

    def channel_id(self, who: str, where: str) -> int:
        """The id of a channel, or of somebody's direct messages."""
        named = self.users[who].dm_channel if where == DIRECT else self.channels[where]
        return named.id

    async def _do(self, doing: Awaitable[InteractionResult], *, wait: bool) -> Exchange:
        exchange = self._exchange(await doing)
        return await exchange.end() if wait else exchange

    def _exchange(self, result: InteractionResult) -> Exchange:
        exchange = Exchange(self.world, self.pulse, result)
        begun = asyncio.get_running_loop().time()

        def note(now: float) -> None:
            exchange.seconds = now - begun

        self._service.acknowledging[exchange.id] = note
        return exchange

    def _actor(self, who: str, channel: int) -> MemberActor | UserHandle:
        """Somebody as the member of a channel's guild, or in direct messages."""
        guild = self.world.backend.get_channel(channel).guild_id
        if guild is None:
            return self.users[who]
        member = self.members[who]
        return member if member.guild.id == guild else self.elsewhere[who]

    def _member(self, who: str, guild: GuildHandle | None) -> MemberActor:
        member = self.members[who]
        at_home = guild is None or guild.id == member.guild.id
        return member if at_home else self.elsewhere[who]

    def _target(self, message: Seen) -> ResponseMessage:
        known = self.world.backend.get_message(message.channel, message.id)
        return ResponseMessage(self.world, known)


def _id(message: Any) -> int:
    return int(message.id)
