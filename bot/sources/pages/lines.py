"""The paragraphs of an extracted text, without what stands above and below an article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import takewhile

from bot.sources.pages.nodes import is_sentence
from bot.sources.pages.tables import read_tables

_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]{1,1000}")
# A headline stands among these first lines; what is above it is a label.
_HEAD_LINES = 4
_LABEL_LETTERS = 100
_DATELINE_WORDS = 15
_STEP_WORDS = 2
_STEP_LETTERS = 20
_DATELINE = re.compile(r"\b(?:19|20)\d\d\b")
_NUMBER = re.compile(r"\d{1,20}")

_BETWEEN = re.compile(r"|-|advertisements?", re.IGNORECASE)
_CLOSING_WORDS = 40
_INVITATION = re.compile(
    r"\W{0,3}(?:follow|e-?mail|write|contact|reach|subscribe|sign up|join|listen|get|"
    r"have|more|download|like)\b",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"@\w|https?:|www\.|\b(?:facebook|twitter|instagram|youtube|whatsapp|telegram|"
    r"newsletters?|e-?mails?|inbox|podcast|subscription)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"comments?", re.IGNORECASE)


def paragraphs(text: str, headlines: Iterable[str] = ()) -> tuple[str, ...]:
    """An article's paragraphs, from a text with one a line.

    Left out are its headline and what stands above it, a line that only dates it, and
    invitations at its end to follow, write or subscribe.
    """
    raw = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    lines = [line for line in read_tables(raw) if not _BETWEEN.fullmatch(line)]
    return tuple(_without_end(_without_head(lines, headlines)))


def one_line(text: str) -> str:
    """A text without line breaks and with single blanks."""
    return _BLANKS.sub(" ", text.replace("\n", " ")).strip()


def letters(text: str) -> str:
    """A text's letters and digits in lower case, for comparing."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _without_head(lines: list[str], headlines: Iterable[str]) -> list[str]:
    known = {letters(headline) for headline in headlines} - {""}
    for number, line in enumerate(lines[:_HEAD_LINES]):
        if letters(line) in known:
            above = [one for one in lines[:number] if not _is_label(one)]
            lines = above + lines[number + 1 :]
            break
    lines = _without_path(lines)
    top = [line for line in lines[:_HEAD_LINES] if not _is_dateline(line)]
    return (top + lines[_HEAD_LINES:]) or lines


def _without_path(lines: list[str]) -> list[str]:
    """Without the names of sections that lead to the article, one below the other."""
    steps = tuple(takewhile(_is_step, lines))
    return lines[len(steps) :] if 1 < len(steps) < len(lines) else lines


def _is_step(line: str) -> bool:
    short = len(line) <= _STEP_LETTERS and len(line.split()) <= _STEP_WORDS
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
    return _WAY.search(line) is not None
