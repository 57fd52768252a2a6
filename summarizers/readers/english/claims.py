"""Turn attributions with their speakers into claims, best first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from summarizers.model import (
    Article,
    Claim,
    ClaimKind,
    Entities,
    Span,
    fast_new,
)
from summarizers.readers.english.claim_refusals import (
    ClaimDraft,
    find_refusal,
    is_dated_before,
)
from summarizers.readers.english.syntax.clauses import has_clause
from summarizers.readers.parse import Attribution, Parse
from summarizers.text.claim_words import display_spans, is_asserted, is_balanced
from summarizers.text.language import terms
from summarizers.text.layout import Quotation, QuotationIndex

COMPLEMENTIZER = re.compile(r"(?:that|whether)\s+", re.IGNORECASE)
# The article's writer goes on after a dash: "… “a gift” - but it is leaking".
DASHES = "–", "—", " -"
GOES_ON = re.compile(r"(?<!\s)\s+(?:[–—-]|--)\s+(?:and|but)\b[^–—]*\Z")
QUOTES = ('"', "“")
MARKS = ('"', "”")
MARK = re.compile('["“”]')
# One quotation that ends as speech does, or before such words as "when asked".
SPEECH = re.compile(
    r"[\"“][^\"“”]+(?:[,.!?…][\"”](?=,? [a-z][^\"“”]*$)"
    r"|[\"”](?=,? (?:(?:when|after being) asked|while|whereas)\b))"
)
# A clause that ends with a quotation, and the writer's apposition after it.
APPOSED = re.compile(
    r"[^\"“”]+[\"“][^\"“”]+,[\"”](?= (?:part|an?|one) (?:of )?[a-z][^\"“”]*\Z)"
)
# A quotation of capitalised words behind a preposition, a possessive or a name.
TITLE = re.compile(
    r"[\"“](?=[A-Z])(?:(?:[A-Z][\w’'-]*|an?|the|of|and|in|on|for|to|with)[ ]?){1,6}"
    r"[,.!?]?[\"”][,.]?"
)
BEFORE_TITLE = re.compile(
    r"(?:['’]s|s['’]|\b(?:on|in|of|from|for|with|by|at|called)|\b[A-Z]\w*) ?\Z"
)
LONGEST_BEFORE = 20
MIN_WORDS = 1
# Two claims of one speaker are equal if they share this part of the longer one's words.
SAME = 0.8


def extract(parse: Parse, article: Article, entities: Entities) -> list[Claim]:
    """Return all claims of an article without scores, in text order."""
    drafts = list(_drafts(parse, article, entities))
    claims = []
    for draft in drafts:
        attribution = draft.attribution
        sentence = parse.layout.sentences[attribution.sentence].span
        source = attribution.source, attribution.cue
        claim = Claim(
            draft.speaker,
            *source,
            draft.content,
            sentence,
            draft.kind,
            refusal=find_refusal(parse, draft),
        )
        claims.append(claim)
    return sorted(claims, key=lambda claim: claim.content[0].start)


def finish(
    parse: Parse, article: Article, claims: Iterable[Claim]
) -> tuple[Claim, ...]:
    """Return each of the claims once, best first, with the words to print.

    The claims have their scores.
    """
    return tuple([_with_shown(parse, article, c) for c in _once(claims, article)])


def _with_shown(parse: Parse, article: Article, claim: Claim) -> Claim:
    """Return the claim with the words that are printed for it."""
    is_clause = has_clause(parse, claim.content)
    shown = display_spans(article, claim, is_clause=is_clause)
    if is_dated_before(article, claim):
        shown = (
            article.span(claim.sentence.start, max(claim.sentence.end, shown[-1].end)),
        )
    return claim if shown == claim.shown else replace(claim, shown=shown)


def _once(claims: Iterable[Claim], article: Article) -> list[Claim]:
    """Return the claims, with only the best of each speaker's repeated claims.

    Of equal claims the first stays. A denial and a later admission in the same words
    are two statements.
    """
    kept: list[Claim] = []
    said: dict[str | None, list[tuple[frozenset[str], Claim]]] = {}
    ranked = sorted(claims, key=lambda c: (-c.score, c.content[0].start))
    voices = Counter([claim.speaker for claim in ranked])
    for claim in ranked:
        if voices[claim.speaker] > 1:
            words = frozenset(terms(" ".join([part.text for part in claim.content])))
            before = said.setdefault(claim.speaker, [])
            again = (other for earlier, other in before if _is_same(words, earlier))
            if any(_is_meant_alike(claim, other, article) for other in again):
                continue
            before.append((words, claim))
        kept.append(claim)
    return kept


def _is_meant_alike(claim: Claim, other: Claim, article: Article) -> bool:
    return is_asserted(article, claim) is is_asserted(article, other)


def _is_same(words: frozenset[str], other: frozenset[str]) -> bool:
    """Return whether two claims share at least ``SAME`` of the longer one's words."""
    return len(words & other) >= SAME * max(len(words), len(other))


def _drafts(parse: Parse, article: Article, entities: Entities) -> Iterator[ClaimDraft]:
    quoted = QuotationIndex(parse.layout.quotations)
    attributions = parse.attributions
    for attribution, speaker in zip(attributions, entities.speakers, strict=True):
        inside = _in_brackets(attribution, parse, article)
        spoken = _without_titles(inside, article)
        parts = [_without_rest(_plain(part, article), article) for part in spoken]
        content = tuple([_without_reporter(part, article) for part in parts])
        if _says_something(content):
            kind = kind_of(content, quoted)
            yield fast_new(ClaimDraft, (attribution, speaker, content, kind))


def _in_brackets(
    attribution: Attribution, parse: Parse, article: Article
) -> Sequence[Span]:
    """Return the content; if the cue is in brackets, only the part inside them."""
    cue, content, text = attribution.cue, attribution.content, article.text
    if cue is None:
        return content
    sentence = parse.layout.sentences[attribution.sentence].span
    opening = text.rfind("(", sentence.start, cue.start)
    if opening < 0 or ")" in text[opening : cue.start]:
        return content
    closing = text.find(")", cue.end, sentence.end)
    inside = [
        article.span(max(part.start, opening + 1), min(part.end, closing))
        for part in content
        if opening < part.end and part.start < closing
    ]
    return inside or content


def _without_titles(parts: Sequence[Span], article: Article) -> Sequence[Span]:
    """Return the parts without quoted names of programmes, books or slogans.

    Example: the second part of "“It leaks,” she said on ABC's “This Week.” “We sell.”".
    The first part always stays.
    """
    if len(parts) == 1:
        return parts
    text = article.text
    return [
        part
        for part in parts
        if part is parts[0]
        or not TITLE.fullmatch(part.text)
        or not BEFORE_TITLE.search(
            text, max(0, part.start - LONGEST_BEFORE), part.start
        )
    ]


def _says_something(content: tuple[Span, ...]) -> bool:
    words = 0
    for part in content:
        words += len(part.text.split(None, MIN_WORDS - 1))
    return words >= MIN_WORDS


def _plain(part: Span, article: Article) -> Span:
    """Return ``part`` without a leading "that" or "whether"."""
    text = part.text
    # This test is faster than the pattern, and false for most words.
    complementizer = COMPLEMENTIZER.match(text) if text[:1] in "tTwW" else None
    return (
        article.span(part.start + complementizer.end(), part.end)
        if complementizer
        else part
    )


def _without_rest(part: Span, article: Article) -> Span:
    """Return indirect speech without what the article's writer adds after a dash."""
    text = part.text
    if text.startswith(QUOTES) or not any(map(text.__contains__, DASHES)):
        return part
    rest = GOES_ON.search(text)
    if rest is None or not is_balanced(text[: rest.start()]):
        return part
    return article.span(part.start, part.start + rest.start())


def _without_reporter(part: Span, article: Article) -> Span:
    """Return a quotation without the words that the article's writer adds after it.

    Examples: "“It sank,” which shocked all", "“It sank” when asked about it", "it is “a
    wreck,” one of many insults".
    """
    text = part.text
    # Most quotations end with their mark: the pattern then finds nothing.
    is_whole = text.endswith(MARKS) and len(MARK.findall(text)) == len(QUOTES)
    if is_whole:
        return part
    speech = (SPEECH if text.startswith(QUOTES) else APPOSED).match(text)
    return article.span(part.start, part.start + speech.end()) if speech else part


def kind_of(content: Iterable[Span], quoted: QuotationIndex) -> ClaimKind:
    """Return whether the content of a claim is quoted, partly quoted or reported."""
    touched = False
    whole = True
    for part in content:
        near = quoted.between(part.start, part.end)
        touched = touched or bool(near)
        whole = whole and any(_holds(quotation, part) for quotation in near)
    if not touched:
        return ClaimKind.INDIRECT
    return ClaimKind.DIRECT if whole else ClaimKind.MIXED


def _holds(quotation: Quotation, part: Span) -> bool:
    return quotation.start <= part.start and part.end <= quotation.end + 1
