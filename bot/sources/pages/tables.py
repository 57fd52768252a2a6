"""Tables in an extracted text, as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

_RULE = re.compile(r"[|\s:-]{1,500}")
# A table row whose longest cell has fewer words holds figures, not sentences.
_SENTENCE_WORDS = 8
_MIN_ROWS = 3
_MIN_FIGURES = 1 / 3

Row = tuple[str, ...]


def read_tables(lines: Iterable[str]) -> Iterator[str]:
    """The lines without the marks of lists and tables, which the page does not have."""
    for is_row, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_row:
            yield from _table(tuple(filter(None, map(_cells, group))))
        else:
            yield from (line.removeprefix("- ") for line in group)


def _cells(row: str) -> Row:
    if _RULE.fullmatch(row):
        return ()
    cells = (cell.strip() for cell in row.strip("|").split("|"))
    return tuple(cell for cell in cells if cell)


def _table(rows: tuple[Row, ...]) -> Iterator[str]:
    """A table of figures is a line a row; other tables only lay out their sentences."""
    if _holds_figures(rows):
        yield from (" ".join(row) for row in rows)
        return
    for row in rows:
        if len(row) == 1 or any(len(cell.split()) >= _SENTENCE_WORDS for cell in row):
            yield from row


def _holds_figures(rows: tuple[Row, ...]) -> bool:
    cells = [cell for row in rows for cell in row]
    figures = sum(any(map(str.isdigit, cell)) for cell in cells)
    wide = sum(len(row) > 1 for row in rows)
    return wide >= _MIN_ROWS and figures >= _MIN_FIGURES * len(cells)
