from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.domain.record import RecordEntry, Speaker
from bot.core.record.names import folded, identify, speaker_of
from summarizers.model import Actor, ActorKind, Span
from tests.fakes.record import make_claim, make_entry, make_speaker
from tests.fakes.records import make_stored


def entry_of(*speakers: Speaker | None) -> RecordEntry:
    """An entry with a claim of each speaker."""
    return make_entry(make_stored(), claims=tuple(map(make_claim, speakers)))


def speakers_of(*entries: RecordEntry) -> list[Speaker | None]:
    """The speakers of the claims, in order."""
    return [claim.speaker for entry in entries for claim in entry.claims]


def actor(
    name: str,
    kind: ActorKind = ActorKind.PERSON,
    *,
    role: str | None = None,
    aliases: tuple[str, ...] = (),
) -> Actor:
    """An actor of an article."""
    return Actor(name, kind, Span(0, len(role), role) if role else None, aliases)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Émile Côté-Dubois", "emile cote dubois"),
        ("D’Arcy O'Neill", "d arcy o neill"),
        ("The Coast Guard", "coast guard"),
        ("La Poste", "poste"),
        ("Nordlinje Shipping Co.", "nordlinje shipping"),
        ("U.N.", "united nations"),
        ("The Group", "group"),
        ("…", ""),
    ],
)
def test_case_accents_signs_and_legal_forms_make_no_difference(
    name: str, key: str
) -> None:
    assert folded(name) == key


@pytest.mark.parametrize(
    ("name", "key", "surname"),
    [
        ("Ida Brandt", "ida brandt", "brandt"),
        ("Dr. Ida Brandt", "ida brandt", "brandt"),
        ("Sir Olof Lind", "olof lind", "lind"),
        ("Mme Siri Aune", "siri aune", "aune"),
        ("Ayman al-Hamad", "ayman al hamad", "hamad"),
        ("Jan van der Berg", "jan van der berg", "berg"),
        ("John B. Stone III", "john stone iii", "stone"),
        ("Shaun O’Neill", "shaun oneill", "oneill"),
    ],
)
def test_a_person_has_a_full_name_and_a_surname(
    name: str, key: str, surname: str
) -> None:
    speaker = speaker_of(actor(name))

    assert speaker == Speaker(0, name, ActorKind.PERSON, key, surname)


@pytest.mark.parametrize(
    "name",
    [
        *("Brandt", "Mr Brandt", "Dr. Brandt", "…", ""),
        *("the harbour master", "The harbour master of Lenna", "A spokesman"),
        *("A spokesman for the German government", "le maire", "Un porte-parole"),
        *("Illinois officials", "police in Lenna"),
    ],
)
def test_one_name_alone_and_descriptions_are_not_resolved(name: str) -> None:
    assert speaker_of(actor(name)) is None


@pytest.mark.parametrize(
    "name",
    ["Lenna officials", "the company", "A study", "Authorities", "Interior Department"],
)
def test_a_described_body_is_not_resolved(name: str) -> None:
    assert speaker_of(actor(name, ActorKind.GROUP)) is None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Nordlinje", "nordlinje"),
        ("the European Union", "european union"),
        ("Bank of Lenna", "bank of lenna"),
        ("Union des Ports et des Digues", "union des ports et des digues"),
        ("Centers for Disease Control and Prevention", None),
    ],
)
def test_a_body_has_its_whole_name(name: str, key: str | None) -> None:
    speaker = speaker_of(actor(name, ActorKind.ORG))

    assert speaker is not None
    assert speaker.key == (key or name.lower())
    assert speaker.surname == speaker.key


def test_a_body_is_also_known_by_the_acronym_that_an_article_gives() -> None:
    union = actor("Lenna Port Union", ActorKind.ORG, aliases=("the union", "L.P.U."))

    speaker = speaker_of(union)

    assert speaker is not None
    assert (speaker.key, speaker.surname) == ("lenna port union", "lpu")
    short = make_speaker("LPU", kind=ActorKind.ORG, role=None)
    stored = replace(speaker, id=4)
    assert speakers_of(*identify([entry_of(short)], [stored])) == [stored]


def test_an_acronym_of_two_bodies_is_not_resolved() -> None:
    stored = [
        replace(make_speaker(name, kind=ActorKind.ORG), id=id_, surname="lpu")
        for id_, name in enumerate(("Lenna Port Union", "Lind Paper Union"), 1)
    ]
    short = make_speaker("LPU", kind=ActorKind.ORG, role=None)

    assert speakers_of(*identify([entry_of(short)], stored)) == [None]


def test_a_stored_speaker_gets_the_latest_role() -> None:
    ida = make_speaker(id_=4, role="harbour master")
    later = make_speaker(role="former harbour master")
    unsaid = make_speaker(role=None)

    entries = identify([entry_of(later, unsaid)], [ida])

    roles = "harbour master", "former harbour master"
    assert speakers_of(*entries) == [replace(ida, role=roles[1], roles=roles)] * 2


def test_one_who_may_be_either_of_two_is_not_resolved() -> None:
    both = [make_speaker(id_=4), make_speaker(id_=5, role="teacher")]
    either = make_speaker(role=None)
    teacher = make_speaker(role="retired teacher")

    assert speakers_of(*identify([entry_of(either, teacher)], both)) == [
        None,
        replace(both[1], role="retired teacher", roles=("teacher", "retired teacher")),
    ]


def test_a_person_and_a_body_with_one_name_are_two() -> None:
    body = make_speaker(id_=4, kind=ActorKind.ORG)

    assert speakers_of(*identify([entry_of(make_speaker())], [body])) == [
        make_speaker()
    ]
