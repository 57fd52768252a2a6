"""Reports and headlines that tell the end of a matter."""

from __future__ import annotations

from datetime import date

import pytest

from summarizers.model import Article
from summarizers.stories.report_lines import knows_ending, read_state, tells_ending
from tests.fakes.readers import TABLES
from tests.tables import lines

DAY = date(2026, 3, 6)  # a Friday


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_ending_is_told_from_what_goes_on(subtests: pytest.Subtests, lang: str) -> None:
    for line in lines(f"{TABLES[lang]}/endings"):
        expected, _, headline = line.partition(" | ")
        with subtests.test(headline=headline):
            assert tells_ending(headline, lang) is (expected == "over")


def report(title: str, text: str) -> Article:
    return Article(text, title, published=DAY, lang="en")


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("Dockers signed on Friday. They were tired.", True),
        ("They were tired. The talks had begun on Thursday night.", True),
        ("Dockers walked out on Monday. They were tired.", False),
        ("Fifty lorries stand in a row. No crane moves.", False),
        ("Lorries wait. No crane moves. Nobody came on Friday.", False),
    ],
)
def test_report_that_names_its_day_at_the_top_is_current(
    text: str, *, current: bool
) -> None:
    assert read_state(report("Port", text), DAY).current is current


@pytest.mark.parametrize(
    ("title", "text", "state"),
    [
        (
            "Both sides sign",
            "The strike is over. Pay rises.",
            (False, True, True, True),
        ),
        ("Strike ends", "Both sides signed. Pay rises.", (True, False, True, False)),
        (
            "Cranes",
            "Cranes stand in the rain. Lorries wait. Then the strike was over.",
            (False, False, False, True),
        ),
    ],
)
def test_ending_counts_in_the_headline_and_opening_but_is_known_anywhere(
    title: str, text: str, state: tuple[bool, bool, bool, bool]
) -> None:
    found = read_state(report(title, text), DAY)
    knows = knows_ending(report(title, text))

    assert (found.headline_ends, found.opening_ends, found.ends, knows) == state


def test_headline_may_tell_that_an_ended_matter_goes_on() -> None:
    titles = "Union rejects deal, strike resumes", "Strike ends"

    found = [read_state(report(title, "Text."), DAY).reverses for title in titles]

    assert found == [True, False]
