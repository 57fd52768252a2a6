"""Recognise the notes in which a publisher says that an article was corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from summarizers.lexicons import table
from summarizers.text.language import ENGLISH

REASON = "correction"
"""The kind of noise as which a correction note is marked."""

_LONGEST = 1_500
_SENTENCE_END = re.compile(r"[.!?][\"”’»)]*\s")


@lru_cache(maxsize=1)
def may_have_note(text: str, lang: str = ENGLISH) -> bool:
    """Return whether the text has one of the words that mark correction notes.

    Every correction note has at least one of these words. This fast test saves most
    articles from the slower patterns. The result is cached because two steps of one
    reading need it.
    """
    low = text.lower()
    return any(map(low.__contains__, _clues(lang)))


def is_correction_note(sentence: str, lang: str = ENGLISH) -> bool:
    """Return whether a sentence is a publisher's note that an article was corrected."""
    return _notes(lang).search(sentence) is not None


def mark_notes(lines: Sequence[str], reasons: list[str | None], lang: str) -> None:
    """Mark in ``reasons`` the paragraphs whose first sentence is a correction note."""
    for index, line in enumerate(lines):
        if reasons[index] is None and len(line) <= _LONGEST:
            first = _SENTENCE_END.split(line, maxsplit=1)[0]
            if is_correction_note(first, lang):
                reasons[index] = REASON


@cache
def _notes(lang: str) -> re.Pattern[str]:
    return re.compile("|".join(table("correction_notes", lang)), re.IGNORECASE)


@cache
def _clues(lang: str) -> tuple[str, ...]:
    values = table("correction_notes", lang).values()
    return tuple(dict.fromkeys(clue for value in values for clue in value.split(",")))
