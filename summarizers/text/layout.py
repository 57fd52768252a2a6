"""The layout of an article: its paragraphs, sentences, quotations and noise.

Later steps read the layout instead of the raw text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple

from summarizers.model import Noise, Sentence

Block = tuple[int, int]
"""The start and end of a part of the text."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """An outermost quotation within one paragraph.

    ``start`` and ``end`` include the quotation marks, ``inner_start`` and ``inner_end``
    do not. ``closed`` is false for a quotation that runs to the paragraph's end without
    a closing mark. ``continues`` is true if the last quotation of the paragraph before
    was left open, so that the same person goes on speaking.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    continues: bool = False


class QuotationIndex:
    """Finds the quotations at an offset or in a slice of the text.

    ``quotations`` must be in text order.
    """

    __slots__ = ("_ends", "_quotations", "_starts")

    def __init__(self, quotations: Sequence[Quotation]) -> None:
        self._quotations = quotations
        self._starts = [quotation.start for quotation in quotations]
        self._ends = [quotation.end for quotation in quotations]

    def at(self, offset: int) -> Quotation | None:
        """Return the quotation that contains the character at ``offset``, if any.

        A quotation includes its quotation marks.
        """
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self._ends[at]:
            return None
        return self._quotations[at]

    def between(self, start: int, end: int) -> Sequence[Quotation]:
        """Return the quotations that share a character with ``text[start:end]``."""
        first = bisect_right(self._ends, start)
        return self._quotations[first : bisect_left(self._starts, end, first)]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text between line breaks.

    ``noise`` is the kind of noise, or ``None`` if the paragraph is prose.
    """

    index: int
    start: int
    end: int
    noise: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The text of one article, divided into parts; each kind of part is in text order.

    ``sentences`` cover all paragraphs; ``Sentence.noise`` marks those that are noise.
    No quotation crosses a paragraph. ``headline`` is true if the first line repeats the
    title or takes its place.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    noise: tuple[Noise, ...]
    headline: bool = False

    def opening(self, count: int) -> Layout:
        """Return the layout with only its first ``count`` sentences.

        Paragraphs and quotations that start after these sentences are left out. The
        list of noise stays complete.
        """
        if len(self.sentences) <= count:
            return self
        end = self.sentences[count - 1].end
        return replace(
            self,
            sentences=self.sentences[:count],
            paragraphs=tuple(p for p in self.paragraphs if p.start < end),
            quotations=tuple(q for q in self.quotations if q.end <= end),
        )


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
    opens = free_before or not free_after
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
