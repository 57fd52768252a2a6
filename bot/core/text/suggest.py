"""Suggests the intended word for a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def did_you_mean(word: str, words: Iterable[str], *, likeness: float = 0.5) -> str:
    """Return ``; did you mean "…"?`` with the word most similar to ``word``, or "".

    ``likeness`` is the share of common characters that a word needs, from 0 to 1.
    """
    match = closest(word, words, likeness=likeness)
    return "" if match is None else f'; did you mean "{match}"?'


def closest(word: str, words: Iterable[str], *, likeness: float = 0.5) -> str | None:
    """Return the most similar of ``words``, ignoring case; ``None`` if none is similar.

    ``likeness`` is the share of common characters that a word needs, from 0 to 1.
    """
    spelled = {candidate.lower(): candidate for candidate in words}
    matches = get_close_matches(word.lower(), spelled, n=1, cutoff=likeness)
    return spelled[matches[0]] if matches else None
