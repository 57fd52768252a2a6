"""Find French date phrases and resolve them to days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from summarizers.languages import periods
from summarizers.languages.date_frames import Frame, Outlook, nearest, yearly
from summarizers.languages.periods import Period
from summarizers.languages.profile import ResolvedDate
from summarizers.lexicons import choice, filled, table

CODE = "fr"
ORDINALS = {word: int(number) for word, number in table("ordinals", CODE).items()}
DAY_STEPS = {word: int(days) for word, days in table("day_steps", CODE).items()}


def match_phrases(low: str) -> list[tuple[re.Match[str], str]]:
    """Return the matches of all date patterns with their kinds, in text order.

    Of matches with the same start, the longest is first. ``low`` is a text in lower
    case, with plain blanks and apostrophes.
    """
    matches = [(m, kind) for kind, rule in _patterns() for m in rule.finditer(low)]
    return sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end()))


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the kinds and patterns of the list ``date_patterns``, in its order."""
    return tuple(
        (name.partition(".")[0], re.compile(filled(f"%limit%{source}", _pieces())))
        for name, source in table("date_patterns", CODE).items()
    )


@cache
def _pieces() -> dict[str, str]:
    lists = {
        name: choice(table(f"{name}s", CODE))
        for name in ("weekday", "month", "season", "holiday", "ordinal", "day_step")
    }
    numbers = {"number": choice(table("number_words", CODE))}
    return table("date_parts", CODE) | lists | numbers


_UNITS = table("date_units", CODE)
_SEASON_MONTHS = 3
_FORTNIGHT = 14
_PARTS = {"début": "start", "mi": "mid", "milieu": "mid", "fin": "end"}
_SPANS = {"trimestre": 3, "semestre": 6}


_Resolver = Callable[[re.Match[str], Frame], Period | None]


class FrenchDatePhrase(NamedTuple):
    """A date phrase ``text[start:end]``; ``match`` is its match in the lower-case text.

    ``kind`` is the name of the matching pattern in the list ``date_patterns``.
    """

    start: int
    end: int
    match: re.Match[str]
    kind: str

    @property
    def is_exact(self) -> bool:
        """Return whether the phrase names days, or a whole week, month or year."""
        parts = self.match.groupdict()
        return self.kind != "season" and not (parts.get("part") or parts["limit"])

    def days(self, published: date | None, outlook: Outlook) -> Period | None:
        """Return the days that the phrase means, or ``None`` if it is indefinite."""
        try:
            days = _RESOLVERS[self.kind](self.match, Frame(published, outlook))
        except (ValueError, OverflowError):
            return None
        return None if days is None else _limited(self.match, days, published)


def find_phrases(text: str, start: int, end: int) -> tuple[FrenchDatePhrase, ...]:
    """Return the date phrases of ``text[start:end]`` that do not overlap, in order."""
    phrases: list[FrenchDatePhrase] = []
    for phrase in _candidates(text, start, end):
        if not phrases or phrase.start >= phrases[-1].end:
            phrases.append(phrase)
    return tuple(phrases)


def find_dates(
    text: str, published: date | None, outlook: Outlook
) -> list[ResolvedDate]:
    """Return the dates of a text with their days, in order, without overlaps.

    ``outlook`` tells whether the clauses are about the future; it selects the year of a
    date without a year.
    """
    dates: list[ResolvedDate] = []
    for phrase in _candidates(text, 0, len(text)):
        if dates and phrase.start < dates[-1].end:
            continue
        days = phrase.days(published, outlook)
        if days is not None:
            dated = ResolvedDate(phrase.start, phrase.end, days, phrase.is_exact)
            dates.append(dated)
    return dates


def _candidates(text: str, start: int, end: int) -> Iterator[FrenchDatePhrase]:
    """Yield the date phrases of ``text[start:end]`` by start, the longest first."""
    low = text[start:end].lower().replace("’", "'")
    low = low.replace("\xa0", " ").replace("\u202f", " ")
    for match, kind in match_phrases(low) if len(low) == end - start else ():
        yield FrenchDatePhrase(start + match.start(), start + match.end(), match, kind)


def _limited(match: re.Match[str], days: Period, published: date | None) -> Period:
    """Return ``days``, or the time until their end if "d'ici" stands before the phrase.

    "D'ici" means "from now until": the time then starts on the day of publication.
    """
    if not match["limit"] or published is None or days.last < published:
        return days
    return Period(published, days.last)


def _day(match: re.Match[str], frame: Frame) -> Period | None:
    month = int(table("months", CODE)[match["month"]])
    number = int(match["day"].removesuffix("er"))
    if match["year"]:
        return periods.day_of(int(match["year"]), month, number)
    return yearly(frame, lambda year: periods.day_of(year, month, number))


def _month(match: re.Match[str], frame: Frame) -> Period | None:
    month = int(table("months", CODE)[match["month"]])
    step = match["step"]
    if match["year"]:
        whole: Period | None = periods.months(int(match["year"]), month)
    else:
        side = {"prochain": "next", "dernier": "last"}.get(step or "")
        whole = yearly(frame, lambda year: periods.months(year, month), side)
    return None if whole is None else _part(match["part"], whole)


def _part(word: str | None, whole: Period) -> Period:
    part = _PARTS.get((word or "").strip(" -"), "")
    return periods.part_of(whole, part) if part else whole


def _season(match: re.Match[str], frame: Frame) -> Period | None:
    month = int(table("seasons", CODE)[match["season"]])
    if match["year"]:
        return periods.months(int(match["year"]), month, _SEASON_MONTHS)
    side = {"prochain": "next", "dernier": "last"}.get(match["step"] or "")
    return yearly(frame, lambda y: periods.months(y, month, _SEASON_MONTHS), side)


def _weekday(match: re.Match[str], frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    wanted = int(table("weekdays", CODE)[match["weekday"]])
    ahead = (wanted - frame.published.weekday()) % 7
    step = match["step"]
    if step == "prochain":
        # A weekday with "prochain" is not tomorrow, which would be "demain".
        days = ahead if ahead > 1 else ahead + 7
        return periods.day(frame.published + timedelta(days=days))
    before = frame.published - timedelta(days=(-ahead) % 7 or 7 * (step == "dernier"))
    if step == "dernier":
        return periods.day(before)
    after = frame.published + timedelta(days=ahead)
    choices = [periods.day(before), periods.day(after)]
    return nearest(choices, frame.published, frame.outlook)


def _step(match: re.Match[str], frame: Frame) -> Period | None:
    """Return the days of a phrase such as "la semaine prochaine", "la fin de l'année".

    Return ``None`` without a publication date.
    """
    if frame.published is None:
        return None
    count = {"proch": 1, "derni": -1, "suiva": 1}.get((match["step"] or "")[:5], 0)
    unit = _UNITS[match["unit"]]
    return _part(
        match["part"],
        periods.unit_of(periods.shift(frame.published, unit, count), unit),
    )


def _count(match: re.Match[str], frame: Frame) -> Period | None:
    """Return the days of phrases like "dans deux ans", "il y a dix jours", if any."""
    if frame.published is None:
        return None
    word = match["count"]
    number = int(word) if word.isdigit() else int(table("number_words", CODE)[word])
    sign = -1 if match["way"].startswith("il") else 1
    unit = (
        _UNITS[match["unit"].removesuffix("s")] if match["unit"] != "mois" else "month"
    )
    if unit == "day" and number == _FORTNIGHT + 1:
        number -= 1
    moment = periods.shift(frame.published, unit, sign * number)
    exact = match["limit"] or unit == "day"
    return periods.day(moment) if exact else periods.unit_of(moment, unit)


def _year(match: re.Match[str], _frame: Frame) -> Period | None:
    whole = periods.year_of(date(int(match["year"]), 1, 1).year)
    return _part(match["part"], whole)


def _quarter(match: re.Match[str], frame: Frame) -> Period | None:
    size = _SPANS[match["span"]]
    first = (ORDINALS[match["ordinal"]] - 1) * size + 1
    if match["year"]:
        return periods.months(int(match["year"]), first, size)
    return yearly(frame, lambda y: periods.months(y, first, size))


def _holiday(match: re.Match[str], frame: Frame) -> Period | None:
    month, number = map(int, table("holidays", CODE)[match["holiday"]].split("-"))
    if match["year"]:
        return periods.day_of(int(match["year"]), month, number)
    return yearly(frame, lambda year: periods.day_of(year, month, number))


def _weekend(match: re.Match[str], frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    count = {"p": 1, "s": 1, "d": -1}.get((match["step"] or "")[:1], 0)
    return periods.weekend_of(periods.shift(frame.published, "weekend", count))


def _range(match: re.Match[str], frame: Frame) -> Period | None:
    """Return the days of a phrase such as "du 12 au 15 mars", if any."""
    end = _day(match, frame)
    if end is None:
        return None
    first = int(match["from"].removesuffix("er"))
    return Period(end.first.replace(day=first), end.last) if first else None


def _deictic(match: re.Match[str], frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    return periods.day(frame.published + timedelta(days=DAY_STEPS[match["word"]]))


def _night(match: re.Match[str], frame: Frame) -> Period | None:
    """Return the days of a phrase like "dans la nuit de vendredi à samedi", if any."""
    if frame.published is None:
        return None
    first = int(table("weekdays", CODE)[match["weekday"]])
    ahead = (first - frame.published.weekday()) % 7
    back = frame.outlook is Outlook.BACK
    start = frame.published + timedelta(days=ahead - 7 * back)
    return Period(start, start + timedelta(days=1))


_RESOLVERS: dict[str, _Resolver] = {
    "day": _day,
    "month": _month,
    "season": _season,
    "night": _night,
    "weekday": _weekday,
    "step": _step,
    "count": _count,
    "year": _year,
    "quarter": _quarter,
    "deictic": _deictic,
    "holiday": _holiday,
    "weekend": _weekend,
    "range": _range,
}
