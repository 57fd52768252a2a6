"""Papers that only report, and roles and names around quotation marks."""

from __future__ import annotations

import pytest

from tests.fakes.readers import Reader

LEAD = "Minister Anna Berg resigned over a villa on Monday."


@pytest.mark.parametrize(
    "sentence",
    [
        "Photographs published by the Tarn Herald showed the garden.",
        "She told the Tarn Herald that she had paid for it.",
        "The Tarn Herald reported that a firm paid for it.",
    ],
)
def test_paper_that_reports_is_not_accepted(reader: Reader, sentence: str) -> None:
    entities = reader.entities(f"{LEAD} {sentence}", title="Minister resigns")

    assert all(a.acceptance == 0.0 for a in entities.actors if "Herald" in a.name)


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("Tarn Herald reports on a villa", "The Tarn Herald reported a payment."),
        ("Minister resigns", "The Tarn Herald hired an editor."),
        ("Minister resigns", "The Tarn Council reported a payment."),
    ],
)
def test_other_bodies_may_be_accepted(
    reader: Reader, title: str, sentence: str
) -> None:
    entities = reader.entities(f"{LEAD} {sentence}", title=title)
    bodies = [a for a in entities.actors if "Tarn" in a.name]

    assert bodies
    assert all(body.acceptance > 0 for body in bodies)


def test_agency_that_reports_is_not_accepted(reader: Reader) -> None:
    text = f"{LEAD} The Associated Press has also reported that a firm paid for it."
    actors = reader.entities(text, title="Minister resigns").actors

    assert all(a.acceptance == 0.0 for a in actors if "Associated" in a.name)


@pytest.mark.parametrize(
    "sentence",
    [
        "He had paid for it, according to WXYZ. Neighbours told WXYZ about it.",
        "The garden is large, said the Lenna Television. Lenna Television aired it.",
        "The local broadcaster Tarnia revealed a payment on Tuesday.",
    ],
)
def test_broadcaster_that_reports_is_not_accepted(
    reader: Reader, sentence: str
) -> None:
    actors = reader.entities(f"{LEAD} {sentence}", title="Minister resigns").actors
    names = ("WXYZ", "Lenna Television", "Tarnia")

    assert [a.acceptance for a in actors if a.name in names] == [0.0]


@pytest.mark.parametrize("before", ["Former", "The former"])
def test_role_keeps_former(reader: Reader, before: str) -> None:
    text = f"{before} Speaker of the House of Lenna Anna Berg agreed on Monday."
    roles = [a.role.text for a in reader.entities(text).actors if a.role is not None]

    assert [role.split()[0].lower() for role in roles] == ["former"]


def test_description_starts_after_a_quotation_mark(reader: Reader) -> None:
    text = "According to the ''Herald'' police said the plane burned."

    assert not [a for a in reader.entities(text).actors if "''" in a.name]
