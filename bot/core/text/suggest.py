"""The word that a mistyped one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str], *, likeness: float = 0.5) -> str:
    """The question that follows a wrong word: ``; did you mean "…"?``, or nothing.

    ``likeness`` is the share of common characters, from 0 to 1, that a word must have.
    """
    found = alike(word, words, likeness=likeness)
    return "" if found is None else f'; did you mean "{found}"?'


def alike(word: str, words: Iterable[str], *, likeness: float = 0.5) -> str | None:
    """The one of the words that was meant, by the same share of characters."""
    spelled = {known.lower(): known for known in words}
    found = get_close_matches(word.lower(), spelled, n=1, cutoff=likeness)
    return spelled[found[0]] if found else None
