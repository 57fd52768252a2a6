from __future__ import annotations

import pytest

from summarizers.text.cleaning import credit_reason


def _reason(line: str, *, late: bool = False) -> str | None:
    ended = line[-1] in ".!?:"
    return credit_reason(line, len(line.split()), ended=ended, late=late)


@pytest.mark.parametrize(
    "line",
    [
        "By Ola Berg",
        "By OLA BERG and Mia Paz, Harbour Post",
        "Written by Ola Berg",
        "By Ola Berg and Mia Paz.",
        "Ola Berg (via Harbour Post)",
        "Ola Berg, political correspondent",
        "Ola Berg | Staff writer",
    ],
)
def test_a_line_that_names_its_author_is_a_byline(line: str) -> None:
    assert _reason(line) == "byline"


@pytest.mark.parametrize(
    "line",
    [
        "By Friday the dam was full.",
        "By then Ola Berg had gone to sea with his wife, two dogs, a cat and a parrot",
        "Ola Berg, the mayor, said so",
        "Stand by the dam, Ola Berg said.",
    ],
)
def test_prose_is_no_byline(line: str) -> None:
    assert _reason(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "March 3, 2021",
        "Tuesday, 14 June 2022",
        "Updated 3 hours ago",
        "Published: 2021-03-03 14:05 GMT",
        "7:30 p.m.",
    ],
)
def test_a_line_with_nothing_but_a_date_is_a_date(line: str) -> None:
    assert _reason(line) == "date"


@pytest.mark.parametrize("line", ["On Monday.", "March 3, 2021: dam breaks", "In 2021"])
def test_a_line_with_more_than_a_date_is_none(line: str) -> None:
    assert _reason(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Ola Berg contributed from Harbour Bay.",
        "Ola Berg and Mia Paz reported from Harbour Bay.",
        "Harbour Post writers Ola Berg and Mia Paz contributed.",
    ],
)
def test_thanks_to_helpers_are_credits_at_the_end(line: str) -> None:
    assert _reason(line, late=True) == "credit"
    assert _reason(line, late=False) is None


def test_a_report_is_no_thanks() -> None:
    assert _reason("The dam held, the Harbour Post reported.", late=True) is None


@pytest.mark.parametrize("line", ["Reuters", "The Associated Press", "(AFP)"])
def test_an_agency_alone_is_a_credit(line: str) -> None:
    assert _reason(line) == "credit"


@pytest.mark.parametrize(
    "line",
    [
        "Follow Ola Berg on Twitter.",
        "Follow him @olaberg.",
        "— Ola Berg (@olaberg) March 3, 2021",
        "Contact the newsroom at desk@harbour.example for more.",
    ],
)
def test_a_way_to_reach_somebody_is_a_share_line(line: str) -> None:
    assert _reason(line) == "share"


def test_a_report_about_an_address_is_prose() -> None:
    assert _reason("The mail came from spy@harbour.example, Lund said.") is None


def test_a_long_paragraph_is_no_way_to_reach_somebody() -> None:
    line = "Contact was lost, Lund said. " * 6 + "The last mail was a@b.example."

    assert _reason(line) is None
