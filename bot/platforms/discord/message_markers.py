"""The marker of a message: a line in small print by which the bot finds the message.

Idempotency keys are not enough: Discord forgets them after some minutes, and does not
show them in the history.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.messages.briefing_json import Json

_LENGTH = 12
"""The number of the key's characters in a marker: enough to distinguish a channel's
messages.
"""

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_TIME_SHIFT = 22


def marker(idempotency_key: str) -> str:
    """Make the last line of a message from its idempotency key."""
    return f"-# Sitrep · {idempotency_key[:_LENGTH]}"


def has_marker(message: Json, line: str, author: str) -> bool:
    """Return whether ``author`` wrote the message and its last block is ``line``."""
    if not isinstance(message, dict):
        return False
    sender, components = message.get("author"), message.get("components")
    if not isinstance(sender, dict) or sender.get("id") != author:
        return False
    last = components[-1] if isinstance(components, list) and components else None
    return isinstance(last, dict) and last.get("content") == line


def first_id(moment: datetime) -> int:
    """Return the smallest id that Discord gives at ``moment``.

    Discord's ids begin with the milliseconds since 2015.
    """
    return max(0, (moment - _EPOCH) // timedelta(milliseconds=1)) << _TIME_SHIFT


def created_at(id_: str) -> datetime:
    """Return the time at which Discord created this id.

    Raises:
        ValueError: the text is not an id.
    """
    return _EPOCH + timedelta(milliseconds=int(id_) >> _TIME_SHIFT)
