"""What speaks for and against a sentence being a risk, as named numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

from summarizers.extractors.risks.clauses import PAST_TENSES, Clauses, Tense
from summarizers.extractors.risks.context import Context
from summarizers.extractors.risks.dating import Dated, find_dates
from summarizers.extractors.risks.operators import STRENGTH, Operator, find_operators
from summarizers.extractors.risks.signs import MODALS, Sign, signs
from summarizers.model import RiskBasis, Sentence, When
from summarizers.parsers.grammar import Token

_NO_SIGN = Sign()
_FIRST_PERSON = frozenset(("i", "my", "me", "i'm"))
_WE = frozenset(("we", "our", "us"))
_FACE = frozenset(("face", "faces", "facing"))
_HISTORY_DAYS = 60
_SHORT, _LONG = 9, 38
_MOSTLY = 0.9
_SOME = 0.1
_LENGTH_SCALE = 3.0
_MOST_FORWARD = 3.0


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence with its features, by name; absent ones are 0."""

    sentence: Sentence
    features: dict[str, float]
    basis: tuple[RiskBasis, ...]
    when: When | None


@dataclass(slots=True)
class _Notes:
    """What was found in one sentence so far."""

    tokens: Sequence[Token]
    first: int
    last: int
    clauses: Clauses
    found: list[tuple[int, Sign]]
    features: Counter[str] = field(default_factory=Counter)

    def mark(self, name: str) -> None:
        self.features[name] = 1


def read_sentence(context: Context, sentence: Sentence) -> Reading | None:
    """Read one sentence; ``None`` when it has no words."""
    first, last = context.parse.bounds[sentence.index]
    if first == last:
        return None
    notes = _note(context, first, last)
    dates = tuple(find_dates(context.parse, sentence, notes.clauses, context.published))
    operators = _accepted(notes, dates, context)
    _note_operators(notes, operators, context)
    _note_hazards(notes)
    _note_words(notes)
    _note_tenses(notes)
    _note_quotation(notes, context)
    _note_dates(notes, dates, context)
    _note_place(notes, context, sentence)
    return Reading(
        sentence,
        dict(notes.features),
        _basis(notes),
        _when(dates, context),
    )


def _note(context: Context, first: int, last: int) -> _Notes:
    table, tokens = signs(), context.parse.tokens
    found = [
        (i, sign)
        for i in range(first, last)
        if (sign := table.get(tokens[i].lower)) is not None
    ]
    clauses = context.clauses(first, last)
    return _Notes(tokens, first, last, clauses, found)


def _accepted(
    notes: _Notes, dates: tuple[Dated, ...], context: Context
) -> list[Operator]:
    """The operators that look ahead: none whose own clause is dated before today."""
    past = {d.verb for d in dates if context.is_past(d.when)}
    kept = []
    for operator in find_operators(notes.tokens, notes.found, notes.clauses):
        verb = notes.clauses.verb_of(operator.head)
        if operator.refused:
            notes.mark("refused")
        elif verb in past and verb >= 0:
            notes.mark("past_dated")
        else:
            kept.append(operator)
    return kept


def _note_operators(
    notes: _Notes, operators: Sequence[Operator], context: Context
) -> None:
    total = 0.0
    for operator in operators:
        time = "past" if operator.past else "now"
        modal = operator.kind in MODALS
        notes.mark(f"op_{operator.kind}" if modal else f"op_{operator.kind}_{time}")
        if modal:
            notes.mark(f"op_{operator.kind}_{operator.place}")
            if context.quoted(operator.at):
                notes.mark(f"op_{operator.kind}_quoted")
            if notes.clauses.negated(operator.head):
                notes.mark("op_negated")
        if not operator.past:
            total += STRENGTH.get(operator.kind, 0.0)
            _note_governed(notes, operator)
    notes.features["forward"] = min(total, _MOST_FORWARD)
    notes.features["forward_any"] = total > 0


def _note_governed(notes: _Notes, operator: Operator) -> None:
    """Whether the operator governs a hazard or a planned step."""
    if operator.kind not in STRENGTH:
        return
    table = signs()
    for i in notes.clauses.scope(operator.head):
        sign = table.get(notes.tokens[i].lower, _NO_SIGN)
        if sign.hazard:
            notes.mark("governs_hazard")
        if sign.step:
            notes.mark("governs_step")


def _note_hazards(notes: _Notes) -> None:
    for i, sign in notes.found:
        if not sign.hazard:
            continue
        verb = notes.clauses.verb_of(i)
        tense = notes.clauses.tense(verb) if verb >= 0 else Tense.NONE
        notes.mark(f"hazard_{sign.hazard}")
        notes.mark(f"hazard_{tense}")
        notes.features["hazards"] += 1
        if verb == i:
            notes.mark(f"hazard_verb_{tense}")


def _note_words(notes: _Notes) -> None:
    tokens = notes.tokens
    for i, sign in notes.found:
        if sign.ahead and tokens[i].tag[:1] in {"N", "J", "R", ""}:
            notes.mark(f"ahead_{sign.ahead}")
        if sign.timing:
            notes.mark(f"timing_{sign.timing}")
        if sign.step and tokens[i].tag[:2] in {"NN", ""}:
            notes.mark("step")
        if sign.praise:
            notes.features["praise"] += 1
    for i in range(notes.first, notes.last):
        lower = tokens[i].lower
        if lower in _FIRST_PERSON:
            notes.mark("first_person")
        elif lower in _WE:
            notes.mark("we")
        elif lower == "?":
            notes.mark("question")
        elif lower in _FACE and tokens[i].tag[:2] in {"VB", ""}:
            notes.mark("faces")
        elif lower in {"not", "n't"}:
            notes.mark("negation")


def _note_tenses(notes: _Notes) -> None:
    verbs = list(notes.clauses.verbs())
    tenses = Counter(notes.clauses.tense(i) for i in verbs)
    for tense, count in tenses.items():
        notes.features[f"tense_{tense}"] = count / len(verbs)
    main = notes.clauses.main()
    if main >= 0:
        notes.mark(f"main_{notes.clauses.tense(main)}")
    said = notes.clauses.said(main)
    if said:
        notes.mark("says")
    for i in said:
        notes.mark(f"said_{notes.clauses.tense(i)}")


def _note_quotation(notes: _Notes, context: Context) -> None:
    inside = sum(context.quoted(i) for i in range(notes.first, notes.last))
    share = inside / (notes.last - notes.first)
    notes.features["quoted"] = share
    notes.features["quoted_all"] = share > _MOSTLY
    notes.features["quoted_some"] = share > _SOME


def _note_dates(notes: _Notes, dates: tuple[Dated, ...], context: Context) -> None:
    for dated in dates:
        if context.is_past(dated.when):
            notes.mark("date_past")
            if context.days_since(dated.when) > _HISTORY_DAYS:
                notes.mark("date_history")
        elif context.is_future(dated.when):
            notes.mark("date_future")
        else:
            notes.mark("date_around")


def _note_place(notes: _Notes, context: Context, sentence: Sentence) -> None:
    rank, count = context.rank(sentence)
    length = notes.last - notes.first
    features = notes.features
    features["position_first"] = rank == 0
    features["position_second"] = rank == 1
    features["position_last"] = rank == count - 1
    features["position"] = rank / count
    features["short"] = length < _SHORT
    features["long"] = length > _LONG
    features["length"] = log(length) / _LENGTH_SCALE
    words = {t.lower for t in notes.tokens[notes.first : notes.last]}
    features["title_overlap"] = context.title_overlap(words)
    for name in context.title_features:
        notes.mark(name)
    notes.mark("bias")


def _basis(notes: _Notes) -> tuple[RiskBasis, ...]:
    features = notes.features
    present = any(
        features[f"hazard_{tense}"] for tense in Tense if tense not in PAST_TENSES
    )
    ahead = (
        features["forward_any"] or features["ahead_ahead"] or features["date_future"]
    )
    named = ((RiskBasis.FORWARD, ahead), (RiskBasis.HAZARD, present))
    return tuple(basis for basis, holds in named if holds)


def _when(dates: tuple[Dated, ...], context: Context) -> When | None:
    """The first date that is not over; one in the future goes before today's."""
    coming = [d.when for d in dates if not context.is_past(d.when)]
    future = [when for when in coming if context.is_future(when)]
    return next(iter((*future, *coming)), None)
