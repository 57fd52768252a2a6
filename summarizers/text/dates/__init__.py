"""Dates in text: phrases, and the days they mean seen from the publication date."""

from __future__ import annotations

from summarizers.text.dates.anchors import date_words, has_year
from summarizers.text.dates.frames import Outlook
from summarizers.text.dates.phrases import DatePhrase, find_phrases

__all__ = ["DatePhrase", "Outlook", "date_words", "find_phrases", "has_year"]
