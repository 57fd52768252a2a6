"""Reporting verbs and nouns, with the kinds of content that they report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import table, words
from summarizers.readers.parse import CueKind, Tokens

CLAUSE = "c"
QUOTE = "q"
INFINITIVE = "x"
OBJECT = "o"
NAMING = "d"
ACCUSATION = "a"
# Words after a verb of telling that has no object: "was held and told to wait".
WITHOUT_OBJECT = frozenset(("to", "that", "not"))


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


def is_told_too(tokens: Tokens, verb: int) -> bool:
    """Return whether a verb after a passive verb is passive as well.

    Example: in "Berg was held and told to wait", Berg did not tell anything.
    """
    reporter = reporters().get(tokens.lowers[verb])
    if reporter is None or tokens.lowers[verb + 1 : verb + 2] == []:
        return False
    addresses = reporter.lemma == "ask" or reporter.lemma in words("telling_verbs")
    promises = reporter.lemma == "promise"
    return addresses and not promises and tokens.lowers[verb + 1] in WITHOUT_OBJECT


@cache
def reporting_nouns() -> dict[str, CueKind]:
    """Map every reporting noun, singular and plural, in lower case, to its kind."""
    return {form: CueKind(kind) for form, kind in table("reporting_nouns").items()}


def _reporter(value: str) -> ReportingWord:
    lemma, kind, frames = value.split(" ")
    letters = frames.split(",")
    return ReportingWord(
        lemma=lemma,
        kind=CueKind(kind),
        frames=frozenset(x for x in letters if not x.startswith("p:")),
        prepositions=frozenset(x[2:] for x in letters if x.startswith("p:")),
    )
