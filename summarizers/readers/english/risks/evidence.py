"""Find the evidence that a sentence is a risk: dates, operators and hazards.

An operator is a word or phrase about the future, such as "will". A hazard is a word for
harm. The module decides whether a sentence can be a risk, and for which reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from summarizers.languages.dates import DateKind, TimeDirection
from summarizers.model import RiskBasis, Sentence, Span, When, fast_new
from summarizers.readers.english.risks.article_context import (
    MODALS,
    ArticleContext,
    ListedCues,
    SentenceContext,
)
from summarizers.readers.english.risks.clauses import (
    BE_PRESENT,
    PAST_TENSES,
    Clauses,
    ClauseTense,
)
from summarizers.readers.english.risks.dates import (
    AnchoredDate,
    depends_on,
    find_dates,
    history_of,
    is_overtaken,
)
from summarizers.readers.parse import Tokens


class Operator(NamedTuple):
    """A word or phrase about the future: its kind, and its first token ``at``.

    ``head`` is the token of the word that it governs: "leave" for "may leave". ``past``
    is true for a past intention or expectation ("was due to"). ``refused`` is true for
    words that never refer to the future ("could have").
    """

    kind: str
    at: int
    head: int
    past: bool = False
    refused: bool = False


LOOKING_AHEAD = frozenset(
    (
        *("will", "going", "is_to", "yet_to", "plan", "seek", "hope", "expect"),
        *("poised", "warn", "urge", "threat", "ahead", "continue", "remain"),
        *("suppose", "might", "could", "should", "would", "must", "need"),
    )
)
"""The kinds of operators that look ahead; "can" and "a sales plan" do not."""
# Kinds that look ahead only with a clause: "plans to sell", not "a sales plan".
_CLAUSAL = frozenset(("plan", "hope", "seek", "suppose"))
# Kinds whose own time is now: "we are concerned today".
_FEELINGS = frozenset(("warn", "fear", "threat"))
_PREDICATES = frozenset(("likely", "unlikely"))
# Kinds that in the perfect are about the time until now: "has continued to".
_LASTING = frozenset(("continue", "remain"))
_CALLS = frozenset(("for", "on"))
_ABLE = frozenset(("can", "could", "cannot"))
# How many words a modal stands before its verb at most.
_GROUP = 4
_VERBAL = ("VB", "JJ")
_PHRASED = BE_PRESENT | {"going"}


def find_operators(
    tokens: Tokens, cues: ListedCues, clauses: Clauses
) -> list[Operator]:
    """Return the words and phrases of a sentence that refer to the future.

    Single words from the lists come first, in text order. Phrases such as "going to"
    follow.
    """
    operators: list[Operator] = []
    for i, cue in cues:
        kind = cue.forward
        if kind in MODALS:
            if tokens.tags[i] in {"MD", ""}:
                operators.append(_modal_operator(i, tokens, kind, clauses))
        elif kind:
            if _is_predicate(tokens, i) and _is_about_future(i, kind, tokens, clauses):
                operators.append(_predicate(i, kind, tokens, clauses))
        elif cue.timing == "yet" and _word(tokens, i + 1) == "to":
            operators.append(Operator("yet_to", i, i + 1))
    return operators + _phrases(tokens, clauses)


def _modal_operator(i: int, tokens: Tokens, kind: str, clauses: Clauses) -> Operator:
    head = clauses.head_of_modal(i)
    refused = kind != "will" and clauses.is_perfect(head)
    refused = refused or is_overtaken(tokens, clauses.verb_of(head), clauses)
    return fast_new(Operator, (kind, i, head, False, refused))


def _is_predicate(tokens: Tokens, i: int) -> bool:
    tag = tokens.tags[i]
    return tag[:2] in _VERBAL or not tag or tokens.lowers[i] in _PREDICATES


def _is_about_future(i: int, kind: str, tokens: Tokens, clauses: Clauses) -> bool:
    """Return whether the word ``i`` refers to the future in this sentence.

    ``kind`` is its kind in the word lists. "Threatens to" does, "threatened by" does
    not.
    """
    if kind == "need":
        return clauses.governs_infinitive(i)
    if kind == "threat" and tokens.lowers[i].endswith("ed"):
        # "is threatened by" is about now; "has threatened to" looks ahead.
        return clauses.governs_infinitive(i)
    if tokens.lowers[i].startswith("call"):
        return _word(tokens, i + 1) in _CALLS
    return True


def _next_word(tokens: Tokens, i: int) -> str:
    """Return the next word after ``i`` that is not an adverb: "to" in "is not to"."""
    at = i + 1
    while at < len(tokens) and tokens.tags[at] == "RB":
        at += 1
    return _word(tokens, at)


def _word(tokens: Tokens, i: int) -> str:
    return tokens.lowers[i] if i < len(tokens) else ""


def _predicate(i: int, kind: str, tokens: Tokens, clauses: Clauses) -> Operator:
    verb = clauses.verb_of(i)
    tense = clauses.tense(verb) if verb >= 0 else ClauseTense.NONE
    full = kind not in _CLAUSAL or clauses.governs_clause(i)
    if kind == "poised":
        full = clauses.governs_infinitive(i) or _is_dated_due(tokens, i)
    name = kind if full else f"{kind}_bare"
    is_past = tense in PAST_TENSES or (
        kind in _LASTING and tense is ClauseTense.PERFECT
    )
    is_doubted = kind == "expect" and _is_doubted(tokens, i)
    return fast_new(Operator, (name, i, i, is_past, is_doubted))


def _is_doubted(tokens: Tokens, i: int) -> bool:
    """Return whether "can" precedes "expected" at ``i``: "how can they be expected"."""
    return not _ABLE.isdisjoint(tokens.lowers[max(0, i - _GROUP) : i])


def _is_dated_due(tokens: Tokens, i: int) -> bool:
    """Return whether token ``i`` is "due" without "to" after it: "due on Friday"."""
    return tokens.lowers[i] == "due" and _word(tokens, i + 1) != "to"


def _phrases(tokens: Tokens, clauses: Clauses) -> list[Operator]:
    """Return the operators of several words: "going to", "is to"."""
    lowers, operators = tokens.lowers, []
    for i in [i for i in clauses.verbs() if lowers[i] in _PHRASED]:
        if lowers[i] == "going":
            if clauses.governs_infinitive(i):
                operators.append(Operator("going", i, i))
        elif _next_word(tokens, i) == "to":
            operators.append(Operator("is_to", i, i))
    return operators


_RANGE = re.compile(r" ?[-–—] ?| (?:to|until|through) ")
_PRESENT_OR_PAST = frozenset(("VBZ", "VBP", "VBD"))
_FORWARD = (RiskBasis.FORWARD,)
_HAZARD = (RiskBasis.HAZARD,)
_FINISHED = frozenset((*PAST_TENSES, ClauseTense.PERFECT))
_BOTH = (RiskBasis.FORWARD, RiskBasis.HAZARD)


class Hazard(NamedTuple):
    """The kind of a hazard, with the tense of the verb that governs its word.

    ``is_verb`` is true if the hazard's word is that verb: "the river flooded".
    """

    kind: str
    tense: ClauseTense
    is_verb: bool


class SentenceEvidence(NamedTuple):
    """The evidence that one sentence is a risk.

    ``operators`` are its words about the future. ``refused`` are operators that do not
    refer to the future here: "could have", and operators whose clause has a past date.
    """

    sentence: Sentence
    tokens: Tokens
    first: int
    last: int
    cues: ListedCues
    clauses: Clauses
    dates: tuple[AnchoredDate, ...]
    operators: tuple[Operator, ...]
    refused: tuple[Operator, ...]
    hazards: tuple[Hazard, ...]


def read_evidence(
    context: ArticleContext, sentences: Iterable[Sentence]
) -> list[SentenceEvidence]:
    """Return the evidence of the sentences that may be risks.

    Each step runs for all sentences before the next step starts. This keeps the code of
    a step in the processor's caches, which saves a tenth of the time.
    """
    sentence_contexts = [
        context.sentence_context(s) for s in sentences if _may_be(context, s)
    ]
    dates = find_dates(context, sentence_contexts)
    operators = [find_operators(context.tokens, f, c) for _, f, c in sentence_contexts]
    rows = zip(sentence_contexts, dates, operators, strict=True)
    return [_evidence(context, *row) for row in rows]


def _may_be(context: ArticleContext, sentence: Sentence) -> bool:
    """Return, by a fast test, whether a sentence can have any evidence."""
    for _, cue in context.cues(sentence):
        if cue.promises:
            return True
    first, last = context.parse.bounds[sentence.index]
    return _is_to(context.tokens.lowers[first:last])


def _is_to(lowers: Sequence[str]) -> bool:
    """Return whether the words contain "is to" or "are to", which announce an event."""
    return "to" in lowers and any(
        word in BE_PRESENT and after == "to" for word, after in pairwise(lowers)
    )


def _evidence(
    context: ArticleContext,
    sentence_context: SentenceContext,
    dates: tuple[AnchoredDate, ...],
    operators: Sequence[Operator],
) -> SentenceEvidence:
    sentence, cues, clauses = sentence_context
    refused = _refused(operators, dates, clauses, context) if operators else ()
    if refused:
        operators = [o for o in operators if o not in refused]
    bounds = context.parse.bounds[sentence.index]
    read = cues, clauses, dates, tuple(operators), refused
    hazards = tuple([_hazard(i, s.hazard, clauses) for i, s in cues if s.hazard])
    return fast_new(
        SentenceEvidence, (sentence, context.tokens, *bounds, *read, hazards)
    )


def basis_of(
    evidence: SentenceEvidence, context: ArticleContext
) -> tuple[RiskBasis, ...]:
    """Return the reasons why a sentence may be a risk; empty if it is not one."""
    present = [h for h in evidence.hazards if h.tense not in PAST_TENSES]
    if _looks_ahead(evidence, context):
        return _BOTH if present else _FORWARD
    return ()


def tells_done(evidence: SentenceEvidence) -> bool:
    """Return whether the main clause tells a finished event and reports no speech."""
    clauses = evidence.clauses
    main = clauses.main_head()
    return (
        main >= 0
        and not clauses.reported_verbs(main)
        and clauses.tense(main) in _FINISHED
    )


def operates_ahead(evidence: SentenceEvidence) -> bool:
    """Return whether an operator looks ahead from now."""
    return any(not o.past and o.kind in LOOKING_AHEAD for o in evidence.operators)


def _looks_ahead(evidence: SentenceEvidence, context: ArticleContext) -> bool:
    """Return whether a sentence has a word that looks ahead or a future date."""
    if operates_ahead(evidence):
        return True
    for _, cue in evidence.cues:
        if cue.ahead == "ahead":
            return True
    return any(context.is_future(dated.days) for dated in evidence.dates)


def when_of(evidence: SentenceEvidence, context: ArticleContext) -> When | None:
    """Return the next future date, or else a current date in a clause that is not past.

    The day of publication counts as future if its clause has a word that looks ahead:
    "is due to be shown this afternoon, and may end the dispute by Friday".
    """
    future = [d for d in evidence.dates if context.is_future(d.days)]
    if future:
        today = [d for d in evidence.dates if _is_later_today(d, evidence, context)]
        nearest = min(future + today, key=lambda dated: dated.days.first)
        return _when(nearest, evidence, context)
    current = (
        _when(d, evidence, context)
        for d in evidence.dates
        if context.is_current(d.days) and _may_be_ahead(d, evidence, context)
    )
    return next(current, None)


def _may_be_ahead(
    dated: AnchoredDate, evidence: SentenceEvidence, context: ArticleContext
) -> bool:
    """Return whether a current date may lie ahead.

    A clause with "today" must have a word that looks ahead.
    """
    if dated.phrase.kind is DateKind.DAY:
        return _is_later_today(dated, evidence, context)
    return dated.outlook is not TimeDirection.BACK


def _is_later_today(
    dated: AnchoredDate, evidence: SentenceEvidence, context: ArticleContext
) -> bool:
    """Return whether a date is today, in a clause that looks ahead.

    "Within 24 hours" does not count, because another event may start the 24 hours.
    """
    if dated.outlook is not TimeDirection.AHEAD or dated.days.first != dated.days.last:
        return False
    if dated.phrase.text.casefold().startswith("within "):
        return False
    tokens, at = (
        evidence.tokens,
        context.parse.within(dated.phrase.start, dated.phrase.end).start,
    )
    if _is_of_subject(tokens, at):
        return False
    clauses = evidence.clauses
    events = [o for o in evidence.operators if o.kind not in _FEELINGS]
    heads = {clauses.verb_of(operator.head) for operator in events} - {-1}
    verbs = {dated.verb, clauses.governing_verb(dated.verb)}
    return not heads.isdisjoint(verbs) and context.is_current(dated.days)


def _is_of_subject(tokens: Tokens, at: int) -> bool:
    """Return whether a date belongs to a subject: "The ruling today is a reminder"."""
    is_noun = at > 0 and not tokens.tags[at - 1]
    return is_noun and at + 1 < len(tokens) and tokens.tags[at + 1] in _PRESENT_OR_PAST


def _when(
    dated: AnchoredDate, evidence: SentenceEvidence, context: ArticleContext
) -> When:
    """Return the days of a date, or of the range that it starts: "May 3 to June 1"."""
    text, phrase = context.parse.layout.text, dated.phrase
    last = dated
    for other in evidence.dates:
        joint = text[phrase.end : other.phrase.start]
        if _RANGE.fullmatch(joint) and other.days.first > dated.days.last:
            last = other
    start, end = phrase.start, last.phrase.end
    span = Span(start, end, text[start:end])
    return When(dated.days.first, last.days.last, span, exact=phrase.is_exact)


def _refused(
    operators: Sequence[Operator],
    dates: Sequence[AnchoredDate],
    clauses: Clauses,
    context: ArticleContext,
) -> tuple[Operator, ...]:
    """Return the operators that do not refer to the future in this sentence.

    These never do, or their clause has a past date.
    """
    past = {d.verb for d in dates if _is_over_by_now(d, context)} - {-1}
    if not past:
        return tuple([o for o in operators if o.refused])
    old = history_of(dates, context)
    return tuple([o for o in operators if o.refused or _is_over(o, past, old, clauses)])


def _is_over_by_now(dated: AnchoredDate, context: ArticleContext) -> bool:
    """Return whether a date is past, or ends today: "between January 1 and 2"."""
    is_ending = dated.phrase.kind is DateKind.MONTH and context.ends_today(dated.days)
    return is_ending or context.is_past(dated.days)


def _is_over(
    operator: Operator, past: set[int], old: set[int], clauses: Clauses
) -> bool:
    """Return whether an operator's clause has a past date, or reports an old promise.

    ``past`` are the verbs of clauses with a past date. ``old`` are the verbs whose date
    is more than ``OLD_DAYS`` before publication.
    """
    verb = clauses.verb_of(operator.head)
    return verb in past or depends_on(old, verb, clauses)


def _hazard(i: int, kind: str, clauses: Clauses) -> Hazard:
    verb = clauses.verb_of(i)
    tense = clauses.tense(verb) if verb >= 0 else ClauseTense.NONE
    return fast_new(Hazard, (kind, tense, verb == i))
