"""How much of what is limited is left, in the table of events.

What a holder may have in a window are as many events, each of which is remembered for
the window once it was taken. So all processes share one account, a restart forgets
nothing, and it takes neither a table nor a migration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from bot.stores.sql.polls import key_digest
from bot.stores.sql.statements import upsertion
from bot.stores.sql.tables import chat_events


def spend(
    connection: Connection, limits: Mapping[str, int], now: datetime, window: timedelta
) -> Mapping[str, timedelta]:
    """Take one from each holder; if some have none left, nothing but how long so."""
    held = {holder: _shares(holder, most) for holder, most in limits.items()}
    taken = _taken(connection, held, now - window)
    waits = {
        holder: window - (now - min(taken[share] for share in shares))
        for holder, shares in held.items()
        if all(share in taken for share in shares)
    }
    if not waits:
        free = (
            next(one for one in shares if one not in taken) for shares in held.values()
        )
        _take(connection, tuple(free), now, now + window)
    return waits


def _shares(holder: str, most: int) -> tuple[bytes, ...]:
    return tuple(key_digest(f"share|{number}|{holder}") for number in range(most))


def _taken(
    connection: Connection, held: Mapping[str, Sequence[bytes]], since: datetime
) -> Mapping[bytes, datetime]:
    """The shares that were taken after that time, and when."""
    every = [share for shares in held.values() for share in shares]
    found = select(chat_events.c.event, chat_events.c.at).where(
        chat_events.c.event.in_(every)
    )
    return {row.event: row.at for row in connection.execute(found) if row.at > since}


def _take(
    connection: Connection, free: Sequence[bytes], now: datetime, until: datetime
) -> None:
    connection.execute(delete(chat_events).where(chat_events.c.until < now))
    if free:
        add = upsertion(connection.dialect.name, chat_events, ("at", "until"))
        rows = [{"event": share, "at": now, "until": until} for share in free]
        connection.execute(add, rows)
