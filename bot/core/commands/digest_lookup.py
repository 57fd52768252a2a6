"""Which digest a person means, and for which of its channels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from bot.core.commands.fuzzy_lookup import find_digest
from bot.core.commands.requests import Place
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.errors import PostError
from bot.core.domain.slots import channel_of
from bot.core.ports.services import ChannelNames

Target: TypeAlias = tuple[DigestPlan, str]
"""A digest, and the channel that it goes to, as the outbox names it."""


async def find_target(
    place: Place, name: str, configuration: Configuration, names: ChannelNames | None
) -> Target:
    """The digest of this name, or without one that of the channel where one asks.

    Where none goes to this channel, it is the first of the platform, or of all. Of the
    digest's channels it is this one, else the first of the platform, or of all.

    Raises:
        RefusedError: there is none of this name.
    """
    asked = bool(name.strip()) or not configuration.digests
    plans = (find_digest(name, configuration),) if asked else configuration.digests
    targets = [(plan, channel_of(to)) for plan in plans for to in plan.to]
    near = [one for one in targets if one[1].partition("/")[0] == place.platform]
    here = await _here(f"{place.platform}/{place.channel}", near, names)
    return here or (near or targets)[0]


async def _here(
    channel: str, targets: Sequence[Target], names: ChannelNames | None
) -> Target | None:
    """The first target that is this channel, by any of its names."""
    for target in targets:
        if target[1] == channel or channel in await _aliases(target[1], names):
            return target
    return None


async def _aliases(channel: str, names: ChannelNames | None) -> tuple[str, ...]:
    """A channel's other names; none while the platform cannot be asked."""
    try:
        return await names.aliases(channel) if names else ()
    except PostError:
        return ()
