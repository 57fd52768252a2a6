"""What a sentence shows at first sight: its operators, hazards and dates.

Here it is decided whether a sentence can be a risk at all, and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
from summarizers.extractors.risks.signs import Sign, signs
from summarizers.model import RiskBasis, Sentence, When
from summarizers.parsers.grammar import Token
from summarizers.text.dates import Outlook, has_year


class Hazard(NamedTuple):
    """A word for harm or trouble, with the tense of the verb that governs it."""

    kind: str
    tense: Tense
    is_verb: bool


@dataclass(frozen=True, slots=True)
class Sight:
    """One sentence as the rules see it; indices are those of ``tokens``.

    ``operators`` holds those that look ahead, ``refused`` those that do not: "could
    have", and what its own clause dates before the publication.
    """

    sentence: Sentence
    tokens: Sequence[Token]
    first: int
    last: int
    found: tuple[tuple[int, Sign], ...]
    clauses: Clauses
    dates: tuple[Dated, ...]
    operators: tuple[Operator, ...]
    refused: tuple[Operator, ...]
    hazards: tuple[Hazard, ...]

    @property
    def forward(self) -> float:
        """How strongly the sentence looks ahead; 0 for not at all."""
        return sum(STRENGTH.get(o.kind, 0.0) for o in self.operators if not o.past)


def see(context: Context, sentence: Sentence) -> Sight | None:
    """Look at one sentence; ``None`` when nothing in it looks ahead or is a hazard."""
    tokens = context.parse.tokens
    first, last = context.parse.bounds[sentence.index]
    found = _listed(tokens, first, last)
    if not _promises(tokens, found, first, last):
        return None
    clauses = context.clauses(first, last)
    dates: tuple[Dated, ...] = ()
    if _may_date(context, sentence, found):
        dates = tuple(find_dates(context.parse, sentence, clauses, context.published))
    operators = tuple(find_operators(tokens, found, clauses))
    refused = _refused(operators, dates, clauses, context)
    return Sight(
        sentence,
        tokens,
        first,
        last,
        found,
        clauses,
        dates,
        tuple(o for o in operators if o not in refused),
        refused,
        tuple(_hazard(i, sign.hazard, clauses) for i, sign in found if sign.hazard),
    )


def basis_of(sight: Sight, context: Context) -> tuple[RiskBasis, ...]:
    """Why the sentence may be a risk; empty when it is none."""
    ahead = (
        sight.forward > 0
        or any(sign.ahead == "ahead" for _, sign in sight.found)
        or any(context.is_future(dated.when) for dated in sight.dates)
    )
    present = any(hazard.tense not in PAST_TENSES for hazard in sight.hazards)
    named = ((RiskBasis.FORWARD, ahead), (RiskBasis.HAZARD, present))
    return tuple(basis for basis, holds in named if holds)


def when_of(sight: Sight, context: Context) -> When | None:
    """The nearest date to come; else one of now, where its clause does not look back."""
    future = [d.when for d in sight.dates if context.is_future(d.when)]
    if future:
        return min(future, key=lambda when: when.first)
    current = (
        d.when
        for d in sight.dates
        if context.is_current(d.when) and d.outlook is not Outlook.BACK
    )
    return next(current, None)


def _listed(
    tokens: Sequence[Token], first: int, last: int
) -> tuple[tuple[int, Sign], ...]:
    """The words of a sentence that some list holds."""
    look = signs().get
    words = enumerate(tokens[first:last], first)
    return tuple((i, sign) for i, t in words if (sign := look(t.lower)) is not None)


def _promises(
    tokens: Sequence[Token],
    found: Sequence[tuple[int, Sign]],
    first: int,
    last: int,
) -> bool:
    """A cheap look that keeps most sentences from being read in full."""
    if any(sign.forward or sign.hazard or sign.ahead for _, sign in found):
        return True
    words = [token.lower for token in tokens[first:last]]
    return any(word in BE_PRESENT and after == "to" for word, after in pairwise(words))


def _may_date(
    context: Context, sentence: Sentence, found: Sequence[tuple[int, Sign]]
) -> bool:
    text = context.parse.layout.text
    dated = any(sign.date for _, sign in found)
    return dated or has_year(text, sentence.start, sentence.end)


def _refused(
    operators: Sequence[Operator],
    dates: Sequence[Dated],
    clauses: Clauses,
    context: Context,
) -> tuple[Operator, ...]:
    """The operators that do not look ahead, or whose clause is dated before today."""
    past = {d.verb for d in dates if d.verb >= 0 and context.is_past(d.when)}
    return tuple(
        o for o in operators if o.refused or (past and clauses.verb_of(o.head) in past)
    )


def _hazard(i: int, kind: str, clauses: Clauses) -> Hazard:
    verb = clauses.verb_of(i)
    tense = clauses.tense(verb) if verb >= 0 else Tense.NONE
    return Hazard(kind, tense, verb == i)
