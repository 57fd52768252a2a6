"""Calendar arithmetic with days, weeks, months and years, both ends included."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

# The index of the part that a word means, and the number of parts.
PARTS = {
    "early": (0, 3),
    "beginning": (0, 3),
    "start": (0, 3),
    "mid": (1, 3),
    "middle": (1, 3),
    "late": (2, 3),
    "first half": (0, 2),
    "second half": (1, 2),
}
SUNDAY = 6
SATURDAY = 5
DECEMBER = 12
QUARTER_MONTHS = 3


class Period(NamedTuple):
    """The days from ``first`` to ``last``, both included."""

    first: date
    last: date


def day(moment: date) -> Period:
    """Return the period of a single day."""
    return Period(moment, moment)


def day_of(year: int, month: int, number: int) -> Period:
    """Return the period of one day; ``number`` is the day of the month.

    Raises:
        ValueError: the calendar has no such day.
    """
    return day(date(year, month, number))


def months(year: int, month: int, count: int = 1) -> Period:
    """Return the period of ``count`` whole months that starts with the given month.

    Raises:
        ValueError: the period ends after the year 9999.
    """
    final = year * DECEMBER + month - 1 + count - 1
    last_year, last_month = divmod(final, DECEMBER)
    last = date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    return Period(date(year, month, 1), last)


def year_of(year: int) -> Period:
    """Return the period of a whole year.

    Raises:
        ValueError: the calendar has no such year.
    """
    return Period(date(year, 1, 1), date(year, DECEMBER, 31))


def week_of(moment: date) -> Period:
    """Return the week from Monday to Sunday that holds a day."""
    monday = moment - timedelta(days=moment.weekday())
    return Period(monday, monday + timedelta(days=SUNDAY))


def weekend_of(moment: date) -> Period:
    """Return Saturday and Sunday of the week that holds a day."""
    last = week_of(moment).last
    return Period(last - timedelta(days=1), last)


def month_of(moment: date) -> Period:
    """Return the month that holds a day."""
    return months(moment.year, moment.month)


def quarter_of(moment: date) -> Period:
    """Return the quarter of the year that holds a day."""
    first = (moment.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1
    return months(moment.year, first, QUARTER_MONTHS)


def decade_of(moment: date) -> Period:
    """Return the decade that holds a day: ten years from a year that ends in 0."""
    first = moment.year // 10 * 10
    return Period(date(first, 1, 1), date(first + 9, DECEMBER, 31))


def shift(moment: date, unit: str, count: int) -> date:
    """Return the day ``count`` units after ``moment``; a negative ``count`` goes back.

    If the new month is too short, its last day is returned: January 31 plus one month
    is February 28 or 29.

    Raises:
        ValueError: the calendar does not extend that far.
        OverflowError: the calendar does not extend that far.
    """
    if unit in DAYS:
        return moment + timedelta(days=DAYS[unit] * count)
    year, month = divmod(
        moment.year * DECEMBER + moment.month - 1 + MONTHS[unit] * count, DECEMBER
    )
    number = min(moment.day, monthrange(year, month + 1)[1])
    return date(year, month + 1, number)


def unit_of(moment: date, unit: str) -> Period:
    """Return the whole ``unit``, such as the week or month, that holds ``moment``."""
    return UNITS[unit](moment)


def part_of(period: Period, part: str) -> Period:
    """Return the ``part`` of a period: "early", "mid", "late", a half, or "end".

    A year is divided by months, other periods by days. "end" is the last month of a
    year, or the last third of another period.
    """
    if part == "end":
        return _end(period)
    number, count = PARTS[part]
    if period == year_of(period.first.year):
        size = DECEMBER // count
        return months(period.first.year, number * size + 1, size)
    size = ((period.last - period.first).days + 1) // count
    first = period.first + timedelta(days=number * size)
    last = period.last if number == count - 1 else first + timedelta(days=size - 1)
    return Period(first, last)


def _end(period: Period) -> Period:
    if period == year_of(period.first.year):
        return months(period.last.year, DECEMBER)
    return part_of(period, "late")


DAYS = {"hour": 0, "day": 1, "night": 1, "week": 7, "fortnight": 14, "weekend": 7}
MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}
UNITS: dict[str, Callable[[date], Period]] = {
    "hour": day,
    "day": day,
    "night": day,
    "week": week_of,
    "fortnight": week_of,
    "weekend": weekend_of,
    "month": month_of,
    "quarter": quarter_of,
    "year": lambda moment: year_of(moment.year),
    "decade": decade_of,
}
