"""Conditions that hold for slots and parts, whatever happened to them."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from bot.core.domain.slots import MessageState, OutboxMessage, SlotState, StoredSlot

Answer = TypeVar("Answer")

UNSENT = {MessageState.PENDING, MessageState.SENDING}
DUE, BUILDING, BUILT = SlotState.DUE, SlotState.BUILDING, SlotState.BUILT
POSTED, DEAD, SKIPPED = SlotState.POSTED, SlotState.DEAD, SlotState.SKIPPED
NEXT = {
    DUE: {DUE, BUILDING, BUILT, DEAD},
    BUILDING: {BUILDING, DUE, BUILT, POSTED, DEAD},
    BUILT: {BUILT, POSTED, DEAD},
    POSTED: {POSTED},
    SKIPPED: {SKIPPED},
    DEAD: {DEAD, DUE, BUILT},
}
"""What may become of a slot by one rule."""


def fits(slot: StoredSlot, parts: tuple[OutboxMessage, ...]) -> bool:
    """Whether a slot's state and those of its parts go together."""
    states = {part.state for part in parts}
    if slot.state is BUILT:
        return bool(states & UNSENT) and MessageState.DEAD not in states
    if slot.state is POSTED:
        return states <= {MessageState.SENT}
    return not states & UNSENT and (slot.state is DEAD or not parts)


def follows(now: OutboxMessage, before: OutboxMessage) -> bool:
    """Whether a part may have become this one."""
    frozen = (now.id, now.number, now.body, now.idempotency_key) == (
        *(before.id, before.number, before.body, before.idempotency_key),
    )
    tried = before.first_try in {None, now.first_try}
    # A claim that posted nothing for sure is counted no more.
    released = (now.state, before.state) == (MessageState.PENDING, MessageState.SENDING)
    counted = now.attempts >= min(before.attempts - released, 1)
    # What was sent stays; only its slot may be requeued for the sake of other parts.
    sent = before.state is MessageState.SENT
    kept = not sent or now == replace(before, since=now.since)
    return frozen and tried and counted and kept


def finished(work: Coroutine[Any, Any, Answer]) -> Answer:
    """The result of work that waits for nothing."""
    try:
        work.send(None)
    except StopIteration as end:
        answer: Answer = end.value
        return answer
    raise AssertionError(work)
