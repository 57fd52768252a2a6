"""Parses hours of the day: "22:00-07:00"."""

from __future__ import annotations

import re
from datetime import time

from bot.core.domain.configuration import QuietHours

_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
HOURS = re.compile(rf"({_TIME})-({_TIME})")
"""The pattern of hours; editors check by it too."""


def wrong_hours(value: object) -> str | None:
    """The problem of hours of the day, or ``None``."""
    match = HOURS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return 'write from when to when, in quotes: "22:00-07:00"'
    if match[1] == match[2]:
        return "these hours start and end at the same time; write two times"
    return None


def parse_hours(text: str) -> QuietHours | None:
    """The hours of a valid text; ``None`` for an empty one."""
    match = HOURS.fullmatch(text)
    if match is None:
        return None
    return QuietHours(time.fromisoformat(match[1]), time.fromisoformat(match[2]))
