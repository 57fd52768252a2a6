"""The channels in which people ask, by their names in the store."""

from __future__ import annotations

from bot.core.commands.requests import InteractionContext
from bot.core.digests.subscriptions import personal_channel


def channel_here(context: InteractionContext) -> str:
    """The channel in which a person asks, as it is named in the store.

    In a talk with the bot alone it is their own, to which their digests go.
    """
    place = context.place
    if place.direct:
        return personal_channel(place.platform, context.person.id)
    return f"{place.platform}/{place.channel}"
