"""The model of the outbox, beyond the port."""

from __future__ import annotations

from tests.fakes.outbox.memory import MemoryOutbox
from tests.fakes.outboxes import (
    LEASE,
    NOW,
    build,
    edition_of,
    make_key,
    make_parts,
    make_slot,
    send,
    take_slot,
)


async def test_the_edition_of_a_slot_can_be_looked_at() -> None:
    outbox = MemoryOutbox()
    await outbox.plan([make_slot()], NOW)
    slot = await take_slot(outbox)

    await outbox.store_messages(slot, edition_of(slot), make_parts())
    await outbox.store_messages(slot, edition_of(slot, "second"), make_parts())

    assert outbox.editions == {make_key(): edition_of(slot)}


async def test_a_builder_that_lost_its_slot_leaves_no_edition() -> None:
    outbox = MemoryOutbox()
    await outbox.plan([make_slot()], NOW)
    lost = await take_slot(outbox)
    await take_slot(outbox, now=NOW + LEASE)

    await outbox.store_messages(lost, edition_of(lost), make_parts())

    assert outbox.editions == {}


async def test_two_outboxes_that_get_the_same_do_the_same() -> None:
    told = []
    for outbox in (MemoryOutbox(), MemoryOutbox()):
        await build(outbox, make_slot("b"), make_slot("a"))
        sent = [await send(outbox) for _ in range(4)]
        told.append((sent, await outbox.deliveries(failed=False, limit=9)))

    assert told[0] == told[1]
