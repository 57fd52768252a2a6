"""The names under which people and places stand in the store."""

from __future__ import annotations

from bot.core.chat.requests import Asking


def own_channel(asking: Asking) -> str:
    """The person's own: ``slack/@U123``; a direct message is opened for it."""
    return f"{asking.place.platform}/@{asking.person.id}"


def place_channel(asking: Asking) -> str:
    """Where they ask: ``slack/C123``, or their own where they talk to the bot alone."""
    if asking.place.direct:
        return own_channel(asking)
    return f"{asking.place.platform}/{asking.place.channel}"
