"""Dates that only the publication date gives a meaning: "Friday", "next month"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from summarizers.languages import periods
from summarizers.languages.date_frames import (
    PART,
    WORD,
    Family,
    Frame,
    Outlook,
    Parts,
    Rule,
    narrowed,
    step_of,
)
from summarizers.languages.periods import Period
from summarizers.lexicons import table

_WEEKDAYS = {name: int(number) for name, number in table("weekdays").items()}
_NUMBERS = {word: int(number) for word, number in table("numbers").items()}
_DEICTIC = {
    "tomorrow": 1,
    "yesterday": -1,
    "last night": -1,
    "day after tomorrow": 2,
    "day before yesterday": -2,
}
# How far "the coming days" reaches; the reader's habit, not a rule.
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
    step = _DEICTIC.get(parts["word"].lower(), 0)
    return periods.day(frame.published + timedelta(step))


def _unit(parts: Parts, frame: Frame) -> Period | None:
    """Read "later this month", "early next year", "last week", "end of the year"."""
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
    """On a Monday "this weekend" of a clause about the past is the one before."""
    if step_of(relation) or frame.published is None:
        return 0
    over = frame.published.weekday() < periods.SATURDAY
    return -1 if over and frame.outlook is not Outlook.AHEAD else 0


def _year_end(parts: Parts, frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    return periods.day(periods.unit_of(frame.published, parts.get("unit", "year")).last)


def _stretch(parts: Parts, frame: Frame) -> Period | None:
    """Read "the next two weeks", "the coming days", "the past few years"."""
    if frame.published is None:
        return None
    unit, today = parts["unit"].lower(), frame.published
    count = _number(parts["n"]) if "n" in parts else _UNCOUNTED[unit]
    far = periods.shift(today, unit, count * step_of(parts.get("rel")))
    return Period(min(today, far), max(today, far))


def _ahead(parts: Parts, frame: Frame) -> Period | None:
    """Read "in two weeks" (not in a clause about the past) and "within 30 days"."""
    if frame.published is None or frame.outlook is Outlook.BACK:
        return None
    unit = parts["unit"].lower()
    far = periods.shift(frame.published, unit, _number(parts["n"]))
    if parts["lead"].lower() == "within":
        return Period(frame.published, far)
    return _grain(far, unit)


def _away(parts: Parts, frame: Frame) -> Period | None:
    """Read "ten years ago" and "two weeks from now"."""
    if frame.published is None:
        return None
    unit = parts["unit"].lower()
    sign = -1 if parts["tail"].lower() in {"ago", "earlier"} else 1
    return _grain(
        periods.shift(frame.published, unit, sign * _number(parts["n"])), unit
    )


def _grain(moment: date, unit: str) -> Period:
    """A count of years means a year, one of weeks a week, one of days a day."""
    return periods.unit_of(moment, "year" if unit == "decade" else unit)


def _number(text: str) -> int:
    word = text.lower().removesuffix(" of").removeprefix("a ")
    return int(word) if word.isdigit() else _NUMBERS[word]


_NAMES = "|".join(_WEEKDAYS)
_PLAIN = "|".join(word for word in _NUMBERS if word not in {"a", "an"})
_COUNT = rf"(?P<n>\d{{1,3}}|(?i:(?:a )?(?:{_PLAIN})(?: of)?))"
_ONE = r"(?P<n>(?i:an?|one))"
_WITHIN = r"(?P<lead>[Ii]n|[Ww]ithin)"
_AGO = r"(?P<tail>ago)"
_ON = r"(?P<tail>from now|from today)"
_ENDS_OF_ONE = ("a ", "n ", "e ", "A ", "N ", "E ")
_SPAN = r"(?P<unit>hour|day|night|week|fortnight|month|quarter|year|decade)"
_FORWARD = r"[Nn]ext|[Cc]oming|[Uu]pcoming"
_BACKWARD = r"[Ll]ast|[Pp]ast|[Pp]revious"

RULES = (
    Rule(
        Family.WEEKDAY,
        re.compile(
            rf"{WORD}(?:(?P<rel>[Tt]his|{_FORWARD}|{_BACKWARD}) )?(?P<w>{_NAMES})\b"
            rf"(?:,? (?:of )?(?P<week>next|this|last) week\b)?"
        ),
        _weekday,
    ),
    Rule(
        Family.DAY,
        re.compile(
            r"\b(?P<word>today|(?<![a-zA-Z] )Today|[Tt]onight|[Tt]omorrow|[Yy]esterday|[Ll]ast night"
            r"|[Tt]his (?:morning|afternoon|evening)|day after tomorrow"
            r"|day before yesterday)\b"
        ),
        _deictic,
    ),
    Rule(
        Family.UNIT,
        re.compile(
            rf"{WORD}(?:(?P<side>[Ll]ater|[Ee]arlier) |{PART})?"
            rf"(?P<rel>[Tt]his|{_FORWARD}|{_BACKWARD}) (?:calendar |fiscal )?"
            r"(?P<unit>(?i:week|weekend|month|quarter|year|decade))\b"
        ),
        _unit,
        lead=("his ", "ext ", "oming ", "ast ", "revious ", "calendar ", "fiscal "),
    ),
    Rule(
        Family.UNIT,
        re.compile(
            rf"\b{PART}(?P<rel>the) "
            r"(?P<unit>week|month|quarter|year|decade)\b"
        ),
        _unit,
        lead=("the ",),
    ),
    Rule(
        Family.UNIT,
        re.compile(
            r"\b(?:[Oo]ver|[Tt]hroughout|[Dd]uring|[Aa]t|[Oo]n) "
            r"(?P<phrase>"
            r"(?P<rel>the) (?P<unit>weekend))\b"
        ),
        _unit,
        lead=("the ",),
    ),
    Rule(
        Family.UNIT,
        re.compile(r"\b(?P<unit>year|month)[- ]end\b|\b(?:year['’]s) end\b"),
        _year_end,
        clue="end",
    ),
    Rule(
        Family.UNITS,
        re.compile(
            rf"{WORD}(?:the )?(?P<rel>{_FORWARD}|{_BACKWARD}) (?:{_COUNT} )?{_SPAN}s\b"
        ),
        _stretch,
    ),
    Rule(Family.UNITS, re.compile(rf"{WORD}{_WITHIN} {_COUNT} {_SPAN}s\b"), _ahead),
    Rule(
        Family.UNITS, re.compile(rf"\b{_COUNT} {_SPAN}s {_AGO}\b"), _away, clue=" ago"
    ),
    Rule(
        Family.UNITS, re.compile(rf"\b{_COUNT} {_SPAN}s {_ON}\b"), _away, clue=" from "
    ),
    Rule(
        Family.UNIT,
        re.compile(rf"\b{_WITHIN} {_ONE} {_SPAN}\b"),
        _ahead,
        lead=_ENDS_OF_ONE,
    ),
    Rule(
        Family.UNIT,
        re.compile(rf"\b{_ONE} {_SPAN} (?P<tail>ago|from now|from today)\b"),
        _away,
        lead=_ENDS_OF_ONE,
    ),
)
