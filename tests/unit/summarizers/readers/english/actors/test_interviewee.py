from __future__ import annotations

import pytest

from summarizers.model import Actor, ActorKind, Article, Mention, Span
from summarizers.readers.english.actors.interviewee import (
    add_interviewee,
    find_interviewee,
    find_interviewees,
)
from tests.fakes.readers import Reader

TITLE = "Interview with mill founder Anna Berg"
TEXT = "Interview with mill founder Anna Berg\n\nWhy a mill?\n\nI like flour."


@pytest.mark.parametrize(
    ("title", "name"),
    [
        (TITLE, "Anna Berg"),
        ("Lenna Post interviews Anna Berg, a candidate", "Anna Berg"),
        ("Interview with Norwegian writer Anna de Vries", "Anna de Vries"),
    ],
)
def test_title_names_the_interviewee(title: str, name: str) -> None:
    interviewee = find_interviewee(Article(text=f"{title}\n\nWhy?", title=title))

    assert interviewee is not None
    assert interviewee.name == name
    assert interviewee.kind is ActorKind.PERSON


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (None, TEXT),
        ("Anna Berg sells her mill", TEXT),
        ("Interview with the owners of a mill", TEXT),
        ("Interview with Lenna Council", "Lenna Council met."),
        (TITLE, "Why a mill?"),
    ],
)
def test_other_articles_have_no_interviewee(title: str | None, text: str) -> None:
    assert find_interviewee(Article(text=text, title=title)) is None


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Anna Berg: An interview with the mill's owner", "Anna Berg: Why a mill?"),
        (
            "Lenna Post interviews Head of the Tarn Mill",
            "We met Anna Berg, head of the Tarn Mill, at night.",
        ),
    ],
)
def test_headline_or_role_tells_whom_the_title_does_not_name(
    title: str, text: str
) -> None:
    people = find_interviewees(Article(text=text, title=title))

    assert [person.name for person in people] == ["Anna Berg"]


def test_title_names_two_people() -> None:
    title = "Lenna Post interviews Anna K. Berg and John Lund of the Tarn Mill"
    people = find_interviewees(Article(text=title, title=title))

    assert [person.name for person in people] == ["Anna K. Berg", "John Lund"]


@pytest.mark.parametrize(
    ("title", "name", "role"),
    [
        (
            "Founder Anna Berg talks to the Lenna Post about flour",
            "Anna Berg",
            "Founder",
        ),
        ("Lenna Post interviews writer Zuvenna Tarn", "Zuvenna Tarn", "writer"),
        ("Lenna Post interviews writer Anna Bezic on flour", "Anna Bežić", "writer"),
    ],
)
def test_turns_and_text_confirm_the_name(title: str, name: str, role: str) -> None:
    text = f"We met {role} {name}.\n\nWhy?\n\nI like it.\n\nHow?\n\nTarn smiled."
    interviewee = find_interviewee(Article(text=text, title=title))

    assert interviewee is not None
    assert interviewee.name == name
    assert interviewee.role is not None
    assert interviewee.role.text == role


def test_title_of_other_news_needs_turns() -> None:
    title = "Anna Berg talks to the Lenna Post about flour"

    assert find_interviewee(Article(text=f"{title}. It is dear.", title=title)) is None


def test_role_stands_before_the_name() -> None:
    interviewee = find_interviewee(Article(text=TEXT, title=TITLE))

    assert interviewee is not None
    assert interviewee.role == Span(15, 27, "mill founder")


def test_interviewee_comes_first(reader: Reader) -> None:
    text = "Anna Berg: why a mill?\n\nJon Halvet sold it, said Jon Halvet."

    entities = reader.entities(text, title=TITLE)

    assert entities.actors[0].name == "Anna Berg"
    assert entities.signs[0]["interviewee"] == 1.0


def test_surname_becomes_the_name_of_the_title() -> None:
    full = Actor("Anna Berg", ActorKind.PERSON, mentions=(_mention(0, "Anna Berg"),))
    short = Actor("Berg", ActorKind.ORG, mentions=(_mention(30, "Berg"),))

    actors, at = add_interviewee(full, [short])

    assert at == 0
    assert [(actor.name, actor.aliases) for actor in actors] == [
        ("Anna Berg", ("Berg",))
    ]
    assert [m.span.start for m in actors[0].mentions] == [0, 30]


def test_alias_is_the_same_person() -> None:
    full = Actor("Anna Berg", ActorKind.PERSON, mentions=(_mention(0, "Anna Berg"),))
    longer = Actor("Anna K. Berg", ActorKind.PERSON, aliases=("Anna Berg",))

    assert add_interviewee(full, [longer]) == ([longer], 0)


def _mention(start: int, text: str) -> Mention:
    return Mention(Span(start, start + len(text), text))
