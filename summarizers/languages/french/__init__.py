"""French: what its grammar does that word lists cannot tell."""

from __future__ import annotations

import re

from summarizers.languages.french.date_phrases import find_dates
from summarizers.languages.french.verbs import is_infinitive, regular_forms, tense_of
from summarizers.languages.profile import Grammar

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
    code="fr",
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
