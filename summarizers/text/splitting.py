"""Split an article into paragraphs, sentences and quotations, and mark noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizers.model import Article, Noise, Sentence, Span
from summarizers.text.cleaning import HEADLINE, Cleaned, clean, sentence_reason
from summarizers.text.correction_notes import (
    REASON,
    is_correction_note,
    may_have_note,
)
from summarizers.text.language import ENGLISH
from summarizers.text.layout import Layout, Paragraph, Quotation
from summarizers.text.paragraphs import Block, find_blocks
from summarizers.text.quotations import find_quotations
from summarizers.text.sentences import split_sentences


def split_text(article: Article, lang: str = ENGLISH) -> Layout:
    """Return the layout of an article; the work grows linearly with its length.

    ``lang`` selects the abbreviations and the lists of noise. The language must have
    these lists.
    """
    text = article.text
    blocks = find_blocks(text)
    cleaned = clean(text, blocks, article.title, lang)
    quotations = find_quotations(text, blocks)
    sentences = tuple(_sentences(text, cleaned, quotations, lang))
    return Layout(
        text=text,
        paragraphs=tuple(
            Paragraph(index, *part.block, part.reason)
            for index, part in enumerate(cleaned)
        ),
        sentences=sentences,
        quotations=quotations,
        noise=_noise(text, cleaned, sentences),
        headline=any(part.reason == HEADLINE for part in cleaned),
    )


def _sentences(
    text: str, cleaned: Sequence[Cleaned], quotations: Sequence[Quotation], lang: str
) -> Iterator[Sentence]:
    index = 0
    low = text.islower()
    noted = may_have_note(text, lang)
    position = 0
    for number, part in enumerate(cleaned):
        first = position
        while position < len(quotations) and quotations[position].start < part.block[1]:
            position += 1
        inside = quotations[first:position]
        for body in _bodies(text, part):
            for start, end in split_sentences(text, body, inside, low=low, lang=lang):
                line = text[start:end]
                reason = part.reason or sentence_reason(line, low=low, lang=lang)
                if noted and reason is None and is_correction_note(line, lang):
                    reason = REASON
                yield Sentence(index, start, end, line, number, reason)
                index += 1


def _bodies(text: str, part: Cleaned) -> Iterator[Block]:
    """Yield the parts of a paragraph that are not noise, without outer blanks."""
    if not part.cuts:
        yield part.block
        return
    start, end = part.block
    for first, last in [*(cut[:2] for cut in part.cuts), (end, end)]:
        piece = text[start:first]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = last


def _noise(
    text: str, cleaned: Sequence[Cleaned], sentences: Sequence[Sentence]
) -> tuple[Noise, ...]:
    """Return all noise in text order: paragraphs, their parts, and single sentences."""
    pieces = [(*part.block, part.reason) for part in cleaned if part.reason]
    pieces += [cut for part in cleaned for cut in part.cuts]
    pieces += [
        (sentence.start, sentence.end, sentence.noise)
        for sentence in sentences
        if sentence.noise and not cleaned[sentence.paragraph].reason
    ]
    return tuple(_as_noise(text, *piece) for piece in sorted(pieces))


def _as_noise(text: str, start: int, end: int, reason: str) -> Noise:
    piece = text[start:end].rstrip()
    return Noise(Span(start, start + len(piece), piece), reason)
