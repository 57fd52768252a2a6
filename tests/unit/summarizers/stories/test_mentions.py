"""The numbers and days of one report, and what they count."""

from __future__ import annotations

from datetime import date

import pytest

from summarizers.languages.profile import listed_profile
from summarizers.model import Article
from summarizers.stories.mentions import (
    Day,
    NumberMention,
    Value,
    casualty_counts,
    death_count,
    find_days,
    read_mentions,
)
from summarizers.text.splitting import split_text

PUBLISHED = date(2026, 3, 2)
FRIDAY_BEFORE, FRIDAY_AFTER = date(2026, 2, 27), date(2026, 3, 6)


def report(text: str) -> Article:
    return Article(text, published=PUBLISHED, lang="en")


def numbers(text: str) -> dict[str, NumberMention]:
    """The first number of each subject of a report, by the label of the subject."""
    found = read_mentions(report(text))
    return {subject.label: mentions[0] for subject, mentions in found.items()}


def days(text: str) -> list[Day]:
    article = report(text)
    (sentence,) = split_text(article, "en").sentences
    return list(find_days(article, sentence, listed_profile("en")))


def test_casualties_are_printed_with_their_people_and_fate() -> None:
    found = numbers("At least 12 people were killed and 30 injured in the fire.")

    assert found["killed"].span.text == "At least 12 people were killed"
    assert found["injured"].span.text == "30 injured"
    assert found["killed"].subject.sure


def test_casualties_of_a_group_are_another_subject() -> None:
    found = read_mentions(report("The storm killed five soldiers and 12 people."))

    assert [subject.unit for subject in found][:1] == ["killed soldier"]


@pytest.mark.parametrize(
    ("text", "label", "form", "ranges"),
    [
        ("About 3,400 tonnes of oil leaked.", "tonnes", "3400", ((3300.0, 3500.0),)),
        ("More than 60 flights were cancelled.", "flights", "60", ((60.0, 69.0),)),
        ("Police arrested 214 men.", "men", "214", ((214.0, 214.0),)),
    ],
)
def test_number_has_the_range_in_which_its_exact_value_lies(
    text: str, label: str, form: str, ranges: tuple[tuple[float, float], ...]
) -> None:
    assert numbers(text)[label].value == Value(form, ranges)


def test_values_contradict_if_none_of_their_ranges_overlap() -> None:
    dozen, exact = Value("12", ((10.0, 15.0),)), Value("14", ((14.0, 14.0),))
    days_of = Value("2026-03-06", ((5.0, 5.0), (12.0, 12.0)))

    assert not dozen.contradicts(exact)
    assert exact.contradicts(Value("9", ((8.0, 9.0),)))
    assert not days_of.contradicts(Value("2026-03-13", ((12.0, 12.0),)))


def test_subject_whose_numbers_contradict_is_left_out() -> None:
    text = "The ministry said 12 people were killed. Police said 14 people were killed."

    assert numbers(text) == {}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The tunnel cost $2bn.", "cost"),
        ("The strike caused damage of 40 million euros.", "damage"),
    ],
)
def test_amount_of_money_has_the_word_that_says_its_purpose(
    text: str, label: str
) -> None:
    assert label in numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "He earns $15 an hour.",
        "Last year 12 people were killed in the same port.",
        "No one was hurt.",
    ],
)
def test_rates_other_years_and_texts_without_numbers_have_no_subject(
    text: str,
) -> None:
    assert numbers(text) == {}


def test_kind_of_a_count_has_the_fate_behind_its_noun() -> None:
    kind = numbers("More than 60 flights were cancelled.")["flights"].kind

    assert kind.fate == "cancelled"
    assert not kind.is_people


def test_kind_of_a_measure_has_its_stuff() -> None:
    assert "oil" in numbers("About 3,400 tonnes of oil leaked.")["tonnes"].kind.stuff


def test_weekday_is_the_one_before_or_after_the_publication() -> None:
    found = days("The museum will reopen on Friday.")

    assert [day.step for day in found] == ["museum", "reopen"]
    nearest = {FRIDAY_BEFORE.toordinal(), FRIDAY_AFTER.toordinal(), -5}
    assert {*found[0].days} == nearest


def test_date_without_a_year_is_that_of_this_year_or_the_last() -> None:
    (day,) = days("The vote is on 14 March.")

    assert {*day.days} == {
        date(2025, 3, 14).toordinal(),
        date(2026, 3, 14).toordinal(),
    }


def test_sentence_with_two_dates_names_no_day() -> None:
    assert days("The strike lasts from 14 March to 16 March.") == []


def test_killed_and_injured_people_at_the_top_are_counted_with_their_place() -> None:
    text = "A fire killed 12 people. In all, 30 were injured."

    counts = casualty_counts(report(text), "en")

    assert [
        (text[start:].split(maxsplit=1)[0], count.fate) for start, count in counts
    ] == [
        ("12", "killed"),
        ("30", "injured"),
    ]
    assert death_count(report(text), "en") == 12


def test_highest_number_of_deaths_counts_and_none_is_zero() -> None:
    text = "A fire killed 12 people. The mayor said that 14 people died."

    assert death_count(report(text), "en") == 14
    assert death_count(report("A ferry sails on Friday."), "en") == 0
