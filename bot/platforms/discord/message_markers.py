"""The mark of a message: the line in small print by which it is known again.

Discord forgets a nonce after some minutes and shows it in no history.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.messages.briefing_json import Json

_LENGTH = 12
"""Of 24 characters that are as good as random: no two messages of a channel share it."""

_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
_TIME_SHIFT = 22


def marker(nonce: str) -> str:
    """The line that a message with this nonce ends in."""
    return f"-# Sitrep · {nonce[:_LENGTH]}"


def has_marker(message: Json, line: str, author: str) -> bool:
    """Whether a message is this author's and ends in the mark; others may quote it."""
    if not isinstance(message, dict):
        return False
    sender, components = message.get("author"), message.get("components")
    if not isinstance(sender, dict) or sender.get("id") != author:
        return False
    last = components[-1] if isinstance(components, list) and components else None
    return isinstance(last, dict) and last.get("content") == line


def first_id(moment: datetime) -> int:
    """The first id of a moment: Discord's ids count milliseconds since 2015."""
    return max(0, (moment - _EPOCH) // timedelta(milliseconds=1)) << _TIME_SHIFT


def created_at(id_: str) -> datetime:
    """The moment at which Discord gave this id.

    Raises:
        ValueError: this is no id.
    """
    return _EPOCH + timedelta(milliseconds=int(id_) >> _TIME_SHIFT)
