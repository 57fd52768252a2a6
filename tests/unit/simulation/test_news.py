"""Slots that follow from news: each goes out once, in the thread that it belongs to."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

import pytest
from typing_extensions import override

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    NewMessage,
    PlannedSlot,
    SlotKey,
    SlotKind,
    StoredSlot,
)
from tests.simulation.designs import NO_RECONCILE, Design
from tests.simulation.outlook import OpenOutbox
from tests.simulation.schedules import (
    DOWNTIMES,
    NEWS,
    PLATFORMS,
    Trying,
    double,
    single,
    single_telling,
)
from tests.simulation.verdicts import Verdict
from tests.simulation.worlds import Setting, first_key, simulate, world

SAMPLE = 7
"""Of the pairs of deaths one in so many is tried here; the benchmark tries all."""

QUIET = [setting for setting in NEWS if not setting.faults]


class ThreadlessOutbox(OpenOutbox):
    """An outbox that forgets in whose thread a message goes."""

    @override
    async def post_alert(self, slot: PlannedSlot, above: SlotKey | None) -> bool:
        return await super().post_alert(slot, None)

    @override
    async def store_messages(
        self, slot: StoredSlot, edition: Edition | None, parts: Collection[NewMessage]
    ) -> bool:
        forgotten = [replace(part, reply_to=None) for part in parts]
        return await super().store_messages(slot, edition, forgotten)


def name(value: Setting | timedelta) -> str:
    """A setting or a downtime in words."""
    if isinstance(value, Setting):
        kinds = "-".join(value.unplanned)
        return f"{value.platform}-{value.replicas}-{value.faults:.0%}-{kinds}"
    return f"down-{value.total_seconds():.0f}s"


everywhere = pytest.mark.parametrize("setting", NEWS, ids=name)
however_long = pytest.mark.parametrize("down", DOWNTIMES, ids=name)
each_trying = pytest.mark.parametrize(
    ("trying", "schedules"),
    [
        pytest.param(single_telling, 40, id="telling"),
        pytest.param(single, 100, id="every", marks=pytest.mark.long),
    ],
)
"""`make test` tries the deaths that can be told from the others."""


@everywhere
def test_without_deaths_each_reply_is_in_its_thread(setting: Setting) -> None:
    assert simulate(setting).verdict == Verdict()


@pytest.mark.parametrize("setting", QUIET, ids=name)
@however_long
@each_trying
def test_a_death_at_any_call_changes_no_reply(
    setting: Setting, down: timedelta, trying: Trying, schedules: int
) -> None:
    tally = trying(setting, down)

    assert tally.schedules > schedules
    assert tally.failed == ()


@pytest.mark.long
@everywhere
@however_long
def test_a_second_death_changes_no_reply(setting: Setting, down: timedelta) -> None:
    tally = double(setting, down, step=SAMPLE)

    assert tally.schedules > 80
    assert tally.failed == ()


@pytest.mark.parametrize("setting", QUIET, ids=name)
def test_replies_outside_their_threads_are_noticed(setting: Setting) -> None:
    threadless = replace(setting, design=Design(outbox=ThreadlessOutbox))

    verdict = simulate(threadless).verdict

    # Two digests are corrected, and two reminders; of two alerts, the second is a reply.
    replies = 1 if SlotKind.ALERT in setting.unplanned else 2
    assert verdict == Verdict(out_of_order=replies)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_alert_is_posted_within_a_minute(platform: str) -> None:
    created = world(Setting(platform, unplanned=(SlotKind.ALERT,)))
    created.run()
    created.end()

    posted = {one.key: one.at for one in created.model.posted}
    for slot in created.around.scene.unplanned:
        assert posted[first_key(slot.key)] - slot.at < timedelta(minutes=1)


@pytest.mark.parametrize("setting", QUIET[:1], ids=name)
def test_replies_that_are_posted_again_are_noticed(setting: Setting) -> None:
    tally = single(replace(setting, design=NO_RECONCILE), DOWNTIMES[0])

    assert tally.verdict.doubled > 0
