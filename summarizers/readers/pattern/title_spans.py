"""Where a title or role begins that stands before a name."""

from __future__ import annotations

from summarizers.readers.pattern.pattern_document import ENDS, VERBS, Range, Reading

_TITLE_REACH = 12


def title_before_comma(reading: Reading, end: int, first: int) -> Range | None:
    """The title of "…, X" that ends with token ``end``."""
    role = _role_before(reading, end, first)
    return title_before(reading, end, first) if role is None else role


def title_before(reading: Reading, end: int, first: int) -> Range | None:
    """The noun phrase that ends with token ``end``, without its article."""
    words = reading.words
    owners = words.grammar.owners
    if end < first or reading.low(end) in words.links:
        return None
    if reading.low(end) in words.determiners:
        return None
    start = end + 1
    while start > max(first, end - _TITLE_REACH):
        low = reading.low(start - 1)
        inner = reading.low(start - 2) in owners
        article = low in words.determiners and low not in owners and not inner
        if article or _is_fused(reading, start - 1):
            return start, end
        if not _may_title(reading, start - 1):
            return None
        start -= 1
    return (start, end) if start == first else None


def _role_before(reading: Reading, end: int, first: int) -> Range | None:
    """The role that ends with token ``end``, whatever follows its noun.

    "le ministre délégué aux Transports", "la cheffe du gouvernement".
    """
    words = reading.words
    owners, found = words.grammar.owners, None
    for i in range(end, max(first, end - _TITLE_REACH) - 1, -1):
        verb = reading.is_verb(i) and not reading.low(i).endswith(words.participle_ends)
        noun = reading.low(i) in words.nouns
        if reading.text(i) in ENDS | {","} or (verb and not noun):
            break
        if reading.low(i) not in words.determiners or not _opens_role(reading, i + 1):
            continue
        found = i + 1
        if reading.low(i) not in owners and reading.low(i - 1) not in owners:
            break
    return None if found is None or found > end else (found, end)


def _opens_role(reading: Reading, i: int) -> bool:
    """Whether a role begins there, maybe with an adjective: "ancien maire"."""
    words = reading.words
    return reading.low(i) in words.roles or (
        reading.low(i + 1) in words.roles and reading.low(i) not in words.nouns
    )


def _is_fused(reading: Reading, i: int) -> bool:
    """Whether "of the" stands before a title: "les usines du journal X"."""
    words, low = reading.words, reading.low(i)
    return (
        low in words.determiners
        and low in words.grammar.owners
        and reading.low(i + 1) in words.nouns
        and reading.low(i - 1) not in words.nouns
    )


def _may_title(reading: Reading, i: int) -> bool:
    low, words = reading.low(i), reading.words
    # A model may part "état-major" at its hyphen.
    if not (reading.text(i)[:1].isalpha() or low == "-") or low in words.auxiliaries:
        return False
    if low in words.links:
        return True
    if low in words.nouns:
        return True
    small = low in words.openers and reading.low(i + 1) not in words.roles
    return not (
        small or low in words.nobody or reading.tag(i) in {*VERBS, "PRON", "ADP"}
    )
