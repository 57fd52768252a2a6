"""Reporting verbs and nouns with the frames that their content takes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import table
from summarizers.readers.parse import CueKind

CLAUSE = "c"
QUOTE = "q"
INFINITIVE = "x"
OBJECT = "o"
NAMING = "d"
ACCUSATION = "a"


@dataclass(frozen=True, slots=True)
class ReportingWord:
    """One reporting verb.

    ``frames`` are the letters above; ``prepositions`` are those whose object is the
    content ("warned of a shortage").
    """

    lemma: str
    kind: CueKind
    frames: frozenset[str]
    prepositions: frozenset[str]


@cache
def reporters() -> dict[str, ReportingWord]:
    """Every inflected form of every reporting verb, lower case."""
    return {form: _reporter(value) for form, value in table("reporting_verbs").items()}


@cache
def reporting_nouns() -> dict[str, CueKind]:
    """Every reporting noun, singular and plural, lower case."""
    return {form: CueKind(kind) for form, kind in table("reporting_nouns").items()}


@cache
def reporting_adjectives() -> dict[str, ReportingWord]:
    """Every predicate that expresses a thought or wish of its subject, lower case."""
    adjectives = table("reporting_adjectives").items()
    return {word: _reporter(f"{word} {value}") for word, value in adjectives}


def _reporter(value: str) -> ReportingWord:
    lemma, kind, frames = value.split(" ")
    letters = frames.split(",")
    return ReportingWord(
        lemma=lemma,
        kind=CueKind(kind),
        frames=frozenset(x for x in letters if not x.startswith("p:")),
        prepositions=frozenset(x[2:] for x in letters if x.startswith("p:")),
    )
