"""Split an article into paragraphs, sentences and quotations, and mark noise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from summarizers.model import Article, Noise, Sentence, Span
from summarizers.text.language import ENGLISH
from summarizers.text.layout import Block, Layout, Paragraph, Quotation
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
    return tuple(_as_noise(text, *piece) for piece in sorted(pieces))


def _as_noise(text: str, start: int, end: int, reason: str) -> Noise:
    piece = text[start:end].rstrip()
    return Noise(Span(start, start + len(piece), piece), reason)


def find_blocks(text: str) -> tuple[Block, ...]:
    """Return the paragraphs as (start, end), without white space at their ends."""
    lines = _lines(text)
    groups = _groups(text, lines)
    if _is_wrapped(text, groups):
        return tuple((group[0][0], group[-1][1]) for group in groups)
    return tuple(lines)


def _lines(text: str) -> list[Block]:
    lines = []
    position = 0
    for line in text.splitlines(keepends=True):
        bare = line.strip()
        if bare:
            start = position + line.index(bare)
            lines.append((start, start + len(bare)))
        position += len(line)
    return lines


def _groups(text: str, lines: list[Block]) -> list[list[Block]]:
    """Return the lines of each paragraph, split at blank lines and before indents."""
    numbers = []
    number = 0
    for index, (start, _) in enumerate(lines):
        if index:
            between = text[lines[index - 1][1] : start]
            number += bool(_BLANK.search(between)) or between[-1] in " \t"
        numbers.append(number)
    tagged = zip(numbers, lines, strict=True)
    return [[line for _, line in group] for _, group in groupby(tagged, lambda x: x[0])]


def _is_wrapped(text: str, groups: list[list[Block]]) -> bool:
    """Return whether most lines end where the next word would exceed the width."""
    pairs = [pair for group in groups for pair in pairwise(group)]
    if len(pairs) < _FEWEST_WRAPS:
        return False
    width = max(end - start for group in groups for start, end in group)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    full = sum(_is_full(text, pair, width) for pair in pairs)
    return full >= _WRAPPED_SHARE * len(pairs)


def _is_full(text: str, pair: tuple[Block, Block], width: int) -> bool:
    (start, end), (after, last) = pair
    word = text[after:last].split(None, 1)[0]
    return end - start + 1 + len(word) > width
