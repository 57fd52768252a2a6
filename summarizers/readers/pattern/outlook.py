"""Find sentences about what may happen next, with their dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from summarizers.languages.date_frames import Outlook
from summarizers.languages.profile import ResolvedDate
from summarizers.model import Article, Claim, Risk, RiskBasis, Sentence, When
from summarizers.readers.claim_order import speakers_by_sentence
from summarizers.readers.pattern.document import Document, Range

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
        dates = list(_dates(document, article, sentence, bounds[0]))
        coming = [dated for dated in dates if _is_ahead(dated, article)]
        if dates and not coming and article.published is None:
            continue
        hazards = sum(document.is_a(i, "hazards") for i in range(*bounds))
        worth = _BIAS + sum(sorted(_STRENGTH[o] for o in operators)[-2:])
        worth += _HAZARD * min(hazards, _MOST_HAZARDS)
        worth += _PAST * _is_past(document, bounds)
        if dates:
            worth += _FUTURE_DATE if coming else _PAST_DATE
        score = 1 / (1 + exp(-worth))
        if score >= LEAST:
            harm = (RiskBasis.HAZARD,) if hazards else ()
            basis = (RiskBasis.FORWARD, *harm)
            speaker = speakers.get(sentence.index)
            when = _when(document, coming, sentence)
            risks.append(Risk(sentence.span, basis, when, speaker, round(score, 4)))
    return tuple(sorted(risks, key=lambda risk: (-risk.score, risk.span.start)))


def _operators(document: Document, bounds: Range) -> Iterator[str]:
    """Yield the kinds of the words about the future in a sentence, such as "modal".

    A conditional beside "according to" is hearsay: "selon lui, le texte serait prêt".
    """
    hearsay = document.search("according", *bounds) is not None
    for i in range(*bounds):
        kind = next((kind for kind in _STRENGTH if _opens(document, i, kind)), None)
        if kind is None or document.value("auxiliaries", i) == "conditional":
            continue  # "aurait pu" is a past conditional
        if kind in ("future", "conditional") and document.is_a(i, "capital"):
            continue
        if kind != "conditional" or not hearsay:
            yield kind


def _opens(document: Document, i: int, kind: str) -> bool:
    """Return whether a phrase of this kind starts at ``i``: "doit" with an infinitive."""
    governs = document.is_a(i, f"{kind}:infinitive")
    return document.is_a(i, kind) or (
        governs and document.search("infinitive", i + 1, i + 4) is not None
    )


def _is_past(document: Document, bounds: Range) -> bool:
    """Return whether a sentence has a verb of the past.

    "Rains were expected on Friday" looks ahead as well.
    """
    tokens = range(*bounds)
    return any(
        document.is_a(i, "past_words") and not document.is_a(i, *_STRENGTH)
        for i in tokens
    )


def _dates(
    document: Document, article: Article, sentence: Sentence, first: int
) -> Iterator[ResolvedDate]:
    """Yield the dates of a sentence, without those of a report: "a annoncé mercredi"."""
    find = document.grammar.find_dates
    for dated in find(sentence.text, article.published, Outlook.AHEAD):
        i = document.token_from(sentence.start + dated.start)
        if document.search("said_before", max(first, i - 4), i) is None:
            yield dated


def _is_ahead(dated: ResolvedDate, article: Article) -> bool:
    """Return whether a date ends on the article's present day, if known, or later."""
    return article.present is not None and dated.days.last >= article.present


def _when(
    document: Document, coming: Sequence[ResolvedDate], sentence: Sentence
) -> When | None:
    """Return the earliest date that is not over, if there is one."""
    if not coming:
        return None
    nearest = min(coming, key=lambda dated: dated.days.first)
    span = document.cut(sentence.start + nearest.start, sentence.start + nearest.end)
    return When(*nearest.days, span, exact=nearest.exact)
