"""What speaks for and against a sentence being a risk, as named numbers."""

from __future__ import annotations

from math import log

from summarizers.extractors.risks.clauses import Tense
from summarizers.extractors.risks.context import Context
from summarizers.extractors.risks.operators import STRENGTH, Operator
from summarizers.extractors.risks.sights import Sight
from summarizers.extractors.risks.signs import MODALS

_HISTORY_DAYS = 60
_SHORT, _LONG = 9, 38
_MOSTLY, _PARTLY = 0.9, 0.1
_LENGTH_SCALE = 3.0
_MOST_FORWARD = 3.0
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
_TENSES = {tense: f"tense_{tense}" for tense in Tense}

Features = dict[str, float]


def features_of(sight: Sight, context: Context) -> Features:
    """The features of one sentence by name; an absent one is 0."""
    names = _words(sight)
    names += _operators(sight, context)
    names += _hazards(sight)
    names += _clauses(sight)
    names += _dates(sight, context)
    names += context.title_features
    features = dict.fromkeys(names, 1.0)
    features.update(_amounts(sight, context))
    features.update(_places(sight, context))
    features.update(_shares(sight))
    features.update(_pairs(features))
    return features


def _pairs(features: Features) -> Features:
    return {
        f"{one}+{other}": 1.0
        for one, others in _PAIRS.items()
        if features.get(one)
        for other in others
        if features.get(other)
    }


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
    name = f"op_{operator.kind}"
    names = [name, f"{name}_{sight.clauses.place(operator.head)}"]
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
        if sign.ahead and sight.tokens[i].tag[:1] in {"N", "J", "R", ""}:
            names.append(f"ahead_{sign.ahead}")
        if sign.timing:
            names.append(f"timing_{sign.timing}")
        if sign.step and sight.tokens[i].tag[:2] in {"NN", ""}:
            names.append("step")
        # "US" is no pronoun.
        if sign.voice and sight.tokens[i].text != "US":
            names.append(sign.voice)
    return names


def _clauses(sight: Sight) -> list[str]:
    clauses = sight.clauses
    main = clauses.main()
    if main < 0:
        return []
    names = [f"main_{clauses.tense(main)}"]
    for i in clauses.said(main):
        names += ("says", f"said_{clauses.tense(i)}")
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


def _amounts(sight: Sight, context: Context) -> Features:
    length = sight.last - sight.first
    quoted = context.quoted_share(sight.sentence)
    words = context.columns.lowers[sight.first : sight.last]
    return {
        "forward": min(sight.forward, _MOST_FORWARD),
        "forward_any": sight.forward > 0,
        "hazards": len(sight.hazards),
        "praise": [sign.praise for _, sign in sight.found].count(True),
        "quoted": quoted,
        "quoted_mostly": quoted > _MOSTLY,
        "quoted_partly": quoted > _PARTLY,
        "length": log(length) / _LENGTH_SCALE,
        "short": length < _SHORT,
        "long": length > _LONG,
        "title_overlap": context.title_overlap(words),
        "bias": 1.0,
    }


def _shares(sight: Sight) -> Features:
    """Which share of the verbs stands in each tense."""
    tenses = list(sight.clauses.tenses())
    return {_TENSES[t]: tenses.count(t) / len(tenses) for t in set(tenses)}


def _places(sight: Sight, context: Context) -> Features:
    rank, count = context.rank(sight.sentence)
    return {
        "position": rank / count,
        "position_first": rank == 0,
        "position_second": rank == 1,
        "position_last": rank == count - 1,
    }
