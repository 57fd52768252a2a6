"""Find risks: what an article says about the time after its publication.

Rules select sentences that look ahead or name a hazard, and reject past events. A small
linear model ranks the selected sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from summarizers.languages.periods import Period
from summarizers.lexicons import table
from summarizers.lexicons.weights import Features, likelihood
from summarizers.model import Article, Claim, Risk, RiskBasis, Sentence, When
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

# The lowest score of a risk. Under cross-validation, readers call seven in ten of the
# first three such risks right. The model of acceptance then chooses among them.
LEAST = 0.5
_MODEL = "risk_weights"
_WEEKDAYS = table("weekdays").keys()
_SINCE_YESTERDAY = 6
# The subject of a verb by which the article's writer looks ahead.
_WRITERS = "we"
_AUXILIARIES = frozenset(("am", "are", "have", "'m", "’m", "'re", "’re", "'ve", "’ve"))
_SIGNED = re.compile(r"\(@\w+\)\s+[A-Z][a-z]+ \d")
# A question in reported speech about something that the line does not tell.
_ASKED = re.compile(r"\basked (?:[^,;:]* )?(?:whether|if) (?:that|this|it)\b")
# A line that names the author of a quotation above it.
_DASHES = ("—", "–", "- ")


class RiskCandidate(NamedTuple):
    """A sentence that the rules selected, with its features for the model."""

    sentence: Sentence
    evidence: SentenceEvidence
    basis: tuple[RiskBasis, ...]
    features: Features


class RankedRisk(NamedTuple):
    """A risk, with the features that show how its sentence looks ahead."""

    risk: Risk
    outlook: frozenset[str]


def extract(
    parse: Parse,
    article: Article,
    claims: tuple[Claim, ...],
    *,
    least: float = LEAST,
) -> tuple[RankedRisk, ...]:
    """Return the risks of an article with a score of at least ``least``, best first.

    The time grows linearly with the length of the text.
    """
    context = ArticleContext(parse, article)
    speakers = speakers_by_sentence(parse.layout.sentences, claims)
    ranked = []
    read = list(_candidates(context))
    scores = [likelihood(c.features, _MODEL) for c in read]
    for (sentence, evidence, basis, features), score in zip(read, scores, strict=True):
        if score >= least:
            when, speaker = when_of(evidence, context), speakers.get(sentence.index)
            chance = 0.0 if _is_yesterday(when, context) else 1.0
            risk = Risk(
                sentence.span, basis, when, speaker, round(score, 4), acceptance=chance
            )
            ranked.append(RankedRisk(risk, frozenset(features.present) & OUTLOOKS))
    return tuple(sorted(ranked, key=lambda r: (-r.risk.score, r.risk.span.start)))


def _is_yesterday(when: When | None, context: ArticleContext) -> bool:
    """Return whether a weekday that was dated six days ahead rather means yesterday.

    On a Monday, "Sunday" is yesterday; a writer calls the coming one "next Sunday".
    """
    if when is None or when.first != when.last or when.span.text not in _WEEKDAYS:
        return False
    return context.days_since(Period(when.first, when.last)) == -_SINCE_YESTERDAY


def candidates(parse: Parse, article: Article) -> Iterator[RiskCandidate]:
    """Yield the sentences that the rules select, in text order.

    Questions are left out.
    """
    return _candidates(ArticleContext(parse, article))


def _candidates(context: ArticleContext) -> Iterator[RiskCandidate]:
    sentences = context.parse.layout.sentences
    posts = _posts(context)
    stated = [
        s
        for s in sentences
        if s.noise is None
        and s.paragraph not in posts
        and not _asks(s.text)
        and not _ASKED.search(s.text)
        and not s.text.startswith(_DASHES)
    ]
    evidences = read_evidence(context, stated)
    bases = [basis_of(evidence, context) for evidence in evidences]
    seen = [
        (evidence, basis)
        for evidence, basis in zip(evidences, bases, strict=True)
        if basis and not _is_own(evidence, context)
    ]
    features = features_of([evidence for evidence, _ in seen], context)
    for (evidence, basis), present in zip(seen, features, strict=True):
        yield RiskCandidate(evidence.sentence, evidence, basis, present)


def _posts(context: ArticleContext) -> frozenset[int]:
    """Return the paragraphs that are posts of another day: "(@rossi) May 3, 2018"."""
    text = context.parse.layout.text
    if "(@" not in text:
        return frozenset()
    signed = {match.start() for match in _SIGNED.finditer(text)}
    paragraphs = context.parse.layout.paragraphs
    return frozenset(
        at
        for at, paragraph in enumerate(paragraphs)
        if any(paragraph.start <= start < paragraph.end for start in signed)
    )


def _is_own(evidence: SentenceEvidence, context: ArticleContext) -> bool:
    """Return whether the article's writer looks ahead: "We hope to see more"."""
    ahead = [o.at for o in evidence.operators if not o.past]
    if not ahead or context.quoted(ahead[0]):
        return False
    lowers, tags, at = context.tokens.lowers, context.tokens.tags, ahead[0] - 1
    while at > evidence.first and (tags[at] == "RB" or lowers[at] in _AUXILIARIES):
        at -= 1
    return at >= evidence.first and lowers[at] == _WRITERS


def _asks(text: str) -> bool:
    return text.rstrip("\"”’')").endswith("?")
