"""Hours of the day as people write them: "22:00-07:00"."""

from __future__ import annotations

import re
from datetime import time

from bot.core.domain.configuration import QuietHours

_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
HOURS = re.compile(rf"({_TIME})-({_TIME})")
"""From when to when; also what editors check by."""


def wrong_hours(value: object) -> str | None:
    """What is wrong with hours of the day; ``None`` if nothing."""
    found = HOURS.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return 'write from when to when, in quotes: "22:00-07:00"'
    if found[1] == found[2]:
        return "these hours begin and end at one time; write two"
    return None


def parse_hours(text: str) -> QuietHours | None:
    """The hours that a right text says; ``None`` where there is none."""
    found = HOURS.fullmatch(text)
    if found is None:
        return None
    return QuietHours(time.fromisoformat(found[1]), time.fromisoformat(found[2]))
