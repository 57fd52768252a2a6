"""Find risks: what an article says about the time after its publication.

Rules select sentences that look ahead, and reject past events.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from summarizers.languages.dates import DateKind, Period, TimeDirection
from summarizers.lexicons import table, words
from summarizers.model import (
    Article,
    Claim,
    Refusal,
    Risk,
    RiskBasis,
    Sentence,
    Span,
    When,
    fast_new,
)
from summarizers.readers.english.risks.clauses import (
    BE_PRESENT,
    PAST_TENSES,
    ClausePosition,
    Clauses,
    ClauseTense,
)
from summarizers.readers.english.risks.dates import (
    AnchoredDate,
    find_dates,
    forms,
    is_overtaken,
)
from summarizers.readers.parse import Parse, Tokens
from summarizers.text.claim_words import speakers_by_sentence
from summarizers.text.layout import QuotationIndex

MODALS = frozenset(("will", "would", "might", "can", "should"))
LOOKING_AHEAD = frozenset(
    (
        *("will", "going", "is_to", "yet_to", "plan", "seek", "hope", "expect"),
        *("poised", "warn", "urge", "threat", "ahead", "continue", "remain"),
        *("suppose", "might", "should", "would", "need"),
    )
)
"""The kinds of operators that look ahead; "can" and "a sales plan" do not."""
# Kinds that look ahead only with a clause: "plans to sell", not "a sales plan".
_CLAUSAL = frozenset(("plan", "hope", "seek", "suppose"))
# Kinds whose own time is now: "we are concerned today", "we should remember today".
_FEELINGS = frozenset(("warn", "fear", "threat", "should"))
# Kinds that in the perfect are about the time until now: "has continued to".
_LASTING = frozenset(("continue", "remain"))
_CALLS = frozenset(("for", "on"))
_FINISHED = PAST_TENSES | {ClauseTense.PERFECT}
# The age of an event that makes it history: "promised in 2013 to pay".
_OLD = timedelta(60)
# A date without a year that seems farther ahead may belong to the last year.
_FAR = timedelta(120)
# A weekday this far ahead rather means yesterday.
_SINCE_YESTERDAY = timedelta(6)
_WEEKDAYS = table("weekdays").keys()
_YEAR = re.compile(r"\d{4}|year")
_FINDINGS = words("finding_words")
_AUXILIARIES = frozenset(("am", "are", "have", "'m", "’m", "'re", "’re", "'ve", "’ve"))
_SIGNED = re.compile(r"\(@\w+\)\s+[A-Z][a-z]+ \d")
# A question in reported speech about something that the line does not tell, and jokes.
_NOT_STATED = re.compile(
    r"\basked (?:[^,;:]* )?(?:whether|if) (?:that|this|it)\b|\b(?:jok|quipp|jest)ed\b"
)
# A line that names the author of a quotation above it.
_DASHES = ("—", "–", "- ")


class Operator(NamedTuple):
    """A word or phrase about the future: its kind, and its first token ``at``.

    ``head`` is the token of the word that it governs: "leave" for "may leave". ``past``
    is true for a past intention or expectation ("was due to").
    """

    kind: str
    at: int
    head: int
    past: bool = False


class SentenceEvidence(NamedTuple):
    """The evidence that one sentence is a risk.

    ``operators`` are its words about the future. ``hazards`` are the tenses of the
    clauses that name a harm.
    """

    sentence: Sentence
    clauses: Clauses
    dates: Sequence[AnchoredDate]
    operators: Sequence[Operator]
    hazards: Sequence[ClauseTense]

    @property
    def is_hazard(self) -> bool:
        """Return whether a word names a harm that is not past."""
        return any(tense not in PAST_TENSES for tense in self.hazards)

    @property
    def operates_ahead(self) -> bool:
        """Return whether an operator looks ahead from now."""
        return any(not o.past and o.kind in LOOKING_AHEAD for o in self.operators)

    @property
    def tells_done(self) -> bool:
        """Return whether the main clause tells a finished event and reports no speech."""
        main = self.clauses.main_head()
        is_finished = self.clauses.tense(main) in _FINISHED
        return is_finished and not self.clauses.reports(main)


class RiskCandidate(NamedTuple):
    """A sentence that may be about the future, without a score, and its evidence."""

    risk: Risk
    evidence: SentenceEvidence


def extract(
    parse: Parse, article: Article, claims: Sequence[Claim]
) -> list[RiskCandidate]:
    """Return all sentences with evidence of the future, in text order.

    Questions are left out. The time grows linearly with the length of the text.
    """
    sentences = parse.layout.sentences
    speakers = speakers_by_sentence(sentences, claims)
    openers = {
        claim.source.start: claim.speaker
        for claim in claims
        if claim.source and claim.speaker and claim.refusal is not Refusal.NAMELESS
    }
    quoted = QuotationIndex(parse.layout.quotations)
    posts = _posts(parse)
    candidates = []
    for sentence in sentences:
        if not _may_look_ahead(parse, sentence) or sentence.paragraph in posts:
            continue
        evidence = _read(parse, sentence, article)
        present = article.present or date.max
        is_dated = any(dated.days.first > present for dated in evidence.dates)
        if not (is_dated or evidence.operates_ahead or _names_time(parse, sentence)):
            continue
        if _is_own(parse, evidence, quoted):
            continue
        when = _when(evidence, present)
        is_over = when is not None and _is_over(when, evidence, present)
        hazard = (RiskBasis.HAZARD,) if evidence.is_hazard else ()
        is_pronoun = parse.tokens.tags[parse.bounds[sentence.index][0]] == "PRP"
        opener = openers.get(sentence.start) if is_pronoun else None
        risk = Risk(
            sentence.span,
            (RiskBasis.FORWARD, *hazard),
            when,
            opener or speakers.get(sentence.index),
            refusal=Refusal.PAST if is_over else None,
            opens_with_speaker=opener is not None,
        )
        candidates.append(RiskCandidate(risk, evidence))
    return candidates


def _may_look_ahead(parse: Parse, sentence: Sentence) -> bool:
    """Return, by fast tests, whether a sentence states something and may look ahead.

    It has a listed word, or "is to" or "are to", which announce an event.
    """
    text = sentence.text
    if (
        sentence.noise is not None
        or text.rstrip("\"”’')").endswith("?")
        or text.startswith(_DASHES)
        or _NOT_STATED.search(text)
    ):
        return False
    lowers = parse.tokens.lowers[slice(*parse.bounds[sentence.index])]
    listed = map(forms, ("forward_words", "forward_nouns", "hazards"))
    if not all(words.keys().isdisjoint(lowers) for words in listed):
        return True
    return "to" in lowers and any(
        word in BE_PRESENT and after == "to" for word, after in pairwise(lowers)
    )


def _posts(parse: Parse) -> frozenset[int]:
    """Return the paragraphs that are posts of another day: "(@rossi) May 3, 2018"."""
    text = parse.layout.text
    if "(@" not in text:
        return frozenset()
    signed = {match.start() for match in _SIGNED.finditer(text)}
    return frozenset(
        at
        for at, paragraph in enumerate(parse.layout.paragraphs)
        if any(paragraph.start <= start < paragraph.end for start in signed)
    )


def _read(parse: Parse, sentence: Sentence, article: Article) -> SentenceEvidence:
    """Return the evidence of a sentence.

    Operators in clauses with a past date, or under an old promise, do not count.
    """
    tokens, (first, last) = parse.tokens, parse.bounds[sentence.index]
    clauses = Clauses(tokens, first, last)
    dates = tuple(find_dates(parse, sentence, clauses, article.published))
    present = article.present or date.max
    past = {d.verb for d in dates if d.days.last < present} - {-1}
    old = {d.verb for d in dates if present - d.days.last > _OLD} - {-1}
    operators = []
    for operator in _operators(tokens, clauses, first, last):
        verb = clauses.verb_of(operator.head)
        is_said = clauses.governing_verb(verb) in old
        is_said = is_said and clauses.position(verb) is ClausePosition.SAID
        if not is_said and verb not in past:
            operators.append(operator)
    hazards = forms("hazards")
    harmed = [i for i in range(first, last) if hazards.get(tokens.lowers[i])]
    tenses = tuple([clauses.tense(clauses.verb_of(i)) for i in harmed])
    return fast_new(SentenceEvidence, (sentence, clauses, dates, operators, tenses))


def _operators(
    tokens: Tokens, clauses: Clauses, first: int, last: int
) -> Iterator[Operator]:
    """Yield the words and phrases of a sentence that refer to the future."""
    lowers, tags, forward = tokens.lowers, tokens.tags, forms("forward_words")
    for i in range(first, last):
        kind, lower = forward.get(lowers[i], ""), lowers[i]
        after = lowers[i + 1] if i + 1 < last else ""
        if kind in MODALS:
            head = clauses.head_of_modal(i)
            is_over = kind != "will" and clauses.is_perfect(head)
            is_over = is_over or is_overtaken(tokens, clauses.verb_of(head), clauses)
            # "May originate", "could give evidence": a finding, not an event.
            is_event = _FINDINGS.isdisjoint(lowers[head : head + 2])
            is_over = is_over or (kind == "might" and not is_event)
            if tags[i] in {"MD", ""} and not is_over:
                yield fast_new(Operator, (kind, i, head, False))
        elif kind and (tags[i][:2] in {"VB", "JJ"} or not tags[i]):
            is_infinitive = clauses.governs_infinitive(i)
            # "Is threatened by" is about now; "has threatened to" looks ahead.
            is_bound = kind == "need" or (kind == "threat" and lower.endswith("ed"))
            is_call = lower.startswith("call")
            if not (
                (is_bound and not is_infinitive) or (is_call and after not in _CALLS)
            ):
                yield _predicate(i, kind, lower, after, clauses)
        elif lower == "yet" and after == "to":
            yield Operator("yet_to", i, i + 1)
        elif lower == "going" and clauses.governs_infinitive(i):
            yield Operator("going", i, i)
        elif lower in BE_PRESENT and after:
            at = next((k for k in range(i + 1, last) if tags[k] != "RB"), i)
            if lowers[at] == "to" and i in clauses.verbs():
                yield Operator("is_to", i, i)


def _predicate(i: int, kind: str, lower: str, after: str, clauses: Clauses) -> Operator:
    tense = clauses.tense(clauses.verb_of(i))
    is_full = kind not in _CLAUSAL or clauses.governs_clause(i)
    if kind == "poised":
        is_due = lower == "due" and after != "to"
        is_full = is_due or clauses.governs_infinitive(i)
    is_past = tense in PAST_TENSES and lower != "threatened"
    is_past = is_past or clauses.is_past_deed(i)
    is_past = is_past or (kind in _LASTING and tense is ClauseTense.PERFECT)
    name = kind if is_full else f"{kind}_bare"
    return fast_new(Operator, (name, i, i, is_past))


def _names_time(parse: Parse, sentence: Sentence) -> bool:
    """Return whether a word such as "upcoming" names the time ahead."""
    nouns = forms("forward_nouns")
    lowers = parse.tokens.lowers[slice(*parse.bounds[sentence.index])]
    return any(nouns.get(lower) == "ahead" for lower in lowers)


def _is_own(parse: Parse, evidence: SentenceEvidence, quoted: QuotationIndex) -> bool:
    """Return whether the article's writer looks ahead: "We hope to see more"."""
    tokens, (first, _) = parse.tokens, parse.bounds[evidence.sentence.index]
    at = next((o.at for o in evidence.operators if not o.past), first)
    if quoted.at(tokens.starts[at]) is not None:
        return False
    at -= 1
    while at > first and (tokens.tags[at] == "RB" or tokens.lowers[at] in _AUXILIARIES):
        at -= 1
    return at >= first and tokens.lowers[at] == "we"


def _when(evidence: SentenceEvidence, present: date) -> When | None:
    """Return the next future date, or else a current date in a clause that is not past.

    The present day counts as future if its clause has a word that looks ahead: "is due
    to be shown this afternoon, and may end the dispute by Friday".
    """
    dates = evidence.dates
    current = [d for d in dates if _includes(d.days, present)]
    today = [d for d in current if _is_later_today(d, evidence)]
    future = [d for d in dates if d.days.first > present]
    if future:
        nearest = min(future + today, key=lambda dated: dated.days.first)
    else:
        ahead = [
            d
            for d in current
            if d in today
            or (
                d.phrase.kind is not DateKind.DAY
                and d.direction is not TimeDirection.BACK
            )
        ]
        if not ahead:
            return None
        nearest = ahead[0]
    phrase, sentence = nearest.phrase, evidence.sentence
    inside = slice(phrase.start - sentence.start, phrase.end - sentence.start)
    span = Span(phrase.start, phrase.end, sentence.text[inside])
    return When(*nearest.days, span, exact=phrase.is_exact)


def _includes(days: Period, present: date) -> bool:
    """Return whether a period includes the present day, and is not over with it."""
    return days.first == present or days.first < present < days.last


def _is_later_today(dated: AnchoredDate, evidence: SentenceEvidence) -> bool:
    """Return whether a current date is today, in a clause that looks ahead.

    "Within 24 hours" does not count, because another event may start the 24 hours.
    """
    is_day = dated.days.first == dated.days.last
    if dated.direction is not TimeDirection.AHEAD or not is_day:
        return False
    clauses = evidence.clauses
    events = [o for o in evidence.operators if o.kind not in _FEELINGS]
    heads = {clauses.verb_of(operator.head) for operator in events} - {-1}
    verbs = {dated.verb, clauses.governing_verb(dated.verb)}
    return dated.phrase.kind is not DateKind.COUNT and not heads.isdisjoint(verbs)


def _is_over(when: When, evidence: SentenceEvidence, present: date) -> bool:
    """Return whether a day that seems ahead rather is one of the past.

    On a Monday, "Sunday" is yesterday; a writer calls the coming one "next Sunday". In
    an article of September, "he said so on February 24" means the last February.
    """
    text, ahead = when.span.text, when.first - present
    if text in _WEEKDAYS:
        return ahead == _SINCE_YESTERDAY
    is_far = ahead > _FAR and not _YEAR.search(text)
    return is_far and evidence.tells_done and not evidence.operates_ahead
