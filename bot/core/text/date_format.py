"""Formats days and periods, the same in every locale of the machine."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.core.text.labels import Labels, labels_for

_ENGLISH = labels_for("en")
_SPACE = "\N{NO-BREAK SPACE}"
_DASH = "–"
_LONGEST_DAYS = timedelta(days=6)


def format_day(day: date) -> str:
    """Format one day as ``17 Sep 2022``, for the bot's own messages."""
    return f"{day.day} {_ENGLISH.months[day.month - 1]} {day.year}"


def full_day(day: date, labels: Labels = _ENGLISH) -> str:
    """Format one day as ``Fri 6 Nov 2026``, with no-break spaces."""
    return day_label(day, None, labels)


def time_label(moment: datetime, year: int | None, labels: Labels = _ENGLISH) -> str:
    """Format a local time as ``Fri 6 Nov, 07:30``.

    The year is included if it is not ``year``.
    """
    return f"{day_label(moment.date(), year, labels)}, {moment:%H:%M}"


def day_label(day: date, year: int | None, labels: Labels = _ENGLISH) -> str:
    """Format one day as ``Fri 6 Nov``, with its year if that is not ``year``."""
    weekday = labels.weekdays[day.weekday()]
    return _SPACE.join((weekday, _numbered(day, labels), *_year(day, year)))


def short_day(day: date, labels: Labels = _ENGLISH) -> str:
    """Format one day as ``6 Nov``, with a no-break space."""
    return _numbered(day, labels)


def period_label(
    first: date, last: date, year: int | None, labels: Labels = _ENGLISH
) -> str | None:
    """Format a period of one day, up to seven days or a month; else return ``None``.

    Examples are ``Fri 6 Nov``, ``16-22 Nov`` (with an en dash) and ``Mar 2027``, each
    with its year only if that is not ``year``.
    """
    if first == last:
        return day_label(first, year, labels)
    if last - first <= _LONGEST_DAYS:
        return _days(first, last, year, labels)
    same_month = (first.year, first.month) == (last.year, last.month)
    if same_month and first.day == 1 and _is_month_end(last):
        return _SPACE.join((labels.months[first.month - 1], *_year(first, year)))
    return None


def days_label(
    first: date | None, last: date | None, year: int | None, labels: Labels = _ENGLISH
) -> str:
    """Return the days of an event, such as ``Fri 6 Nov``; empty if they are vague.

    The year is left out if it is ``year``.
    """
    if first is None or last is None:
        return ""
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        return str(first.year)
    named = period_label(first, last, year, labels)
    return named or " – ".join(day_label(day, year, labels) for day in (first, last))


def _days(first: date, last: date, year: int | None, labels: Labels) -> str:
    until = _SPACE.join((_numbered(last, labels), *_year(last, year)))
    if first.month == last.month:
        number = _numbered(first, labels).partition(_SPACE)[0]
        return f"{number}{_DASH}{until}"
    since = (_numbered(first, labels), *_year(first, last.year))
    return f"{_SPACE.join(since)}{_SPACE}{_DASH}{_SPACE}{until}"


def _numbered(day: date, labels: Labels) -> str:
    number = labels.first_of_month if day.day == 1 else str(day.day)
    return f"{number}{_SPACE}{labels.months[day.month - 1]}"


def _year(day: date, year: int | None) -> tuple[str, ...]:
    return () if day.year == year else (str(day.year),)


def _is_month_end(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1
