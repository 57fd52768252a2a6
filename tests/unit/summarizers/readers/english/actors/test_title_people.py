"""People and animals whom the title tells by a noun alone."""

from __future__ import annotations

import pytest

from tests.fakes.readers import Reader

BOY = "A four-year-old boy fell into the mill pond at Tarn on Monday."


@pytest.mark.parametrize(
    ("title", "text", "name"),
    [
        ("Boy falls into mill pond", BOY, "A four-year-old boy"),
        (
            "Goat stops train at Tarn",
            "The train to Lenna stood for an hour because a small goat slept there.",
            "a small goat",
        ),
        (
            "Rescuers reach Tarn",
            "Late on Monday, rescuers came to Tarn.",
            "rescuers",
        ),
    ],
)
def test_unnamed_people_of_the_title_are_actors(
    reader: Reader, title: str, text: str, name: str
) -> None:
    actors = reader.entities(text, title=title).actors

    assert [a.salience for a in actors if a.name == name] >= [0.9]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Mill pond closed", BOY),
        ("Boy Ivo Lund falls into pond", BOY.replace("boy", "boy, Ivo Lund,")),
        ("Boy falls into mill pond", BOY.replace("A four-year-old", "Her")),
        ("Boy falls into mill pond", BOY.replace("boy", "boy actor")),
        ("Police search pond", "The Tarn Police came. The police left on Monday."),
    ],
)
def test_other_nouns_of_a_lead_are_no_people_of_the_title(
    reader: Reader, title: str, text: str
) -> None:
    actors = reader.entities(text, title=title).actors

    assert all(actor.salience != 0.9 for actor in actors)
