"""Dates in text: phrases, and the days they mean seen from the publication date."""

from __future__ import annotations

from summarizers.text.dates.anchors import (
    Anchor,
    date_words,
    families_of,
    find_numbers,
)
from summarizers.text.dates.frames import Outlook
from summarizers.text.dates.periods import Period
from summarizers.text.dates.phrases import DatePhrase, find_phrases

__all__ = [
    "Anchor",
    "DatePhrase",
    "Outlook",
    "Period",
    "date_words",
    "families_of",
    "find_numbers",
    "find_phrases",
]
