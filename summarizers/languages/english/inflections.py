"""Inflected forms of English words, so that word lists need base forms alone.

Irregular forms stand in the lists themselves; a few forms that nobody writes ("planed")
do no harm, because they are only ever looked up.
"""

from __future__ import annotations

_SIBILANTS = ("s", "sh", "ch", "x", "z")
_VOWELS = frozenset("aeiou")
_NEVER_DOUBLED = _VOWELS | {"w", "x", "y"}
_SHORTEST = 3


def inflected(base: str) -> tuple[str, ...]:
    """The base form, plural or third person, past and -ing forms of a regular word."""
    if len(base) < _SHORTEST or not base.isalpha():
        return (base,)
    return (base, *(f"{stem}{end}" for stem, end in _endings(base)))


def _endings(base: str) -> tuple[tuple[str, str], ...]:
    """Stems with the endings they take."""
    if base.endswith("ie"):
        return ((base, "s"), (base, "d"), (base[:-2], "ying"))
    if base.endswith("e"):
        return ((base, "s"), (base, "d"), (base[:-1], "ing"))
    if base.endswith("y") and base[-2] not in _VOWELS:
        return ((base[:-1], "ies"), (base[:-1], "ied"), (base, "ing"))
    plural = (base, "es" if base.endswith(_SIBILANTS) else "s")
    regular = (plural, (base, "ed"), (base, "ing"))
    if base[-1] in _NEVER_DOUBLED or base[-2] not in _VOWELS:
        return regular
    doubled = f"{base}{base[-1]}"
    return (*regular, (doubled, "ed"), (doubled, "ing"))
