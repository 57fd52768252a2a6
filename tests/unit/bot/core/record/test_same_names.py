"""Pairs of names in two articles: one person or organisation, or in doubt two."""

from __future__ import annotations

import pytest

from bot.core.domain.record import Speaker
from bot.core.record.names import identify, speaker_of
from summarizers.model import Actor, ActorKind, Span
from tests.fakes.record import make_claim, make_entry
from tests.fakes.records import make_stored

Named = tuple[str, str | None]
"""A name and the role that the article gives."""

ONE_PERSON: list[tuple[Named, Named]] = [
    (("Ida Brandt", None), ("Ida Brandt", None)),
    (("Ida Brandt", "mayor"), ("Ida Brandt", None)),
    (("Ida Brandt", None), ("Ida Brandt", "mayor")),
    (("Ida Brandt", "mayor"), ("Ida Brandt", "Mayor of Lenna")),
    (("Ida Brandt", "mayor"), ("Ida Brandt", "former mayor")),
    (("Ida Brandt", "Lenna mayor"), ("IDA BRANDT", "the mayor")),
    (("Dr. Ida Brandt", "surgeon"), ("Ida Brandt", "a surgeon at Lenna hospital")),
    (("Mrs Ida Brandt", None), ("Ida Brandt", "mayor")),
    (("Émile Côté", "ministre"), ("Emile Cote", "le ministre")),
    (("Ban Jo-Sun", "general secretary"), ("Ban Jo-sun", "General-Secretary")),
    (("Ayman al-Hamad", "minister"), ("Ayman Al-Hamad", "a minister")),
    (("Shaun O’Neill", "trainer"), ("Shaun O'Neill", "the trainer")),
    (("Jan van der Berg", "analyst"), ("Jan Van der Berg", "an analyst")),
    (("Sir Olof Lind", "chairman"), ("Olof Lind", "the chairman of Nordlinje")),
    (("Siri Aune", "a teacher"), ("Siri Aune", "primary teacher")),
    (("John B. Stone III", None), ("John B Stone III", None)),
    (("Ida Brandt", "mayor"), ("Ida M. Brandt", "mayor")),
    (("W. Ida Brandt", "mayor"), ("Ida Brandt", "mayor")),
    (("J. K. Stone", "author"), ("J.K. Stone", "author")),
    (("Actress Ida Brandt", None), ("Ida Brandt", "actress")),
    (("Ida Brandt", "Sen."), ("Ida Brandt", "Norland Senator")),
    (("Ida Brandt", "Rep."), ("Ida Brandt", "lawmaker")),
    (("Ida Brandt", "Attorney General"), ("Ida Brandt", "U.S. Attorney General")),
    (("Ida Brandt", "mayor"), ("Ida Brandt", "who leads the town")),
]
TWO_PEOPLE: list[tuple[Named, Named]] = [
    (("Ida Brandt", "mayor"), ("Ida Brandt", "teacher")),
    (("Ida Brandt", "mayor"), ("Ida Brandt", "goalkeeper")),
    (("Ida Brandt", "mayor of Lenna"), ("Ida Brandt", "police chief of Lenna")),
    (("Ida Brandt", "Lenna Mayor"), ("Ida Brandt", "Lenna Inspector")),
    (("Ida Brandt", "the mayor"), ("Ida Brandt", "the mayor's sister")),
    (("Ida Brandt", "chief executive"), ("Ida Brandt", "chief inspector")),
    (("Ida Brandt", "acting president"), ("Ida Brandt", "acting coach")),
    (("Ida Brandt", "witness"), ("Ida Brandt", "prosecutor")),
    (("Ida Brandt", "mayor"), ("Ida Brand", "mayor")),
    (("Ida Brandt", "mayor"), ("Ada Brandt", "mayor")),
    (("Ida M. Brandt", "mayor"), ("Ida K. Brandt", "mayor")),
    (("Ida A. Brandt", "president"), ("Ida B. Brandt", "president")),
    (("Ida Brandt", "mayor"), ("Ida Brandt-Lind", "mayor")),
    (("Ida Brandt", "mayor"), ("Brandt", "mayor")),
    (("Ida Brandt", "mayor"), ("Mayor Brandt", None)),
    (("Mr Brandt", None), ("Mr Brandt", None)),
    (("Brandt", "mayor"), ("Brandt", "mayor")),
    (("Olof Lind", None), ("Olof Lind Jr.", None)),
    (("Olof Lind Jr.", None), ("Olof Lind Sr.", None)),
    (("the mayor", None), ("the mayor", None)),
    (("A spokesman for Lenna", None), ("A spokesman for Lenna", None)),
]
ONE_BODY: list[tuple[str, str]] = [
    ("Nordlinje", "Nordlinje"),
    ("the European Union", "European Union"),
    ("The Coast Guard", "Coast Guard"),
    ("Nordlinje Ltd.", "Nordlinje"),
    ("Nordlinje Inc", "Nordlinje GmbH"),
    ("Bank of Lenna", "The Bank of Lenna"),
    ("U.N.", "UN"),
    ("EU", "European Union"),
    ("U.S.", "the United States"),
    ("Électricité de Lenna", "Electricite de Lenna"),
    ("Lind & Lind", "Lind & Lind"),
]
TWO_BODIES: list[tuple[str, str]] = [
    ("Bank of Lenna", "Bank of Karlsund"),
    ("Nordlinje", "Nordlinje Cargo"),
    ("Ministry of Ports", "Ministry of Defence"),
    ("Lenna Police", "Police"),
    ("Lenna officials", "Lenna officials"),
    ("the company", "the company"),
    ("North Korea", "South Korea"),
    ("Defence Ministry", "Defence Ministry"),
]


def heard(name: str, kind: ActorKind, role: str | None = None) -> Speaker | None:
    """The speaker of an article that gives this name and role."""
    words = role and Span(0, len(role), role)
    return speaker_of(Actor(name, kind, words or None))


def are_one(first: Speaker | None, second: Speaker | None) -> bool:
    """Whether the record joins the speakers of two articles, in either order."""
    joined = []
    for pair in ((first, second), (second, first)):
        entries = [make_entry(make_stored(), claims=[make_claim(s)]) for s in pair]
        said = [entry.claims[0].speaker for entry in identify(entries, [])]
        joined.append(said[0] is not None and said[0] == said[1])
    assert joined[0] == joined[1]
    return joined[0]


@pytest.mark.parametrize(("first", "second"), ONE_PERSON)
def test_one_person(first: Named, second: Named) -> None:
    left, right = (
        heard(name, ActorKind.PERSON, role) for name, role in (first, second)
    )

    assert are_one(left, right)


@pytest.mark.parametrize(("first", "second"), TWO_PEOPLE)
def test_two_people_or_a_doubt(first: Named, second: Named) -> None:
    left, right = (
        heard(name, ActorKind.PERSON, role) for name, role in (first, second)
    )

    assert not are_one(left, right)


@pytest.mark.parametrize(("first", "second"), ONE_BODY)
def test_one_body(first: str, second: str) -> None:
    assert are_one(heard(first, ActorKind.ORG), heard(second, ActorKind.GROUP))


@pytest.mark.parametrize(("first", "second"), TWO_BODIES)
def test_two_bodies_or_a_doubt(first: str, second: str) -> None:
    assert not are_one(heard(first, ActorKind.ORG), heard(second, ActorKind.GROUP))
