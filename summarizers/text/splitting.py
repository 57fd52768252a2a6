"""Split an article into paragraphs, sentences and quotations, and mark noise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summarizers.model import Article, Noise, Sentence, Span
from summarizers.text.language import ENGLISH
from summarizers.text.layout import (
    Block,
    Layout,
    Paragraph,
    Quotation,
    QuotationIndex,
)
from summarizers.text.noise import (
    CORRECTION,
    HEADLINE,
    Cleaned,
    clean,
    is_correction_note,
    may_have_note,
    sentence_reason,
)
from summarizers.text.quotations import find_quotations
from summarizers.text.sentences import split_sentences

_LINE = re.compile(r"\S(?:[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*\S)?")
_BLANK = re.compile(
    r"(?:\r\n?|[\n\x85\u2028\u2029])[^\S\n\r]*[\n\r\x0b\x0c\u2029]|[\x0c\u2029]"
)
# Text files are wrapped at 60 to 80 columns; prose paragraphs on one line are longer.
_WIDEST = 100
_NARROWEST = 40
_FEWEST_WRAPS = 3
_WRAPPED_SHARE = 0.9


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
    low, noted = text.islower(), may_have_note(text, lang)
    quoted = QuotationIndex(quotations)
    index = 0
    for number, part in enumerate(cleaned):
        inside = quoted.between(*part.block)
        for body in _bodies(text, part):
            for start, end in split_sentences(text, body, inside, low=low, lang=lang):
                line = text[start:end]
                reason = part.reason or sentence_reason(line, low=low, lang=lang)
                if noted and reason is None and is_correction_note(line, lang):
                    reason = CORRECTION
                yield Sentence(index, start, end, line, number, reason)
                index += 1


def _bodies(text: str, part: Cleaned) -> Iterator[Block]:
    """Yield the parts of a paragraph that are not noise, without outer blanks."""
    if not part.parts:
        yield part.block
        return
    start, end = part.block
    for first, last in [*(cut[:2] for cut in part.parts), (end, end)]:
        piece = text[start:first]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = last


def _noise(
    text: str, cleaned: Sequence[Cleaned], sentences: Sequence[Sentence]
) -> tuple[Noise, ...]:
    """Return all noise in text order: paragraphs, their parts, and single sentences."""
    pieces = [(*part.block, part.reason) for part in cleaned if part.reason]
    pieces += [cut for part in cleaned for cut in part.parts]
    pieces += [
        (sentence.start, sentence.end, sentence.noise)
        for sentence in sentences
        if sentence.noise and not cleaned[sentence.paragraph].reason
    ]
    bare = [
        (start, text[start:end].rstrip(), why) for start, end, why in sorted(pieces)
    ]
    return tuple(
        Noise(Span(start, start + len(piece), piece), why) for start, piece, why in bare
    )


def find_blocks(text: str) -> list[Block]:
    """Return the paragraphs as (start, end), without white space at their ends.

    Each line is a paragraph, unless most lines end where the next word would exceed the
    width of the text.
    """
    lines = [line.span() for line in _LINE.finditer(text)]
    width = max((end - start for start, end in lines), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return lines
    groups = _groups(text, lines)
    pairs = [pair for group in groups for pair in pairwise(group)]
    full = sum(
        end - start + 1 + len(text[after:last].split(None, 1)[0]) > width
        for (start, end), (after, last) in pairs
    )
    if len(pairs) < _FEWEST_WRAPS or full < _WRAPPED_SHARE * len(pairs):
        return lines
    return [(group[0][0], group[-1][1]) for group in groups]


def _groups(text: str, lines: list[Block]) -> list[list[Block]]:
    """Return the lines of each paragraph, split at blank lines and before indents."""
    groups = [lines[:1]]
    for (_, end), line in pairwise(lines):
        between = text[end : line[0]]
        if _BLANK.search(between) or between[-1] in " \t":
            groups.append([])
        groups[-1].append(line)
    return groups
