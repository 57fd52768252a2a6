"""The layout of an article: its paragraphs, sentences, quotations and noise.

Later steps read the layout instead of the raw text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
