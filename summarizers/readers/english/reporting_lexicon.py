"""Reporting verbs, with the kinds of content that they report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import table, words
from summarizers.readers.parse import CueKind

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
