"""Rules for calendar dates ("June 3") and for relative dates ("last week")."""

from __future__ import annotations

import re
from datetime import date, timedelta

from summarizers.languages import periods
from summarizers.languages.date_frames import (
    Family,
    Frame,
    Outlook,
    Parts,
    Rule,
    narrowed,
    step_of,
    yearly,
)
from summarizers.languages.periods import Period
from summarizers.lexicons import choice, filled, table

_WEEKDAYS = {name: int(number) for name, number in table("weekdays").items()}
_NUMBERS = {word: int(number) for word, number in table("numbers").items()}
_DAY_STEPS = {word: int(days) for word, days in table("day_steps").items()}
# The number of units that a reader usually understands by "the coming days".
_UNCOUNTED = {"day": 7, "week": 6, "month": 6, "year": 5, "decade": 2, "weekend": 2}
_WEEK = 7


def _weekday(parts: Parts, frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    number, today = _WEEKDAYS[parts["w"]], frame.published
    if "week" in parts:
        week = periods.week_of(today).first + timedelta(
            _WEEK * step_of(parts.get("week"))
        )
        return periods.day(week + timedelta(number))
    ahead, back = (number - today.weekday()) % _WEEK, (today.weekday() - number) % _WEEK
    step = step_of(parts.get("rel"))
    if step > 0:
        return periods.day(today + timedelta(ahead or _WEEK))
    if step < 0:
        return periods.day(today - timedelta(back or _WEEK))
    looks_ahead = frame.outlook is Outlook.AHEAD or parts.get("rel") in {"this", "This"}
    return periods.day(today + timedelta(ahead if looks_ahead else -back))


def _deictic(parts: Parts, frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    step = _DAY_STEPS.get(parts["word"].lower(), 0)
    return periods.day(frame.published + timedelta(step))


def _unit(parts: Parts, frame: Frame) -> Period | None:
    """Return the days of a phrase such as "last week" or "later this month".

    Return ``None`` without a publication date.
    """
    if frame.published is None:
        return None
    unit, today = parts["unit"].lower(), frame.published
    step = _weekend_step(parts["rel"], frame) if unit == "weekend" else 0
    moved = periods.shift(today, unit, step or step_of(parts.get("rel")))
    whole = periods.unit_of(moved, unit)
    match parts.get("side", "").lower():
        case "later":
            return Period(min(today, whole.last), whole.last)
        case "earlier":
            return Period(whole.first, max(today, whole.first))
        case _:
            return narrowed(parts, frame, whole)


def _weekend_step(relation: str, frame: Frame) -> int:
    """Return -1 if "this weekend" means the weekend before publication, else 0.

    In an article published from Monday to Friday, it does so unless the clause is about
    the future.
    """
    if step_of(relation) or frame.published is None:
        return 0
    over = frame.published.weekday() < periods.SATURDAY
    return -1 if over and frame.outlook is not Outlook.AHEAD else 0


def _year_end(parts: Parts, frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    return periods.day(periods.unit_of(frame.published, parts.get("unit", "year")).last)


def _stretch(parts: Parts, frame: Frame) -> Period | None:
    """Return the days of a phrase such as "the next two weeks" or "the past few years".

    They start or end on the day of publication. Return ``None`` if that is unknown.
    """
    if frame.published is None:
        return None
    unit, today = parts["unit"].lower(), frame.published
    count = _number(parts["n"]) if "n" in parts else _UNCOUNTED[unit]
    far = periods.shift(today, unit, count * step_of(parts.get("rel")))
    return Period(min(today, far), max(today, far))


def _ahead(parts: Parts, frame: Frame) -> Period | None:
    """Return the days of a phrase such as "within 30 days" or "in two weeks".

    Return ``None`` if the clause is about the past.
    """
    if frame.published is None or frame.outlook is Outlook.BACK:
        return None
    unit, count = parts["unit"].lower(), _number(parts["n"])
    far = periods.shift(frame.published, unit, count)
    if parts["lead"].lower() == "within":
        return Period(frame.published, far)
    if parts["n"].lower() in VAGUE_NUMBERS:
        near = periods.shift(frame.published, unit, count - 1)
        far = periods.shift(frame.published, unit, 2 * count)
        return Period(_grain(near, unit).first, _grain(far, unit).last)
    return _grain(far, unit)


def _away(parts: Parts, frame: Frame) -> Period | None:
    """Return the days of phrases like "ten years ago", "two weeks from now", if any."""
    if frame.published is None:
        return None
    unit = parts["unit"].lower()
    sign = -1 if parts["tail"].lower() in {"ago", "earlier"} else 1
    return _grain(
        periods.shift(frame.published, unit, sign * _number(parts["n"])), unit
    )


def _grain(moment: date, unit: str) -> Period:
    """Return the whole ``unit``, such as the week, that contains the day ``moment``."""
    return periods.unit_of(moment, "year" if unit == "decade" else unit)


def _number(text: str) -> int:
    word = text.lower().removesuffix(" of").removeprefix("a ")
    return int(word) if word.isdigit() else _NUMBERS[word]


_MONTHS = {name: int(number) for name, number in table("months").items()}
_SEASONS = {name: int(number) for name, number in table("seasons").items()}
_ORDINALS = {word: int(number) for word, number in table("ordinals").items()}
_HOLIDAYS = table("holidays")
SEASONAL = frozenset(("Christmas", "New Year"))
"""Names that mean a day or the season around it: "Christmas", "New Year"."""
VAGUE_NUMBERS = frozenset(
    ("couple", "a couple", "a couple of", "few", "a few", "several")
)
"""Number words that are not exact: "in a few weeks"."""


def _iso(parts: Parts, _: Frame) -> Period:
    return periods.day_of(int(parts["y"]), int(parts["mm"]), int(parts["d"]))


def _slashed(parts: Parts, _: Frame) -> Period | None:
    """Return the day of "25/3/2025"; ``None`` for "3/4/2025", which is ambiguous."""
    first, second, year = int(parts["one"]), int(parts["two"]), int(parts["y"])
    if first != second and max(first, second) <= periods.DECEMBER:
        return None
    return periods.day_of(year, min(first, second), max(first, second))


def _calendar_day(parts: Parts, frame: Frame) -> Period | None:
    month, first = _MONTHS[parts["m"]], int(parts["d"])
    last = int(parts.get("d2", first))

    def days(year: int) -> Period:
        return Period(date(year, month, first), date(year, month, last))

    return days(int(parts["y"])) if "y" in parts else yearly(frame, days)


def _month(parts: Parts, frame: Frame) -> Period | None:
    number = _MONTHS[parts["m"]]
    if "y" in parts:
        return narrowed(parts, frame, periods.months(int(parts["y"]), number))
    whole = yearly(frame, lambda year: periods.months(year, number), parts.get("rel"))
    return None if whole is None else narrowed(parts, frame, whole)


def _year(parts: Parts, frame: Frame) -> Period:
    return narrowed(parts, frame, periods.year_of(int(parts["y"])))


def _decade(parts: Parts, frame: Frame) -> Period:
    return narrowed(
        parts, frame, periods.unit_of(date(int(parts["y"]), 1, 1), "decade")
    )


def _quarter(parts: Parts, frame: Frame) -> Period | None:
    word = parts["q"].lower()
    first = ((_ORDINALS.get(word) or int(word[-1])) - 1) * periods.QUARTER_MONTHS + 1

    def quarter(year: int) -> Period:
        return periods.months(year, first, periods.QUARTER_MONTHS)

    if "y" in parts:
        return quarter(int(parts["y"]))
    if "rel" in parts and frame.published:
        return quarter(frame.published.year + step_of(parts.get("rel")))
    return yearly(frame, quarter)


def _season(parts: Parts, frame: Frame) -> Period | None:
    first = _SEASONS[parts["s"].lower()]

    def season(year: int) -> Period:
        return periods.months(year, first, periods.QUARTER_MONTHS)

    return (
        season(int(parts["y"]))
        if "y" in parts
        else yearly(frame, season, parts.get("rel"))
    )


def _holiday(parts: Parts, frame: Frame) -> Period | None:
    month, number = map(int, _HOLIDAYS[parts["h"]].split("-"))
    around = timedelta(parts["h"] in SEASONAL)

    def days(year: int) -> Period:
        feast = date(year, month, number)
        return Period(feast - around, feast + around)

    return (
        days(int(parts["y"])) if "y" in parts else yearly(frame, days, parts.get("rel"))
    )


_PIECES = table("date_parts") | {
    "weekdays": choice(_WEEKDAYS),
    "months": choice(_MONTHS),
    "seasons": choice(_SEASONS),
    "holidays": choice(_HOLIDAYS),
    "numbers": "|".join(word for word in _NUMBERS if word not in {"a", "an"}),
}


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(filled(table("date_patterns")[name], _PIECES))


_AFTER_DAYS = ("st ", "nd ", "rd ", "th ", "of ")
_ENDS_OF_ONE = ("a ", "n ", "e ", "A ", "N ", "E ")
_ENDS_OF_RELATIONS = (
    "his ",
    "ext ",
    "oming ",
    "ast ",
    "revious ",
    "calendar ",
    "fiscal ",
)

RULES = (
    Rule(Family.YEAR, _pattern("iso"), _iso, clue="-"),
    Rule(Family.YEAR, _pattern("slashed"), _slashed, lead=("/", ".")),
    Rule(Family.MONTH, _pattern("month_day"), _calendar_day, numbered=True),
    Rule(
        Family.MONTH,
        _pattern("day_month"),
        _calendar_day,
        lead=(*(f"{digit} " for digit in range(10)), *_AFTER_DAYS),
    ),
    Rule(Family.MONTH, _pattern("month_of_year"), _month, numbered=True),
    Rule(Family.MONTH, _pattern("month"), _month),
    Rule(Family.QUARTER, _pattern("quarter"), _quarter),
    Rule(Family.SEASON, _pattern("season"), _season, vague=True),
    Rule(Family.YEAR, _pattern("decade"), _decade, clue="0s", vague=True),
    Rule(Family.YEAR, _pattern("year"), _year),
    Rule(Family.HOLIDAY, _pattern("holiday"), _holiday),
    Rule(Family.WEEKDAY, _pattern("weekday"), _weekday),
    Rule(Family.DAY, _pattern("near_day"), _deictic),
    Rule(Family.UNIT, _pattern("unit"), _unit, lead=_ENDS_OF_RELATIONS),
    Rule(Family.UNIT, _pattern("part_of_unit"), _unit, lead=("the ",)),
    Rule(Family.UNIT, _pattern("weekend"), _unit, lead=("the ",)),
    Rule(Family.UNIT, _pattern("year_end"), _year_end, clue="end", vague=True),
    Rule(Family.UNITS, _pattern("stretch"), _stretch, vague=True),
    Rule(Family.UNITS, _pattern("ahead"), _ahead),
    Rule(Family.UNITS, _pattern("ago"), _away, clue=" ago"),
    Rule(Family.UNITS, _pattern("from_now"), _away, clue=" from "),
    Rule(Family.UNIT, _pattern("one_ahead"), _ahead, lead=_ENDS_OF_ONE),
    Rule(Family.UNIT, _pattern("one_away"), _away, lead=_ENDS_OF_ONE),
)
