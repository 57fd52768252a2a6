"""What must be noted when a backup was put back.

What was posted since the backup is not in it, and must not be posted again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, case, func, select, update

from bot.core.domain.slots import PartState, SlotState
from bot.stores.sql import tables
from bot.stores.sql.marks import RESTORED, advance
from bot.stores.sql.turns import UNSENT

_SLOTS, _PARTS = tables.slots, tables.outbox
_SECOND = timedelta(seconds=1)


def doubt(connection: Connection) -> None:
    """Let all that may have been posted be looked for before it is posted.

    Parts count as tried since their slot's moment. Slots up to now that are built
    later are marked by the moment of this.
    """
    _release(connection)
    moment = (
        select(_SLOTS.c.slot_utc).where(_SLOTS.c.id == _PARTS.c.slot).scalar_subquery()
    )
    connection.execute(
        update(_PARTS)
        .where(_PARTS.c.state != PartState.SENT.value)
        .values(
            attempts=case((_PARTS.c.attempts > 0, _PARTS.c.attempts), else_=1),
            first_try=func.coalesce(_PARTS.c.first_try, moment),
        )
    )
    # A database tells whole seconds.
    advance(connection, RESTORED, _now(connection) + _SECOND)


def _release(connection: Connection) -> None:
    """Take everything out of the hands of those who held it at the backup."""
    nobody = {"owner": None, "lease_until": None}
    connection.execute(
        update(_PARTS)
        .where(_PARTS.c.state.in_(UNSENT))
        .values(state=PartState.PENDING.value, **nobody)
    )
    connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.state == SlotState.BUILDING.value)
        .values(state=SlotState.DUE.value, **nobody)
    )


def _now(connection: Connection) -> datetime:
    """What the database's clock says."""
    now: datetime = connection.scalars(select(func.current_timestamp())).one()
    return now.replace(tzinfo=UTC) if now.tzinfo is None else now.astimezone(UTC)
