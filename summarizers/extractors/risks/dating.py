"""The dates of a sentence, each read with the tense of its own clause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from summarizers.extractors.risks.clauses import Clauses, Tense
from summarizers.extractors.risks.signs import signs
from summarizers.model import Sentence, When
from summarizers.parsers.grammar import Parse, Token
from summarizers.text.dates import Outlook, find_phrases

_AHEAD = frozenset(
    (
        Tense.MODAL,
        Tense.INFINITIVE,
        Tense.PRESENT,
        Tense.PROGRESSIVE,
    )
)
_EXPECTING = frozenset(("plan", "expect", "seek", "hope"))
_HIGHEST = 4
_BACK = frozenset((Tense.PAST, Tense.PAST_PERFECT, Tense.PERFECT))


class Dated(NamedTuple):
    """A resolved date, the verb of its clause (-1 for none) and where that looks."""

    when: When
    verb: int
    outlook: Outlook


def find_dates(
    parse: Parse, sentence: Sentence, clauses: Clauses, published: date | None
) -> Iterator[Dated]:
    """The dates of one sentence that can be resolved, in text order."""
    for phrase in find_phrases(parse.layout.text, sentence.start, sentence.end):
        at = _token_at(parse, sentence.index, phrase.start)
        verb = clauses.verb_of(at)
        outlook = _outlook(parse.tokens, verb, clauses)
        when = phrase.resolve(published, outlook)
        if when is not None:
            yield Dated(when, verb, outlook)


def _outlook(tokens: Sequence[Token], verb: int, clauses: Clauses) -> Outlook:
    """Where the clause of a verb looks; a participle looks where its head looks.

    What is expected, scheduled or planned lies ahead whatever its tense.
    """
    for _ in range(_HIGHEST):
        if verb < 0:
            break
        sign = signs().get(tokens[verb].lower)
        if sign is not None and sign.forward in _EXPECTING:
            return Outlook.AHEAD
        tense = clauses.tense(verb)
        if tense in _AHEAD:
            return Outlook.AHEAD
        if tense in _BACK or tokens[verb].tag == "VBN":
            return Outlook.BACK
        verb = clauses.above(verb)
    return Outlook.OPEN


def _token_at(parse: Parse, sentence: int, offset: int) -> int:
    first, last = parse.bounds[sentence]
    at = bisect_right(parse.tokens, offset, first, last, key=lambda token: token.start)
    return max(first, at - 1)
