"""The words that Sitrep adds to articles, one table per language."""

from __future__ import annotations

from bot.core.text.labels.english import ENGLISH_LABELS
from bot.core.text.labels.french import FRENCH_LABELS
from bot.core.text.labels.table import Labels

__all__ = ["LANGUAGES", "Labels", "labels_for"]

_TABLES = {table.language: table for table in (ENGLISH_LABELS, FRENCH_LABELS)}

LANGUAGES = tuple(_TABLES)
"""The languages of the labels, the default first."""


def labels_for(language: str) -> Labels:
    """Return the labels in this language; in English if it has no labels."""
    return _TABLES.get(language, ENGLISH_LABELS)
