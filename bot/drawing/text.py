"""Measures and wraps text in the bundled font, Roboto. The functions are pure."""

from __future__ import annotations

from itertools import accumulate

BOLD = 1.1
"""The width of bold text as a multiple of the width of regular text."""

_FIRST = 32
# The advance widths of the characters from 32 to 126, in thousandths of the size.
_WIDTHS = (
    *(248, 258, 320, 616, 562, 732, 622, 175, 342, 348, 431, 567, 197, 276, 264, 413),
    *(562, 562, 562, 562, 562, 562, 562, 562, 562, 562, 242, 211, 508, 549, 523, 473),
    *(898, 652, 623, 651, 656, 568, 553, 681, 713, 272, 552, 627, 539, 873, 713, 688),
    *(631, 688, 616, 594, 597, 648, 637, 887, 627, 601, 599, 265, 411, 265, 418, 451),
    *(309, 544, 562, 523, 564, 530, 348, 562, 551, 243, 239, 507, 243, 877, 552, 570),
    *(562, 568, 339, 516, 327, 551, 484, 751, 496, 473, 496, 338, 244, 338, 680),
)
_OTHER = 620
_SYSTEM_FONT = 1.06
"""The width of text in the fonts that a page may use instead, such as Arial."""

_ELLIPSIS = "…"


def text_width(text: str, size: float, weight: float = 1.0) -> float:
    """Return the width of the text in pixels; ``weight`` is 1 or ``BOLD``."""
    return sum(map(_width, text)) * size * weight / 1000


def fitted(text: str, room: float, size: float, weight: float = 1.0) -> str:
    """Return the text; if it is wider than ``room`` pixels, end it with an ellipsis."""
    (line,) = wrapped(text, room, size, lines=1, weight=weight) or ("",)
    return line


def wrapped(
    text: str, room: float, size: float, *, lines: int, weight: float = 1.0
) -> tuple[str, ...]:
    """Break the text between words into at most ``lines`` lines of ``room`` pixels.

    Text that does not fit is cut between words, and ends in an ellipsis.
    """
    words = text.split()
    broken: list[str] = []
    while words and len(broken) < lines:
        is_last = len(broken) == lines - 1
        line, words = _line(words, room / (size * weight), cut=is_last)
        broken.append(line)
    return tuple(broken)


def _line(words: list[str], room: float, *, cut: bool) -> tuple[str, list[str]]:
    """Return a line with as many of ``words`` as fit, and the remaining words.

    ``room`` is a multiple of the font size. With ``cut`` the line ends in an ellipsis
    if words remain.
    """
    thousandths = room * 1000
    if sum(map(_width, " ".join(words))) <= thousandths:
        return " ".join(words), []
    if cut:
        thousandths -= _width(" ") + _OTHER
    widths = accumulate(_word_width(word) for word in words)
    # The blank behind the last word of a line needs no width.
    count = sum(width - _width(" ") <= thousandths for width in widths)
    if count == 0:
        return _cut_word(words[0], thousandths), words[1:]
    line = " ".join(words[:count])
    return (f"{line} {_ELLIPSIS}" if cut else line), words[count:]


def _cut_word(word: str, thousandths: float) -> str:
    """Cut a word that is wider than a line, and add an ellipsis.

    ``thousandths`` is the width of the line in thousandths of the font size.
    """
    widths = accumulate(map(_width, word))
    return f"{word[: sum(width <= thousandths for width in widths) - 1]}{_ELLIPSIS}"


def _word_width(word: str) -> int:
    return sum(map(_width, word)) + _width(" ")


def _width(character: str) -> int:
    place = ord(character) - _FIRST
    width = _WIDTHS[place] if 0 <= place < len(_WIDTHS) else _OTHER
    return round(width * _SYSTEM_FONT)
