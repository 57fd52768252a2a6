"""The profile of English."""

from __future__ import annotations

from functools import cache, partial

from summarizers.languages.english.inflections import noun_forms, stem
from summarizers.languages.numerals import read_numerals, read_phrasing
from summarizers.languages.profile import LanguageProfile
from summarizers.lexicons import entries, pattern, table, words
from summarizers.text.language import ENGLISH
from summarizers.text.terms import terms

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
    reporting_forms=table("reporting_verbs").keys,
    numerals=partial(
        read_numerals,
        ENGLISH,
        decimal=".",
        rough=("dozen",),
    ),
    phrasing=partial(
        read_phrasing,
        ENGLISH,
        plural_ends=("s",),
        singular_ends=("ss", "us", "is", "'s", "’s"),
        adverb_ends=("ly",),
    ),
)
