"""Dates that the calendar names: days, months, quarters, seasons, years, holidays."""

from __future__ import annotations

import re
from datetime import date

from summarizers.languages import periods
from summarizers.languages.date_frames import (
    PART,
    WORD,
    Family,
    Frame,
    Parts,
    Rule,
    nameless,
    narrowed,
    step_of,
    yearly,
)
from summarizers.languages.periods import Period
from summarizers.lexicons import table

_MONTHS = {name: int(number) for name, number in table("months").items()}
_SEASONS = {name: int(number) for name, number in table("seasons").items()}
_ORDINALS = {word: int(number) for word, number in table("ordinals").items()}
_HOLIDAYS = table("holidays")


def _iso(parts: Parts, _: Frame) -> Period:
    return periods.day_of(int(parts["y"]), int(parts["mm"]), int(parts["d"]))


def _slashed(parts: Parts, _: Frame) -> Period | None:
    """Day and month in unknown order count only when one order is possible."""
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

    def days(year: int) -> Period:
        return periods.day_of(year, month, number)

    return (
        days(int(parts["y"])) if "y" in parts else yearly(frame, days, parts.get("rel"))
    )


def _words(names: dict[str, int] | dict[str, str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_WEEKDAY = rf"(?:{_words(table('weekdays'))})"
_MONTH = rf"(?P<m>{_words(_MONTHS)})\b(?:\.(?= ?\d))?"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_AFTER_DAYS = ("st ", "nd ", "rd ", "th ", "of ")
_SECOND_DAY = (
    r"(?: ?(?:-|–|—|to|and|through|or) ?(?P<d2>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)?"
    r"(?![\d:,.]*\d))?"
)
_YEAR = r"(?P<y>1[5-9]\d\d|20\d\d|21\d\d)(?![\d%]|,\d|\.\d)"
_LED = r"(?:(?P<rel>[Nn]ext|[Ll]ast|[Tt]his|[Cc]oming|[Pp]ast) )"
_PREPOSITION = (
    r"(?:[Ii]n|[Bb]y|[Uu]ntil|[Ss]ince|[Bb]efore|[Aa]fter|[Ff]rom|[Tt]o|[Dd]uring"
    r"|[Tt]hrough|[Ff]or|[Oo]f|[Bb]etween|and|[Aa]round|[Tt]ill|[Tt]hroughout|[Oo]n"
    r"|[Oo]ver) (?:at least |after |about |around )?(?:the )??"
)
# "an April vote", but not "the May government": that may be a name.
_OWNER = r"(?:an?|the|their|its|his|her|our) (?!May\b|March\b)"
_NAMED = r"[A-Z][A-Za-z]{2,20} "
_COUNTED = r"(?:people|men|women|children|feet|tons|dollars|troops|jobs|workers)"

RULES = (
    Rule(
        Family.YEAR,
        re.compile(r"\b(?P<y>[12]\d{3})-(?P<mm>\d\d)-(?P<d>\d\d)\b"),
        _iso,
        clue="-",
    ),
    Rule(
        Family.YEAR,
        re.compile(r"\b(?P<one>\d\d?)[/.](?P<two>\d\d?)[/.](?P<y>[12]\d{3})\b"),
        _slashed,
        lead=("/", "."),
    ),
    Rule(
        Family.MONTH,
        re.compile(
            rf"\b(?:{_WEEKDAY},? )?{_MONTH} {_DAY}(?![\d:]|[,.]\d| percent)"
            rf"{_SECOND_DAY}(?:,? {_YEAR})?"
        ),
        _calendar_day,
        numbered=True,
    ),
    Rule(
        Family.MONTH,
        re.compile(
            rf"\b(?:{_WEEKDAY},? )?(?:the )?{_DAY}{_SECOND_DAY}(?: of)? {_MONTH}"
            rf"(?:,? {_YEAR})?"
        ),
        _calendar_day,
        lead=(*(f"{digit} " for digit in range(10)), *_AFTER_DAYS),
    ),
    # "May" and "March" are months only beside a word or number that says so.
    Rule(
        Family.MONTH,
        re.compile(rf"{WORD}{PART}?{_MONTH},?(?: of)? {_YEAR}"),
        _month,
        numbered=True,
    ),
    Rule(
        Family.MONTH,
        re.compile(
            rf"{WORD}(?:{_PREPOSITION}|{_OWNER}|(?={nameless(_LED)}|{nameless(PART)}))"
            rf"(?P<phrase>{_LED}?{PART}?{_MONTH})"
        ),
        _month,
    ),
    Rule(
        Family.QUARTER,
        re.compile(
            r"\b(?:the )?(?P<q>Q[1-4]|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Ll]ast|"
            rf"[Ff]inal)(?= quarter))(?: quarter)?(?:,? (?:of )?(?:{_YEAR}|"
            r"(?P<rel>this|next|last) year))?"
        ),
        _quarter,
    ),
    Rule(
        Family.SEASON,
        re.compile(
            rf"{WORD}(?:{_LED}(?:early |late )?|(?:in|by|until) (?:the )?(?:early |late )?)"
            rf"(?P<s>{_words(_SEASONS)})\b(?!s)(?:,? (?:of )?{_YEAR})?"
        ),
        _season,
    ),
    Rule(
        Family.YEAR,
        re.compile(rf"\b{PART}?(?P<y>[12]\d\d0)s\b"),
        _decade,
        clue="0s",
    ),
    # A bare number of four digits is a year behind a preposition or a name, not before
    # what it counts.
    Rule(
        Family.YEAR,
        re.compile(
            rf"(?:{WORD}(?:{_PREPOSITION}|(?={nameless(PART)})|{_NAMED}|[Tt]he |[Tt]heir )"
            rf"|['’]s |\()(?P<phrase>{PART}?{_YEAR})(?!s| {_COUNTED})\b"
        ),
        _year,
    ),
    Rule(
        Family.HOLIDAY,
        re.compile(rf"\b{_LED}?(?P<h>{_words(_HOLIDAYS)})\b(?:,? {_YEAR})?"),
        _holiday,
    ),
)
