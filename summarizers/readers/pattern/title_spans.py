"""Where a title or role begins that stands before a name."""

from __future__ import annotations

from summarizers.readers.pattern.pattern_document import (
    ENDS,
    VERBS,
    PatternDocument,
    Range,
)

_TITLE_REACH = 12


def title_before_comma(document: PatternDocument, end: int, first: int) -> Range | None:
    """The title of "…, X" that ends with token ``end``."""
    role = _role_before(document, end, first)
    return title_before(document, end, first) if role is None else role


def title_before(document: PatternDocument, end: int, first: int) -> Range | None:
    """The noun phrase that ends with token ``end``, without its article."""
    words = document.words
    owners = words.grammar.owners
    if end < first or document.low(end) in words.links:
        return None
    if document.low(end) in words.determiners:
        return None
    start = end + 1
    while start > max(first, end - _TITLE_REACH):
        low = document.low(start - 1)
        inner = document.low(start - 2) in owners
        article = low in words.determiners and low not in owners and not inner
        if article or _is_fused(document, start - 1):
            return start, end
        if not _may_title(document, start - 1):
            return None
        start -= 1
    return (start, end) if start == first else None


def _role_before(document: PatternDocument, end: int, first: int) -> Range | None:
    """The role that ends with token ``end``, whatever follows its noun.

    "le ministre délégué aux Transports", "la cheffe du gouvernement".
    """
    words = document.words
    owners, start = words.grammar.owners, None
    for i in range(end, max(first, end - _TITLE_REACH) - 1, -1):
        verb = document.is_verb(i) and not document.low(i).endswith(
            words.participle_ends
        )
        noun = document.low(i) in words.nouns
        if document.text(i) in ENDS | {","} or (verb and not noun):
            break
        if document.low(i) not in words.determiners or not _opens_role(document, i + 1):
            continue
        start = i + 1
        if document.low(i) not in owners and document.low(i - 1) not in owners:
            break
    return None if start is None or start > end else (start, end)


def _opens_role(document: PatternDocument, i: int) -> bool:
    """Whether a role begins there, maybe with an adjective: "ancien maire"."""
    words = document.words
    return document.low(i) in words.roles or (
        document.low(i + 1) in words.roles and document.low(i) not in words.nouns
    )


def _is_fused(document: PatternDocument, i: int) -> bool:
    """Whether "of the" stands before a title: "les usines du journal X"."""
    words, low = document.words, document.low(i)
    return (
        low in words.determiners
        and low in words.grammar.owners
        and document.low(i + 1) in words.nouns
        and document.low(i - 1) not in words.nouns
    )


def _may_title(document: PatternDocument, i: int) -> bool:
    low, words = document.low(i), document.words
    # A model may part "état-major" at its hyphen.
    if not (document.text(i)[:1].isalpha() or low == "-") or low in words.auxiliaries:
        return False
    if low in words.links:
        return True
    if low in words.nouns:
        return True
    small = low in words.openers and document.low(i + 1) not in words.roles
    return not (
        small or low in words.nobody or document.tag(i) in {*VERBS, "PRON", "ADP"}
    )
