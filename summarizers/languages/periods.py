"""Calendar arithmetic with days, weeks, months and years, both ends included."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

SATURDAY, SUNDAY, DECEMBER = 5, 6, 12
DAYS = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}
MONTHS = {"month": 1, "quarter": 3, "year": DECEMBER, "decade": 120}


class Period(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date


def day(moment: date) -> Period:
    """Return the period of a single day."""
    return Period(moment, moment)


def months(year: int, month: int, count: int = 1) -> Period:
    """Return the period of ``count`` whole months that starts with the given month.

    Raises:
        ValueError: the calendar has no such month, or ends before the period does.
    """
    years, index = divmod(month - 1 + count - 1, DECEMBER)
    last = monthrange(year + years, index + 1)[1]
    return Period(date(year, month, 1), date(year + years, index + 1, last))


def unit_of(moment: date, unit: str) -> Period:
    """Return the whole ``unit``, such as the week or month, that holds ``moment``.

    A decade starts with a year that ends in 0.
    """
    if unit in MONTHS:
        index = moment.year * DECEMBER + moment.month - 1
        year, month = divmod(index - index % MONTHS[unit], DECEMBER)
        return months(year, month + 1, MONTHS[unit])
    if unit not in {"week", "fortnight", "weekend"}:
        return day(moment)
    monday = moment - timedelta(moment.weekday())
    first = SATURDAY if unit == "weekend" else 0
    return Period(monday + timedelta(first), monday + timedelta(SUNDAY))


def shift(moment: date, unit: str, count: int) -> date:
    """Return the day ``count`` units after ``moment``; a negative ``count`` goes back.

    If the new month is too short, its last day is returned: January 31 plus one month
    is February 28 or 29.

    Raises:
        ValueError: the calendar does not extend that far.
        OverflowError: the calendar does not extend that far.
    """
    if unit in DAYS:
        return moment + timedelta(DAYS[unit] * count)
    index = moment.year * DECEMBER + moment.month - 1 + MONTHS[unit] * count
    year, month = divmod(index, DECEMBER)
    return date(year, month + 1, min(moment.day, monthrange(year, month + 1)[1]))


def part_of(period: Period, part: str) -> Period:
    """Return one of several equal parts of a period: "1/3" is the first of three.

    A year is divided by months, other periods by days.
    """
    number, count = map(int, part.split("/"))
    if period == unit_of(period.first, "year"):
        size = DECEMBER // count
        return months(period.first.year, (number - 1) * size + 1, size)
    size = ((period.last - period.first).days + 1) // count
    first = period.first + timedelta((number - 1) * size)
    last = first + timedelta(size - 1)
    return Period(first, period.last if number == count else last)
