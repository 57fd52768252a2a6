"""Date phrases, and the days that they mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest

from summarizers.languages.dates import DatePhrase, Period, TimeDirection
from summarizers.languages.profile import listed_profile
from tests.fakes.readers import PUBLISHED, TABLES
from tests.tables import lines


def _phrases(text: str, lang: str = "en") -> Sequence[DatePhrase]:
    return listed_profile(lang).find_phrases(text, 0, len(text))


def _told(days: Period | None) -> str:
    if days is None:
        return "open"
    first, last = days
    return f"{first}..{last}" if last != first else str(first)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_phrase_means_the_days_of_its_table(
    subtests: pytest.Subtests, lang: str
) -> None:
    for line in lines(f"{TABLES[lang]}/dates"):
        outlook, marked, expected, *other = line.split(" | ")
        text = re.sub("[⟦⟧]", "", marked)
        day = date.fromisoformat(other[0]) if other else PUBLISHED[lang]
        with subtests.test(text=text, outlook=outlook):
            found = _phrases(text, lang)

            printed = [text[phrase.start : phrase.end] for phrase in found]
            days = [_told(phrase.days(day, TimeDirection(outlook))) for phrase in found]
            assert printed == re.findall("⟦(.*?)⟧", marked)
            assert (", ".join(days) or "-") == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "on Friday, tomorrow, next week, in May, on June 3 and in two weeks"),
        ("en", "two weeks ago, the coming days, by Christmas, next spring, year-end"),
        ("en", "the third quarter and by the end of the year"),
        ("fr", "demain, vendredi, en juin, à l'automne, dans dix jours, ce week-end"),
    ],
)
def test_without_a_publication_date_only_full_dates_are_known(
    lang: str, text: str
) -> None:
    known = _phrases("en 2031" if lang == "fr" else "in 2031", lang)

    assert {
        phrase.days(None, TimeDirection.AHEAD) for phrase in _phrases(text, lang)
    } == {None}
    assert _told(known[0].days(None, TimeDirection.AHEAD)) == "2031-01-01..2031-12-31"


def test_only_the_asked_stretch_is_searched() -> None:
    text = "On Monday it rained. On Tuesday it snowed."

    (phrase,) = listed_profile("en").find_phrases(text, 21, len(text))

    assert text[phrase.start : phrase.end] == "Tuesday"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *(("en", unit * 5_000) for unit in ("May ", "May-", "2021 ", "Friday, ")),
        *(
            ("en", unit * 5_000)
            for unit in ("the end of ", "next two ", "years ", "1/")
        ),
        *(("fr", unit * 5_000) for unit in ("d'ici ", "fin de la ", "1", " ")),
    ],
)
def test_endless_text_is_searched_in_time(lang: str, text: str) -> None:
    assert all(phrase.end <= len(text) for phrase in _phrases(text, lang))
