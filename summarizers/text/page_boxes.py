"""Find fact boxes and captions without a full stop among the paragraphs of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_FINALS = frozenset(".!?…:;,。！？؟۔।-")
_CLOSERS = "\"”’»')]」』 "
_ASIDE = re.compile(r"[.!?][\"”]? [(\[][^()\[\]]{2,240}[)\]]\Z")
# The highest number of words of a caption.
_LONGEST = 60
_LONGEST_ALONE = 30
_FEWEST_OPEN = 2
# A text with fewer paragraphs that end in a full stop may have lost its marks.
_FEWEST_ENDED = 3
_NO_CAPTIONS = frozenset("\"“‘«'`•*-–—·([#@")
_POST = "(@"
_INNER_STOP = re.compile(r"[a-z\d)\"”’][.!?][\"”’]? [\"“‘']?[A-Z\d]")

_MARKS = (" - ", " – ", "• ", "● ", "■ ")
_ITEM = re.compile(r"(?:\A|[^\s] )[-–•●■*] (?=[A-Z])")
_FEWEST_ITEMS = 3
_FIELD = re.compile(r"\b[A-Z][A-Za-z -]{1,24}: (?=[\dA-Z$£€])")
_FEWEST_FIELDS = 4


class _Open(NamedTuple):
    """A prose paragraph that does not end with a mark such as a full stop.

    ``at`` is its index among the lines, and ``words`` its number of words.
    ``is_single`` is true if it has only one sentence.
    """

    at: int
    words: int
    is_single: bool


def is_ended(line: str) -> bool:
    """Return whether a line ends with a mark such as a full stop, or like ". (AP)"."""
    if line.rstrip(_CLOSERS)[-1:] in _FINALS:
        return True
    return line[-1] in ")]" and _ASIDE.search(line) is not None


def open_captions(lines: Sequence[str], reasons: Sequence[str | None]) -> list[int]:
    """Return the indexes of prose paragraphs that are captions without a full stop.

    The result is empty unless most paragraphs end with a mark. A long or first
    paragraph that alone lacks a full stop is not a caption, because the stop may be
    missing by mistake.
    """
    prose = [at for at, reason in enumerate(reasons) if reason is None]
    without = [at for at in prose if not is_ended(lines[at])]
    ended = len(prose) - len(without)
    if not without or ended < max(_FEWEST_ENDED, len(without)):
        return []
    read = [_read(lines, at) for at in without if _may_be_caption(lines, at)]
    single = [part for part in read if part.is_single]
    if len(single) >= _FEWEST_OPEN:
        return [part.at for part in read if part.words <= _LONGEST]
    return [p.at for p in single if p.words <= _LONGEST_ALONE and p.at > prose[0]]


def _may_be_caption(lines: Sequence[str], at: int) -> bool:
    """Return whether the paragraph at index ``at`` may be a caption.

    The result is false for an item of a list, a post of a social network, and a
    paragraph that continues in the next one.
    """
    line, after = lines[at], lines[at + 1][:1] if at + 1 < len(lines) else ""
    return line[0] not in _NO_CAPTIONS and _POST not in line and not after.islower()


def _read(lines: Sequence[str], at: int) -> _Open:
    line = lines[at]
    return _Open(at, line.count(" ") + 1, _INNER_STOP.search(line) is None)


def is_box(line: str) -> bool:
    """Return whether a paragraph joins the items or the fields of a fact box.

    Examples: "- Built in 1920 - Owned by the port - Holds 3m tonnes", "Height: 70 m
    Width: 3 m".
    """
    if line.count(": ") >= _FEWEST_FIELDS:
        pieces = len(_FIELD.findall(line)), _FEWEST_FIELDS
    elif any(line.count(mark) >= _FEWEST_ITEMS - 1 for mark in _MARKS):
        pieces = len(_ITEM.findall(line)), _FEWEST_ITEMS
    else:
        return False
    count, fewest = pieces
    return count >= fewest and 2 * len(_INNER_STOP.findall(line)) < count
