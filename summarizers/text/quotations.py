"""Find quotations by their marks, and the names that sign them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import NamedTuple

from summarizers.text.layout import Block, Quotation

# A dash, up to six capitalised words, and the line's end or a comma and a short office.
_SIGNED = re.compile(
    r"[ \xa0]{0,2}(?:--|[-–—―])[ \xa0]{0,2}"
    r"(?P<name>[A-Z][\w.'’-]{1,30}(?: [A-Z][\w.'’-]{0,30}){0,5})"
    r"(?=(?:, ?[^\n.!?]{1,80})?[ \xa0]{0,3}(?:\n|$))"
)


def find_signature(text: str, quotation: Quotation) -> tuple[int, int] | None:
    """Return the start and end of the name that signs a quotation: "…" - Ola Berg.

    The name must end its line. A comma and an office may follow the name: "…" - Ola
    Berg, mayor
    """
    signed = _SIGNED.match(text, quotation.end) if quotation.closed else None
    return None if signed is None else signed.span("name")


_DOUBLE = re.compile('["“”„‟«»]')
_DOUBLE_OR_BACKQUOTES = re.compile('["“”„‟«»]|``')
_ANY_DOUBLE = re.compile("[\"“”„‟«»]|``|''")
# The mark comes first, and what must not be before it second: that is faster to find.
_SINGLE = re.compile(
    r"[‘'](?<!'[‘'])(?=[^\W_])(?!\d0s\b|(?:em|til|tis|twas|cause|n)\b)"
)
_SINGLE_END = re.compile(r"(?<=[^\s(\[‘'])[’'](?![^\W_]|')")
# A possessive plural (the boys' club) looks like a closing mark.
_POSSESSIVE = re.compile(r"s[’'] [a-z]")
_OPENERS = frozenset(("“", "„", "‟", "«", "``"))
# Blanks, invisible direction marks, brackets, dashes.
_BEFORE_OPENER = frozenset(
    " \t\n\xa0\u2009\u202f\u200b\u200e\u200f\u202a\u202b\u2066\u2067\u2068\ufeff([{—–-/:‘'"
)
_LONGEST_SINGLE = 1_200


class _Mark(NamedTuple):
    """A double quotation mark, and whether it can open or close a quotation."""

    start: int
    end: int
    opens: bool
    closes: bool


def find_quotations(text: str, blocks: Iterable[Block]) -> tuple[Quotation, ...]:
    """Return the outermost quotations of the paragraphs ``blocks``, in text order.

    Two single quotes in a row count as a quotation mark only if the text has no other
    marks. Elsewhere they are the italics of a wiki.
    """
    marks = _marks_of(text)
    quotations: list[Quotation] = []
    is_open = False
    for start, end in blocks:
        inside = _in_paragraph(text, (start, end), marks)
        if inside and is_open and inside[0].start == start:
            inside[0] = replace(inside[0], continues=True)
        is_open = bool(inside) and not inside[-1].closed
        quotations += inside
    return tuple(quotations)


def _marks_of(text: str) -> re.Pattern[str]:
    """Return a pattern of the marks that open and close quotations in this text."""
    if not any(mark in text for mark in '"“„«'):
        return _ANY_DOUBLE
    return _DOUBLE_OR_BACKQUOTES if "``" in text else _DOUBLE


def _in_paragraph(text: str, block: Block, marks: re.Pattern[str]) -> list[Quotation]:
    start, end = block
    read = [_read(text, block, match) for match in marks.finditer(text, start, end)]
    doubles = list(_pair(text, end, read))
    singles = list(_singles(text, start, end, doubles))
    return sorted(doubles + singles, key=attrgetter("start")) if singles else doubles


def _read(text: str, block: Block, match: re.Match[str]) -> _Mark:
    start, end = match.span()
    before = text[start - 1] if start > block[0] else " "
    after = text[end] if end < block[1] else " "
    mark = match.group()
    free_before, free_after = before in _BEFORE_OPENER, not after.isalnum()
    if mark in "”»":
        # Some languages open with them as well (”so”, »so«).
        return _Mark(start, end, opens=free_before and not free_after, closes=True)
    if mark in _OPENERS:
        return _Mark(start, end, opens=True, closes=not free_before and free_after)
    if before.isspace() and after.isspace():
        return _Mark(start, end, opens=True, closes=True)
    opens = free_before or not (free_after or before.isalnum())
    return _Mark(start, end, opens=opens, closes=not (opens and before.isspace()))


def _pair(text: str, end: int, marks: list[_Mark]) -> Iterator[Quotation]:
    opener: _Mark | None = None
    for mark in marks:
        if opener is None:
            opener = mark if mark.opens else None
        elif mark.closes:
            yield Quotation(opener.start, mark.end, opener.end, mark.start)
            opener = None
        elif mark.opens:
            yield _unclosed(text, opener, mark.start)
            opener = mark
    if opener is not None:
        yield _unclosed(text, opener, end)


def _unclosed(text: str, opener: _Mark, end: int) -> Quotation:
    end = opener.end + len(text[opener.end : end].rstrip())
    return Quotation(opener.start, end, opener.end, end, closed=False)


def _singles(
    text: str, start: int, end: int, doubles: list[Quotation]
) -> Iterator[Quotation]:
    """Yield the quotations in single marks outside all quotations in double marks."""
    if text.find("'", start, end) < 0 and text.find("‘", start, end) < 0:
        return
    position = searched = start
    starts = [start, *(quotation.end for quotation in doubles)]
    ends = [*(quotation.start for quotation in doubles), end]
    for free, until in zip(starts, ends, strict=True):
        position = max(position, free)
        while (opener := _SINGLE.search(text, position, until)) is not None:
            position = opener.end()
            if opener.start() > start and (
                text[opener.start() - 1] not in _BEFORE_OPENER
            ):
                continue
            limit = min(end, position + _LONGEST_SINGLE)
            closer = _closer(text, max(position, searched), limit)
            if closer is None:
                searched = limit
                continue
            yield Quotation(opener.start(), closer + 1, position, closer)
            position = searched = closer + 1


def _closer(text: str, start: int, end: int) -> int | None:
    possessive = None
    for match in _SINGLE_END.finditer(text, start, end):
        if not _POSSESSIVE.match(text, match.start() - 1):
            return match.start()
        possessive = possessive or match.start()
    return possessive
