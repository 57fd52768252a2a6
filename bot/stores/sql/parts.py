"""The parts of slots, in the database: sent in order, by one sender at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    func,
    insert,
    select,
    tuple_,
    update,
)

from bot.core.domain.records import Edition
from bot.core.domain.slots import (
    NewPart,
    Part,
    PartState,
    SlotState,
    StoredSlot,
    nonce_of,
)
from bot.stores.sql import tables
from bot.stores.sql.columns import Moment
from bot.stores.sql.editions import freeze
from bot.stores.sql.marks import RESTORED, mark_of
from bot.stores.sql.slots import KEY, Claim, is_held, is_slot, key_of
from bot.stores.sql.turns import UNSENT, next_part

_SLOTS, _PARTS = tables.slots, tables.outbox


def freeze_parts(
    connection: Connection,
    slot: StoredSlot,
    edition: Edition,
    parts: Collection[NewPart],
) -> bool:
    """Keep edition and parts of a slot; false when it is another's."""
    row = connection.execute(
        select(_SLOTS).where(is_slot(slot.key), is_held(slot))
    ).one_or_none()
    if row is None:
        return False
    if row.state != SlotState.BUILDING.value:
        return True
    freeze(connection, edition)
    tried = _tried(connection, row.slot_utc)
    rows = [
        {
            "slot": row.id,
            "part": part.number,
            "body": part.body,
            "nonce": nonce_of(slot.key, part.number),
            "state": PartState.PENDING.value,
            **tried,
        }
        for part in parts
    ]
    if rows:
        connection.execute(insert(_PARTS), rows)
    state = SlotState.BUILT if rows else SlotState.POSTED
    connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.id == row.id)
        .values(state=state.value, lease_until=None, error=None)
    )
    return True


def claim_part(
    connection: Connection, claim: Claim, channels: Collection[str] | None = None
) -> Part | None:
    """Take the next part that may be sent, to one of these channels if they are given."""
    now = claim.now
    number = next_part(connection, now, claim.after, channels)
    if number is None:
        return None
    until = now + claim.lease
    held = {"number": number, "owner_": claim.owner, "until": until, "now": now}
    connection.execute(_TAKING, held)
    return part_of(connection.execute(_PART, {"number": number}).one())


def holds(connection: Connection, part: Part, owner: str, now: datetime) -> bool:
    """Whether a part is still its owner's after a time."""
    held = select(_PARTS.c.id).where(_is_held(part, owner), _PARTS.c.lease_until > now)
    return connection.scalar(held) is not None


def previous_message(connection: Connection, part: Part) -> str | None:
    """The id of the first message of the digest's last slot before this part's."""
    key = part.slot
    earlier = (
        select(_PARTS.c.message_id)
        .join(_SLOTS, _SLOTS.c.id == _PARTS.c.slot)
        .where(
            _SLOTS.c.digest == key.digest,
            _SLOTS.c.channel == key.channel,
            tuple_(_SLOTS.c.local_date, _SLOTS.c.time_index) < (key.day, key.index),
            _PARTS.c.part == 0,
            _PARTS.c.state == PartState.SENT.value,
        )
        .order_by(_SLOTS.c.local_date.desc(), _SLOTS.c.time_index.desc())
        .limit(1)
    )
    message: str | None = connection.scalar(earlier)
    return message


def mark_sent(connection: Connection, part: Part, owner: str, message_id: str) -> bool:
    """Note that a part was posted, and with the last one its slot."""
    slot = _leave(
        connection, part, owner, state=PartState.SENT.value, message_id=message_id
    )
    if slot is None:
        return False
    others = select(_PARTS.c.id).where(
        _PARTS.c.slot == slot, _PARTS.c.state != PartState.SENT.value
    )
    connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.id == slot, ~others.exists())
        .values(state=SlotState.POSTED.value)
    )
    return True


def retry_part(
    connection: Connection, part: Part, owner: str, changes: Mapping[str, object]
) -> bool:
    """Let a part wait for its next try, with these changes."""
    return _leave(connection, part, owner, **changes) is not None


def retrial(error: str, again: datetime, *, untaken: bool) -> Mapping[str, object]:
    """What changes of a part that is tried again; the last try may count for nothing."""
    changes = {"state": PartState.PENDING.value, "error": error, "next_at": again}
    return {**changes, "attempts": _PARTS.c.attempts - 1} if untaken else changes


def bury_part(connection: Connection, part: Part, owner: str, error: str) -> bool:
    """Give a part up, and all of its slot that is unsent."""
    slot = _leave(connection, part, owner, state=PartState.DEAD.value, error=error)
    if slot is None:
        return False
    bury(connection, [slot], error)
    return True


def bury(connection: Connection, slots: Collection[int], error: str) -> None:
    """Give up slots, by their ids, with all their parts that are unsent."""
    given_up = {"error": error, "owner": None, "lease_until": None}
    connection.execute(
        update(_PARTS)
        .where(_PARTS.c.slot.in_(slots), _PARTS.c.state.in_(UNSENT))
        .values(state=PartState.DEAD.value, **given_up)
    )
    connection.execute(
        update(_SLOTS)
        .where(_SLOTS.c.id.in_(slots))
        .values(state=SlotState.DEAD.value, **given_up)
    )


def part_of(row: Row[tuple[object, ...]]) -> Part:
    """The part in a row as ``WITH_PARENT`` gives it."""
    return Part(
        id=row.id,
        slot=key_of(row),
        number=row.part,
        body=row.body,
        nonce=row.nonce,
        state=PartState(row.state),
        attempts=row.attempts,
        first_try=row.first_try,
        message_id=row.message_id,
        parent=row.parent,
        error=row.error,
        since=row.since,
    )


def _tried(connection: Connection, at: datetime) -> dict[str, object]:
    """What is noted of new parts of a slot of this moment.

    What became of the slots before a restore is not known: their parts are looked for
    before they are posted, as if they had been tried.
    """
    restored = mark_of(connection, RESTORED)
    if restored is None or restored < at:
        return {}
    return {"attempts": 1, "first_try": at}


def _leave(
    connection: Connection, part: Part, owner: str, **changes: object
) -> int | None:
    """Change a part that is its owner's, and let go of it; the id of its slot."""
    values = {"error": None, "owner": None, "lease_until": None, **changes}
    slot: int | None = connection.scalar(
        update(_PARTS)
        .where(_is_held(part, owner))
        .values(**values)
        .returning(_PARTS.c.slot)
    )
    return slot


def _is_held(part: Part, owner: str) -> ColumnElement[bool]:
    """That a part is still that of the owner's claim that gave this value."""
    return and_(
        _PARTS.c.id == part.id,
        _PARTS.c.state == PartState.SENDING.value,
        _PARTS.c.owner == owner,
        _PARTS.c.attempts == part.attempts,
    )


_FIRST = tables.outbox.alias("first")
_ABOVE = and_(_FIRST.c.slot == _PARTS.c.slot, _FIRST.c.part == 0, _PARTS.c.part > 0)

WITH_PARENT = (
    select(
        _PARTS,
        *KEY,
        _FIRST.c.message_id.label("parent"),
        _SLOTS.c.next_at.label("since"),
    )
    .join(_SLOTS, _SLOTS.c.id == _PARTS.c.slot)
    .outerjoin(_FIRST, _ABOVE)
)
"""Parts with their slots' keys and the platform's ids of their first messages."""

_PART = WITH_PARENT.where(_PARTS.c.id == bindparam("number"))
_TAKING = (
    update(_PARTS)
    .where(_PARTS.c.id == bindparam("number"))
    .values(
        state=PartState.SENDING.value,
        attempts=_PARTS.c.attempts + 1,
        first_try=func.coalesce(_PARTS.c.first_try, bindparam("now", type_=Moment)),
        owner=bindparam("owner_"),
        lease_until=bindparam("until"),
    )
)
