"""How French date phrases are written: patterns over text in lower case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from summarizers.lexicons import table

CODE = "fr"
DAY_STEPS = {
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
ORDINALS = {"premier": 1, "deuxième": 2, "second": 2, "troisième": 3, "quatrième": 4}


class DatePhraseKind(StrEnum):
    """The main part of a date phrase."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    NIGHT = "night"
    WEEKDAY = "weekday"
    STEP = "step"
    COUNT = "count"
    YEAR = "year"
    QUARTER = "quarter"
    DEICTIC = "deictic"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    RANGE = "range"


def match_phrases(low: str) -> list[tuple[re.Match[str], DatePhraseKind]]:
    """All phrases by their start; of phrases with the same start the longest comes first.

    ``low`` is in small letters, with plain blanks and apostrophes.
    """
    matches = [(m, kind) for kind, rule in _patterns() for m in rule.finditer(low)]
    return sorted(matches, key=lambda pair: (pair[0].start(), -pair[0].end()))


def _choice(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_LIMIT = r"(?<!\w)(?P<limit>d'ici (?:à |au |aux )?)?"
_YEAR = r"(?: (?P<year>(?:1[89]|20)\d\d)(?!\d))?"
_FULL_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_PART = r"(?:(?:le |la |au )?(?P<part>début|milieu|fin|mi-)(?: (?:de |du |d')?)?)?"
_STEP = r"(?: (?P<step>prochain|dernier)e?)?"
_ENDS = r"(?:le |la |au |à la )?(?P<part>début|milieu|fin"
_NO_STEP, _NO_PART = "(?P<step>)", "(?P<part>)"
_UNIT = r"(?P<unit>semaine|mois|année|an|trimestre)"
_WEEKDAY, _MONTH, _SEASON, _NUMBER, _HOLIDAY = (
    _choice(table(name, CODE))
    for name in ("weekdays", "months", "seasons", "number_words", "holidays")
)

_SOURCES = (
    (
        DatePhraseKind.DAY,
        (
            rf"(?:le )?(?:(?:{_WEEKDAY}) )?(?P<day>\d{{1,2}}(?:er)?) "
            rf"(?P<month>{_MONTH})(?!\w){_YEAR}"
        ),
    ),
    (
        DatePhraseKind.MONTH,
        rf"{_PART}(?:mois de |mois d')?(?P<month>{_MONTH})(?!\w){_YEAR}{_STEP}",
    ),
    (
        DatePhraseKind.SEASON,
        (
            r"(?:cet |cette |l'|le |au |à l'|en )?"
            rf"(?P<season>{_SEASON})(?!\w){_YEAR}{_STEP}"
        ),
    ),
    (
        DatePhraseKind.NIGHT,
        rf"dans la nuit de (?P<weekday>{_WEEKDAY}) à (?:{_WEEKDAY})(?!\w)",
    ),
    (DatePhraseKind.WEEKDAY, rf"(?P<weekday>{_WEEKDAY})(?!\w){_STEP}"),
    (
        DatePhraseKind.STEP,
        (
            rf"{_PART}(?:l'|la |le ){_UNIT} "
            r"(?P<step>prochaine?|derni[eè]re?|suivante?)(?!\w)"
        ),
    ),
    (
        DatePhraseKind.STEP,
        (
            rf"(?:en )?(?P<part>début|fin) (?:de |d'){_UNIT}(?!\w)"
            r"(?: (?P<step>prochaine?|derni[eè]re?|suivante?))?"
        ),
    ),
    (
        DatePhraseKind.WEEKEND,
        r"(?:ce|le) week-?end(?: (?P<step>prochain|dernier|suivant))?(?!\w)",
    ),
    (
        DatePhraseKind.RANGE,
        (
            r"(?:du |entre le )(?P<from>\d{1,2}(?:er)?) (?:au |et le )"
            rf"(?P<day>\d{{1,2}}) (?P<month>{_MONTH})(?!\w){_YEAR}"
        ),
    ),
    (DatePhraseKind.HOLIDAY, rf"(?P<holiday>{_HOLIDAY})(?!\w){_YEAR}"),
    (
        DatePhraseKind.STEP,
        rf"(?:ce|cet|cette) {_UNIT}(?:-ci)?(?!\w){_NO_PART}{_NO_STEP}",
    ),
    (DatePhraseKind.STEP, rf"{_ENDS}) (?:de l'|de la |du ){_UNIT}(?!\w){_NO_STEP}"),
    (
        DatePhraseKind.COUNT,
        (
            r"(?P<way>(?<!\w)dans |(?<!\w)sous |il y a |(?<=d'ici )|(?<=d'ici à ))"
            rf"(?P<count>\d{{1,3}}|{_NUMBER}) "
            r"(?P<unit>jours?|semaines?|mois|ans?|années?|trimestres?)(?!\w)"
        ),
    ),
    (DatePhraseKind.YEAR, rf"{_PART}(?:en |(?:l')?année ){_FULL_YEAR}"),
    (DatePhraseKind.YEAR, rf"{_ENDS}|mi-)(?: de | )?{_FULL_YEAR}"),
    (DatePhraseKind.YEAR, rf"(?:(?<=d'ici )|(?<=d'ici à )){_NO_PART}{_FULL_YEAR}"),
    (DatePhraseKind.YEAR, rf"à l'horizon {_NO_PART}{_FULL_YEAR}"),
    (
        DatePhraseKind.QUARTER,
        (
            rf"(?:le |au )?(?P<ordinal>{_choice(ORDINALS)}) "
            rf"(?P<span>trimestre|semestre){_YEAR}"
        ),
    ),
    (DatePhraseKind.DEICTIC, rf"(?P<word>{_choice(DAY_STEPS)})(?!\w)"),
)


@cache
def _patterns() -> tuple[tuple[DatePhraseKind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(_LIMIT + source)) for kind, source in _SOURCES)
