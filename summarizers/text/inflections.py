"""Inflected forms of English words, so that word lists need base forms alone.

Irregular forms stand in the lists themselves; a few forms that nobody writes ("planed")
do no harm, because they are only ever looked up.
"""

from __future__ import annotations

_SIBILANTS = ("s", "sh", "ch", "x", "z")
_VOWELS = frozenset("aeiou")


def inflected(base: str) -> tuple[str, ...]:
    """The base form, plural or third person, past and -ing forms of a regular word."""
    if len(base) < 3 or not base.isalpha():
        return (base,)
    if base.endswith("ie"):
        return (base, f"{base}s", f"{base}d", f"{base[:-2]}ying")
    if base.endswith("e"):
        return (base, f"{base}s", f"{base}d", f"{base[:-1]}ing")
    if base.endswith("y") and base[-2] not in _VOWELS:
        return (base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing")
    plural = f"{base}es" if base.endswith(_SIBILANTS) else f"{base}s"
    forms = (base, plural, f"{base}ed", f"{base}ing")
    if base[-1] in _VOWELS or base[-2] not in _VOWELS:
        return forms
    return (*forms, f"{base}{base[-1]}ed", f"{base}{base[-1]}ing")
