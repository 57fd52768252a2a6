"""Numbers in a text with what they may mean: "about 3,400" may be 3,412.

A number is an interval: its ends say which exact values it does not contradict.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import table

# How far a rounded number with a word like "about" or "over" may be from the exact one.
_LATITUDE = 0.15
_TEN, _ROUND_ZEROS = 10, 2
_CURRENCIES = "$€£¥₹"
_LETTERS = {"k": 10**3, "m": 10**6, "b": 10**9}
_RANGES = re.compile(r"\s?(?:-|–|—|to|or)\s?(?:[$€£¥₹]\s?)?\d", re.IGNORECASE)
_BROKEN = re.compile(r"\s?[,.]\s\d")
_AFTER_RANGE = re.compile(r"(?:from|between)\s$", re.IGNORECASE)
_UNTIL = re.compile(
    r"\d\S{0,12}(?: \w{1,12})? (?:to|or) $|between .{1,20} and $", re.IGNORECASE
)
_LOOK_BACK = 36


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number ``text[start:end]``, its qualifier and currency included.

    It is printed as ``value`` and may be anything from ``low`` to ``high``.
    ``currency`` is a sign, empty for what is no money. A ``loose`` number is a part of a range or of a longer number.
    """

    start: int
    end: int
    value: float
    low: float
    high: float
    currency: str = ""
    loose: bool = False


def find_quantities(text: str, start: int, end: int) -> Iterator[Quantity]:
    """The numbers of a stretch of text, in text order; the work grows linearly.

    Ordinals, ages, times of day, scores, shares in percent and numbers in names are
    none.
    """
    for match in _pattern().finditer(text, start, end):
        value, unit = _value(match)
        if _is_year(match):
            continue
        low, high = _interval(value, unit, _kind(match))
        yield Quantity(
            match.start(),
            match.end(),
            value,
            low,
            high,
            (match["currency"] or "").strip()[-1:],
            _is_loose(match, start, end),
        )


def _value(match: re.Match[str]) -> tuple[float, float]:
    """The number, and the unit to which it is printed: 100 for 3,400."""
    letter = _LETTERS.get((match["letter"] or "").lower(), 1)
    scale = float(letter * _factor(match["scale"] or match["wordscale"]))
    if match["digits"]:
        digits = match["digits"].replace(",", "").replace("\u00a0", "")
        return float(digits) * scale, _unit(digits) * scale
    if match["bare"]:
        return (scale := float(_factor(match["bare"]))), scale
    words = match["word"].lower().split("-")
    value = sum(int(table("number_words").get(word, 1)) for word in words)
    return value * scale, _unit(str(value)) * scale


def _unit(digits: str) -> float:
    """What the last digit that is not rounded counts; 1 for a small round number."""
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


def _kind(match: re.Match[str]) -> str:
    """How exact the number is; a dozen is never meant to the last one."""
    words = " ".join((match["qualifier"] or "").lower().split())
    return table("number_qualifiers").get(words) or (
        "about" if "dozen" in match[0].lower() else ""
    )


def _is_year(match: re.Match[str]) -> bool:
    bare = match["scale"] is None and match["currency"] is None
    return (
        bare and re.fullmatch(r"1[5-9]\d\d|20\d\d", match["digits"] or "") is not None
    )


def _is_loose(match: re.Match[str], start: int, end: int) -> bool:
    """Whether the number is one end of a range, or a piece of a longer one."""
    text = match.string
    if match["rest"] or _BROKEN.match(text, match.end(), end):
        return True
    if _RANGES.match(text, match.end(), end):
        return True
    before = text[max(start, match.start() - _LOOK_BACK) : match.start()]
    return bool(_AFTER_RANGE.search(before) or _UNTIL.search(before))


def _factor(word: str | None) -> int:
    return int(table("number_scales").get((word or "").strip().lower(), 1))


def _either(found: Iterable[str]) -> str:
    return "|".join(
        re.escape(one).replace(r"\ ", r"\s") for one in sorted(found, key=len)[::-1]
    )


@cache
def _pattern() -> re.Pattern[str]:
    scales = table("number_scales")
    words = _either(table("number_words"))
    qualifiers = _either(table("number_qualifiers"))
    word = rf"(?:{words})(?:-(?:one|{words}))?"
    long_scales = _either(scale for scale in scales if len(scale) > 2)  # noqa: PLR2004
    return re.compile(
        rf"(?:\b(?P<qualifier>{qualifiers})\s)?"
        rf"(?:(?<![\w.,:/#+–-])(?P<currency>(?:US|A|C|NZ|HK|S)?[{_CURRENCIES}]\s?)?"
        r"(?<![\w.,:/#+–-])"
        r"(?P<digits>\d{1,3}(?:[,\u00a0]\d{3}){1,4}(?:\.\d{1,3})?|\d{1,12}(?:\.\d{1,3})?)"
        rf"(?:[\s-]?(?P<scale>{_either(scales)})\b|(?(currency)(?P<letter>[mbk])\b|(?!)))?(?![.,:/]?\d|:|/)"
        rf"|(?<![\w-])(?P<word>{word})(?:\s(?P<wordscale>{long_scales})\b)?"
        r"|(?<![\w-])an?\s(?P<bare>dozen|hundred|thousand|million|billion)\b)"
        rf"(?![\w%°’'–-]|\s%)(?P<rest>\s(?:and\s)?(?:{words}|{long_scales})\b)?",
        re.IGNORECASE,
    )
