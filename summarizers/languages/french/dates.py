"""French date phrases and the days they mean."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from summarizers.languages.grammar import Dated
from summarizers.lexicons import table
from summarizers.text.dates import Outlook, Period, periods
from summarizers.text.dates.frames import Frame, nearest, yearly

_CODE = "fr"
_UNITS = {
    "jour": "day",
    "semaine": "week",
    "mois": "month",
    "an": "year",
    "année": "year",
    "trimestre": "quarter",
}
_SEASON_MONTHS = 3
_FORTNIGHT = 14
_DAY_STEPS = {
    "aujourd'hui": 0,
    "ce soir": 0,
    "ce matin": 0,
    "cette nuit": 0,
    "demain": 1,
    "après-demain": 2,
    "hier": -1,
    "hier soir": -1,
    "avant-hier": -2,
}
_PARTS = {"début": "start", "mi": "mid", "milieu": "mid", "fin": "end"}
_ORDINALS = {"premier": 1, "deuxième": 2, "second": 2, "troisième": 3, "quatrième": 4}
_ORDINAL_QUARTER = 3


class _Rule(NamedTuple):
    """A pattern and what tells the days of its match."""

    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Frame], Period | None]


def find_dates(text: str, published: date | None, outlook: Outlook) -> list[Dated]:
    """The date phrases of a text in order, those within others left out.

    ``outlook`` is where the clauses look: it places a day without a year.
    """
    low = text.lower().replace("’", "'").replace("\xa0", " ").replace("\u202f", " ")
    if len(low) != len(text):
        return []
    frame = Frame(published, outlook)
    found: list[Dated] = []
    taken = 0
    for match, rule in _matches(low):
        if match.start() < taken:
            continue
        days = _resolved(rule, match, frame)
        if days is not None:
            taken = match.end()
            found.append(Dated(match.start(), taken, _limited(match, days, published)))
    return found


def _matches(low: str) -> list[tuple[re.Match[str], _Rule]]:
    """All matches, first the earliest, of those the longest."""
    found = [(m, rule) for rule in _rules() for m in rule.pattern.finditer(low)]
    return sorted(found, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _resolved(rule: _Rule, match: re.Match[str], frame: Frame) -> Period | None:
    try:
        return rule.resolve(match, frame)
    except (ValueError, OverflowError):
        return None


def _limited(match: re.Match[str], days: Period, published: date | None) -> Period:
    """From now to the last day, behind "d'ici"."""
    if not match["limit"] or published is None or days.last < published:
        return days
    return Period(published, days.last)


def _day(match: re.Match[str], frame: Frame) -> Period | None:
    month = int(_months()[match["month"]])
    number = int(match["day"].removesuffix("er"))
    if match["year"]:
        return periods.day_of(int(match["year"]), month, number)
    return yearly(frame, lambda year: periods.day_of(year, month, number))


def _month(match: re.Match[str], frame: Frame) -> Period | None:
    month = int(_months()[match["month"]])
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
    month = int(table("seasons", _CODE)[match["season"]])
    if match["year"]:
        return periods.months(int(match["year"]), month, _SEASON_MONTHS)
    side = {"prochain": "next", "dernier": "last"}.get(match["step"] or "")
    return yearly(frame, lambda y: periods.months(y, month, _SEASON_MONTHS), side)


def _weekday(match: re.Match[str], frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    wanted = int(table("weekdays", _CODE)[match["weekday"]])
    ahead = (wanted - frame.published.weekday()) % 7
    step = match["step"]
    if step == "prochain":
        # Tomorrow has a word of its own.
        days = ahead if ahead > 1 else ahead + 7
        return periods.day(frame.published + timedelta(days=days))
    before = frame.published - timedelta(days=(-ahead) % 7 or 7 * (step == "dernier"))
    if step == "dernier":
        return periods.day(before)
    after = frame.published + timedelta(days=ahead)
    choices = [periods.day(before), periods.day(after)]
    return nearest(choices, frame.published, frame.outlook)


def _step(match: re.Match[str], frame: Frame) -> Period | None:
    """Read "la semaine prochaine", "ce mois-ci", "la fin de l'année"."""
    if frame.published is None:
        return None
    count = {"proch": 1, "derni": -1, "suiva": 1}.get((match["step"] or "")[:5], 0)
    unit = _UNITS[match["unit"]]
    return _part(
        match["part"],
        periods.unit_of(periods.shift(frame.published, unit, count), unit),
    )


def _count(match: re.Match[str], frame: Frame) -> Period | None:
    """Read "dans trois semaines", "d'ici deux ans", "il y a dix jours"."""
    if frame.published is None:
        return None
    word = match["count"]
    number = int(word) if word.isdigit() else int(table("number_words", _CODE)[word])
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
    first = _ORDINALS[match["ordinal"]] * _ORDINAL_QUARTER - 2
    if match["year"]:
        return periods.months(int(match["year"]), first, _ORDINAL_QUARTER)
    return yearly(frame, lambda y: periods.months(y, first, _ORDINAL_QUARTER))


def _deictic(match: re.Match[str], frame: Frame) -> Period | None:
    if frame.published is None:
        return None
    return periods.day(frame.published + timedelta(days=_DAY_STEPS[match["word"]]))


def _night(match: re.Match[str], frame: Frame) -> Period | None:
    """Read "dans la nuit de vendredi à samedi"."""
    if frame.published is None:
        return None
    first = int(table("weekdays", _CODE)[match["weekday"]])
    ahead = (first - frame.published.weekday()) % 7
    back = frame.outlook is Outlook.BACK
    start = frame.published + timedelta(days=ahead - 7 * back)
    return Period(start, start + timedelta(days=1))


@cache
def _months() -> dict[str, str]:
    return table("months", _CODE)


def _choice(name: str) -> str:
    names = sorted(table(name, _CODE), key=len, reverse=True)
    return "|".join(map(re.escape, names))


@cache
def _rules() -> tuple[_Rule, ...]:
    """The patterns, over text in lower case with plain blanks and apostrophes."""
    limit = r"(?<!\w)(?P<limit>d'ici (?:à |au |aux )?)?"
    year = r"(?: (?P<year>(?:1[89]|20)\d\d)(?!\d))?"
    part = (
        r"(?:(?:(?:le |la |au )?(?P<part>début|milieu|fin|mi-)(?: (?:de |du |d')?)?))?"
    )
    step = r"(?: (?P<step>prochain|dernier)e?)?"
    weekday, month = _choice("weekdays"), _choice("months")
    units = "semaine|mois|année|an|trimestre"
    sources = (
        (
            rf"{limit}(?:le )?(?:(?:{weekday}) )?(?P<day>\d{{1,2}}(?:er)?) "
            rf"(?P<month>{month})(?!\w){year}",
            _day,
        ),
        (
            rf"{limit}{part}(?:mois de |mois d')?(?P<month>{month})(?!\w){year}{step}",
            _month,
        ),
        (
            rf"{limit}(?:cet |cette |l'|le |au |à l'|en )?"
            rf"(?P<season>{_choice('seasons')})(?!\w){year}{step}",
            _season,
        ),
        (
            rf"{limit}dans la nuit de (?P<weekday>{weekday}) à (?:{weekday})(?!\w)",
            _night,
        ),
        (rf"{limit}(?P<weekday>{weekday})(?!\w){step}", _weekday),
        (
            rf"{limit}{part}(?:l'|la |le )(?P<unit>{units}) "
            r"(?P<step>prochaine?|dernière|dernier|suivante?)(?!\w)",
            _step,
        ),
        (
            rf"{limit}(?:ce|cet|cette) (?P<unit>{units})(?:-ci)?(?!\w)(?P<part>)(?P<step>)",
            _step,
        ),
        (
            rf"{limit}(?:le |la |au |à la )?(?P<part>début|milieu|fin) "
            rf"(?:de l'|de la |du )(?P<unit>{units})(?!\w)(?P<step>)",
            _step,
        ),
        (
            rf"{limit}(?P<way>(?<!\w)dans |il y a |(?<=d'ici )|(?<=d'ici à ))"
            rf"(?P<count>\d{{1,3}}|{_choice('number_words')}) "
            r"(?P<unit>jours?|semaines?|mois|ans?|années?|trimestres?)(?!\w)",
            _count,
        ),
        (
            rf"{limit}{part}(?:en |(?:l')?année )(?P<year>(?:19|20)\d\d)(?!\d)",
            _year,
        ),
        (
            rf"{limit}(?:le |la |au |à la )?(?P<part>début|milieu|fin|mi-)(?: de | )?"
            r"(?P<year>(?:19|20)\d\d)(?!\d)",
            _year,
        ),
        (r"(?<!\w)(?P<limit>d'ici (?:à )?)(?P<part>)(?P<year>20\d\d)(?!\d)", _year),
        (
            rf"{limit}(?:le |au )?(?P<ordinal>{'|'.join(_ORDINALS)}) trimestre{year}",
            _quarter,
        ),
        (
            rf"{limit}(?P<word>{'|'.join(sorted(_DAY_STEPS, key=len, reverse=True))})(?!\w)",
            _deictic,
        ),
    )
    return tuple(_Rule(re.compile(source), resolve) for source, resolve in sources)
