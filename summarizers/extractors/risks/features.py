"""What speaks for and against a sentence being a risk, as named numbers."""

from __future__ import annotations

from collections.abc import Iterable
from math import log
from typing import NamedTuple

from summarizers.extractors.risks.clauses import Tense
from summarizers.extractors.risks.context import Context
from summarizers.extractors.risks.operators import STRENGTH, Operator
from summarizers.extractors.risks.sights import Sight
from summarizers.extractors.risks.signs import MODALS
from summarizers.model import make

_HISTORY_DAYS = 60
_SHORT, _LONG = 9, 38
_MOSTLY, _PARTLY = 0.9, 0.1
_LENGTH_SCALE = 3.0
_MOST_FORWARD = 3.0
_COUNTS = ("hazards", "praise")
_FIRST = ("position_first", "position_second")
# Features that mean something else together than each alone: a plan of "I" is a
# private one, a hazard in a past main clause is over.
_PAIRS = {
    "op_will": ("first_person", "praise"),
    "forward_any": (
        "title_past",
        "main_past",
        "date_future",
        "date_around",
        "hazards",
        "quoted_partly",
        "quoted_mostly",
    ),
    "hazards": ("main_past",),
}
# By whether the word is a hazard and whether it is a planned step.
_GOVERNED = {
    (True, False): ("governs_hazard",),
    (False, True): ("governs_step",),
    (True, True): ("governs_hazard", "governs_step"),
}
_PARTNERS = tuple(
    (one, tuple((other, f"{one}+{other}") for other in others))
    for one, others in _PAIRS.items()
)
_MAIN, _SHARE = (
    {tense: f"{kind}_{tense}" for tense in Tense} for kind in ("main", "tense")
)


class Features(NamedTuple):
    """The features of one sentence: those that it has, and those that it has so much of."""

    present: set[str]
    amounts: dict[str, float]

    def by_name(self) -> dict[str, float]:
        """All features with how much of each there is; an absent one is 0."""
        return dict.fromkeys(self.present, 1.0) | self.amounts


def features_of(sight: Sight, context: Context) -> Features:
    """The features of one sentence."""
    rank, count = context.rank(sight.sentence)
    quoted = context.quoted_share(sight.sentence)
    amounts = _amounts(sight, context)
    amounts["quoted"] = quoted
    amounts["position"] = rank / count
    present = {
        "bias",
        *_words(sight),
        *_operators(sight, context),
        *_hazards(sight),
        *_clauses(sight),
        *_dates(sight, context),
        *_bounds(sight.last - sight.first, quoted),
        *_places(rank, count),
        *context.title_features,
    }
    if sight.forward > 0:
        present.add("forward_any")
    present.update(_pairs(present, amounts))
    return make(Features, (present, amounts))


def _pairs(present: set[str], amounts: dict[str, float]) -> list[str]:
    found = present.union([name for name in _COUNTS if amounts[name]])
    return [
        joint
        for one, others in _PARTNERS
        if one in found
        for other, joint in others
        if other in found
    ]


def _operators(sight: Sight, context: Context) -> list[str]:
    names: list[str] = []
    for operator in sight.operators:
        if operator.kind in MODALS:
            names += _modal(operator, sight, context)
        else:
            names.append(f"op_{operator.kind}_{'past' if operator.past else 'now'}")
    for operator in sight.refused:
        names.append("refused" if operator.refused else "past_dated")
    names += _governed(sight)
    return names


def _modal(operator: Operator, sight: Sight, context: Context) -> list[str]:
    """A modal verb; only for the commonest its place and quotation tell more."""
    name = f"op_{operator.kind}"
    names = [name]
    if operator.kind == "will":
        names.append(f"{name}_{sight.clauses.place(operator.head)}")
        if context.quoted(operator.at):
            names.append(f"{name}_quoted")
    if sight.clauses.negated(operator.head):
        names.append("op_negated")
    return names


def _governed(sight: Sight) -> list[str]:
    """Whether an operator governs a hazard or a planned step."""
    ruled = [(i, sign) for i, sign in sight.found if sign.hazard or sign.step]
    if not ruled:
        return []
    names: list[str] = []
    for operator in sight.operators:
        if operator.past or operator.kind not in STRENGTH:
            continue
        scope = sight.clauses.scope(operator.head)
        for i, sign in ruled:
            if i in scope:
                names += _GOVERNED[bool(sign.hazard), sign.step]
    return names


def _hazards(sight: Sight) -> list[str]:
    names: list[str] = []
    for kind, tense, is_verb in sight.hazards:
        names += (f"hazard_{kind}", f"hazard_{tense}")
        if is_verb:
            names.append(f"hazard_verb_{tense}")
    return names


def _words(sight: Sight) -> list[str]:
    names: list[str] = []
    for i, sign in sight.found:
        if sign.ahead and sight.tokens.tags[i][:1] in {"N", "J", "R", ""}:
            names.append(f"ahead_{sign.ahead}")
        if sign.timing:
            names.append(f"timing_{sign.timing}")
        if sign.step and sight.tokens.tags[i][:2] in {"NN", ""}:
            names.append("step")
        # "US" is no pronoun.
        if sign.voice and sight.tokens.texts[i] != "US":
            names.append(sign.voice)
    return names


def _clauses(sight: Sight) -> list[str]:
    clauses = sight.clauses
    main = clauses.main()
    if main < 0:
        return []
    names = [_MAIN[clauses.tense(main)]]
    if clauses.said(main):
        names.append("says")
    return names


def _dates(sight: Sight, context: Context) -> list[str]:
    names: list[str] = []
    for dated in sight.dates:
        if context.is_future(dated.days):
            names.append("date_future")
        elif not context.is_past(dated.days):
            names.append("date_around")
        else:
            names.append("date_past")
            if context.days_since(dated.days) > _HISTORY_DAYS:
                names.append("date_history")
    return names


def _bounds(length: int, quoted: float) -> Iterable[str]:
    """Whether a sentence of so many tokens is short or long, and how it is quoted."""
    if length < _SHORT:
        yield "short"
    elif length > _LONG:
        yield "long"
    if quoted > _PARTLY:
        yield "quoted_partly"
        if quoted > _MOSTLY:
            yield "quoted_mostly"


def _places(rank: int, count: int) -> Iterable[str]:
    if rank < len(_FIRST):
        yield _FIRST[rank]
    if rank == count - 1:
        yield "position_last"


def _amounts(sight: Sight, context: Context) -> dict[str, float]:
    """The numbers, and which share of the verbs stands in each tense."""
    words = context.tokens.lowers[sight.first : sight.last]
    amounts = {
        "forward": min(sight.forward, _MOST_FORWARD),
        "hazards": len(sight.hazards),
        "praise": [sign.praise for _, sign in sight.found].count(True),
        "length": log(sight.last - sight.first) / _LENGTH_SCALE,
        "title_overlap": context.title_overlap(words),
    }
    tenses = list(sight.clauses.tenses())
    for tense in set(tenses):
        amounts[_SHARE[tense]] = tenses.count(tense) / len(tenses)
    return amounts
