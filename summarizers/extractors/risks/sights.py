"""What a sentence shows at first sight: its operators, hazards and dates.

Here it is decided whether a sentence can be a risk at all, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from summarizers.extractors.risks.clauses import (
    BE_PRESENT,
    PAST_TENSES,
    Clauses,
    Tense,
)
from summarizers.extractors.risks.context import Context
from summarizers.extractors.risks.dating import Dated, find_dates
from summarizers.extractors.risks.operators import STRENGTH, Operator, find_operators
from summarizers.extractors.risks.signs import Sign, promising
from summarizers.model import RiskBasis, Sentence, Span, When, make
from summarizers.parsers.grammar import Tokens
from summarizers.text.dates import Outlook

_FORWARD = (RiskBasis.FORWARD,)
_HAZARD = (RiskBasis.HAZARD,)
_BOTH = (RiskBasis.FORWARD, RiskBasis.HAZARD)


class Hazard(NamedTuple):
    """A word for harm or trouble, with the tense of the verb that governs it."""

    kind: str
    tense: Tense
    is_verb: bool


class Sight(NamedTuple):
    """One sentence as the rules see it; indices are those of ``tokens``.

    ``operators`` holds those that look ahead, ``refused`` those that do not: "could
    have", and what its own clause dates before the publication. ``forward`` is how
    strongly the sentence looks ahead; 0 for not at all.
    """

    sentence: Sentence
    tokens: Tokens
    first: int
    last: int
    found: Sequence[tuple[int, Sign]]
    clauses: Clauses
    dates: tuple[Dated, ...]
    operators: tuple[Operator, ...]
    refused: tuple[Operator, ...]
    hazards: tuple[Hazard, ...]
    forward: float


def see(context: Context, sentence: Sentence) -> Sight | None:
    """Look at one sentence; ``None`` when nothing in it looks ahead or is a hazard."""
    first, last = context.parse.bounds[sentence.index]
    lowers = context.tokens.lowers[first:last]
    if not _promises(lowers):
        return None
    return _read(context, sentence, context.clauses(first, last))


def _promises(lowers: Sequence[str]) -> bool:
    """A cheap look that keeps most sentences from being read in full."""
    if not promising().isdisjoint(lowers):
        return True
    return "to" in lowers and any(
        word in BE_PRESENT and after == "to" for word, after in pairwise(lowers)
    )


def _read(context: Context, sentence: Sentence, clauses: Clauses) -> Sight:
    tokens, bounds = context.parse.tokens, context.parse.bounds[sentence.index]
    found = context.found(*bounds)
    dates = find_dates(context, sentence, clauses=clauses, found=found)
    operators = tuple(find_operators(tokens, found, clauses))
    refused = _refused(operators, dates, clauses, context)
    if refused:
        operators = tuple(o for o in operators if o not in refused)
    read = found, clauses, dates, operators, refused
    hazards = tuple([_hazard(i, s.hazard, clauses) for i, s in found if s.hazard])
    forward = sum([STRENGTH.get(o.kind, 0.0) for o in operators if not o.past])
    return make(Sight, (sentence, tokens, *bounds, *read, hazards, forward))


def basis_of(sight: Sight, context: Context) -> tuple[RiskBasis, ...]:
    """Why the sentence may be a risk; empty when it is none."""
    ahead = sight.forward > 0 or _looks_ahead(sight, context)
    present = [h for h in sight.hazards if h.tense not in PAST_TENSES]
    if ahead:
        return _BOTH if present else _FORWARD
    return _HAZARD if present else ()


def _looks_ahead(sight: Sight, context: Context) -> bool:
    """Whether a sentence without operators is about the time ahead."""
    listed = any(sign.ahead == "ahead" for _, sign in sight.found)
    return listed or any(context.is_future(dated.days) for dated in sight.dates)


def when_of(sight: Sight, context: Context) -> When | None:
    """The nearest date to come; else one of now, where its clause does not look back."""
    future = [d for d in sight.dates if context.is_future(d.days)]
    if future:
        return _when(min(future, key=lambda dated: dated.days.first))
    current = (
        _when(d)
        for d in sight.dates
        if context.is_current(d.days) and d.outlook is not Outlook.BACK
    )
    return next(current, None)


def _when(dated: Dated) -> When:
    phrase = dated.phrase
    return When(*dated.days, Span(phrase.start, phrase.end, phrase.text))


def _refused(
    operators: Sequence[Operator],
    dates: Sequence[Dated],
    clauses: Clauses,
    context: Context,
) -> tuple[Operator, ...]:
    """The operators that do not look ahead, or whose clause is dated before today."""
    past = {d.verb for d in dates if d.verb >= 0 and context.is_past(d.days)}
    if not past:
        return tuple([o for o in operators if o.refused])
    return tuple(o for o in operators if o.refused or clauses.verb_of(o.head) in past)


def _hazard(i: int, kind: str, clauses: Clauses) -> Hazard:
    verb = clauses.verb_of(i)
    tense = clauses.tense(verb) if verb >= 0 else Tense.NONE
    return make(Hazard, (kind, tense, verb == i))
