from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages import periods
from summarizers.languages.date_frames import (
    Frame,
    Outlook,
    narrowed,
    nearest,
    step_of,
    yearly,
)
from summarizers.languages.periods import Period

TODAY = date(2022, 9, 16)


def _june(year: int) -> Period:
    return periods.months(year, 6)


@pytest.mark.parametrize(
    ("word", "step"),
    [("next", 1), ("Coming", 1), ("last", -1), ("Past", -1), ("this", 0), (None, 0)],
)
def test_words_step_ahead_or_back(word: str | None, step: int) -> None:
    assert step_of(word) == step


@pytest.mark.parametrize(
    ("outlook", "year"),
    [(Outlook.AHEAD, 2023), (Outlook.BACK, 2022), (Outlook.OPEN, 2022)],
)
def test_yearly_occurrence_follows_the_outlook(outlook: Outlook, year: int) -> None:
    assert yearly(Frame(TODAY, outlook), _june) == _june(year)


@pytest.mark.parametrize(("relation", "year"), [("next", 2023), ("last", 2022)])
def test_relation_goes_before_the_outlook(relation: str, year: int) -> None:
    against = Outlook.BACK if relation == "next" else Outlook.AHEAD

    assert yearly(Frame(TODAY, against), _june, relation) == _june(year)


def test_yearly_occurrence_needs_a_publication_date() -> None:
    assert yearly(Frame(None, Outlook.AHEAD), _june) is None


def test_year_without_such_a_day_is_left_out() -> None:
    def leap(year: int) -> Period:
        return periods.day_of(year, 2, 29)

    found = yearly(Frame(date(2023, 9, 16), Outlook.AHEAD), leap)

    assert found == periods.day(date(2024, 2, 29))


def test_period_around_today_is_the_nearest() -> None:
    months = [
        periods.months(2022, 8),
        periods.months(2022, 9),
        periods.months(2022, 10),
    ]

    assert nearest(months, TODAY, Outlook.OPEN) == months[1]


def test_nothing_ahead_is_nothing() -> None:
    assert nearest([periods.months(2021, 8)], TODAY, Outlook.AHEAD) is None


def test_deadline_narrows_an_end_to_its_last_day() -> None:
    frame = Frame(TODAY, Outlook.AHEAD, deadline=True)

    assert narrowed({"piece": "End"}, frame, _june(2023)) == periods.day(
        date(2023, 6, 30)
    )


def test_deadline_leaves_other_parts_alone() -> None:
    frame = Frame(TODAY, Outlook.AHEAD, deadline=True)

    assert narrowed({"part": "early"}, frame, _june(2023)).last == date(2023, 6, 10)


def test_without_a_part_the_whole_stays() -> None:
    assert narrowed({}, Frame(TODAY, Outlook.OPEN), _june(2023)) == _june(2023)
