"""Real bots meet every fault of a platform: what may be posted is posted once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.domain.slots import SlotState
from bot.core.messages.briefing_json import JsonObject
from bot.stores.sql import open_maintenance
from tests.fakes.platforms.crashes import KINDS
from tests.fakes.platforms.faults import REFUSALS, Fault
from tests.fakes.platforms.service import in_service

pytestmark = [pytest.mark.slow, pytest.mark.process]

LATE, WAIT = 20.0, 7.0
"""Seconds after which a late post appears, and for which a busy platform is left."""

POSTED_ONCE = {
    Fault.CUT_BEFORE: "connection_lost_before_the_post_is_posted_once",
    Fault.CUT_AFTER: "accepted_and_answer_dropped_is_posted_once",
    Fault.ERROR_BEFORE: "5xx_before_the_post_is_posted_once",
    Fault.ERROR_AFTER: "5xx_after_accept_is_posted_once",
    Fault.SILENT_BEFORE: "no_answer_and_no_post_is_posted_once",
    Fault.SILENT_AFTER: "accepted_without_an_answer_is_posted_once",
    Fault.LATE: "accepted_late_is_posted_once",
    Fault.RATE_LIMITED: "429_is_waited_for_and_posted_once",
}
GIVEN_UP = {
    Fault.FORBIDDEN: "no_permission_is_given_up_at_once",
    Fault.UNKNOWN_CHANNEL: "no_such_channel_is_given_up_at_once",
}
SECONDS = {Fault.LATE: LATE, Fault.RATE_LIMITED: WAIT}


@dataclass(frozen=True, slots=True)
class Aftermath:
    """By fault, each in a channel of its own: state, what stands there, what should."""

    states: dict[Fault, SlotState]
    posted: dict[Fault, tuple[str, ...]]
    wanted: dict[Fault, tuple[str, ...]]


@pytest.fixture(scope="module", params=KINDS)
def aftermath(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Aftermath]:
    """What is left when each channel's first post has met with its own fault."""
    folder = tmp_path_factory.mktemp("faults")
    database = f"sqlite:///{folder / 'sitrep.db'}"
    with open_maintenance(database) as maintenance:
        maintenance.upgrade()
    faults, kind = (*POSTED_ONCE, *GIVEN_UP), request.param
    opening = in_service(database, folder, to=(kind, len(faults)))
    with opening as service:
        met = dict(zip(service.channels, faults, strict=True))
        plan: JsonObject = {
            channel: [fault.value, SECONDS.get(fault, 0.0)]
            for channel, fault in met.items()
        }
        service.platform.set_plan({"first": plan})
        with service.bots():
            service.finish(len(faults))
        yield Aftermath(
            {
                met[slot.key.channel.partition("/")[2]]: slot.state
                for slot in service.slots()
            },
            dict(zip(faults, service.posted(), strict=True)),
            dict(zip(faults, service.wanted(), strict=True)),
        )


@pytest.mark.parametrize("fault", POSTED_ONCE, ids=POSTED_ONCE.values())
def test_a_digest_whose_first_post_is(fault: Fault, aftermath: Aftermath) -> None:
    assert aftermath.states[fault] is SlotState.POSTED
    assert aftermath.posted[fault] == aftermath.wanted[fault] != ()


@pytest.mark.parametrize("fault", GIVEN_UP, ids=GIVEN_UP.values())
def test_a_digest_whose_post_is_refused(fault: Fault, aftermath: Aftermath) -> None:
    assert aftermath.states[fault] is SlotState.DEAD
    assert aftermath.posted[fault] == ()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kind", KINDS)
def test_a_digest_whose_token_is_refused_is_posted_once_when_it_is_taken(
    kind: str, database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path, to=(kind, 2)) as service:
        service.platform.set_plan({"always": ["unauthorized"]})
        with service.bots():
            service.hear(
                "platform refuses the bot; Sitrep keeps its messages and tries again"
            )
            service.pass_time(timedelta(minutes=3))
        waiting, refused = service.states(), service.posted()
        service.platform.set_plan({})
        with service.bots():
            service.finish(2)

        assert (waiting, refused) == ([SlotState.BUILT] * 2, [(), ()])
        assert (
            service.said(
                "platform refuses the bot; Sitrep keeps its messages and tries again"
            )
            == 1
        )
        assert (
            service.said("delivery failed permanently; Sitrep does not try again") == 0
        )
        assert service.posted() == service.wanted()


def test_no_fault_of_the_platforms_is_left_out() -> None:
    assert {*POSTED_ONCE, *GIVEN_UP, Fault.UNAUTHORIZED} == set(Fault)
    assert {*GIVEN_UP} == REFUSALS
