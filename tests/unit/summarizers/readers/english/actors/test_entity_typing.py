from __future__ import annotations

import pytest

from summarizers.model import ActorKind
from summarizers.readers.english.actors.entity_typing import (
    TypeEvidence,
    head_at,
    judge_words,
)
from tests.fakes.readers import Reader


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Norway", ActorKind.COUNTRY),
        ("Port Lenna", ActorKind.PLACE),
        ("Lake Orsa", ActorKind.PLACE),
        ("Lenna County", ActorKind.PLACE),
        ("Sierra Nevada", ActorKind.PLACE),
        ("Lenna Shipping Company", ActorKind.ORG),
        ("Ministry of Trade", ActorKind.ORG),
        ("Brandt & Lund", ActorKind.ORG),
        ("Air France", ActorKind.ORG),
        ("UK Marines", ActorKind.ORG),
        ("Rhee Sung-min", ActorKind.PERSON),
        ("LSC", ActorKind.ORG),
        ("Reuters", ActorKind.ORG),
        ("Anna Berg", ActorKind.PERSON),
        ("Zed K. Orsa", ActorKind.PERSON),
        ("Norwegians", ActorKind.GROUP),
        ("Swede", ActorKind.GROUP),
        ("Anna VR", ActorKind.PERSON),
        ("Democrats", ActorKind.GROUP),
    ],
)
def test_words_of_a_name_tell_its_kind(name: str, kind: ActorKind) -> None:
    evidence = judge_words(tuple(name.lower().split()), name)

    assert evidence.kind is kind


@pytest.mark.parametrize(
    "name",
    [
        "Hurricane Dora",
        "World War II",
        "Battle of Lenna",
        "Lenna Treaty",
        "Probe 7",
        "Hollow VR",
        "Hollow X9",
        "Severe Coastal Laryngitis",
        "Show",
    ],
)
def test_event_or_work_has_no_kind(name: str) -> None:
    evidence = judge_words(tuple(name.lower().split()), name)

    assert evidence.kind is None


def test_unknown_word_is_a_body_until_more_is_known() -> None:
    evidence = judge_words(("norlinie",), "Norlinie")

    assert evidence.kind is ActorKind.ORG


@pytest.mark.parametrize(
    ("name", "gender"), [("Anna", "f"), ("Peter", "m"), ("Xq", "")]
)
def test_given_name_tells_the_gender(name: str, gender: str) -> None:
    evidence = judge_words((name.lower(), "berg"), f"{name} Berg")

    assert evidence.gender == gender


@pytest.mark.parametrize(
    "text",
    [
        "the town thanked Mayor Orsa for it.",
        "the town thanked Mr. Orsa for it.",
        "the town thanked Orsa, who left early.",
        "the town thanked Orsa, 55, for it.",
        "the town thanked Orsa, a former judge, for it.",
        "the town thanked Orsa, the union's chairwoman, for it.",
        "the town thanked Orsa, the company spokeswoman, for it.",
    ],
)
def test_neighbouring_words_make_a_person(reader: Reader, text: str) -> None:
    actor = _named(reader, text, "Orsa")

    assert actor is ActorKind.PERSON


@pytest.mark.parametrize(
    "text",
    [
        "the town thanked the company Orsa for it.",
        "the town thanked search giant Orsa for it.",
        "the town thanked Orsa, a charity, for it.",
    ],
)
def test_neighbouring_words_make_a_body(reader: Reader, text: str) -> None:
    actor = _named(reader, text, "Orsa")

    assert actor is ActorKind.ORG


@pytest.mark.parametrize(
    "text",
    [
        "they met in Orsa and left.",
        "they met in the village of Orsa and left.",
        "they closed Orsa, the only other deep harbour, and left.",
    ],
)
def test_neighbouring_words_make_a_place(reader: Reader, text: str) -> None:
    actor = _named(reader, text, "Orsa")

    assert actor is ActorKind.PLACE


@pytest.mark.parametrize(
    "text",
    [
        "They met Orsa Lund, a phone with two cameras.",
        "They met Orsa Lund, a phone.",
        "They saw the film Orsa Lund there.",
    ],
)
def test_neighbouring_words_make_a_thing(reader: Reader, text: str) -> None:
    (entity,) = reader.discourse(text).entities

    assert entity.kind is None


def test_built_thing_with_an_article_is_no_body(reader: Reader) -> None:
    text = "The Lenna Wall fell. They sold the Wall. We miss the Wall and the Wall."

    kinds = {entity.kind for entity in reader.discourse(text).entities}

    assert ActorKind.ORG not in kinds


def test_state_stays_a_state_however_often_it_has_an_article(reader: Reader) -> None:
    text = "they left the US. " * 12

    actor = _named(reader, text, "US")

    assert actor is ActorKind.COUNTRY


def test_woman_is_told_by_her_title(reader: Reader) -> None:
    discourse = reader.discourse("they thanked Mrs Orsa for it.")

    assert discourse.entities[0].evidence.gender == "f"


def test_man_is_told_by_his_office(reader: Reader) -> None:
    discourse = reader.discourse("they thanked spokesman Zed Orsa for it.")

    assert discourse.entities[0].evidence.gender == "m"


def test_evidence_adds_up_by_weight() -> None:
    around = TypeEvidence(person=1.0, org=4.0, gender="f")

    evidence = TypeEvidence(person=1.0).plus(around, 0.5)

    assert (evidence.person, evidence.org, evidence.gender) == (1.5, 2.0, "f")


def test_known_gender_is_kept() -> None:
    evidence = TypeEvidence(gender="m")

    evidence.add(TypeEvidence(gender="f"))

    assert evidence.gender == "m"


@pytest.mark.parametrize(
    ("words", "head"),
    [("security council", 1), ("ministry of trade", 0), ("of trade", 1)],
)
def test_head_stands_before_the_preposition(words: str, head: int) -> None:
    found = head_at(words.split())

    assert found == head


def _named(reader: Reader, text: str, name: str) -> ActorKind:
    return next(a.kind for a in reader.entities(text).actors if a.name == name)


def test_kind_with_most_votes_wins() -> None:
    assert TypeEvidence(person=1.0, org=0.5).kind is ActorKind.PERSON


def test_body_goes_before_a_person_and_a_person_before_a_place() -> None:
    assert TypeEvidence(person=1.0, org=1.0, place=1.0).kind is ActorKind.ORG
    assert TypeEvidence(person=1.0, place=1.0).kind is ActorKind.PERSON


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The files came from a firm called Zumo Farek in Lenna.", ActorKind.ORG),
        ("They like Zumo Farek. Zumo Farek is a chip for phones.", None),
        ("They sold the ZT9 at last. The shop had no ZT9 left.", None),
        ("They sold the ZT9 Farek at last.", None),
        ("A flight of Zumo Air Lines returned.", ActorKind.ORG),
    ],
)
def test_nouns_beside_a_name_and_its_form_tell_its_kind(
    reader: Reader, text: str, kind: ActorKind | None
) -> None:
    entities = reader.discourse(text).entities

    assert {e.kind for e in entities if not e.is_described} - {ActorKind.PLACE} == {
        kind
    }
