"""Risks: what an article says about the time after its publication.

Rules select sentences that look ahead or name a hazard, and reject past events; a small
linear model ranks them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from summarizers.lexicons.weights import Features, likelihood
from summarizers.model import Article, Claim, Risk, RiskBasis, Sentence
from summarizers.readers.claim_order import speakers_by_sentence
from summarizers.readers.english.risks.article_context import ArticleContext
from summarizers.readers.english.risks.evidence import (
    SentenceEvidence,
    basis_of,
    read_evidence,
    when_of,
)
from summarizers.readers.english.risks.features import OUTLOOKS, features_of
from summarizers.readers.parse import Parse

# The lowest score of a risk: with it, readers call seven in ten of the first three right
# under cross-validation. The model of acceptance then chooses among them.
LEAST = 0.5


class RiskCandidate(NamedTuple):
    """A sentence that the rules selected, with its features for the model."""

    sentence: Sentence
    evidence: SentenceEvidence
    basis: tuple[RiskBasis, ...]
    features: Features


class RankedRisk(NamedTuple):
    """A risk, with the features of how its sentence looks ahead."""

    risk: Risk
    outlook: frozenset[str]


def extract(
    parse: Parse,
    article: Article,
    claims: tuple[Claim, ...],
    *,
    least: float = LEAST,
) -> tuple[RankedRisk, ...]:
    """Return the risks of an article with this score or more, most probable first.

    The work grows linearly with the text.
    """
    model = f"risk_weights_{'grammar' if parse.has_grammar else 'windows'}"
    context = ArticleContext(parse, article)
    speakers = speakers_by_sentence(parse.layout.sentences, claims)
    ranked = []
    read = list(_candidates(context))
    scores = [likelihood(c.features, model) for c in read]
    for (sentence, evidence, basis, features), score in zip(read, scores, strict=True):
        if score >= least:
            when, speaker = when_of(evidence, context), speakers.get(sentence.index)
            risk = Risk(sentence.span, basis, when, speaker, round(score, 4))
            ranked.append(RankedRisk(risk, frozenset(features.present) & OUTLOOKS))
    return tuple(sorted(ranked, key=lambda r: (-r.risk.score, r.risk.span.start)))


def candidates(parse: Parse, article: Article) -> Iterator[RiskCandidate]:
    """Yield the sentences that the rules select, in text order, without questions."""
    return _candidates(ArticleContext(parse, article))


def _candidates(context: ArticleContext) -> Iterator[RiskCandidate]:
    sentences = context.parse.layout.sentences
    stated = [s for s in sentences if s.noise is None and not _asks(s.text)]
    evidences = read_evidence(context, stated)
    bases = [basis_of(evidence, context) for evidence in evidences]
    seen = [
        (evidence, basis)
        for evidence, basis in zip(evidences, bases, strict=True)
        if basis
    ]
    features = features_of([evidence for evidence, _ in seen], context)
    for (evidence, basis), present in zip(seen, features, strict=True):
        yield RiskCandidate(evidence.sentence, evidence, basis, present)


def _asks(text: str) -> bool:
    return text.rstrip("\"”’')").endswith("?")
