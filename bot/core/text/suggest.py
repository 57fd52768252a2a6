"""Suggests the intended word for a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_LONGEST, _MOST = 64, 12


def did_you_mean(word: str, words: Iterable[str], *, likeness: float = 0.5) -> str:
    """Return ``; did you mean "…"?`` with the word most similar to ``word``, or "".

    ``likeness`` is the share of common characters that a word needs, from 0 to 1.
    """
    match = closest(word, words, likeness=likeness)
    return "" if match is None else f'; did you mean "{match}"?'


def unknown_name(kind: str, name: str, names: Iterable[str]) -> str:
    """Say that a configured ``kind`` of thing has no such name, and list those it has."""
    every = list(names)
    unknown = f'unknown {kind} "{name[:_LONGEST]}"'
    if not every:
        return f"{unknown}: no {kind} is configured"
    listed = ", ".join(every[:_MOST]) + (", …" if len(every) > _MOST else "")
    meant = did_you_mean(name, every)
    if meant and len(every) == 1:
        return f"{unknown}{meant}"
    before = f"{meant} Known" if meant else "; known"
    return f"{unknown}{before} {kind}{'' if len(every) == 1 else 's'}: {listed}"


def closest(word: str, words: Iterable[str], *, likeness: float = 0.5) -> str | None:
    """Return the most similar of ``words``, ignoring case; ``None`` if none is similar.

    ``likeness`` is the share of common characters that a word needs, from 0 to 1.
    """
    spelled = {candidate.lower(): candidate for candidate in words}
    matches = get_close_matches(word.lower(), spelled, n=1, cutoff=likeness)
    return spelled[matches[0]] if matches else None
