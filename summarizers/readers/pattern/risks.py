"""What an article says about the time ahead, in a language that is read by patterns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from math import exp
from typing import NamedTuple

from summarizers.languages.date_frames import Outlook
from summarizers.languages.profile import Dated, Tense
from summarizers.model import Article, Claim, Risk, RiskBasis, Sentence, When
from summarizers.readers.pattern.according_to import informant_at
from summarizers.readers.pattern.pattern_document import Range, Reading
from summarizers.readers.pattern.reporting_verbs import cue_at

LEAST = 0.55
# Set by hand, for there are no annotated texts of other languages to learn from: one
# sure operator is enough, a hazard or a date alone is not.
_BIAS = -1.0
_STRENGTH = {
    "modal": 1.4,
    "plan": 1.4,
    "threat": 1.8,
    "forecast": 1.2,
    "due": 1.5,
    "call": 0.9,
    "future": 1.25,
    "conditional": 0.8,
}
_HAZARD, _FUTURE_DATE, _PAST_DATE, _PAST = 0.7, 0.9, -1.0, -1.2
_MOST_HAZARDS = 2
_SAID_REACH = 2
_GOVERNS_VERB = "+"
_QUESTION = "»\"” ')"


class _Sight(NamedTuple):
    """The operators of a sentence, how many hazards it has, its dates, its past verbs."""

    operators: tuple[str, ...]
    hazards: int
    dates: list[Dated]
    past: int


def read_risks(
    reading: Reading, article: Article, claims: Sequence[Claim]
) -> tuple[Risk, ...]:
    """The risks of an article, most probable first."""
    speakers = _speakers(reading.layout.sentences, claims)
    risks = []
    for sentence in reading.layout.sentences:
        bounds = reading.bounds[sentence.index]
        if bounds[0] == bounds[1] or sentence.text.rstrip(_QUESTION).endswith("?"):
            continue
        sight = _see(reading, article, sentence, bounds)
        score = _score(sight, article)
        if score >= LEAST:
            when = _when(reading, sight, sentence, article)
            basis = _basis(sight)
            speaker = speakers.get(sentence.index)
            risks.append(Risk(sentence.span, basis, when, speaker, round(score, 4)))
    return tuple(sorted(risks, key=lambda risk: (-risk.score, risk.span.start)))


def _see(
    reading: Reading, article: Article, sentence: Sentence, bounds: Range
) -> _Sight:
    operators = tuple(_operators(reading, bounds))
    words = [reading.low(i) for i in range(*bounds)]
    hazards = sum(word in reading.words.hazards for word in words)
    if not operators:
        return _Sight((), hazards, [], 0)
    find = reading.words.grammar.find_dates
    dates = [
        dated
        for dated in find(sentence.text, article.published, Outlook.AHEAD)
        if not _tells_when_said(reading, sentence.start + dated.start, bounds[0])
    ]
    # "Rains were expected on Friday" looks ahead as well.
    past = sum(
        reading.low(i) in reading.words.past and _listed(reading, i, bounds[1]) is None
        for i in range(*bounds)
    )
    return _Sight(operators, hazards, dates, past)


def _tells_when_said(reading: Reading, start: int, first: int) -> bool:
    """Whether a date is that of a statement: "a annoncé mercredi la société"."""
    i = reading.token_from(start)
    nearest = range(max(first, i - _SAID_REACH), i)
    cues = [cue for k in nearest if (cue := cue_at(reading, k)) is not None]
    return any(cue.first < cue.verb for cue in cues)


def _operators(reading: Reading, bounds: Range) -> Iterator[str]:
    """The kinds of all words in a sentence that look ahead.

    A conditional beside "according to" is hearsay: "selon lui, le texte serait prêt".
    """
    hearsay = any(informant_at(reading, i) is not None for i in range(*bounds))
    for i in range(*bounds):
        kind = _listed(reading, i, bounds[1])
        if kind is not None:
            yield kind
        elif _is_verb_form(reading, i):
            tense = reading.words.grammar.tense(reading.low(i))
            told = Tense.CONDITIONAL if hearsay else Tense.OTHER
            if tense not in {Tense.OTHER, told} and not _is_perfect(reading, i):
                yield tense


def _listed(reading: Reading, i: int, last: int) -> str | None:
    grammar = reading.words.grammar
    for phrase, kind in reading.words.forward.get(reading.low(i), ()):
        if phrase[-1] == _GOVERNS_VERB:
            behind = range(i + 1, min(i + 4, last))
            if any(grammar.is_infinitive(reading.low(k)) for k in behind):
                return kind
        elif reading.matches(i, phrase) and not _is_perfect(reading, i):
            return kind
    return None


def _is_verb_form(reading: Reading, i: int) -> bool:
    return not reading.is_capital(i) and reading.tag(i) in {"VERB", "AUX", ""}


def _is_perfect(reading: Reading, i: int) -> bool:
    """Whether a form is the auxiliary of what would have been: "aurait pu"."""
    return reading.words.auxiliaries.get(reading.low(i)) == "conditional"


def _score(sight: _Sight, article: Article) -> float:
    worth = _BIAS + sum(sorted(_STRENGTH[o] for o in sight.operators)[-2:])
    worth += _HAZARD * min(sight.hazards, _MOST_HAZARDS)
    worth += _PAST * (sight.past > 0)
    if article.published is not None and sight.dates:
        ahead = any(d.days.last >= article.published for d in sight.dates)
        worth += _FUTURE_DATE if ahead and sight.operators else 0
        worth += 0 if ahead else _PAST_DATE
    return 1 / (1 + exp(-worth)) if sight.operators else 0.0


def _basis(sight: _Sight) -> tuple[RiskBasis, ...]:
    if sight.hazards:
        return RiskBasis.FORWARD, RiskBasis.HAZARD
    return (RiskBasis.FORWARD,)


def _when(
    reading: Reading, sight: _Sight, sentence: Sentence, article: Article
) -> When | None:
    """The nearest date that is not over."""
    published = article.published
    coming = [d for d in sight.dates if published is None or d.days.last >= published]
    if not coming:
        return None
    nearest = min(coming, key=lambda dated: dated.days.first)
    span = reading.cut(sentence.start + nearest.start, sentence.start + nearest.end)
    return When(*nearest.days, span)


def _speakers(
    sentences: Sequence[Sentence], claims: Sequence[Claim]
) -> dict[int, str | None]:
    """Who speaks in which sentence: the first claim that has words there."""
    starts = [sentence.start for sentence in sentences]
    speakers: dict[int, str | None] = {}
    for claim in claims:
        for part in claim.content:
            at = max(0, bisect_right(starts, part.start) - 1)
            speakers.setdefault(sentences[at].index, claim.speaker)
    return speakers
