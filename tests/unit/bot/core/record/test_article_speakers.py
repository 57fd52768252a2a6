from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.record.article_speakers import ArticleSpeakers
from summarizers.model import Actor, ActorKind, Article, Briefing, ClaimKind, Span
from tests.fakes.statements import said

IDA = Actor("Ida Brandt", ActorKind.PERSON, aliases=("Brandt",))
ADAM = Actor("Adam Lind", ActorKind.PERSON, aliases=("Lind",))
SAILS = "the ferry sails on Friday"


def speaker(
    text: str,
    source: str,
    *actors: Actor,
    title: str = "The ferry sails",
    kind: ClaimKind = ClaimKind.INDIRECT,
) -> str | None:
    """The speaker whom the record has for a claim of the first actor."""
    claim = said(text, SAILS, source=source, speaker=actors[0].name, kind=kind)
    article = Article(text, title=title, lang="en")
    starts = [0, *(at + 1 for at, letter in enumerate(text) if letter == "\n")]
    briefing = Briefing(article, "fast", "en", actors=actors, claims=(claim,))
    found = ArticleSpeakers(briefing, starts).of(claim)
    return None if found is None else found.name


def test_an_actor_whom_the_words_fit_speaks() -> None:
    assert speaker(f"Ida Brandt said {SAILS}.", "Ida Brandt", IDA) == "Ida Brandt"


def test_a_claim_of_no_actor_has_no_speaker() -> None:
    claim = said(f"Brandt said {SAILS}.", SAILS, speaker="Olof Brandt")
    briefing = Briefing(Article(f"Brandt said {SAILS}."), "fast", "en", actors=(IDA,))

    assert ArticleSpeakers(briefing, [0]).of(claim) is None


@pytest.mark.parametrize(
    ("before", "title", "expected"),
    [
        ("Ida Brandt left.", "The ferry sails", "Ida Brandt"),
        ("Ida Brandt left. Erik Brandt came.", "The ferry sails", None),
        ("Ida Brandt left. Erik Brandt came.", "Ida Brandt leaves", "Ida Brandt"),
        ("Ida Brandt left. But Brandt came.", "The ferry sails", "Ida Brandt"),
        ("Ida M. Brandt left. Ida Brandt and Erik Brandt.", "Ferry", "Ida Brandt"),
    ],
)
def test_a_bare_surname_means_the_person_named_most_often(
    before: str, title: str, expected: str | None
) -> None:
    text = f"{before}\nBrandt said {SAILS}."

    assert speaker(text, "Brandt", IDA, title=title) == expected


def test_a_form_of_address_tells_people_of_one_surname_apart() -> None:
    text = f"Ida Brandt and Erik Brandt left.\nMrs Brandt said {SAILS}."

    assert speaker(text, "Mrs Brandt", IDA) == "Ida Brandt"
    assert speaker(text.replace("Mrs", "Mr"), "Mr Brandt", IDA) is None


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(ClaimKind.INDIRECT, None), (ClaimKind.DIRECT, "Ida Brandt")],
)
def test_what_two_people_are_reported_to_say_has_no_single_speaker(
    kind: ClaimKind, expected: str | None
) -> None:
    text = f"Brandt and Lind said {SAILS}."

    assert speaker(text, "Brandt and Lind", IDA, ADAM, kind=kind) == expected


def test_two_words_of_a_role_are_not_two_people() -> None:
    text = f"Port and ferry director Ida Brandt said {SAILS}."

    assert speaker(text, "Port and ferry director Ida Brandt", IDA) == "Ida Brandt"


@pytest.mark.parametrize(
    ("source", "expected"), [("The president", None), ("The teacher", "Ida Brandt")]
)
def test_a_description_must_agree_with_the_role(
    source: str, expected: str | None
) -> None:
    text = f"The teacher, Ida Brandt, left.\n{source} said {SAILS}."
    ida = replace(IDA, role=Span(4, 11, "teacher"))

    assert speaker(text, source, ida) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the Dorn mayor", None),
        ("the Lenna mayor", "Ida Brandt"),
        ("the mayor", "Ida Brandt"),
    ],
)
def test_a_description_must_not_name_another_town(
    source: str, expected: str | None
) -> None:
    text = f"Lenna mayor Ida Brandt left.\n{source} said {SAILS}."
    ida = replace(IDA, role=Span(0, 11, "Lenna mayor"))

    assert speaker(text, source, ida) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a word Brandt", None),
        ("the Brandt", None),
        ("an agent for mayor Brandt", None),
        ("The North Lenna Leader", None),
        ("the mayor Ida Brandt", "Ida Brandt"),
        ("The Mayor", "Ida Brandt"),
    ],
)
def test_a_phrase_about_a_person_or_a_paper_is_not_the_speaker(
    source: str, expected: str | None
) -> None:
    text = f"Ida Brandt left.\n{source} said {SAILS}."

    assert speaker(text, source, IDA) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Dorn's central bank", None),
        ("the Lenna company", "Lenna Ferries"),
        ("the company", "Lenna Ferries"),
        ("LF", "Lenna Ferries"),
    ],
)
def test_a_description_with_another_name_is_another_body(
    source: str, expected: str | None
) -> None:
    body = Actor("Lenna Ferries", ActorKind.ORG)

    assert speaker(f"{source} said {SAILS}.", source, body) == expected


@pytest.mark.parametrize(
    ("text", "role", "kept"),
    [
        ("Ida Brandt, dear sister, left.", "dear sister", None),
        (
            "Ida Brandt, sister of the mayor, left.",
            "sister of the mayor",
            "sister of the mayor",
        ),
        ("The lawyer leading Ida Brandt's crew left.", "lawyer leading", None),
        ("Ida Brandt, head of shipping, left.", "head of shipping", "head of shipping"),
        ("Opening the Lenna fair Ida Brandt left.", "Opening the Lenna fair", None),
        ("Acting mayor Ida Brandt left.", "Acting mayor", "Acting mayor"),
        (
            "Best-selling poet Ida Brandt left.",
            "Best-selling poet",
            "Best-selling poet",
        ),
        ("Ida Brandt, mother of six, left.", "mother of six", "mother of six"),
        ("Ida Brandt, head of a family, left.", "head of a family", "head of a family"),
        ("Ida Brandt, a woman so kind she left.", "a woman so kind she", None),
        (
            "At the party's meeting Sen. Ida Brandt left.",
            "party's meeting Sen.",
            "Sen.",
        ),
        ("Port director Sen. Ida Brandt left.", "director Sen.", "director Sen."),
    ],
)
def test_a_role_of_another_or_without_its_owner_is_left_out(
    text: str, role: str, kept: str | None
) -> None:
    at = text.index(role)
    ida = replace(IDA, role=Span(at, at + len(role), role))
    text = f"{text}\nBrandt said {SAILS}."
    claim = said(text, SAILS, kind=ClaimKind.INDIRECT)
    briefing = Briefing(Article(text), "fast", "en", actors=(ida,), claims=(claim,))

    found = ArticleSpeakers(briefing, [0]).of(claim)

    assert found is not None
    assert (found.role and found.role.text) == kept
    assert found.role is None or text[found.role.start : found.role.end] == kept


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Ida Brandt left.", "Ida Brandt"),
        ("Ida Brandt left.\nGreta Lind met the crew.", None),
        ("Greta Lind left.\nIda Brandt met the crew.", "Ida Brandt"),
        ("Ida Brandt left.\nAdam Lind met the crew.", "Ida Brandt"),
        ("Ida Brandt left.\nThe crew met Greta Lind.", None),
        ("Ida Brandt left.\nThe crew met Ida Brandt and Greta Lind.", None),
        ("Ida Brandt met Greta Lind.", "Ida Brandt"),
        ("Ida Brandt left.\nMay Lind met Brandt.", None),
        ("Greta Lind left.\nThe crew met Ida Brandt.", "Ida Brandt"),
        ("Ida Brandt left.\nThe crew saw “The pier,” said Greta Lind.", None),
        ("Ida Brandt left.\nThe crew waits, Greta Lind said.", None),
        ("Ida Brandt left.\nGreta Lind's crew waits.", "Ida Brandt"),
        ("Ida Brandt left.\nGreta Lind met the Brandt campaign.", None),
        ("Ida Brandt left.\nGreta Lind met “friends of Ida Brandt” there.", None),
        ('Greta Lind left.\nThe crew met "friends" of Ida Brandt.', "Ida Brandt"),
        ("Greta Lind left.\nThe woman Ida Brandt met the crew.", "Ida Brandt"),
    ],
)
def test_she_is_not_another_woman_than_the_last_subject(
    before: str, expected: str | None
) -> None:
    greta = Actor("Greta Lind", ActorKind.PERSON)
    may = Actor("May Lind", ActorKind.ORG)
    text = f"{before}\nThen she said {SAILS}."

    assert speaker(text, "she", IDA, greta, ADAM, may) == expected


@pytest.mark.parametrize(
    ("before", "source", "expected"),
    [
        ("Ida Brandt met Adam Lind.", "the Lenna lawmaker", "Ida Brandt"),
        ("Adam Lind met Ida Brandt.", "the Lenna lawmaker", None),
        ("Ida Brandt left.\nThe crew met Adam Lind.", "the lawmaker", None),
        ("Ida Brandt left.\nThe crew met Adam Lind.", "the senator", "Ida Brandt"),
        ("The crew met Adam Lind.", "the lawmaker, Ida Brandt,", "Ida Brandt"),
    ],
)
def test_a_description_unlike_the_role_means_the_last_subject(
    before: str, source: str, expected: str | None
) -> None:
    text = f"Senator Ida Brandt left.\n{before}\nThen {source} said {SAILS}."
    ida = replace(IDA, role=Span(0, 7, "Senator"), aliases=("Brandt", "the lawmaker"))

    assert speaker(text, source.partition(",")[0], ida, ADAM) == expected


@pytest.mark.parametrize(
    ("verb", "expected"), [("said of Brandt that", None), ("said that", "Ida Brandt")]
)
def test_she_does_not_speak_of_herself_by_name(verb: str, expected: str | None) -> None:
    text = f"They met Ida Brandt.\nThen she {verb} {SAILS}."

    assert speaker(text, "she", IDA) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Brandt's plan fails", None),
        ("the Brandt campaign fails", "Ida Brandt"),
        ("“Brandt's plan” fails", "Ida Brandt"),
    ],
)
def test_her_words_do_not_name_herself(content: str, expected: str | None) -> None:
    text = f"They met Ida Brandt.\nThen she said {content}."
    claim = said(text, content, source="she", kind=ClaimKind.INDIRECT)
    briefing = Briefing(Article(text), "fast", "en", actors=(IDA,), claims=(claim,))

    found = ArticleSpeakers(briefing, [0, text.index("Then")]).of(claim)

    assert (None if found is None else found.name) == expected


def test_a_place_is_not_named_by_a_part_of_its_name() -> None:
    city = Actor("Lenna City", ActorKind.PLACE, aliases=("Lenna",))
    text = f"Lenna said {SAILS}."

    assert speaker(text, "Lenna", city) is None
    assert speaker(f"Lenna City said {SAILS}.", "Lenna City", city) == "Lenna City"


@pytest.mark.parametrize(
    ("before", "expected"),
    [("George Lund left.", None), ("George Lund Shipping paid.", "Lund")],
)
def test_a_body_is_not_called_as_a_person_of_the_article(
    before: str, expected: str | None
) -> None:
    body = Actor("Lund", ActorKind.ORG)

    assert speaker(f"{before}\nLund said {SAILS}.", "Lund", body) == expected


@pytest.mark.parametrize(("verb", "expected"), [("said", None), ("left", "Lenna Post")])
def test_words_of_another_person_are_not_those_of_the_speaker(
    verb: str, expected: str | None
) -> None:
    post = Actor("Lenna Post", ActorKind.ORG)
    text = f"According to the Lenna Post, {SAILS}. “We sail,” Lind {verb}."
    claim = said(
        text, f"{SAILS}. “We sail,” Lind {verb}", source="Lenna Post", cue="to"
    )
    claim = replace(claim, speaker=post.name)
    briefing = Briefing(Article(text), "fast", "en", actors=(post, ADAM))

    found = ArticleSpeakers(briefing, [0]).of(claim)

    assert (None if found is None else found.name) == expected
