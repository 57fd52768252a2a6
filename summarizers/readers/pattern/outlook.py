"""Find sentences about what may happen next, with their dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from summarizers.languages.dates import TimeDirection
from summarizers.model import Article, Claim, Risk, RiskBasis, Sentence, When
from summarizers.readers.pattern.document import Document, Range
from summarizers.text.claim_words import speakers_by_sentence

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
_SAID_REACH = 4
_QUESTION = "»\"” ')"


def read_outlook(
    document: Document, article: Article, claims: Sequence[Claim]
) -> tuple[Risk, ...]:
    """Return the sentences about the future, most probable first."""
    speakers = speakers_by_sentence(document.layout.sentences, claims)
    risks = []
    for sentence in document.layout.sentences:
        bounds = document.bounds[sentence.index]
        operators = list(_operators(document, bounds))
        if not operators or sentence.text.rstrip(_QUESTION).endswith("?"):
            continue
        dates = list(_dates(document, article, sentence))
        present = article.present
        coming = [d for d in dates if present is not None and d.last >= present]
        hazards = sum(document.is_a(i, "hazards") for i in range(*bounds))
        past = document.search("past", *bounds) is not None
        worth = _BIAS + sum(sorted(_STRENGTH[o] for o in operators)[-2:])
        worth += _HAZARD * min(hazards, _MOST_HAZARDS) + _PAST * past
        if dates:
            worth += _FUTURE_DATE if coming else _PAST_DATE
        score = 1 / (1 + exp(-worth))
        if score >= LEAST:
            harm = (RiskBasis.HAZARD,) if hazards else ()
            basis = (RiskBasis.FORWARD, *harm)
            when = min(coming, key=lambda when: when.first, default=None)
            speaker = speakers.get(sentence.index)
            risks.append(Risk(sentence.span, basis, when, speaker, round(score, 4)))
    return tuple(sorted(risks, key=lambda risk: (-risk.score, risk.span.start)))


def _operators(document: Document, bounds: Range) -> Iterator[str]:
    """Yield the kinds of the words about the future in a sentence, such as "modal".

    A conditional beside "according to" is hearsay: "selon lui, le texte serait prêt".
    """
    hearsay = document.search("according", *bounds) is not None
    for match in document.matches("ahead", *bounds):
        i = match.start()
        kind = next(kind for kind in _STRENGTH if document.is_a(i, kind, f"{kind} +"))
        if kind != "conditional" or not hearsay:
            yield kind


def _dates(document: Document, article: Article, sentence: Sentence) -> Iterator[When]:
    """Yield the dates of a sentence, without those of a report: "a annoncé mercredi"."""
    text = document.layout.text
    for phrase in document.grammar.find_phrases(text, sentence.start, sentence.end):
        days = phrase.days(article.published, TimeDirection.AHEAD)
        i = document.token_from(phrase.start)
        first = max(document.bounds[sentence.index][0], i - _SAID_REACH)
        if days is not None and document.search("said_before", first, i) is None:
            span = document.cut(phrase.start, phrase.end)
            yield When(*days, span, exact=phrase.is_exact)
