"""Rate limits over all processes, stored in the table of chat events.

A holder with a limit of n has n slots in a sliding window. A used slot is stored as an
event until its window ends, so the limit survives a restart and needs no other table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.stores.sql.items import key_digest
from bot.stores.sql.statements import upsertion
from bot.stores.sql.tables import chat_events


def use_limits(
    connection: Connection, limits: Mapping[str, int], now: datetime, window: timedelta
) -> Mapping[str, timedelta]:
    """Use one slot of each holder, or none if a holder has no free slot.

    Return the holders without a free slot, and how long each must wait for one.
    """
    slots = {holder: _slots(holder, limit) for holder, limit in limits.items()}
    used = _used(connection, slots, now - window)
    waits = {
        holder: window - (now - min(used[slot] for slot in own))
        for holder, own in slots.items()
        if all(slot in used for slot in own)
    }
    if not waits:
        free = [next(s for s in own if s not in used) for own in slots.values()]
        _use(connection, free, now, now + window)
    return waits


def _slots(holder: str, limit: int) -> tuple[bytes, ...]:
    return tuple(key_digest(f"share|{number}|{holder}") for number in range(limit))


def _used(
    connection: Connection, slots: Mapping[str, Sequence[bytes]], since: datetime
) -> Mapping[bytes, datetime]:
    """Return the slots that were used after a time, and when."""
    every = [slot for own in slots.values() for slot in own]
    events = select(chat_events.c.event, chat_events.c.at).where(
        chat_events.c.event.in_(every)
    )
    return {row.event: row.at for row in connection.execute(events) if row.at > since}


def _use(
    connection: Connection, free: Sequence[bytes], now: datetime, until: datetime
) -> None:
    connection.execute(delete(chat_events).where(chat_events.c.until < now))
    if free:
        add = upsertion(connection.dialect.name, chat_events, ("at", "until"))
        rows = [{"event": slot, "at": now, "until": until} for slot in free]
        connection.execute(add, rows)
