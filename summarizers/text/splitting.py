"""One article's text laid out: paragraphs, sentences, quotations and noise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizers.model import Article, Noise, Sentence, Span
from summarizers.text.cleaning import HEADLINE, Cleaned, clean
from summarizers.text.layout import Layout, Paragraph, Quotation
from summarizers.text.paragraphs import Block, find_blocks
from summarizers.text.quotations import find_quotations
from summarizers.text.sentences import split_sentences


def split_text(article: Article) -> Layout:
    """Lay out the text of an article; the work grows linearly with its length."""
    text = article.text
    blocks = find_blocks(text)
    cleaned = clean(text, blocks, article.title)
    quotations = find_quotations(text, blocks)
    return Layout(
        text=text,
        paragraphs=tuple(
            Paragraph(index, *part.block, part.reason)
            for index, part in enumerate(cleaned)
        ),
        sentences=tuple(_sentences(text, cleaned, quotations)),
        quotations=quotations,
        noise=tuple(_noise(text, cleaned)),
        headline=any(part.reason == HEADLINE for part in cleaned),
    )


def _sentences(
    text: str, cleaned: Sequence[Cleaned], quotations: Sequence[Quotation]
) -> Iterator[Sentence]:
    index = 0
    low = text.islower()
    position = 0
    for number, part in enumerate(cleaned):
        first = position
        while position < len(quotations) and quotations[position].start < part.block[1]:
            position += 1
        inside = quotations[first:position]
        for body in _bodies(text, part):
            for start, end in split_sentences(text, body, inside, low=low):
                yield Sentence(index, start, end, text[start:end], number, part.reason)
                index += 1


def _bodies(text: str, part: Cleaned) -> Iterator[Block]:
    """What is left of a paragraph between its cuts, without blanks around it."""
    start, end = part.block
    for first, last in [*(cut[:2] for cut in part.cuts), (end, end)]:
        piece = text[start:first]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = last


def _noise(text: str, cleaned: Sequence[Cleaned]) -> Iterator[Noise]:
    for part in cleaned:
        pieces = [(*part.block, part.reason)] if part.reason else part.cuts
        for start, end, reason in pieces:
            end = start + len(text[start:end].rstrip())
            yield Noise(Span(start, end, text[start:end]), reason)
