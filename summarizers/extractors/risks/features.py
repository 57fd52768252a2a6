"""What speaks for and against a sentence being a risk, as named numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from math import log

from summarizers.extractors.risks.context import Context
from summarizers.extractors.risks.operators import STRENGTH
from summarizers.extractors.risks.sights import Sight
from summarizers.extractors.risks.signs import MODALS, signs

_HISTORY_DAYS = 60
_SHORT, _LONG = 9, 38
_MOSTLY, _PARTLY = 0.9, 0.1
_LENGTH_SCALE = 3.0
_MOST_FORWARD = 3.0
# Features that mean something else together than each alone: a plan of "I" is a
# private one, a hazard in a past main clause is over.
_PAIRS = (
    ("op_will", "first_person"),
    ("op_will", "praise"),
    ("forward_any", "title_past"),
    ("forward_any", "main_past"),
    ("forward_any", "date_future"),
    ("forward_any", "date_around"),
    ("forward_any", "hazards"),
    ("forward_any", "quoted_partly"),
    ("forward_any", "quoted_mostly"),
    ("hazards", "main_past"),
)


def features_of(sight: Sight, context: Context) -> dict[str, float]:
    """The features of one sentence by name; an absent one is 0."""
    names = chain(
        _operators(sight, context),
        _governed(sight),
        _hazards(sight),
        _words(sight),
        _clauses(sight),
        _dates(sight, context),
        context.title_features,
    )
    features = dict.fromkeys(names, 1.0)
    features.update(_amounts(sight, context))
    features.update(_places(sight, context))
    for one, other in _PAIRS:
        if features.get(one) and features.get(other):
            features[f"{one}+{other}"] = 1.0
    return features


def _operators(sight: Sight, context: Context) -> Iterator[str]:
    for operator in sight.operators:
        if operator.kind not in MODALS:
            yield f"op_{operator.kind}_{'past' if operator.past else 'now'}"
            continue
        yield f"op_{operator.kind}"
        yield f"op_{operator.kind}_{operator.place}"
        if context.quoted(operator.at):
            yield f"op_{operator.kind}_quoted"
        if sight.clauses.negated(operator.head):
            yield "op_negated"
    for operator in sight.refused:
        yield "refused" if operator.refused else "past_dated"


def _governed(sight: Sight) -> Iterator[str]:
    """Whether an operator governs a hazard or a planned step."""
    table = signs()
    for operator in sight.operators:
        if operator.past or operator.kind not in STRENGTH:
            continue
        for i in sight.clauses.scope(operator.head):
            sign = table.get(sight.tokens[i].lower)
            if sign is not None and sign.hazard:
                yield "governs_hazard"
            if sign is not None and sign.step:
                yield "governs_step"


def _hazards(sight: Sight) -> Iterator[str]:
    for hazard in sight.hazards:
        yield f"hazard_{hazard.kind}"
        yield f"hazard_{hazard.tense}"
        if hazard.is_verb:
            yield f"hazard_verb_{hazard.tense}"


def _words(sight: Sight) -> Iterator[str]:
    for i, sign in sight.found:
        if sign.ahead and sight.tokens[i].tag[:1] in {"N", "J", "R", ""}:
            yield f"ahead_{sign.ahead}"
        if sign.timing:
            yield f"timing_{sign.timing}"
        if sign.step and sight.tokens[i].tag[:2] in {"NN", ""}:
            yield "step"
        # "US" is no pronoun.
        if sign.voice and sight.tokens[i].text != "US":
            yield sign.voice


def _clauses(sight: Sight) -> Iterator[str]:
    clauses = sight.clauses
    main = clauses.main()
    if main < 0:
        return
    yield f"main_{clauses.tense(main)}"
    for i in clauses.said(main):
        yield "says"
        yield f"said_{clauses.tense(i)}"


def _dates(sight: Sight, context: Context) -> Iterator[str]:
    for dated in sight.dates:
        if context.is_future(dated.when):
            yield "date_future"
        elif not context.is_past(dated.when):
            yield "date_around"
        else:
            yield "date_past"
            if context.days_since(dated.when) > _HISTORY_DAYS:
                yield "date_history"


def _amounts(sight: Sight, context: Context) -> Iterator[tuple[str, float]]:
    forward = sight.forward
    length = sight.last - sight.first
    quoted = context.quoted_share(sight.sentence)
    words = {token.lower for token in sight.tokens[sight.first : sight.last]}
    yield "forward", min(forward, _MOST_FORWARD)
    yield "forward_any", float(forward > 0)
    yield "hazards", float(len(sight.hazards))
    yield "praise", float(sum(sign.praise for _, sign in sight.found))
    yield "quoted", quoted
    yield "quoted_mostly", float(quoted > _MOSTLY)
    yield "quoted_partly", float(quoted > _PARTLY)
    yield "length", log(length) / _LENGTH_SCALE
    yield "short", float(length < _SHORT)
    yield "long", float(length > _LONG)
    yield "title_overlap", context.title_overlap(words)
    yield "bias", 1.0
    verbs = list(sight.clauses.verbs())
    for tense, count in Counter(map(sight.clauses.tense, verbs)).items():
        yield f"tense_{tense}", count / len(verbs)


def _places(sight: Sight, context: Context) -> Iterator[tuple[str, float]]:
    rank, count = context.rank(sight.sentence)
    yield "position", rank / count
    yield "position_first", float(rank == 0)
    yield "position_second", float(rank == 1)
    yield "position_last", float(rank == count - 1)
