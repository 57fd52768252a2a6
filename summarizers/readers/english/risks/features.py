"""Features of sentences that may be risks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

from summarizers.lexicons.weights import Features
from summarizers.model import fast_new
from summarizers.readers.english.risks.article_context import MODALS, ArticleContext
from summarizers.readers.english.risks.clauses import ClauseTense
from summarizers.readers.english.risks.evidence import (
    STRENGTH,
    Operator,
    SentenceEvidence,
)

_HISTORY_DAYS = 60
_SHORT, _LONG = 9, 38
_MOSTLY, _PARTLY = 0.9, 0.1
_LENGTH_SCALE = 3.0
_MOST_FORWARD = 3.0
_COUNTS = ("hazards", "praise")
_QUOTED = ("quoted_partly", "quoted_mostly")
_FIRST = ("position_first", "position_second")
# Pairs of features with a weight of their own: "I will" is a private plan, a hazard in a
# past main clause is over.
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
# The features of a word by whether it is a hazard and whether it is a planned step.
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
    {tense: f"{kind}_{tense}" for tense in ClauseTense} for kind in ("main", "tense")
)


def features_of(
    evidences: Sequence[SentenceEvidence], context: ArticleContext
) -> list[Features]:
    """Return the features of each sentence; like ``read_evidence``, step by step."""
    columns = [[read(evidence, context) for evidence in evidences] for read in _READERS]
    amounts = [_amounts(evidence, context) for evidence in evidences]
    rows = zip(zip(*columns, strict=True), amounts, strict=True)
    return [_joined(parts, amount, context) for parts, amount in rows]


def _joined(
    parts: Iterable[Iterable[str]], amounts: dict[str, float], context: ArticleContext
) -> Features:
    present = {"bias", *context.title_features}
    present.update(_quoted(amounts["quoted"]), *parts)
    present.update(_pairs(present, amounts))
    return fast_new(Features, (present, amounts))


def _quoted(share: float) -> tuple[str, ...]:
    """Return the features that say that a sentence is partly or mostly quoted."""
    if share <= _PARTLY:
        return ()
    return _QUOTED if share > _MOSTLY else _QUOTED[:1]


def _pairs(present: set[str], amounts: dict[str, float]) -> list[str]:
    names = present.union([name for name in _COUNTS if amounts[name]])
    return [
        joint
        for first, partners in _PARTNERS
        if first in names
        for second, joint in partners
        if second in names
    ]


def _operators(evidence: SentenceEvidence, context: ArticleContext) -> list[str]:
    names: list[str] = []
    for operator in evidence.operators:
        if operator.kind in MODALS:
            names += _modal(operator, evidence, context)
        else:
            names.append(f"op_{operator.kind}_{'past' if operator.past else 'now'}")
    for operator in evidence.refused:
        names.append("refused" if operator.refused else "past_dated")
    if evidence.forward > 0:
        names.append("forward_any")
    return names


def _modal(
    operator: Operator, evidence: SentenceEvidence, context: ArticleContext
) -> list[str]:
    """Return the features of a modal verb; "will", the most frequent one, has more."""
    name = f"op_{operator.kind}"
    names = [name]
    if operator.kind == "will":
        names.append(f"{name}_{evidence.clauses.position(operator.head)}")
        if context.quoted(operator.at):
            names.append(f"{name}_quoted")
    if evidence.clauses.is_negated(operator.head):
        names.append("op_negated")
    return names


def _governed(evidence: SentenceEvidence, _: ArticleContext) -> list[str]:
    """Return the features of operators with a hazard or planned step: "will strike"."""
    ruled = [(i, cue) for i, cue in evidence.cues if cue.hazard or cue.step]
    if not ruled:
        return []
    names: list[str] = []
    for operator in evidence.operators:
        if operator.past or operator.kind not in STRENGTH:
            continue
        scope = evidence.clauses.scope(operator.head)
        for i, cue in ruled:
            if i in scope:
                names += _GOVERNED[bool(cue.hazard), cue.step]
    return names


def _hazards(evidence: SentenceEvidence, _: ArticleContext) -> list[str]:
    names: list[str] = []
    for kind, tense, is_verb in evidence.hazards:
        names += (f"hazard_{kind}", f"hazard_{tense}")
        if is_verb:
            names.append(f"hazard_verb_{tense}")
    return names


def _words(evidence: SentenceEvidence, _: ArticleContext) -> list[str]:
    names: list[str] = []
    for i, cue in evidence.cues:
        if cue.ahead and evidence.tokens.tags[i][:1] in {"N", "J", "R", ""}:
            names.append(f"ahead_{cue.ahead}")
        if cue.timing:
            names.append(f"timing_{cue.timing}")
        if cue.step and evidence.tokens.tags[i][:2] in {"NN", ""}:
            names.append("step")
        # "US" is not a pronoun.
        if cue.voice and evidence.tokens.texts[i] != "US":
            names.append(cue.voice)
    return names


def _clauses(evidence: SentenceEvidence, _: ArticleContext) -> list[str]:
    clauses = evidence.clauses
    main = clauses.main_head()
    if main < 0:
        return []
    names = [_MAIN[clauses.tense(main)]]
    if clauses.reported_verbs(main):
        names.append("says")
    return names


def _dates(evidence: SentenceEvidence, context: ArticleContext) -> list[str]:
    names: list[str] = []
    for dated in evidence.dates:
        if context.is_future(dated.days):
            names.append("date_future")
        elif not context.is_past(dated.days):
            names.append("date_around")
        else:
            names.append("date_past")
            if context.days_since(dated.days) > _HISTORY_DAYS:
                names.append("date_history")
    return names


def _places(evidence: SentenceEvidence, context: ArticleContext) -> list[str]:
    """Return the features of a sentence's length and of its place in the article."""
    length, (rank, count) = (
        evidence.last - evidence.first,
        context.rank(evidence.sentence),
    )
    names = ["short"] if length < _SHORT else ["long"] if length > _LONG else []
    if rank < len(_FIRST):
        names.append(_FIRST[rank])
    if rank == count - 1:
        names.append("position_last")
    return names


def _amounts(evidence: SentenceEvidence, context: ArticleContext) -> dict[str, float]:
    """Return the numeric features, with the share of verbs in each tense."""
    words = context.tokens.lowers[evidence.first : evidence.last]
    rank, count = context.rank(evidence.sentence)
    amounts = {
        "quoted": context.quoted_share(evidence.sentence),
        "position": rank / count,
        "forward": min(evidence.forward, _MOST_FORWARD),
        "hazards": len(evidence.hazards),
        "praise": [cue.praise for _, cue in evidence.cues].count(True),
        "length": log(evidence.last - evidence.first) / _LENGTH_SCALE,
        "title_overlap": context.title_overlap(words),
    }
    tenses = list(evidence.clauses.tenses())
    for tense in set(tenses):
        amounts[_SHARE[tense]] = tenses.count(tense) / len(tenses)
    return amounts


_READERS = (_words, _operators, _governed, _hazards, _clauses, _dates, _places)
