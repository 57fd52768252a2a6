from __future__ import annotations

from dataclasses import replace

from bot.core.domain.record import RecordEntry, Speaker
from bot.core.record.names import (
    Surname,
    bearer_of,
    identify,
    office_of,
    speaker_of,
)
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


def test_an_office_alone_means_its_only_holder_in_the_story() -> None:
    head = make_speaker("Ida Lind", id_=1, role="Norland prime minister")
    others = [
        make_speaker("Olof Dorn", id_=2, role="interior minister"),
        make_speaker("Eva Quist", id_=3, role="deputy prime minister"),
    ]
    rival = make_speaker("Pia Sand", id_=4, role="prime minister")
    office = office_of(actor("The prime minister"))

    assert office == "prime minister"
    assert bearer_of(Surname("", office), [head, *others]) == head
    assert bearer_of(Surname("", office), [head, rival]) is None
    assert bearer_of(Surname("", office), others) is None
    assert office_of(actor("A prime minister")) is None
    assert office_of(actor("the harbour master")) is None
