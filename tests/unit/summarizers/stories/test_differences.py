"""What reports of one event count differently."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from summarizers.model import Article
from summarizers.stories.differences import MOST_DIFFERENCES, Difference, differences
from tests.fakes.readers import TABLES
from tests.tables import lines

DAY = date(2026, 3, 4)


def compare(*texts: str, lang: str = "en") -> tuple[Difference, ...]:
    return differences(
        [
            (f"report-{number}", Article(text, published=DAY, lang=lang))
            for number, text in enumerate(texts)
        ]
    )


def told(difference: Difference) -> str:
    """A difference as the tables write it."""
    spans = " / ".join(figure.span.text for figure in difference.figures)
    return f"{difference.label} {' / '.join(difference.values)}: {spans}"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_numbers_that_surely_differ_stand_side_by_side(
    subtests: pytest.Subtests, lang: str
) -> None:
    for line in lines(f"{TABLES[lang]}/differences"):
        one, other, expected = line.split(" | ")
        with subtests.test(one=one, other=other):
            found = compare(one, other, lang=lang)

            assert ("; ".join(map(told, found)) or "-") == expected


def test_every_report_with_a_number_of_the_thing_is_named_in_order() -> None:
    (found,) = compare(
        "The fire killed 1,200 people.",
        "Nobody saw the fire start.",
        "The fire killed 1,900 people.",
        "About 1200 people died in the fire.",
    )

    documents = [figure.document for figure in found.figures]
    assert documents == ["report-0", "report-2", "report-3"]
    assert found.values == ("1200", "1900")


def test_people_with_one_role_are_compared_whatever_they_are_called() -> None:
    (found,) = compare(
        "The union said 2,400 crane drivers had left their posts.",
        "Agents put the number of strikers at 3,000 dockers.",
        "The employers counted 1,900 strikers.",
    )

    assert found.label == "strikers"
    assert len(found.figures) == 3


def test_spans_are_slices_of_their_articles() -> None:
    texts = (
        "Smoke rose.\n\nAt least 12 people were killed, and 30 people were injured.",
        "The fire killed 14 people. It injured 55 people.",
    )

    found = compare(*texts)

    assert [one.label for one in found] == ["killed", "injured"]
    for figure in (figure for one in found for figure in one.figures):
        text = texts[int(figure.document[-1])]
        assert text[figure.span.start : figure.span.end] == figure.span.text
        assert figure.span.text in figure.sentence.text
        assert text[figure.sentence.start : figure.sentence.end] == figure.sentence.text


def test_casualties_come_first_and_no_more_than_three_are_told() -> None:
    ferry = "The ferry Aurora carried {} passengers from Lenna to Sandhamn. "
    rest = "It killed {0} people. It injured {0} people. Police arrested {0} people."

    found = compare(
        ferry.format(212) + rest.format(5), ferry.format(240) + rest.format(9)
    )

    assert len(found) == MOST_DIFFERENCES
    assert {one.label for one in found} == {"killed", "injured", "arrested"}


def test_casualties_far_down_are_of_other_events() -> None:
    long = " ".join(["The crowd watched the fire brigade."] * 9)

    assert compare(f"{long} It killed 30 people.", "The fire killed 17 people.") == ()


@pytest.mark.parametrize("reports", [(), ("The fire killed 12 people.",)])
def test_one_report_alone_contradicts_nobody(reports: tuple[str, ...]) -> None:
    assert compare(*reports) == ()


@pytest.mark.parametrize(
    ("hours", "texts", "label"),
    [
        (2, ("The crash killed 12 people.", "The crash killed 14 people."), "killed"),
        (9, ("The crash killed 12 people.", "The crash killed 14 people."), ""),
        (9, ("It injured 41 people.", "The crash injured 34 people."), "injured"),
        (14, ("Lenna has 9,000 patients.", "It has 12,000 patients."), "patients"),
        (20, ("Lenna has 9,000 patients.", "It has 12,000 patients."), ""),
        (20, ("It has 12,000 patients.", "Lenna has 9,000 patients."), "patients"),
    ],
)
def test_number_that_may_have_risen_between_reports_is_no_difference(
    hours: int, texts: tuple[str, str], label: str
) -> None:
    first = datetime(2026, 3, 4, 6, tzinfo=UTC)
    reports = [(str(place), Article(text)) for place, text in enumerate(texts)]

    found = differences(reports, {"0": first, "1": first + timedelta(hours=hours)})

    assert [one.label for one in found] == ([label] if label else [])


@pytest.mark.parametrize(
    "unit",
    ["1", "1,", " ", "two ", "at least ", "12 people, including ", "death toll to ",
     "killed 12 ", "$ ", "12 people were also "],
)  # fmt: skip
def test_endless_text_is_compared_in_time(unit: str) -> None:
    text = f"The fire killed 12 people.\n\n{unit * (50_000 // len(unit))}"

    found = compare(text, "It killed 14 people.")

    assert [one.label for one in found] in ([], ["killed"])
