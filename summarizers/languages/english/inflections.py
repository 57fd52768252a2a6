"""Inflected forms and stems of English words.

Word lists hold base forms only; ``inflected`` adds the regular forms. It also makes a
few forms that do not exist ("planed"). They do no harm, because forms are only looked
up.
"""

from __future__ import annotations

from functools import lru_cache

from summarizers.languages.stems import SHORTEST_STEM
from summarizers.lexicons import words

_HISSING = ("s", "x", "z", "ch", "sh")
_VOWELS = frozenset("aeiou")
_NEVER_DOUBLED = _VOWELS | {"w", "x", "y"}
_SHORTEST = 3
_SHORTEST_PLURAL = 4
_STEM_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("ing", ""),
    ("ed", ""),
    ("es", ""),
    ("s", ""),
)
_NEVER_HALVED = frozenset("lse")
# Nine in ten words of an article were in earlier articles.
_CACHED_STEMS = 1 << 14


def inflected(base: str) -> tuple[str, ...]:
    """Return the base form of a regular word with its plural, past and -ing forms."""
    if len(base) < _SHORTEST or not base.isalpha():
        return (base,)
    return (base, *(f"{stem}{end}" for stem, end in _endings(base)))


def _endings(base: str) -> tuple[tuple[str, str], ...]:
    """Return pairs of stem and ending; for "try": ("tr", "ies"), ("try", "ing")."""
    if base.endswith("ie"):
        return ((base, "s"), (base, "d"), (base[:-2], "ying"))
    if base.endswith("e"):
        return ((base, "s"), (base, "d"), (base[:-1], "ing"))
    if base.endswith("y") and base[-2] not in _VOWELS:
        return ((base[:-1], "ies"), (base[:-1], "ied"), (base, "ing"))
    plural = (base, "es" if base.endswith(_HISSING) else "s")
    regular = (plural, (base, "ed"), (base, "ing"))
    if base[-1] in _NEVER_DOUBLED or base[-2] not in _VOWELS:
        return regular
    doubled = f"{base}{base[-1]}"
    return (*regular, (doubled, "ed"), (doubled, "ing"))


@lru_cache(maxsize=_CACHED_STEMS)
def stem(word: str) -> str:
    """Return a case-folded word without its plural, past or -ing ending or final e."""
    if not word.isalpha() or word.endswith("ss"):
        return word
    for ending, replacement in _STEM_ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + SHORTEST_STEM:
            word = _single(word[: -len(ending)]) + replacement
            break
    return word[:-1] if word.endswith("e") and len(word) > SHORTEST_STEM + 1 else word


def _single(base: str) -> str:
    """Return ``base`` without a doubled last letter: "plann" becomes "plan"."""
    if len(base) > SHORTEST_STEM and base[-1] == base[-2]:
        return base if base[-1] in _NEVER_HALVED else base[:-1]
    return base


def noun_forms(noun: str) -> tuple[str, ...]:
    """Return the singular and plural of ``noun``; a capitalised noun is a singular."""
    singular = _singular(noun) if noun.islower() else noun
    return singular, _plural(singular)


def _singular(noun: str) -> str:
    is_singular = noun.endswith(("ss", "us", "is")) or noun in words("plural_only")
    if not noun.endswith("s") or is_singular or len(noun) < _SHORTEST_PLURAL:
        return noun
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    hissing = noun.endswith(tuple(f"{end}es" for end in _HISSING if end != "s"))
    return noun[:-2] if hissing or noun.endswith("sses") else noun[:-1]


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return f"{noun[:-1]}ies"
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    return f"{noun}es" if noun.endswith(_HISSING) else f"{noun}s"
