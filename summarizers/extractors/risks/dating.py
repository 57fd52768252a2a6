"""The dates of a sentence, each read with the tense of its own clause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from summarizers.extractors.risks.clauses import Clauses, Tense
from summarizers.model import Sentence, When
from summarizers.parsers.grammar import Parse
from summarizers.text.dates import Outlook, find_phrases

_AHEAD = frozenset(
    (
        Tense.MODAL,
        Tense.INFINITIVE,
        Tense.PRESENT,
        Tense.PROGRESSIVE,
        Tense.PARTICIPLE,
    )
)
_BACK = frozenset((Tense.PAST, Tense.PAST_PERFECT, Tense.PERFECT))


class Dated(NamedTuple):
    """A resolved date and the verb of its clause (-1 for none)."""

    when: When
    verb: int


def find_dates(
    parse: Parse, sentence: Sentence, clauses: Clauses, published: date | None
) -> Iterator[Dated]:
    """The dates of one sentence that can be resolved, in text order."""
    for phrase in find_phrases(parse.layout.text, sentence.start, sentence.end):
        at = _token_at(parse, sentence.index, phrase.start)
        verb = clauses.verb_of(at)
        tense = clauses.tense(verb) if verb >= 0 else Tense.NONE
        when = phrase.resolve(published, _outlook(tense))
        if when is not None:
            yield Dated(when, verb)


def _outlook(tense: Tense) -> Outlook:
    if tense in _AHEAD:
        return Outlook.AHEAD
    return Outlook.BACK if tense in _BACK else Outlook.OPEN


def _token_at(parse: Parse, sentence: int, offset: int) -> int:
    first, last = parse.bounds[sentence]
    at = bisect_right(parse.tokens, offset, first, last, key=lambda token: token.start)
    return max(first, at - 1)
