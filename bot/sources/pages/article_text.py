"""Splits extracted text into paragraphs, and drops lines that are not the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile

from bot.sources.pages.nodes import is_sentence
from summarizers.lexicons import pattern

_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]{1,1000}")
# The headline is among these first lines; the lines above it are labels.
_HEAD_LINES = 4
_LABEL_LETTERS = 100
_DATELINE_WORDS = 15
_BREADCRUMB_WORDS = 2
_BREADCRUMB_LETTERS = 20
_DATELINE = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d{1,20}")

_BETWEEN = pattern("page_between")
_CLOSING_WORDS = 40
_INVITATION = pattern("page_invitation")
_CONTACT = pattern("page_contact")
_CLOSING = pattern("page_closing")

_TABLE_RULE = re.compile(r"[|\s:-]{1,500}")
# A table row whose cells all have fewer words holds figures, not sentences.
_SENTENCE_WORDS = 8
_MIN_ROWS = 3
_MIN_FIGURES = 1 / 3

_Row = tuple[str, ...]


def paragraphs(text: str, headlines: Iterable[str] = ()) -> tuple[str, ...]:
    """Split an article's text, which has one paragraph per line, into paragraphs.

    Tables become plain lines. At the top, section names, the headline, labels above the
    headline and date lines are dropped. At the end, invitations to follow, write or
    subscribe are dropped, and everywhere lines such as "Advertisement".
    """
    raw = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    lines = [line for line in read_tables(raw) if not _BETWEEN.fullmatch(line)]
    return tuple(_without_end(_without_head(lines, headlines)))


def one_line(text: str) -> str:
    """Replace line breaks and runs of blanks by single blanks."""
    return _BLANKS.sub(" ", text.replace("\n", " ")).strip()


def letters(text: str) -> str:
    """Return the letters and digits of a text in lower case, for comparisons."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def read_tables(lines: Iterable[str]) -> Iterator[str]:
    """Turn tables and lists of the library trafilatura into plain lines."""
    for is_row, group in groupby(lines, key=lambda line: line.startswith("|")):
        if is_row:
            yield from _table_lines(tuple(filter(None, map(_cells, group))))
        else:
            yield from (line.removeprefix("- ") for line in group)


def _cells(row: str) -> _Row:
    if _TABLE_RULE.fullmatch(row):
        return ()
    cells = (cell.strip() for cell in row.strip("|").split("|"))
    return tuple(cell for cell in cells if cell)


def _table_lines(rows: tuple[_Row, ...]) -> Iterator[str]:
    """Yield the lines of a table.

    A table of figures gives one line per row. A layout table gives one line per cell,
    in rows that contain a sentence.
    """
    if _has_figures(rows):
        yield from (" ".join(row) for row in rows)
        return
    for row in rows:
        if len(row) == 1 or any(len(cell.split()) >= _SENTENCE_WORDS for cell in row):
            yield from row


def _has_figures(rows: tuple[_Row, ...]) -> bool:
    cells = [cell for row in rows for cell in row]
    figures = sum(any(map(str.isdigit, cell)) for cell in cells)
    wide_rows = sum(len(row) > 1 for row in rows)
    return wide_rows >= _MIN_ROWS and figures >= _MIN_FIGURES * len(cells)


def _without_head(lines: list[str], headlines: Iterable[str]) -> list[str]:
    keys = {letters(headline) for headline in headlines} - {""}
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if letters(line) in keys:
            above = [text for text in lines[:number] if not _is_label(text)]
            lines = above + lines[number + 1 :]
            break
    lines = _without_breadcrumbs(lines)
    top = [line for line in lines[:_HEAD_LINES] if not _is_dateline(line)]
    return (top + lines[_HEAD_LINES:]) or lines


def _without_breadcrumbs(lines: list[str]) -> list[str]:
    """Drop breadcrumbs: the section names above an article, one per line."""
    crumbs = tuple(takewhile(_is_breadcrumb, lines))
    return lines[len(crumbs) :] if 1 < len(crumbs) < len(lines) else lines


def _is_breadcrumb(line: str) -> bool:
    short = len(line) <= _BREADCRUMB_LETTERS and len(line.split()) <= _BREADCRUMB_WORDS
    return short and not is_sentence(line)


def _is_label(line: str) -> bool:
    return len(line) <= _LABEL_LETTERS and not is_sentence(line)


def _is_dateline(line: str) -> bool:
    if len(line.split()) > _DATELINE_WORDS or is_sentence(line) or line[-1] == ":":
        return False
    return _DATELINE.search(line) is not None and len(_NUMBER.findall(line)) > 1


def _without_end(lines: list[str]) -> list[str]:
    while lines[1:] and _is_closing(lines[-1]):
        lines = lines[:-1]
    return lines


def _is_closing(line: str) -> bool:
    if not letters(line) or _CLOSING.fullmatch(line):
        return True
    if len(line.split()) > _CLOSING_WORDS or _INVITATION.match(line) is None:
        return False
    return _CONTACT.search(line) is not None
