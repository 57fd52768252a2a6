"""The profile and the grammar of French."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import partial

from summarizers.languages.french.date_phrases import CODE, find_dates, find_phrases
from summarizers.languages.french.inflections import (
    is_infinitive,
    noun_forms,
    regular_forms,
    tense_of,
)
from summarizers.languages.numerals import read_numerals, read_phrasing
from summarizers.languages.profile import Grammar, LanguageProfile
from summarizers.languages.stems import stem_by_endings
from summarizers.lexicons import words
from summarizers.text.terms import terms

# "l'eau" is two tokens, "a-t-il" three: "a", "-t", "-il"; "aujourd'hui" is one.
_TOKEN = re.compile(
    r"(?i:aujourd['’]hui|presqu['’]île)|"
    r"(?:M|MM|Mme|Mmes|Mlle|Dr|Pr|Mgr|St|Ste)\.(?=\s)|"
    r"(?i:\b(?:jusqu|lorsqu|puisqu|quoiqu|qu|[cdjlmnst])['’])|"
    r"(?i:-(?:t(?=-)|je|tu|il|elle|on|nous|vous|ils|elles|ce|là|ci)\b)|"
    r"\d+(?:[.,\u202f\xa0 ]\d{3})*(?:,\d+)?\w*|"
    r"[^\W_]+(?:[-'’](?!(?:t-)?(?:je|il|elle|on|nous|vous|ils|elles|ce|là|ci)\b)[^\W_]+)*|"
    r"\.{2,3}|[^\w\s]|_"
)

GRAMMAR = Grammar(
    code=CODE,
    token=_TOKEN,
    forms=regular_forms,
    tense=tense_of,
    find_dates=find_dates,
    is_infinitive=is_infinitive,
    clauses=frozenset(("que", "qu'", "qu’")),
    particles=frozenset(("de", "d'", "d’")),
    owners=frozenset(("de", "d'", "d’", "du", "des")),
    conjunctions=frozenset(("et", "ou")),
)


def _stem(word: str) -> str:
    return stem_by_endings(word, CODE)


def _is_unclear(sentence: str) -> bool:
    return next(iter(terms(sentence)), "") in words("unclear_subjects", CODE)


def _reporting_forms() -> Collection[str]:
    return GRAMMAR.reporters().keys()


PROFILE = LanguageProfile(
    code=CODE,
    name="French",
    stem=_stem,
    noun_forms=noun_forms,
    is_unclear=_is_unclear,
    find_phrases=find_phrases,
    reporting_forms=_reporting_forms,
    numerals=partial(
        read_numerals,
        CODE,
        number_words="counted_words",
        decimal=",",
        rough=("aine", "millier"),
    ),
    phrasing=partial(
        read_phrasing,
        CODE,
        plural_ends=("s", "x"),
        singular_ends=("ss", "us"),
        states_first=True,
    ),
    elides=True,
    grammar=GRAMMAR,
)
