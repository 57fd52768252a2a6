"""Numbers in a text with the values that they may stand for: "about 3,400" may be 3,412.

A number is an interval: its ends say which exact values it does not contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from summarizers.languages.numerals import Numerals

# How far a rounded number with a word like "about" or "over" may be from the exact one.
_LATITUDE = 0.15
_TEN, _ROUND_ZEROS = 10, 2
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_BROKEN = re.compile(r"\s?[,.]\s\d")
_LOOK_BACK = 36


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number ``text[start:end]``, its qualifier and currency included.

    It is printed as ``value`` and may be anything from ``low`` to ``high``.
    ``currency`` is a sign, or empty. A ``loose`` number is a part of a range or of a
    longer number. The counted thing starts at ``behind``: behind "of".
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    currency: str = ""
    loose: bool = False
    behind: int = 0


def find_quantities(
    text: str, start: int, end: int, numerals: Numerals
) -> Iterator[Quantity]:
    """The numbers of a stretch of text, in text order; the work grows linearly.

    Ordinals, ages, times of day, scores, percentages and numbers in names are left out.
    """
    for match in numerals.pattern.finditer(text, start, end):
        value, unit = _value(match, numerals)
        if _is_year(match):
            continue
        low, high = _interval(value, unit, numerals.kind(match))
        yield Quantity(
            match.start(),
            match.end(),
            value,
            low,
            high,
            numerals.currency(match["currency"] or ""),
            _is_loose(match, start, end, numerals),
            _behind(match, numerals),
        )


def _behind(match: re.Match[str], numerals: Numerals) -> int:
    """Where the noun begins that the number counts."""
    scaled = match["scale"] or match["wordscale"] or match["bare"]
    joint = numerals.of.match(match.string, match.end()) if scaled else None
    return match.end() if joint is None else joint.end()


def _value(match: re.Match[str], numerals: Numerals) -> tuple[float, float]:
    """The number, and the unit to which it is printed: 100 for 3,400."""
    letter = _LETTERS.get((match["letter"] or "").lower(), 1)
    scale = float(letter * numerals.factor(match["scale"] or match["wordscale"]))
    if match["digits"]:
        digits = numerals.digits(match["digits"])
        return float(digits) * scale, _unit(digits) * scale
    if match["bare"]:
        return (scale := float(numerals.factor(match["bare"]))), scale
    value = numerals.word(match["word"])
    return value * scale, _unit(str(value)) * scale


def _unit(digits: str) -> float:
    """The place value of the last digit that is not rounded: 100 for 3,400."""
    if "." in digits:
        return float(_TEN ** -len(digits.partition(".")[2]))
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(_TEN**zeros) if zeros else 1.0


def _interval(value: float, unit: float, kind: str) -> tuple[float, float]:
    """The exact values that a printed one does not contradict."""
    rounding = unit / 2 if unit >= _TEN**_ROUND_ZEROS or value % 1 else 0.0
    low, high = value - rounding, value + rounding
    width = value * _LATITUDE if unit >= _TEN or unit < 1 or kind == "about" else 0.0
    match kind:
        case "about":
            return min(low, value - width), max(high, value + width)
        case "above":
            return value, max(high, value + width)
        case "below":
            return min(low, value - width), value
        case _:
            return low, high


def _is_year(match: re.Match[str]) -> bool:
    bare = match["scale"] is None and match["currency"] is None
    return (
        bare and re.fullmatch(r"1[5-9]\d\d|20\d\d", match["digits"] or "") is not None
    )


def _is_loose(match: re.Match[str], start: int, end: int, numerals: Numerals) -> bool:
    """Whether the number is one end of a range, or a piece of a longer one."""
    text = match.string
    if match["rest"] or _BROKEN.match(text, match.end(), end):
        return True
    if numerals.ranges.match(text, match.end(), end):
        return True
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    return bool(numerals.after_range.search(before) or numerals.until.search(before))
