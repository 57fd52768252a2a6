"""Compute the features of sentences that may be risks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log

from summarizers.lexicons import words
from summarizers.lexicons.weights import Features
from summarizers.model import fast_new
from summarizers.readers.english.risks.article_context import MODALS, ArticleContext
from summarizers.readers.english.risks.clauses import (
    PAST_TENSES,
    ClausePosition,
    ClauseTense,
)
from summarizers.readers.english.risks.dates import OLD_DAYS
from summarizers.readers.english.risks.evidence import (
    STRENGTH,
    Operator,
    SentenceEvidence,
)

_SHORT, _LONG = 9, 38
_MOSTLY, _PARTLY = 0.9, 0.1
_LENGTH_SCALE = 3.0
_MOST_FORWARD = 3.0
_COUNTS = ("hazards", "praise")
_QUOTED = ("quoted_partly", "quoted_mostly")
_FIRM = 0.5
_DONE = frozenset((*PAST_TENSES, ClauseTense.PERFECT))
_ASIDE = frozenset((ClausePosition.RELATIVE, ClausePosition.ADVERBIAL))
_SHARES = frozenset(("%", "percent", "per"))
# Marks and words that may precede the first word that counts, with their kinds.
_LEADS = {
    **dict.fromkeys(('"', "“", "”", "'", "‘", "``", "''"), "quoted"),
    **dict.fromkeys(("and", "but", "so", "or", "then", "also"), "link"),
    **dict.fromkeys(("however", "therefore", "thus", "instead", "otherwise"), "link"),
    **dict.fromkeys(("if", "unless", "once"), "condition"),
    **dict.fromkeys(("as", "when", "while"), "time"),
    ",": "comma",
}
_OPENINGS = {
    "reference": words("unclear_subjects"),
    "self": frozenset(("i", "we", "my", "our", "you", "your")),
    "any": frozenset(
        ("a", "an", "any", "every", "some", "many", "most", "one", "more", "no")
    ),
}
_FIRST = ("position_first", "position_second")
# Pairs of features with a weight of their own: "I will" is a private plan, a hazard in a
# past main clause is over.
_PAIRS = {
    "op_will": ("first_person", "praise"),
    "forward_any": (
        "main_past",
        "date_future",
        "date_around",
        "hazards",
        "quoted_partly",
        "quoted_mostly",
    ),
    "hazards": ("main_past",),
    "ahead_aside": ("main_done",),
    "first_person": ("quoted_mostly",),
    "we": ("quoted_mostly",),
}
OUTLOOKS = frozenset(
    (
        *(f"ahead_in_{place}" for place in ClausePosition),
        *("ahead_aside", "ahead_aside+main_done", "ahead_dated", "date_future"),
        *("main_done", "main_past", "main_modal", "says", "refused"),
        *("op_will", "op_will_main", "op_will_quoted", "op_is_to_now", "op_plan_now"),
        *("op_expect_now", "op_poised_now", "op_might", "op_would", "op_can"),
        *("op_should", "op_urge_now", "op_urge_done", "op_continue_now"),
        *("opens_self", "opens_any", "opens_time", "opens_condition", "share"),
        *("quoted_mostly", "we", "negation", "step", "governs_step"),
    )
)
"""The features that tell how a sentence looks ahead, for the model of acceptance."""
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
_MAIN = {tense: f"main_{tense}" for tense in ClauseTense}


def features_of(
    evidences: Sequence[SentenceEvidence], context: ArticleContext
) -> list[Features]:
    """Return the features of each sentence for the model of risks.

    Like ``read_evidence``, the function runs each step for all sentences.
    """
    columns = [[read(evidence, context) for evidence in evidences] for read in _READERS]
    amounts = [_amounts(evidence, context) for evidence in evidences]
    rows = zip(zip(*columns, strict=True), amounts, strict=True)
    return [_joined(parts, amount) for parts, amount in rows]


def _joined(parts: Iterable[Iterable[str]], amounts: dict[str, float]) -> Features:
    present = {"bias"}
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
            names.append(f"op_{operator.kind}_{_time(operator, evidence)}")
    for operator in evidence.refused:
        names.append("refused" if operator.refused else "past_dated")
    if evidence.forward > 0:
        names.append("forward_any")
    return names


def _time(operator: Operator, evidence: SentenceEvidence) -> str:
    """Return the time of an operator: "past", "done" or "now".

    "Past" is a past intention ("was due to"), "done" a perfect tense ("has asked").
    """
    if operator.past:
        return "past"
    verb = evidence.clauses.verb_of(operator.head)
    tense = evidence.clauses.tense(verb) if verb >= 0 else ClauseTense.NONE
    return "done" if tense is ClauseTense.PERFECT else "now"


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
    """Return the features of operators that govern a hazard or step: "will strike"."""
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


def _positions(evidence: SentenceEvidence, context: ArticleContext) -> list[str]:
    """Return the positions of the clauses that look ahead: main, reported, relative."""
    clauses, names = evidence.clauses, []
    heads = {
        clauses.verb_of(operator.head)
        for operator in evidence.operators
        if not operator.past and STRENGTH.get(operator.kind, 0.0) >= _FIRM
    }
    places = {clauses.position(head) for head in heads if head >= 0}
    central = places - _ASIDE
    names += [f"ahead_in_{place}" for place in central or places]
    if places and not central:
        names.append("ahead_aside")
    if any(
        dated.verb in heads and not context.is_past(dated.days)
        for dated in evidence.dates
    ):
        names.append("ahead_dated")
    return names


def _opening(evidence: SentenceEvidence, _: ArticleContext) -> list[str]:
    """Return the features of a sentence's first words.

    The feature "share" says that the sentence has a percentage.
    """
    last, lowers = evidence.last, evidence.tokens.lowers
    first, names = evidence.first, []
    while first < last - 1 and (kind := _LEADS.get(lowers[first])) is not None:
        names.append(f"opens_{kind}")
        first += 1
    names += [
        f"opens_{k}" for k, listed in _OPENINGS.items() if lowers[first] in listed
    ]
    if not _SHARES.isdisjoint(lowers[first:last]):
        names.append("share")
    return names


def _hazards(evidence: SentenceEvidence, _: ArticleContext) -> list[str]:
    return [f"hazard_verb_{h.tense}" for h in evidence.hazards if h.is_verb]


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
    elif clauses.tense(main) in _DONE:
        names.append("main_done")
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
            if context.days_since(dated.days) > OLD_DAYS:
                names.append("date_history")
    return names


def _places(evidence: SentenceEvidence, context: ArticleContext) -> list[str]:
    """Return the features of a sentence's length and of its position in the article."""
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
    """Return the features that are numbers, such as the length and the quoted share."""
    words = context.tokens.lowers[evidence.first : evidence.last]
    rank, count = context.rank(evidence.sentence)
    return {
        "quoted": context.quoted_share(evidence.sentence),
        "position": rank / count,
        "forward": min(evidence.forward, _MOST_FORWARD),
        "hazards": len(evidence.hazards),
        "praise": [cue.praise for _, cue in evidence.cues].count(True),
        "length": log(evidence.last - evidence.first) / _LENGTH_SCALE,
        "title_overlap": context.title_overlap(words),
    }


_READERS = (
    _words,
    _operators,
    _positions,
    _opening,
    _governed,
    _hazards,
    _clauses,
    _dates,
    _places,
)
