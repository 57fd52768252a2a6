from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.domain.record import RecordEntry, Speaker
from bot.core.record.names import folded, identify, keys_of, roles_agree, speaker_of
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


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (None, None),
        (None, "teacher"),
        ("mayor", "Mayor of Lenna"),
        ("U.S. Defense Secretary", "the defence secretary"),
        ("Mayor of Lenna", "Lenna Mayor"),
        ("ministre de l'Intérieur", "ministre de l’intérieur"),
        ("a primary teacher", "Teacher"),
    ],
)
def test_roles_of_one_person(left: str | None, right: str | None) -> None:
    assert roles_agree(left, right)
    assert roles_agree(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("police chief", "harbour master"),
        ("chief executive", "chief inspector"),
        ("former mayor", "former goalkeeper"),
        ("the mayor of Lenna", "the widow of Olof"),
        ("Lenna police spokesman", "Lenna resident"),
        ("ministre", "entraîneur"),
        ("mayor of Lenna", "police chief of Lenna"),
        ("House Speaker", "House Minority Leader"),
    ],
)
def test_roles_that_leave_a_doubt(left: str, right: str) -> None:
    assert not roles_agree(left, right)
    assert not roles_agree(right, left)


def test_a_stored_speaker_takes_the_place_of_a_new_one() -> None:
    ida = make_speaker(id_=4)

    entries = identify([entry_of(make_speaker(), None)], [ida])

    assert speakers_of(*entries) == [ida, None]


def test_a_stored_speaker_gets_the_latest_role() -> None:
    ida = make_speaker(id_=4, role="harbour master")
    later = make_speaker(role="former harbour master")
    unsaid = make_speaker(role=None)

    entries = identify([entry_of(later, unsaid)], [ida])

    roles = "harbour master", "former harbour master"
    assert speakers_of(*entries) == [replace(ida, role=roles[1], roles=roles)] * 2


def test_a_new_speaker_of_two_articles_is_one() -> None:
    entries = [
        entry_of(make_speaker()),
        entry_of(make_speaker("IDA BRANDT", role="the harbour master of Lenna")),
    ]

    first, second = speakers_of(*identify(entries, []))

    assert first is not None
    assert first == second
    assert first.roles == ("harbour master", "the harbour master of Lenna")


def test_two_people_with_one_name_are_two() -> None:
    teacher = make_speaker(role="teacher")
    entries = identify([entry_of(teacher)], [make_speaker(id_=4)])

    assert speakers_of(*entries) == [teacher]


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


def test_a_body_is_one_whether_it_counts_as_a_group_or_a_country() -> None:
    body = replace(make_speaker("Lenna", kind=ActorKind.PLACE), id=4, role=None)
    same = make_speaker("Lenna", kind=ActorKind.COUNTRY, role=None)

    assert speakers_of(*identify([entry_of(same)], [body])) == [body]


def test_keys_are_those_of_all_speakers() -> None:
    entries = [entry_of(make_speaker(), None), entry_of(make_speaker("Olof Lind"))]

    assert keys_of(entries) == {"ida brandt", "olof lind"}
