"""The laid-out article, which later steps read instead of raw text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from summarizers.model import Noise, Sentence


@dataclass(frozen=True, slots=True)
class Quotation:
    """An outermost quotation within one paragraph.

    ``start`` and ``end`` take in the marks, ``inner_start`` and ``inner_end`` do not.
    ``closed`` is false for a quotation that runs to the paragraph's end without a
    closing mark; ``continues`` is true when the quotation before it, in the paragraph
    before, was left open, so that the same person goes on speaking.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of text between line breaks; ``noise`` is why it is not prose, if so."""

    index: int
    start: int
    end: int
    noise: str | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of one article's text, all in text order.

    ``sentences`` cover every paragraph, noise included (marked by its reason), and
    carry their own index. ``quotations`` never cross a paragraph. ``headline`` is true
    when the first paragraph repeats the title or stands as one.
    """

    text: str
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    noise: tuple[Noise, ...]
    headline: bool = False

    def opening(self, count: int) -> Layout:
        """The same text with no more than its first ``count`` sentences.

        Paragraphs and quotations that start behind the last of them are left out;
        the noise stays whole.
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
