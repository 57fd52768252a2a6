"""The tags, word lists and reporting verbs that the rules on English syntax share."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import table, words
from summarizers.readers.parse import CueKind

FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
PRESENT = frozenset(("VBZ", "VBP"))
VERBS = FINITE | {"VB", "VBG", "VBN"}
NOUNS = frozenset(("", "NNP", "NN", "NNS", "CD"))
"""Tags of nouns; the tag "" belongs to most common nouns and adjectives."""
COMMON_NOUNS = frozenset(("", "NN", "NNS"))
DETERMINERS = frozenset(("DT", "PRP$"))
NOMINAL = NOUNS | DETERMINERS | {"POS", "JJ", "JJR", "JJS", "$"}
RELATIVES = frozenset(("WDT", "WP", "WP$"))

BE = words("be_forms")
AUXILIARIES = BE | {"has", "have", "had", "having"}
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
REFLEXIVES = frozenset(("itself", "himself", "herself", "themselves"))
CALENDAR = words("calendar")
CLOSED_WORDS = table("closed_words")
SUBORDINATORS = words("subordinators")
TIME_WORDS = words("time_words") | CALENDAR


CLAUSE = "c"
QUOTE = "q"
INFINITIVE = "x"
OBJECT = "o"
NAMING = "d"
ACCUSATION = "a"
TELLING_VERBS = words("telling_verbs")


@dataclass(frozen=True, slots=True)
class ReportingWord:
    """One reporting verb.

    ``frames`` are letters such as ``CLAUSE`` for the kinds of content that it reports.
    ``prepositions`` are those whose object is the content ("warned of a shortage").
    """

    lemma: str
    kind: CueKind
    frames: frozenset[str]
    prepositions: frozenset[str]


@cache
def reporters() -> dict[str, ReportingWord]:
    """Map every inflected form of a reporting verb, in lower case, to its entry."""
    return {form: _reporter(value) for form, value in table("reporting_verbs").items()}


def _reporter(value: str) -> ReportingWord:
    lemma, kind, frames = value.split(" ")
    letters = frames.split(",")
    return ReportingWord(
        lemma=lemma,
        kind=CueKind(kind),
        frames=frozenset(x for x in letters if not x.startswith("p:")),
        prepositions=frozenset(x[2:] for x in letters if x.startswith("p:")),
    )


REPORTERS = reporters()
