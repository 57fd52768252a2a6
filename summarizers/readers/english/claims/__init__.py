"""Claims: attributions with their speakers, best first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from summarizers.lexicons.weights import likelihood
from summarizers.model import (
    Article,
    Claim,
    ClaimKind,
    Entities,
    Span,
    fast_new,
)
from summarizers.readers.claim_order import in_print_order
from summarizers.readers.english.claims.features import (
    ClaimContext,
    ClaimDraft,
    read_context,
    read_features,
)
from summarizers.readers.parse import Parse
from summarizers.text.layout import Quotation
from summarizers.text.statements import is_plain
from summarizers.text.terms import terms

COMPLEMENTIZER = re.compile(r"(?:that|whether)\s+", re.IGNORECASE)
MIN_WORDS = 2
# Less likely ones are mostly attitudes and deeds, not words. Chosen by cross-validation.
LEAST = 0.2
# Of two claims of one speaker: the share of the longer one's words that both have.
SAME = 0.8


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
    """A claim without its score, and its features."""

    claim: Claim
    features: dict[str, float]


def extract(parse: Parse, article: Article, entities: Entities) -> tuple[Claim, ...]:
    """Every claim of an article, best first.

    A claim whose words are too few to mean anything is left out. The score is the
    probability that a careful reader marks the claim, with this speaker, as one that
    the article makes.
    """
    model = "claim_weights_grammar" if parse.has_grammar else "claim_weights_windows"
    context = read_context(parse, article, entities)
    # Step by step for all of them: the processor's caches then hold the step's code.
    drafts = list(_drafts(context, article, entities))
    features = [read_features(draft, context) for draft in drafts]
    scores = [likelihood(f.present, f.amounts, model) for f in features]
    rated = zip(drafts, scores, strict=True)
    claims = [_claim(draft, parse, score) for draft, score in rated if score >= LEAST]
    return tuple(in_print_order(_once(claims, article)))


def _once(claims: Iterable[Claim], article: Article) -> list[Claim]:
    """Of repeated statements of a speaker only the best, the first of equals.

    A denial and a later admission in the same words are two statements.
    """
    kept: list[Claim] = []
    said: dict[str | None, list[tuple[frozenset[str], Claim]]] = {}
    for claim in sorted(claims, key=lambda c: (-c.score, c.content[0].start)):
        words = frozenset(terms(" ".join([part.text for part in claim.content])))
        before = said.setdefault(claim.speaker, [])
        again = (other for earlier, other in before if _is_same(words, earlier))
        if not any(_is_meant_alike(claim, other, article) for other in again):
            before.append((words, claim))
            kept.append(claim)
    return kept


def _is_meant_alike(claim: Claim, other: Claim, article: Article) -> bool:
    return is_plain(article, claim) is is_plain(article, other)


def _is_same(words: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one holds nearly all words of the other, and is hardly longer."""
    return len(words & other) >= SAME * max(len(words), len(other))


def read_claims(
    parse: Parse, article: Article, entities: Entities
) -> Iterator[ClaimCandidate]:
    """Every claim with its features, in text order, not yet scored."""
    context = read_context(parse, article, entities)
    for draft in _drafts(context, article, entities):
        features = read_features(draft, context).by_name()
        yield ClaimCandidate(_claim(draft, parse, 0.0), features)


def _drafts(
    context: ClaimContext, article: Article, entities: Entities
) -> Iterator[ClaimDraft]:
    attributions = context.parse.attributions
    for attribution, speaker in zip(attributions, entities.speakers, strict=True):
        content = tuple([_plain(part, article) for part in attribution.content])
        if _says_something(content):
            kind = _kind(content, context)
            yield fast_new(ClaimDraft, (attribution, speaker, content, kind))


def _says_something(content: tuple[Span, ...]) -> bool:
    words = 0
    for part in content:
        words += len(part.text.split(None, MIN_WORDS - 1))
    return words >= MIN_WORDS


def _claim(draft: ClaimDraft, parse: Parse, score: float) -> Claim:
    """The claim of a draft; fields by place, for by name they cost half as much again."""
    attribution = draft.attribution
    return Claim(
        draft.speaker,
        attribution.source,
        attribution.cue,
        draft.content,
        parse.layout.sentences[attribution.sentence].span,
        draft.kind,
        score,
    )


def _plain(part: Span, article: Article) -> Span:
    """The words without the conjunction that ties them to the cue."""
    text = part.text
    # Most words start with none of these letters, and that is the faster look.
    complementizer = COMPLEMENTIZER.match(text) if text[:1] in "tTwW" else None
    return (
        article.span(part.start + complementizer.end(), part.end)
        if complementizer
        else part
    )


def _kind(content: Iterable[Span], context: ClaimContext) -> ClaimKind:
    touched = False
    whole = True
    for part in content:
        near = context.quotations(part)
        touched = touched or bool(near)
        whole = whole and any(_holds(quotation, part) for quotation in near)
    if not touched:
        return ClaimKind.INDIRECT
    return ClaimKind.DIRECT if whole else ClaimKind.MIXED


def _holds(quotation: Quotation, part: Span) -> bool:
    return quotation.start <= part.start and part.end <= quotation.end + 1
