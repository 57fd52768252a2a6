"""The names of a channel: a platform and the configuration may use different ones.

An example is "#ops" in the configuration and "C123" on Slack.
"""

from __future__ import annotations

from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import PostError
from bot.core.domain.slots import channel_of
from bot.core.ports.services import ChannelNames


async def all_names(channel: str, names: ChannelNames | None) -> tuple[str, ...]:
    """Return ``channel``, then the other names of the channel that the platform knows.

    Raises:
        PostError: the platform did not give the other names.
    """
    aliases = await names.aliases(channel) if names else ()
    return tuple(dict.fromkeys((channel, *aliases)))


async def available_names(channel: str, names: ChannelNames | None) -> tuple[str, ...]:
    """Return the names of a channel; only ``channel`` if the platform fails."""
    try:
        return await all_names(channel, names)
    except PostError:
        return (channel,)


async def is_named(channel: str, name: str, names: ChannelNames | None) -> bool:
    """Return whether ``name`` is ``channel`` or another name of that channel."""
    return channel == name or name in await available_names(channel, names)


async def stored_names(
    channel: str, configuration: Configuration, names: ChannelNames | None
) -> tuple[str, ...]:
    """Return the names under which the digests and alerts of a channel are stored.

    These are ``channel`` itself, written as in the outbox, and the names that the
    configuration uses for the same channel.
    """
    platform = channel.partition("/")[0]
    configured = dict.fromkeys(
        channel_of(to)
        for plan in configuration.plans
        for to in plan.to
        if to.platform == platform
    )
    same = [name for name in configured if await is_named(name, channel, names)]
    return tuple(dict.fromkeys((channel, *same)))
