"""The names of one story: who is one, and whom an office and a surname mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.domain.record import Speaker
from bot.core.record.names import (
    Surname,
    bearer_of,
    holder_of,
    same_in_story,
)
from summarizers.model import ActorKind
from tests.fakes.record import make_speaker

IDA = make_speaker("Ida Brandt", id_=4, role="mayor of Lenna")
OLOF = make_speaker("Olof Brandt", id_=5, role="police chief")
LIND = make_speaker("Olof Lind", id_=6, role=None)


def bearer(office: str | None, *speakers: Speaker) -> Speaker | None:
    """The one of these speakers whom the office and the surname Brandt mean."""
    return bearer_of(Surname("brandt", office), speakers)


@pytest.mark.parametrize("office", ["Mayor", "Lenna Mayor", "the mayor"])
def test_an_office_and_a_surname_mean_the_one_who_has_both(office: str) -> None:
    assert bearer(office, IDA, LIND) == IDA
    assert bearer(office, OLOF, IDA) == IDA


@pytest.mark.parametrize("office", ["Senator", "witness", None])
def test_without_the_office_a_surname_is_not_resolved(office: str | None) -> None:
    assert bearer(office, IDA, LIND) is None


def test_a_surname_of_two_who_may_have_the_office_is_not_resolved() -> None:
    unknown = replace(OLOF, role=None, roles=())
    colleague = make_speaker("Olof Brandt", id_=5, role="deputy mayor")

    assert bearer("Mayor", IDA, unknown) is None
    assert bearer("Mayor", IDA, colleague) is None
    assert bearer("Mayor", unknown) is None


@pytest.mark.parametrize("office", ["President", "Norland President", "the President"])
def test_a_president_is_known_in_every_story(office: str) -> None:
    president = make_speaker("Ida Brandt", id_=4, role="President of Norland")
    surname = Surname("brandt", office)

    assert holder_of(surname, [president, OLOF]) == president
    assert holder_of(surname, [president, replace(president, id=9)]) is None
    assert holder_of(surname, [OLOF]) is None


def joined(*speakers: Speaker) -> dict[int, int]:
    """The ids of the speakers who are joined, with the id that is kept."""
    return {other: kept.id for other, kept in same_in_story(speakers).items()}


def test_a_full_name_in_one_story_is_one_person_in_any_office() -> None:
    founder = make_speaker("Ida Brandt", id_=8, role="founder of a museum")
    unknown = make_speaker("Ida Brandt", id_=9, role=None)

    assert joined(IDA, LIND, founder, unknown) == {8: 4, 9: 4}
    assert same_in_story([IDA, founder])[8].roles == (*founder.roles, *IDA.roles)


def test_an_acronym_is_the_body_that_the_story_spells_out() -> None:
    short = make_speaker("LPU", id_=7, kind=ActorKind.ORG, role=None)
    long = make_speaker("Lenna Port Union", id_=8, kind=ActorKind.ORG, role=None)

    assert joined(short, long) == {8: 7}
    assert same_in_story([short, long])[8].name == "Lenna Port Union"
    assert joined(short, replace(long, name="Lenna Ferry Union")) == {}
