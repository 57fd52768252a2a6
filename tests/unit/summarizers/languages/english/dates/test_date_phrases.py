from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages.date_frames import Family, Outlook
from summarizers.languages.english.dates import date_words, find_phrases

PUBLISHED = date(2022, 9, 16)


def test_longest_phrase_wins() -> None:
    (phrase,) = find_phrases("It opens on Friday, October 7, 2022 at noon.")

    assert phrase.match.string[phrase.start : phrase.end] == "Friday, October 7, 2022"


def test_phrases_stand_in_text_order() -> None:
    text = "In 2021 they met on Monday; the next talks follow in May."

    found = [text[p.start : p.end] for p in find_phrases(text)]

    assert found == ["2021", "Monday", "May"]


def test_stretch_limits_the_search() -> None:
    text = "On Monday it rained. On Tuesday it snowed."

    (phrase,) = find_phrases(text, 21, len(text))

    assert text[phrase.start : phrase.end] == "Tuesday"


def test_when_carries_the_phrase_and_its_offsets() -> None:
    (phrase,) = find_phrases("It reopens in March 2023.")

    when = phrase.resolve(None, Outlook.OPEN)

    assert when is not None
    assert (when.span.start, when.span.text) == (14, "March 2023")


@pytest.mark.parametrize(
    "text",
    ["on Friday", "tomorrow", "next week", "in May", "on June 3", "in two weeks",
     "two weeks ago", "the coming days", "by Christmas", "next spring", "year-end",
     "the third quarter", "by the end of the year"],
)  # fmt: skip
def test_without_a_publication_date_only_years_resolve(text: str) -> None:
    (phrase,) = find_phrases(text)

    assert phrase.resolve(None, Outlook.AHEAD) is None


def test_since_looks_back_in_any_clause() -> None:
    (phrase,) = find_phrases("will have lasted since October")

    when = phrase.resolve(PUBLISHED, Outlook.AHEAD)

    assert when is not None
    assert when.first == date(2021, 10, 1)


def test_until_in_a_past_clause_means_the_nearest_day() -> None:
    (phrase,) = find_phrases("was put off until after September 20")

    when = phrase.resolve(PUBLISHED, Outlook.BACK)

    assert when is not None
    assert when.first == date(2022, 9, 20)


def test_end_of_the_calendar_stays_open() -> None:
    (phrase,) = find_phrases("in nine years")

    assert phrase.resolve(date(9998, 1, 1), Outlook.AHEAD) is None


def test_range_that_runs_backwards_stays_open() -> None:
    (phrase,) = find_phrases("from June 9 to 3, 2023")

    assert phrase.resolve(PUBLISHED, Outlook.AHEAD) is None


def test_leap_day_stays_open_without_a_leap_year_near() -> None:
    (phrase,) = find_phrases("on February 29")

    assert phrase.resolve(PUBLISHED, Outlook.AHEAD) is None


@pytest.mark.parametrize("word", ["monday", "sept.", "weeks", "christmas", "q3"])
def test_words_that_give_dates_away(word: str) -> None:
    assert word in date_words()


def test_caller_who_knows_the_anchors_names_them() -> None:
    text = "On Monday or on Friday."

    (phrase,) = find_phrases(text, anchors=[(16, Family.WEEKDAY)])

    assert phrase.text == "Friday"


def test_same_phrase_is_read_from_each_day_of_publication() -> None:
    (phrase,) = find_phrases("on Friday")

    days = [phrase.days(day, Outlook.AHEAD) for day in (PUBLISHED, date(2031, 1, 1))]

    assert [period.first for period in days if period] == [
        date(2022, 9, 16),
        date(2031, 1, 3),
    ]


@pytest.mark.parametrize(
    "unit",
    ["May ", "May-", "2021 ", "Friday, ", "the end of ", "next two ", "years ", "1/"],
)
def test_many_anchors_end_in_time(unit: str) -> None:
    text = unit * 5_000

    found = find_phrases(text)

    assert all(text[p.start : p.end] for p in found)
