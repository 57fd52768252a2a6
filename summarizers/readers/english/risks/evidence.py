"""What a sentence shows at first sight: its operators, hazards and dates.

Here it is decided whether a sentence can be a risk at all, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from summarizers.languages.date_frames import Outlook
from summarizers.model import RiskBasis, Sentence, Span, When, make
from summarizers.readers.english.risks.article_context import Context, Found, Stretch
from summarizers.readers.english.risks.clauses import (
    BE_PRESENT,
    PAST_TENSES,
    Clauses,
    Tense,
)
from summarizers.readers.english.risks.modality import (
    STRENGTH,
    Operator,
    find_operators,
)
from summarizers.readers.english.risks.temporal_anchoring import Dated, find_dates
from summarizers.readers.parse import Tokens

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
    found: Found
    clauses: Clauses
    dates: tuple[Dated, ...]
    operators: tuple[Operator, ...]
    refused: tuple[Operator, ...]
    hazards: tuple[Hazard, ...]
    forward: float


def see(context: Context, sentences: Iterable[Sentence]) -> list[Sight]:
    """Look at sentences; without those in which nothing looks ahead or is a hazard.

    Every step is taken for all of them before the next one: so its code stays in the
    processor's caches, which saves a tenth of the time.
    """
    stretches = [context.stretch(s) for s in sentences if _may_be(context, s)]
    dates = find_dates(context, stretches)
    operators = [find_operators(context.tokens, f, c) for _, f, c in stretches]
    rows = zip(stretches, dates, operators, strict=True)
    return [_sight(context, *row) for row in rows]


def _may_be(context: Context, sentence: Sentence) -> bool:
    """A cheap look that keeps some sentences from being read in full."""
    for _, sign in context.found(sentence):
        if sign.promises:
            return True
    first, last = context.parse.bounds[sentence.index]
    return _is_to(context.tokens.lowers[first:last])


def _is_to(lowers: Sequence[str]) -> bool:
    """Whether "is to" stands there, which promises something without a listed word."""
    return "to" in lowers and any(
        word in BE_PRESENT and after == "to" for word, after in pairwise(lowers)
    )


def _sight(
    context: Context,
    stretch: Stretch,
    dates: tuple[Dated, ...],
    operators: Sequence[Operator],
) -> Sight:
    sentence, found, clauses = stretch
    refused = _refused(operators, dates, clauses, context) if operators else ()
    if refused:
        operators = [o for o in operators if o not in refused]
    bounds = context.parse.bounds[sentence.index]
    read = found, clauses, dates, tuple(operators), refused
    hazards = tuple([_hazard(i, s.hazard, clauses) for i, s in found if s.hazard])
    forward = sum([STRENGTH.get(o.kind, 0.0) for o in operators if not o.past])
    return make(Sight, (sentence, context.tokens, *bounds, *read, hazards, forward))


def basis_of(sight: Sight, context: Context) -> tuple[RiskBasis, ...]:
    """Why the sentence may be a risk; empty when it is none."""
    present = [h for h in sight.hazards if h.tense not in PAST_TENSES]
    if sight.forward > 0 or _looks_ahead(sight, context):
        return _BOTH if present else _FORWARD
    return _HAZARD if present else ()


def _looks_ahead(sight: Sight, context: Context) -> bool:
    """Whether a sentence without operators is about the time ahead."""
    for _, sign in sight.found:
        if sign.ahead == "ahead":
            return True
    return any(context.is_future(dated.days) for dated in sight.dates)


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
    past = [d.verb for d in dates if d.verb >= 0 and context.is_past(d.days)]
    if not past:
        return tuple([o for o in operators if o.refused])
    return tuple([o for o in operators if o.refused or clauses.verb_of(o.head) in past])


def _hazard(i: int, kind: str, clauses: Clauses) -> Hazard:
    verb = clauses.verb_of(i)
    tense = clauses.tense(verb) if verb >= 0 else Tense.NONE
    return make(Hazard, (kind, tense, verb == i))
