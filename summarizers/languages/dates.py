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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, partial
from typing import NamedTuple

from summarizers.languages.periods import (
    DECEMBER,
    MONTHS,
    SATURDAY,
    Period,
    day,
    months,
    part_of,
    shift,
    unit_of,
)
from summarizers.lexicons import choice, filled, table


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

    ``direction`` tells whether the clause that contains the phrase is about the future
    or the past. ``is_deadline`` is true after "by" or "until", where only the last day
    counts.
    """

    published: date
    direction: TimeDirection
    is_deadline: bool


# The values of the groups that matched: a listed word is replaced by its value.
Parts = Mapping[str, str]
Step = Callable[[Parts, DateContext], Period | None]


class _Rule(NamedTuple):
    lang: str
    kind: DateKind
    step: str
    pattern: re.Pattern[str]


class DatePhrase(NamedTuple):
    """A date phrase that is printed as ``text``, from ``start`` to before ``end``."""

    start: int
    end: int
    text: str
    match: re.Match[str]
    rule: _Rule

    @property
    def kind(self) -> DateKind:
        """Return the kind of date words in the phrase, such as a month or a weekday."""
        return self.rule.kind

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
        lead = self._lead()
        is_deadline = lead == "deadline"
        if lead == "past":
            direction = TimeDirection.BACK
        elif is_deadline and direction is TimeDirection.BACK:
            direction = TimeDirection.OPEN
        context = DateContext(published or date.min, direction, is_deadline)
        try:
            period = _STEPS[self.rule.step](parts, context)
        except (ValueError, OverflowError):
            return None
        if period is None or period.first > period.last:
            return None
        if "limit" in parts and published and published <= period.last:
            return Period(published, period.last)
        return period

    def _parts(self) -> Parts:
        values = _values(self.rule.lang)
        return {
            name: values.get(name, {}).get(text.lower(), text)
            for name, text in self.match.groupdict().items()
            if text
        }

    def _lead(self) -> str | None:
        """Return the use of the word before the phrase, such as "by", if it is listed."""
        before, (start, _) = self.match.string, _span(self.match)
        leads = _leads(self.rule.lang).items()
        return next(
            (use for word, use in leads if before.endswith(word, 0, start)), None
        )


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the bounds of the phrase in a match, which may start with a word before."""
    return match.span("phrase" if "phrase" in match.re.groupindex else 0)


def find_phrases(text: str, start: int, end: int, lang: str) -> list[DatePhrase]:
    """Return the date phrases of ``text[start:end]``, in order.

    Of overlapping phrases, only the longest is returned. The work grows linearly with
    the slice.
    """
    plain = text[start:end].translate(_PLAIN)
    phrases = [
        DatePhrase(
            start + first, start + last, text[start + first : start + last], match, rule
        )
        for match, rule in _matches(plain, lang)
        for first, last in [_span(match)]
    ]
    phrases.sort(key=lambda phrase: (phrase.start, -phrase.end))
    kept: list[DatePhrase] = []
    for phrase in phrases:
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
    for word in _WORD.finditer(plain):
        if word[0] in rules:
            at = word.start()
            blank = plain.find(" ", at + _AFTER)
            stop = min(blank if blank >= 0 else len(plain), at + 2 * _AFTER)
            for rule in rules[word[0]]:
                for match in rule.pattern.finditer(plain, max(0, at - _BEFORE), stop):
                    yield match, rule


# The list of the words of which each phrase of a kind contains one.
_WORDS = {
    DateKind.MONTH: "months",
    DateKind.WEEKDAY: "weekdays",
    DateKind.SEASON: "seasons",
    DateKind.HOLIDAY: "holidays",
    DateKind.QUARTER: "ordinals",
    DateKind.DAY: "day_steps",
    DateKind.UNIT: "date_units",
    DateKind.COUNT: "date_units",
}
_YEARS = range(1000, 3000)


@cache
def _rules(lang: str) -> dict[str, list[_Rule]]:
    """Map each date word, spelled as in text, to the rules of its phrases."""
    pieces = table("date_parts", lang) | {
        name: choice(table(name, lang)) for name in _WORDS.values()
    }
    pieces["numbers"] = choice(_numbers(lang))
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
    listed = {_WORD.findall(entry)[-1] for entry in table(_WORDS[kind], lang)}
    return listed | {word.capitalize() for word in listed}


def _numbers(lang: str) -> dict[str, str]:
    return table("number_words", lang) | table("date_numbers", lang)


@cache
def _values(lang: str) -> dict[str, dict[str, str]]:
    """Map the name of a group to the values of the words that it matches."""
    lists = {
        "month": "months",
        "weekday": "weekdays",
        "season": "seasons",
        "holiday": "holidays",
        "ordinal": "ordinals",
        "word": "day_steps",
        "step": "date_steps",
        "week_step": "date_steps",
        "year_step": "date_steps",
        "unit": "date_units",
        "part": "period_parts",
        "piece": "period_parts",
        "side": "period_parts",
    }
    values = {group: table(name, lang) for group, name in lists.items()}
    numbers = {"count": _numbers(lang), "about": _numbers(lang)}
    return {
        group: {word.lower(): value for word, value in words.items()}
        for group, words in (values | numbers).items()
    }


@cache
def _leads(lang: str) -> dict[str, str]:
    """Map the words before a phrase, in each spelling, to what they tell of it."""
    return {
        f"{word} {the}": use
        for lead, use in table("date_leads", lang).items()
        for word in (lead, lead.capitalize(), lead.upper())
        for the in ("", "the ", "The ")
    }


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
    return min(choices, key=lambda period: _distance(period, published), default=None)


def _distance(period: Period, published: date) -> int:
    gaps = (period.first - published).days, (published - period.last).days
    return max(0, *gaps)


def _in_year(
    parts: Parts, context: DateContext, build: Callable[[int], Period]
) -> Period | None:
    """Return the period that ``build`` makes for the year that a phrase means.

    A phrase without a year, such as "next July", means a year near publication.
    """
    if "year" in parts:
        return build(int(parts["year"]))
    today, step = context.published, parts.get("step", "")
    if "year_step" in parts:
        return build(today.year + int(parts["year_step"]))
    choices = []
    for year in range(today.year - 1, today.year + 2):
        with suppress(ValueError):  # There may be no February 29.
            choices.append(build(year))
    if step == "1":
        choices = [period for period in choices if period.first > today]
    direction = _DIRECTIONS.get(step, context.direction)
    return nearest(choices, today, direction)


_DIRECTIONS = {"1": TimeDirection.AHEAD, "-1": TimeDirection.BACK}


def _narrowed(parts: Parts, context: DateContext, whole: Period) -> Period:
    """Return the part of ``whole`` that a word such as "early" or "later" selects."""
    part = parts.get("part") or parts.get("piece") or parts.get("side")
    match part:
        case None:
            return whole
        case "later":
            return Period(min(context.published, whole.last), whole.last)
        case "earlier":
            return Period(whole.first, max(context.published, whole.first))
        case "end" if context.is_deadline:
            return day(whole.last)
        case "end" if whole == unit_of(whole.first, "year"):
            return months(whole.first.year, DECEMBER)
        case _:
            number, _, count = ("3/3" if part == "end" else part).partition("/")
            return part_of(whole, int(number), int(count))


def _date(parts: Parts, context: DateContext) -> Period | None:
    month, first = int(parts["month"]), int(parts["day"])
    last = int(parts.get("last_day", first))
    return _in_year(
        parts,
        context,
        lambda year: Period(date(year, month, first), date(year, month, last)),
    )


def _slashed(parts: Parts, _: DateContext) -> Period | None:
    """Return the day of "25/3/2025"; ``None`` for "3/4/2025", which is ambiguous."""
    low, high = sorted((int(parts["first"]), int(parts["second"])))
    if low != high and high <= DECEMBER:
        return None
    return day(date(int(parts["year"]), low, high))


def _month(parts: Parts, context: DateContext) -> Period | None:
    month = int(parts["month"])
    whole = _in_year(parts, context, lambda year: months(year, month))
    return None if whole is None else _narrowed(parts, context, whole)


def _quarter(parts: Parts, context: DateContext) -> Period | None:
    size = MONTHS[parts.get("unit", "quarter")]
    first = (int(parts["ordinal"]) - 1) * size + 1
    return _in_year(parts, context, lambda year: months(year, first, size))


def _season(parts: Parts, context: DateContext) -> Period | None:
    first = int(parts["season"])
    return _in_year(parts, context, lambda year: months(year, first, 3))


def _holiday(parts: Parts, context: DateContext) -> Period | None:
    month, number, *around = map(int, parts["holiday"].split("-"))
    days = timedelta(sum(around))

    def build(year: int) -> Period:
        feast = date(year, month, number)
        return Period(feast - days, feast + days)

    return _in_year(parts, context, build)


def _year(parts: Parts, context: DateContext, unit: str) -> Period:
    return _narrowed(parts, context, unit_of(date(int(parts["year"]), 1, 1), unit))


def _weekday(parts: Parts, context: DateContext) -> Period:
    today, number = context.published, int(parts["weekday"])
    if "week_step" in parts:
        monday = unit_of(shift(today, "week", int(parts["week_step"])), "week").first
        return day(monday + timedelta(number))
    ahead = (number - today.weekday()) % 7
    match parts.get("step"):
        case "1":
            # The next day is "tomorrow".
            days = ahead if ahead > 1 else ahead + 7
        case "-1":
            days = ahead - 7
        case "0":
            days = ahead
        case _:
            is_next = context.direction is TimeDirection.AHEAD or not ahead
            days = ahead if is_next else ahead - 7
    return day(today + timedelta(days))


def _night(parts: Parts, context: DateContext) -> Period:
    first = _weekday(parts, context).first
    return Period(first, first + timedelta(1))


def _near_day(parts: Parts, context: DateContext) -> Period:
    return day(context.published + timedelta(int(parts["word"])))


def _unit(parts: Parts, context: DateContext) -> Period:
    """Return the days of a phrase such as "last week" or "later this month".

    "This weekend" means the one before publication in an article that is published from
    Monday to Friday, unless the clause is about the future.
    """
    unit, step, today = parts["unit"], int(parts.get("step", 0)), context.published
    is_over = (
        today.weekday() < SATURDAY and context.direction is not TimeDirection.AHEAD
    )
    if unit == "weekend" and not step and is_over:
        step = -1
    return _narrowed(parts, context, unit_of(shift(today, unit, step), unit))


# The number of units that a reader usually understands by "the coming days".
_UNCOUNTED = {"day": 7, "week": 6, "month": 6, "year": 5, "decade": 2, "weekend": 2}


def _stretch(parts: Parts, context: DateContext) -> Period:
    """Return the days of a phrase such as "the next two weeks" or "the past few years".

    They start or end on the day of publication.
    """
    unit, today = parts["unit"], context.published
    count = parts.get("count") or parts.get("about") or _UNCOUNTED[unit]
    far = shift(today, unit, int(count) * int(parts["step"]))
    return Period(min(today, far), max(today, far))


def _count(parts: Parts, context: DateContext) -> Period | None:
    """Return the days of a phrase such as "within 30 days" or "two weeks ago".

    Return ``None`` for "in two weeks" in a clause about the past: it tells how long an
    event took.
    """
    unit, today = parts["unit"], context.published
    whole = "year" if unit == "decade" else unit
    count = int(parts.get("count") or parts["about"])
    if "past" in parts:
        return unit_of(shift(today, unit, -count), whole)
    if "inside" in parts and context.direction is TimeDirection.BACK:
        return None
    far = shift(today, unit, count)
    if "within" in parts or "limit" in parts:
        return Period(today, far)
    if "about" in parts:
        near = unit_of(shift(today, unit, count - 1), whole)
        return Period(near.first, unit_of(shift(today, unit, 2 * count), whole).last)
    return unit_of(far, whole)


_STEPS: dict[str, Step] = {
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
