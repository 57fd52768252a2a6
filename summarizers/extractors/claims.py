"""Who said what: attributions with their speakers, in the order of their worth."""

from __future__ import annotations

import re

from summarizers.model import Article, Cast, Claim, ClaimKind, Span
from summarizers.parsers.grammar import Attribution, CueKind, Parse
from summarizers.text.layout import Quotation

COMPLEMENTIZER = re.compile(r"(?:that|whether)\s+", re.IGNORECASE)
MIN_WORDS = 2


def extract(parse: Parse, article: Article, cast: Cast) -> tuple[Claim, ...]:
    """Every claim of an article, best first.

    A claim whose words are too few to mean anything is left out.
    """
    claims = []
    for attribution, speaker in zip(parse.attributions, cast.speakers, strict=True):
        content = tuple(_plain(part, article) for part in attribution.content)
        if sum(len(part.text.split()) for part in content) < MIN_WORDS:
            continue
        claims.append(
            Claim(
                speaker=speaker,
                source=attribution.source,
                cue=attribution.cue,
                content=content,
                sentence=parse.layout.sentences[attribution.sentence].span,
                kind=_kind(content, parse.layout.quotations),
                score=_score(attribution, speaker, parse),
            )
        )
    return tuple(sorted(claims, key=lambda c: (-c.score, c.content[0].start)))


def _plain(part: Span, article: Article) -> Span:
    """The words without the conjunction that ties them to the cue."""
    found = COMPLEMENTIZER.match(part.text)
    return article.span(part.start + found.end(), part.end) if found else part


def _kind(content: tuple[Span, ...], quotations: tuple[Quotation, ...]) -> ClaimKind:
    held = [_holding(part, quotations) for part in content]
    if all(held):
        return ClaimKind.DIRECT
    return (
        ClaimKind.MIXED
        if any(_touches(p, quotations) for p in content)
        else ClaimKind.INDIRECT
    )


def _holding(part: Span, quotations: tuple[Quotation, ...]) -> bool:
    return any(q.start <= part.start and part.end <= q.end + 1 for q in quotations)


def _touches(part: Span, quotations: tuple[Quotation, ...]) -> bool:
    return any(q.start < part.end and part.start < q.end for q in quotations)


def _score(attribution: Attribution, speaker: str | None, parse: Parse) -> float:
    score = {
        CueKind.SPEECH: 1.0,
        CueKind.ACCORDING: 0.9,
        CueKind.BELIEF: 0.6,
        CueKind.INTENTION: 0.5,
        CueKind.NOUN: 0.4,
        CueKind.QUOTATION: 0.5,
    }[attribution.kind]
    if speaker is None:
        score -= 0.6
    words = sum(len(part.text.split()) for part in attribution.content)
    score += 0.3 * min(words, 20) / 20
    return score - 0.2 * attribution.content[0].start / max(1, len(parse.layout.text))
