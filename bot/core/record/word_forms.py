"""Forms of words that a search finds together: "ferry" also finds "ferries".

The words are folded: in lower case and without accents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from summarizers.languages.english import inflected

_SHORTEST = 3
# Each pair is an ending and its replacement in the base form.
_ENGLISH = (
    *(("ies", "y"), ("ied", "y"), ("ying", "ie")),
    *(("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("es", ""), ("s", "")),
)
_INFLECTED = re.compile(r"(?:[^s]s|ed|ing)\Z")
_CLOSED = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
_DOUBLED = ("ing", "ed")
_NUMBERS = (("eau", "eaux"), ("al", "aux"), ("", "s"))
_VERB = ("er", "e", "es", "ent", "ait", "aient", "ant", "ee", "ees", "era", "eront")
_VERB_ENDINGS = ("er", "ent", "ait", "aient", "ant", "ee", "ees", "era", "eront")


@lru_cache(maxsize=1_024)
def english_forms(word: str) -> tuple[str, ...]:
    """Return the word, then its other regular forms in English."""
    added = f"{word}s" if word.endswith(("ed", "ing")) else word
    return tuple(dict.fromkeys((word, added, *_base_forms(word))))


@lru_cache(maxsize=1_024)
def french_forms(word: str) -> tuple[str, ...]:
    """Return the word, then its plural or singular, its feminine and its verb forms."""
    return tuple(dict.fromkeys((word, *_numbers(word), *_verb_forms(word))))


def _base_forms(word: str) -> Iterator[str]:
    """Yield all regular forms of each base form to which the word may belong."""
    for ending, replacement in (("", ""), *_ENGLISH):
        base = word[: len(word) - len(ending)] + replacement
        if word.endswith(ending):
            yield from _forms(base, word)
        if ending in _DOUBLED and base[-1:] == base[-2:-1]:
            yield from _forms(base[:-1], word)


def _forms(base: str, word: str) -> tuple[str, ...]:
    """Return the regular forms of ``base``; none if ``word`` is not one of them."""
    if len(base) < _SHORTEST or not base.isalpha() or _INFLECTED.search(base):
        return ()
    forms = inflected(base)
    if _CLOSED.fullmatch(base):
        # A base such as "rat" doubles its last letter: "rating" is a form of "rate".
        forms = tuple(form for form in forms if form not in {f"{base}ed", f"{base}ing"})
    return forms if word in forms else ()


def _numbers(word: str) -> Iterator[str]:
    """Yield the plural or singular of a French word, and its other gender."""
    if not word.isalpha() or len(word) < _SHORTEST:
        return
    for singular, plural in _NUMBERS:
        if word.endswith(plural):
            yield word.removesuffix(plural) + singular
        elif word.endswith(singular) and not word.endswith(("s", "x")):
            yield word.removesuffix(singular) + plural
    if word.endswith("x"):
        return
    base = word.removesuffix("s").removesuffix("e")
    if len(base) > _SHORTEST:
        yield from (base, f"{base}e", f"{base}s", f"{base}es")


def _verb_forms(word: str) -> Iterator[str]:
    ending = next(
        (end for end in sorted(_VERB_ENDINGS, key=len)[::-1] if word.endswith(end)), ""
    )
    base = word.removesuffix(ending)
    if ending and len(base) >= _SHORTEST:
        yield from (base + other for other in _VERB)
