"""Find paragraphs by their line breaks; join the hard-wrapped lines of text files."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

Block = tuple[int, int]

_BLANK = re.compile(
    r"(?:\r\n?|[\n\x85\u2028\u2029])[^\S\n\r]*[\n\r\x0b\x0c\u2029]|[\x0c\u2029]"
)
# Text files are wrapped at 60 to 80 columns; prose paragraphs on one line are longer.
_WIDEST = 100
_NARROWEST = 40
_FEWEST_WRAPS = 3
_WRAPPED_SHARE = 0.9


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
