"""Claims, best first, in a language that is read by patterns."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp

from summarizers.model import Article, Claim, ClaimKind, Entities, Span
from summarizers.readers.claim_order import in_print_order
from summarizers.readers.parse import Attribution, CueKind
from summarizers.readers.pattern.pattern_document import PatternDocument

# Set by hand in the order of the weights learned for English, because no annotated texts
# of other languages exist: early words, quoted words, of a chief actor.
_BIAS = 0.2
_EARLY, _DIRECT, _MIXED, _CHIEF = 0.8, 0.5, 0.3, 0.5
_SHORT, _UNKNOWN, _ALLEGED, _MEANT = -0.8, -1.2, -0.2, -0.3
_SHORT_WORDS = 5
_CHIEFS = 3


def read_claims(
    document: PatternDocument,
    article: Article,
    entities: Entities,
    attributions: Iterable[Attribution],
) -> tuple[Claim, ...]:
    """Every claim of an article, best first."""
    chiefs = frozenset(actor.name for actor in entities.actors[:_CHIEFS])
    length = max(1, len(article.text))
    claims = []
    for attribution, speaker in zip(attributions, entities.speakers, strict=True):
        kind = _kind(document, attribution.content)
        early = 1 - attribution.content[0].start / length
        score = _score(attribution, speaker, kind) + _EARLY * early
        score += _CHIEF * (speaker in chiefs)
        claims.append(_claim(document, attribution, speaker, (kind, score)))
    claims.sort(key=lambda claim: (-claim.score, claim.content[0].start))
    return tuple(in_print_order(claims))


def _score(attribution: Attribution, speaker: str | None, kind: ClaimKind) -> float:
    words = sum(len(part.text.split()) for part in attribution.content)
    return (
        _BIAS
        + {ClaimKind.DIRECT: _DIRECT, ClaimKind.MIXED: _MIXED}.get(kind, 0.0)
        + _SHORT * (words < _SHORT_WORDS)
        + _UNKNOWN * (speaker is None)
        + _ALLEGED * (attribution.kind is CueKind.ACCORDING)
        + _MEANT * (attribution.kind is CueKind.BELIEF)
    )


def _claim(
    document: PatternDocument,
    attribution: Attribution,
    speaker: str | None,
    rated: tuple[ClaimKind, float],
) -> Claim:
    kind, score = rated
    return Claim(
        speaker=speaker,
        source=attribution.source,
        cue=attribution.cue,
        content=attribution.content,
        sentence=document.layout.sentences[attribution.sentence].span,
        kind=kind,
        score=round(1 / (1 + exp(-score)), 4),
    )


def _kind(document: PatternDocument, content: Iterable[Span]) -> ClaimKind:
    """Whether the words are all inside quotations, in part, or not."""
    inside = [document.quotation_at(part.start) is not None for part in content]
    touched = [
        any(q.start < part.end and part.start < q.end for q in document.quotations)
        for part in content
    ]
    ends = [document.quotation_at(part.end - 1) is not None for part in content]
    if all(inside) and all(ends):
        return ClaimKind.DIRECT
    return ClaimKind.MIXED if any(touched) else ClaimKind.INDIRECT
