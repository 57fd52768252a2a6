"""People and animals of the lead who have no name."""

from __future__ import annotations

import pytest

from summarizers.page import LEAST_ABSENT
from summarizers.readers.english.actors.entity_pipeline import MOST_LEADING
from tests.fakes.readers import Reader


def _leading(reader: Reader, text: str, title: str = "Night at Tarn") -> list[str]:
    actors = reader.entities(text, title=title).actors
    return [actor.name for actor in actors if actor.acceptance == MOST_LEADING]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Two sailors were hurt at the mill on Monday.", "Two sailors"),
        (
            "Dozens of rescuers at Tarn searched the pond on Monday.",
            "Dozens of rescuers",
        ),
        ("A ferry captain turned back on Monday.", "A ferry captain"),
        ("The crew left the ferry on Monday.", "The crew"),
        ("The wave killed at least six sailors on Monday.", "six sailors"),
        ("They thanked the help of a boy who fell into the pond.", "a boy"),
        ("Three miners are confirmed dead since Monday.", "Three miners"),
        (
            "Organisers of the fair in Port Lenna closed the gate on Monday.",
            "Organisers of the fair",
        ),
    ],
)
def test_unnamed_people_who_act_or_suffer_in_the_lead_are_actors(
    reader: Reader, text: str, name: str
) -> None:
    assert name in _leading(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "Officials closed the mill on Monday.",
        "Rescuers said on Monday that the pond was deep.",
        "People were hurt at the mill on Monday.",
        "Two people were hurt at the mill on Monday.",
        "Sailors were hurt at the mill on Monday.",
        "The storm hit some workers and his doctor on Monday.",
        "The mill stood beside two sailors on Monday.",
        "A captain turned back on Monday. The captain, Anna Berg, was tired.",
        "A boy fell into the pond on Monday. Anna Berg came from Tarn.",
        "The miners left on Monday.",
    ],
)
def test_others_of_the_lead_are_no_actors(fast: Reader, text: str) -> None:
    assert _leading(fast, text) == []


def test_second_word_for_the_same_people_is_no_actor(reader: Reader) -> None:
    text = "Ten rescuers searched the pond on Monday. The crew left the pond at night."

    assert _leading(reader, text) == ["Ten rescuers"]


def test_group_and_its_members_are_one_actor(fast: Reader) -> None:
    text = "A team of rescuers searched the pond. At night, rescuers left the pond."

    assert _leading(fast, text) == ["A team of rescuers"]


def test_page_prints_people_of_the_lead_only_beside_a_line_that_names_them() -> None:
    assert MOST_LEADING < LEAST_ABSENT
