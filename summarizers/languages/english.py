"""The profile of English, and inflected forms and stems of English words.

Word lists hold base forms only; ``inflected`` adds the regular forms. It also makes a
few forms that do not exist ("planed"). They do no harm, because forms are only looked
up.
"""

from __future__ import annotations

from functools import cache, lru_cache

from summarizers.languages.profile import LanguageProfile
from summarizers.lexicons import entries, pattern, table, words
from summarizers.text.language import ENGLISH, terms

_HISSING = ("s", "x", "z", "ch", "sh")
_VOWELS = frozenset("aeiou")
_NEVER_DOUBLED = _VOWELS | {"w", "x", "y"}
_SHORTEST = 3
_SHORTEST_STEM = 3
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
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST_STEM:
            word = _single(word[: -len(ending)]) + replacement
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_STEM + 1 else word


def _single(base: str) -> str:
    """Return ``base`` without a doubled last letter: "plann" becomes "plan"."""
    if len(base) > _SHORTEST_STEM and base[-1] == base[-2]:
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
    if noun.endswith("man"):
        return f"{noun[:-3]}men"
    stem, ending = _endings(noun)[0]
    return f"{stem}{ending}"


# The first two words of a sentence have at most this number of characters.
_OPENING = 40
_POINTER = pattern("pointing_back")


@cache
def _starts() -> tuple[str, ...]:
    return entries("unclear_starts")


@cache
def _times() -> frozenset[str]:
    return words("time_words") | {name.lower() for name in table("seasons")}


def _is_unclear(sentence: str) -> bool:
    if sentence.rstrip().endswith(":") or _POINTER.match(sentence):
        return True
    first, second, *_ = *terms(sentence[:_OPENING]), "", ""
    if first == "this" and second in _times():
        return False
    if first in words("unclear_openers") or sentence.lower().startswith(_starts()):
        return True
    return first in words("subordinators") and second in words("unclear_subjects")


PROFILE = LanguageProfile(
    code=ENGLISH,
    name="English",
    stem=stem,
    noun_forms=noun_forms,
    is_unclear=_is_unclear,
)
