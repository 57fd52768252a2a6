"""Formats days and periods, the same in every locale."""

from __future__ import annotations

from datetime import date, timedelta

from summarizers.model import When

_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def format_day(day: date) -> str:
    """Format one day as ``17 Sep 2022``."""
    return f"{day.day} {_month(day)}"


def format_period(first: date, last: date) -> str:
    """Format the days from ``first`` to ``last`` in the shortest form.

    A whole year is ``2029``, a whole month ``Oct 2022``, a week ``2-8 Oct 2022`` (with
    an en dash).
    """
    if first == last:
        return format_day(first)
    if (first.year, first.month) == (last.year, last.month):
        is_whole_month = first.day == 1 and _is_month_end(last)
        return _month(first) if is_whole_month else f"{first.day}–{format_day(last)}"
    if _is_year_start(first) and last == date(first.year, 12, 31):
        return str(first.year)
    if first.day == 1 and _is_month_end(last):
        return f"{_month(first)} – {_month(last)}"
    return f"{format_day(first)} – {format_day(last)}"


def format_when(when: When) -> str:
    """Format the days of a date; a vague one keeps the article's own words."""
    return format_period(when.first, when.last) if when.exact else when.span.text


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year}"


def _is_year_start(day: date) -> bool:
    return (day.month, day.day) == (1, 1)


def _is_month_end(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1
