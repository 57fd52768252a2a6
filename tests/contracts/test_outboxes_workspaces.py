"""The contract of an outbox: workspaces take turns."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

import pytest

from bot.core.ports.outbox import Outbox
from bot.stores.sql import open_store
from tests.fakes.outboxes import LEASE, MINUTE, NOW, build, make_slot, take_part
from tests.fakes.outboxes import take_slot as take_one

LARGE = [f"slack/large/C{number:03}" for number in range(40)]
SMALL = ["slack/alone/C1", "slack/small/C1", "slack/small/C2"]
NOT_IN_ANY = ["console/desk", "discord/1"]


def name_of(channel: str) -> str:
    """The platform and the workspace of a channel."""
    return channel.rpartition("/")[0]


async def take_slots(outbox: Outbox, number: int) -> Sequence[str]:
    """Claim slots; the channels."""
    return [(await take_one(outbox)).key.channel for _ in range(number)]


async def take_parts(outbox: Outbox, number: int) -> Sequence[str]:
    """Claim parts; the channels."""
    return [(await take_part(outbox)).slot.channel for _ in range(number)]


TAKING = pytest.mark.parametrize("take", [take_slots, take_parts])


@TAKING
async def test_others_come_before_the_second_of_a_large_workspace(
    outbox: Outbox, take: object
) -> None:
    late = [make_slot(channel, at=NOW - MINUTE) for channel in LARGE]
    slots = [*late, *map(make_slot, SMALL + NOT_IN_ANY)]
    if take is take_parts:
        await build(outbox, *slots, parts=1)
        taken = await take_parts(outbox, 6)
    else:
        await outbox.plan(slots, NOW)
        taken = await take_slots(outbox, 6)

    names = [name_of(channel) for channel in taken]
    assert names == [
        *("console", "discord", "slack/alone", "slack/large", "slack/small"),
        "slack/large",
    ]


async def test_what_comes_late_to_the_queue_waits_for_one_turn(outbox: Outbox) -> None:
    late = [make_slot(channel, at=NOW - MINUTE) for channel in LARGE]
    await build(outbox, *late, parts=1)
    await take_parts(outbox, 10)
    await build(outbox, *map(make_slot, SMALL), parts=1)

    names = Counter(map(name_of, await take_parts(outbox, 5)))

    assert names == {"slack/alone": 1, "slack/small": 2, "slack/large": 2}


@pytest.mark.parametrize("number", [6, 12, 60])
async def test_claims_that_are_served_together_are_shared_out(
    database: str, number: int
) -> None:
    async with open_store(database) as store:
        late = [make_slot(channel, at=NOW - MINUTE) for channel in LARGE]
        await build(store, *late, *map(make_slot, SMALL + NOT_IN_ANY), parts=1)

        claims = (store.claim_message("one", NOW, LEASE) for _ in range(number))
        claimed = [part for part in await asyncio.gather(*claims) if part is not None]

    # A share that a small workspace does not need goes to the large one.
    names = Counter(name_of(part.slot.channel) for part in claimed)
    assert len(claimed) == min(number, len(LARGE + SMALL + NOT_IN_ANY))
    assert names["console"] == names["discord"] == names["slack/alone"] == 1
