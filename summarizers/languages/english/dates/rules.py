"""Rules for dates: those of the calendar ("June 3") and relative ones ("next month")."""

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
    nameless,
    narrowed,
    step_of,
    yearly,
)
from summarizers.languages.periods import Period
from summarizers.lexicons import table

_WEEKDAYS = {name: int(number) for name, number in table("weekdays").items()}
_NUMBERS = {word: int(number) for word, number in table("numbers").items()}
_DAY_STEPS = {word: int(days) for word, days in table("day_steps").items()}
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
    step = _DAY_STEPS.get(parts["word"].lower(), 0)
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
    """-1 if "this weekend" means the last one: on a weekday, in a clause about the past."""
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
    """The period that a count means: years mean a year, weeks a week, days a day."""
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

RELATIVE_RULES = (
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


_MONTHS = {name: int(number) for name, number in table("months").items()}
_SEASONS = {name: int(number) for name, number in table("seasons").items()}
_ORDINALS = {word: int(number) for word, number in table("ordinals").items()}
_HOLIDAYS = table("holidays")


def _iso(parts: Parts, _: Frame) -> Period:
    return periods.day_of(int(parts["y"]), int(parts["mm"]), int(parts["d"]))


def _slashed(parts: Parts, _: Frame) -> Period | None:
    """Read "3/4/2025" only if one order of day and month is possible."""
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

NAMED_RULES = (
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
    # A bare number of four digits is a year after a preposition or a name, not before
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
