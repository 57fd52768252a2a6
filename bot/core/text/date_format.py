"""Days and periods as they are printed, the same in every locale."""

from __future__ import annotations

from datetime import date, timedelta

_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def written(day: date) -> str:
    """One day: ``17 Sep 2022``."""
    return f"{day.day} {_month(day)}"


def period(first: date, last: date) -> str:
    """The days from the first to the last, as short as they can be told.

    A whole year is ``2029``, a whole month ``Oct 2022``, a week ``2-8 Oct 2022`` (with
    an en dash).
    """
    if first == last:
        return written(first)
    if (first.year, first.month) == (last.year, last.month):
        whole = first.day == 1 and _ends_month(last)
        return _month(first) if whole else f"{first.day}–{written(last)}"
    if _starts_year(first) and last == date(first.year, 12, 31):
        return str(first.year)
    if first.day == 1 and _ends_month(last):
        return f"{_month(first)} – {_month(last)}"
    return f"{written(first)} – {written(last)}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _starts_year(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _ends_month(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1
