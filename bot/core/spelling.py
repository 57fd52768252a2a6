"""The word that a mistyped one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, words: Iterable[str], *, likeness: float = 0.5) -> str:
    """The question that follows a wrong word: ``; did you mean "…"?``, or nothing.

    ``likeness`` is the share of common characters, from 0 to 1, that a word must have.
    """
    spelled = {known.lower(): known for known in words}
    found = get_close_matches(word.lower(), spelled, n=1, cutoff=likeness)
    return f'; did you mean "{spelled[found[0]]}"?' if found else ""
