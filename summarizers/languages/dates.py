"""Find date phrases, and resolve them to days by the publication date.

A phrase without a year ("June 3", "Friday") means its next occurrence if its clause is
about the future, and its last one if the clause is about the past. Only the caller
knows the clause, so finding and resolving are two steps.

The list ``date_patterns`` of a language has the patterns. Each of them names the kind of
its phrases and the step of this module that resolves them. A group of a pattern has the
name of a value, such as "month"; lists give the values of words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

from summarizers.lexicons import choice, filled, table

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


class TimeDirection(StrEnum):
    """The time of a clause, seen from the publication date.

    ``AHEAD`` is the future and ``BACK`` the past. ``OPEN`` means that the clause does
    not show which.
    """

    AHEAD = "ahead"
    BACK = "back"
    OPEN = "open"


class DateKind(StrEnum):
    """A class of date phrases, named after the kind of word that each contains."""

    YEAR = "year"
    MONTH = "month"
    WEEKDAY = "weekday"
    SEASON = "season"
    HOLIDAY = "holiday"
    QUARTER = "quarter"
    DAY = "day"
    UNIT = "unit"
    COUNT = "count"


class DateContext(NamedTuple):
    """The facts by which a date phrase is resolved to days.

    ``parts`` are the groups of the phrase's pattern with the values of their words.
    ``direction`` tells whether the clause that contains the phrase is about the future
    or the past.
    """

    parts: Mapping[str, str]
    published: date
    direction: TimeDirection

    def number(self, name: str) -> int:
        """Return the value of a group as a number, or 0 if it did not match."""
        return int(self.parts.get(name, 0))


class _Rule(NamedTuple):
    lang: str
    kind: DateKind
    step: str
    pattern: re.Pattern[str]


class DatePhrase(NamedTuple):
    """A date phrase ``text[start:end]`` that is not yet resolved to days."""

    start: int
    end: int
    match: re.Match[str]
    rule: _Rule

    @property
    def kind(self) -> DateKind:
        """Return the kind of date words in the phrase, such as a month or a weekday."""
        return self.rule.kind

    @property
    def text(self) -> str:
        """Return the phrase with plain apostrophes and blanks."""
        return self.match.string[slice(*_span(self.match))]

    @property
    def is_exact(self) -> bool:
        """Return whether the phrase names days, or a whole week, month or year."""
        parts = self._parts()
        is_around = parts.get("holiday", "").count("-") > 1
        is_vague = self.rule.step in _VAGUE_STEPS or not _VAGUE_PARTS.isdisjoint(parts)
        return not (is_around or is_vague)

    def days(self, published: date | None, direction: TimeDirection) -> Period | None:
        """Return the days that the phrase means, or ``None`` if it is indefinite.

        Without a publication date, only a phrase with a year has days. After "since",
        the phrase means the past; after "by", it is a deadline.
        """
        parts = self._parts()
        if published is None and "year" not in parts:
            return None
        if "origin" in parts:
            direction = TimeDirection.BACK
        elif "deadline" in parts and direction is TimeDirection.BACK:
            direction = TimeDirection.OPEN
        context = DateContext(parts, published or date.min, direction)
        try:
            period = _STEPS[self.rule.step](context)
        except (ValueError, OverflowError):
            return None
        if period is None or period.first > period.last:
            return None
        if "limit" in parts and published and published <= period.last:
            return Period(published, period.last)
        return period

    def _parts(self) -> dict[str, str]:
        """Return the groups that matched, also of the words before the phrase."""
        values, lead = _values(self.rule.lang), _lead(self.rule.lang)
        start, _ = _span(self.match)
        before = lead.search(self.match.string, max(0, start - _BEFORE), start)
        groups = self.match.groupdict() | (before.groupdict() if before else {})
        return {
            name: values.get(text.lower(), text)
            for name, text in groups.items()
            if text
        }


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the bounds of the phrase in a match, which may start with a word before."""
    return match.span("phrase" if "phrase" in match.re.groupindex else 0)


def find_phrases(text: str, start: int, end: int, lang: str) -> list[DatePhrase]:
    """Return the date phrases of ``text[start:end]``, in order.

    Of overlapping phrases, only the longest is returned. The work grows linearly with
    the slice.
    """
    plain = text[start:end]
    if not plain.isascii():
        plain = plain.translate(_PLAIN)
    phrases = [
        DatePhrase(start + first, start + last, match, rule)
        for match, rule in _matches(plain, lang)
        for first, last in [_span(match)]
    ]
    kept: list[DatePhrase] = []
    for phrase in sorted(phrases, key=lambda phrase: (phrase.start, -phrase.end)):
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return kept


_PLAIN = str.maketrans("’\xa0\u202f", "'  ")
_WORD = re.compile(r"\w+")
# How far a phrase may extend from its date word: "by the beginning of the first … week".
_BEFORE, _AFTER = 36, 24


def _matches(plain: str, lang: str) -> Iterator[tuple[re.Match[str], _Rule]]:
    """Yield the matches of the date patterns, which are tried only around date words."""
    rules = _rules(lang)
    for at, date_word in [
        (w.start(), w[0]) for w in _WORD.finditer(plain) if w[0] in rules
    ]:
        blank = plain.find(" ", at + _AFTER)
        stop = min(blank if blank >= 0 else len(plain), at + 2 * _AFTER)
        for rule in rules[date_word]:
            for match in rule.pattern.finditer(plain, max(0, at - _BEFORE), stop):
                yield match, rule


# The list of the words of which each phrase of a kind contains one.
_LISTS = {
    DateKind.MONTH: "months",
    DateKind.WEEKDAY: "weekdays",
    DateKind.SEASON: "seasons",
    DateKind.HOLIDAY: "holidays",
    DateKind.QUARTER: "quarters",
    DateKind.DAY: "day_steps",
    DateKind.UNIT: "date_units",
    DateKind.COUNT: "date_units",
}
_YEARS = range(1000, 3000)


@cache
def _rules(lang: str) -> dict[str, list[_Rule]]:
    """Map each date word, spelled as in text, to the rules of its phrases."""
    lists = *_LISTS.values(), "number_words"
    pieces = {name: choice(table(name, lang)) for name in lists}
    pieces |= table("date_parts", lang)
    rules: dict[str, list[_Rule]] = {}
    for name, source in table("date_patterns", lang).items():
        kind, step, *_ = name.split(".")
        pattern = re.compile(filled(f"%start%{source}", pieces))
        rule = _Rule(lang, DateKind(kind), step, pattern)
        for word in _date_words(rule.kind, lang):
            rules.setdefault(word, []).append(rule)
    return rules


def _date_words(kind: DateKind, lang: str) -> set[str]:
    if kind is DateKind.YEAR:
        return {f"{year}{end}" for year in _YEARS for end in ("", "s")}
    listed = {_WORD.findall(entry)[-1] for entry in table(_LISTS[kind], lang)}
    return listed | {word.capitalize() for word in listed}


@cache
def _values(lang: str) -> dict[str, str]:
    """Map the words of date phrases, in lower case, to their values."""
    lists = *_LISTS.values(), "number_words", "date_values"
    entries = chain.from_iterable(table(name, lang).items() for name in lists)
    return {word.lower(): value for word, value in entries}


@cache
def _lead(lang: str) -> re.Pattern[str]:
    return re.compile(table("date_parts", lang)["lead"])


def nearest(
    choices: Sequence[Period], published: date, direction: TimeDirection
) -> Period | None:
    """Return the period of ``choices`` that is nearest to the publication day, if any.

    If ``direction`` is ``AHEAD``, periods that are over are excluded; if it is
    ``BACK``, periods that have not started. A period that contains the publication day
    always counts.
    """
    if direction is TimeDirection.AHEAD:
        choices = [period for period in choices if period.last >= published]
    elif direction is TimeDirection.BACK:
        choices = [period for period in choices if period.first <= published]
    return min(
        choices,
        key=lambda period: max(
            0, (period.first - published).days, (published - period.last).days
        ),
        default=None,
    )


def _in_year(context: DateContext, build: Callable[[int], Period]) -> Period | None:
    """Return the period that ``build`` makes for the year that a phrase means.

    A phrase without a year, such as "next July", means a year near publication.
    """
    today, step = context.published, context.number("step")
    if "year" in context.parts:
        return build(context.number("year"))
    if "year_step" in context.parts:
        return build(today.year + context.number("year_step"))
    choices = []
    for year in range(today.year - 1, today.year + 2):
        with suppress(ValueError):  # There may be no February 29.
            choices.append(build(year))
    if step > 0:
        choices = [period for period in choices if period.first > today]
    return nearest(choices, today, _DIRECTIONS.get(step, context.direction))


_DIRECTIONS = {1: TimeDirection.AHEAD, -1: TimeDirection.BACK}


def _narrowed(context: DateContext, whole: Period) -> Period:
    """Return the part of ``whole`` that a word such as "early" or "later" selects."""
    parts, today = context.parts, context.published
    match parts.get("part") or parts.get("piece") or parts.get("side"):
        case None:
            return whole
        case "later":
            return Period(min(today, whole.last), whole.last)
        case "earlier":
            return Period(whole.first, max(today, whole.first))
        case "end" if "deadline" in parts:
            return day(whole.last)
        case "end" if whole == unit_of(whole.first, "year"):
            return part_of(whole, "12/12")
        case "end":
            return part_of(whole, "3/3")
        case part:
            return part_of(whole, part)


def _date(context: DateContext) -> Period | None:
    month, first = context.number("month"), context.number("day")
    last = context.number("last_day") or first
    return _in_year(
        context, lambda year: Period(date(year, month, first), date(year, month, last))
    )


def _slashed(context: DateContext) -> Period | None:
    """Return the day of "25/3/2025"; ``None`` for "3/4/2025", which is ambiguous."""
    low, high = sorted((context.number("first"), context.number("second")))
    if low != high and high <= DECEMBER:
        return None
    return day(date(context.number("year"), low, high))


def _month(context: DateContext) -> Period | None:
    month = context.number("month")
    whole = _in_year(context, lambda year: months(year, month))
    return None if whole is None else _narrowed(context, whole)


def _season(context: DateContext) -> Period | None:
    first = context.number("season")
    return _in_year(context, lambda year: months(year, first, 3))


def _quarter(context: DateContext) -> Period | None:
    part = context.parts["quarter"]
    return _in_year(context, lambda year: part_of(months(year, 1, DECEMBER), part))


def _holiday(context: DateContext) -> Period | None:
    month, number, *around = map(int, context.parts["holiday"].split("-"))
    days = timedelta(sum(around))

    def build(year: int) -> Period:
        feast = date(year, month, number)
        return Period(feast - days, feast + days)

    return _in_year(context, build)


def _year(context: DateContext, unit: str) -> Period:
    return _narrowed(context, unit_of(date(context.number("year"), 1, 1), unit))


def _weekday(context: DateContext) -> Period:
    today, number = context.published, context.number("weekday")
    ahead = (number - today.weekday()) % 7
    match context.parts:
        case {"week_step": step}:
            days = number - today.weekday() + 7 * int(step)
        case {"step": "1"}:
            # The next day is "tomorrow".
            days = ahead if ahead > 1 else ahead + 7
        case {"step": "-1"}:
            days = ahead - 7
        case {"step": "0"}:
            days = ahead
        case _:
            is_back = ahead and context.direction is not TimeDirection.AHEAD
            days = ahead - 7 if is_back else ahead
    return day(today + timedelta(days))


def _night(context: DateContext) -> Period:
    first = _weekday(context).first
    return Period(first, first + timedelta(1))


def _near_day(context: DateContext) -> Period:
    return day(context.published + timedelta(context.number("near_day")))


def _unit(context: DateContext) -> Period:
    """Return the days of a phrase such as "last week" or "later this month".

    "This weekend" means the one before publication in an article that is published from
    Monday to Friday, unless the clause is about the future.
    """
    unit, step, today = context.parts["unit"], context.number("step"), context.published
    is_over = (
        today.weekday() < SATURDAY and context.direction is not TimeDirection.AHEAD
    )
    if unit == "weekend" and not step and is_over:
        step = -1
    return _narrowed(context, unit_of(shift(today, unit, step), unit))


# The number of units that a reader usually understands by "the coming days".
_UNCOUNTED = {"day": 7, "week": 6, "month": 6, "year": 5, "decade": 2, "weekend": 2}


def _stretch(context: DateContext) -> Period:
    """Return the days of a phrase such as "the next two weeks" or "the past few years".

    They start or end on the day of publication.
    """
    unit, today = context.parts["unit"], context.published
    count = context.number("count") or context.number("about") or _UNCOUNTED[unit]
    far = shift(today, unit, count * context.number("step"))
    return Period(min(today, far), max(today, far))


def _count(context: DateContext) -> Period | None:
    """Return the days of a phrase such as "within 30 days" or "two weeks ago".

    Return ``None`` for "in two weeks" in a clause about the past: it tells how long an
    event took.
    """
    parts, today = context.parts, context.published
    count = context.number("count") or context.number("about")

    def unit_after(number: int) -> Period:
        unit = parts["unit"]
        moment = shift(today, unit, number)
        return unit_of(moment, "year" if unit == "decade" else unit)

    if "past" in parts:
        return unit_after(-count)
    if "inside" in parts and context.direction is TimeDirection.BACK:
        return None
    if "within" in parts or "limit" in parts:
        return Period(today, shift(today, parts["unit"], count))
    if "about" in parts:
        return Period(unit_after(count - 1).first, unit_after(2 * count).last)
    return unit_after(count)


_STEPS: Mapping[str, Callable[[DateContext], Period | None]] = {
    "date": _date,
    "slashed": _slashed,
    "month": _month,
    "quarter": _quarter,
    "season": _season,
    "holiday": _holiday,
    "year": partial(_year, unit="year"),
    "decade": partial(_year, unit="decade"),
    "weekday": _weekday,
    "night": _night,
    "day": _near_day,
    "unit": _unit,
    "stretch": _stretch,
    "count": _count,
}
# Steps and groups of phrases that name no day, week, month or year.
_VAGUE_STEPS = frozenset(("season", "decade", "stretch"))
_VAGUE_PARTS = frozenset(("part", "piece", "side", "about", "limit"))
