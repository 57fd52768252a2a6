"""Find risks, in a language that is read by patterns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp
from typing import NamedTuple

from summarizers.languages.dates import DatePhrase, TimeDirection, find_phrases
from summarizers.languages.periods import Period
from summarizers.languages.profile import Tense
from summarizers.model import Article, Claim, Risk, RiskBasis, Sentence, When
from summarizers.readers.claim_order import speakers_by_sentence
from summarizers.readers.pattern.according_to import informant_at
from summarizers.readers.pattern.pattern_document import PatternDocument, Range
from summarizers.readers.pattern.reporting_verbs import cue_at

LEAST = 0.55
# Set by hand, because no annotated texts of other languages exist. One sure forward-looking
# word is enough for a risk; a hazard or a date alone is not.
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


class _Dated(NamedTuple):
    phrase: DatePhrase
    days: Period


class _Evidence(NamedTuple):
    """The evidence that a sentence is a risk.

    ``operators`` are the kinds of its words about the future, such as "modal".
    ``hazards`` is the number of words for harm, ``past`` that of verbs of the past.
    """

    operators: tuple[str, ...]
    hazards: int
    dates: list[_Dated]
    past: int


def read_risks(
    document: PatternDocument, article: Article, claims: Sequence[Claim]
) -> tuple[Risk, ...]:
    """Return the risks of an article, most probable first."""
    speakers = speakers_by_sentence(document.layout.sentences, claims)
    risks = []
    for sentence in document.layout.sentences:
        bounds = document.bounds[sentence.index]
        if bounds[0] == bounds[1] or sentence.text.rstrip(_QUESTION).endswith("?"):
            continue
        evidence = _read_evidence(document, article, sentence, bounds)
        score = _score(evidence, article)
        if score >= LEAST:
            when = _when(document, evidence, article)
            basis = _basis(evidence)
            speaker = speakers.get(sentence.index)
            risks.append(Risk(sentence.span, basis, when, speaker, round(score, 4)))
    return tuple(sorted(risks, key=lambda risk: (-risk.score, risk.span.start)))


def _read_evidence(
    document: PatternDocument, article: Article, sentence: Sentence, bounds: Range
) -> _Evidence:
    operators = tuple(_operators(document, bounds))
    words = [document.low(i) for i in range(*bounds)]
    hazards = sum(word in document.words.hazards for word in words)
    if not operators:
        return _Evidence((), hazards, [], 0)
    lang = document.words.grammar.code
    dates = [
        _Dated(phrase, days)
        for phrase in find_phrases(
            document.layout.text, sentence.start, sentence.end, lang
        )
        if (days := phrase.days(article.published, TimeDirection.AHEAD))
        and not _tells_when_said(document, phrase.start, bounds[0])
    ]
    # "Rains were expected on Friday" looks ahead as well.
    past = sum(
        document.low(i) in document.words.past
        and _listed_operator(document, i, bounds[1]) is None
        for i in range(*bounds)
    )
    return _Evidence(operators, hazards, dates, past)


def _tells_when_said(document: PatternDocument, start: int, first: int) -> bool:
    """Return whether a date says when the speaker spoke: "a annoncé mercredi"."""
    i = document.token_from(start)
    nearest = range(max(first, i - _SAID_REACH), i)
    cues = [cue for k in nearest if (cue := cue_at(document, k)) is not None]
    return any(cue.first < cue.verb for cue in cues)


def _operators(document: PatternDocument, bounds: Range) -> Iterator[str]:
    """Yield the kinds of the words about the future in a sentence, such as "modal".

    A conditional beside "according to" is hearsay: "selon lui, le texte serait prêt".
    """
    hearsay = any(informant_at(document, i) is not None for i in range(*bounds))
    for i in range(*bounds):
        kind = _listed_operator(document, i, bounds[1])
        if kind is not None:
            yield kind
        elif _is_verb_form(document, i):
            tense = document.words.grammar.tense(document.low(i))
            hearsay_tense = Tense.CONDITIONAL if hearsay else Tense.OTHER
            if tense not in {Tense.OTHER, hearsay_tense} and not _is_perfect(
                document, i
            ):
                yield tense


def _listed_operator(document: PatternDocument, i: int, last: int) -> str | None:
    grammar = document.words.grammar
    for phrase, kind in document.words.forward.get(document.low(i), ()):
        if phrase[-1] == _GOVERNS_VERB:
            behind = range(i + 1, min(i + 4, last))
            if any(grammar.is_infinitive(document.low(k)) for k in behind):
                return kind
        elif document.matches(i, phrase) and not _is_perfect(document, i):
            return kind
    return None


def _is_verb_form(document: PatternDocument, i: int) -> bool:
    return not document.is_capital(i) and document.tag(i) in {"VERB", "AUX", ""}


def _is_perfect(document: PatternDocument, i: int) -> bool:
    """Return whether a form is the auxiliary of a past conditional: "aurait pu"."""
    return document.words.auxiliaries.get(document.low(i)) == "conditional"


def _score(evidence: _Evidence, article: Article) -> float:
    worth = _BIAS + sum(sorted(_STRENGTH[o] for o in evidence.operators)[-2:])
    worth += _HAZARD * min(evidence.hazards, _MOST_HAZARDS)
    worth += _PAST * (evidence.past > 0)
    if evidence.dates:
        ahead = any(_is_ahead(d, article) for d in evidence.dates)
        worth += _FUTURE_DATE if ahead and evidence.operators else 0
        worth += 0 if ahead else _PAST_DATE
        if article.published is None and not ahead:
            return 0.0
    return 1 / (1 + exp(-worth)) if evidence.operators else 0.0


def _is_ahead(dated: _Dated, article: Article) -> bool:
    """Return whether a date ends on the article's present day or later.

    The result is false if that day is unknown.
    """
    return article.present is not None and dated.days.last >= article.present


def _basis(evidence: _Evidence) -> tuple[RiskBasis, ...]:
    if evidence.hazards:
        return RiskBasis.FORWARD, RiskBasis.HAZARD
    return (RiskBasis.FORWARD,)


def _when(
    document: PatternDocument, evidence: _Evidence, article: Article
) -> When | None:
    """Return the earliest date of a sentence that is not over, if there is one."""
    coming = [d for d in evidence.dates if _is_ahead(d, article)]
    if not coming:
        return None
    nearest = min(coming, key=lambda dated: dated.days.first)
    phrase = nearest.phrase
    span = document.cut(phrase.start, phrase.end)
    return When(*nearest.days, span, exact=phrase.is_exact)
