"""Dates in text: phrases, and the days they mean seen from the publication date."""

from __future__ import annotations

from summarizers.text.dates.frames import Outlook
from summarizers.text.dates.phrases import DatePhrase, find_phrases

__all__ = ["DatePhrase", "Outlook", "find_phrases"]
