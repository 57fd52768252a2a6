"""Risks: what an article says about the time after its publication.

Rules find what looks ahead or names a hazard, and refuse what is over; a small linear
model orders what is left.
"""

from __future__ import annotations

from summarizers.extractors.risks.context import Context
from summarizers.extractors.risks.features import Reading, read_sentence
from summarizers.extractors.risks.scoring import probability
from summarizers.model import Article, Claim, Risk
from summarizers.parsers.grammar import Parse

# Where precision of the first three meets .75 in cross-validation.
LEAST = 0.45


def extract(
    parse: Parse, article: Article, claims: tuple[Claim, ...]
) -> tuple[Risk, ...]:
    """The risks of an article, most probable first.

    The work grows linearly with the text.
    """
    model = "grammar" if parse.has_grammar else "windows"
    risks = [
        Risk(
            reading.sentence.span,
            reading.basis,
            reading.when,
            _speaker(reading, claims),
            round(score, 4),
        )
        for reading in read_sentences(parse, article)
        if reading.basis and (score := probability(reading.features, model)) >= LEAST
    ]
    return tuple(sorted(risks, key=lambda risk: (-risk.score, risk.span.start)))


def read_sentences(parse: Parse, article: Article) -> tuple[Reading, ...]:
    """Every sentence that is not noise with its features; training reads them too."""
    context = Context(parse, article)
    sentences = (s for s in parse.layout.sentences if s.noise is None)
    readings = (read_sentence(context, sentence) for sentence in sentences)
    return tuple(reading for reading in readings if reading is not None)


def _speaker(reading: Reading, claims: tuple[Claim, ...]) -> str | None:
    """Who says it: the speaker of a claim whose words stand in the sentence."""
    sentence = reading.sentence
    for claim in claims:
        for part in claim.content:
            if part.start < sentence.end and part.end > sentence.start:
                return claim.speaker
    return None
