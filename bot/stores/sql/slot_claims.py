"""Selects the slot to build next, and leases it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    update,
)
from typing_extensions import override

from bot.core.domain.slots import SlotKey, StoredSlot, build_lease
from bot.stores.sql import tables
from bot.stores.sql.columns import Moment
from bot.stores.sql.locks import ClaimRow, Queue, holding_lanes, take_in_lanes
from bot.stores.sql.slot_rows import BUILDING, DUE, ORDER, is_slot, slot_of
from bot.stores.sql.statements import is_one_of
from bot.stores.sql.turns import Turn, in_turns, run_in_turns

_SLOTS = tables.slots
_CHANNEL = _SLOTS.c.channel


@dataclass(frozen=True, slots=True)
class SlotClaim:
    """A request of ``owner`` to lease the next slot for the duration ``lease``.

    Slots that were first claimed after ``cutoff`` still block later slots of their
    channel; see ``blocking_cutoff``.
    """

    owner: str
    now: datetime
    lease: timedelta
    cutoff: datetime


def claim_next_slot(
    connection: Connection, slots: ClaimableSlots
) -> tuple[StoredSlot | None, bool]:
    """Lease the next slot.

    If there is none, the second value says whether another transaction may get one.
    """
    taken = take_in_lanes(connection, slots, 1)
    if not taken.rows:
        return None, taken.has_more
    return slot_of(taken.rows[0]), False


@dataclass(frozen=True, slots=True)
class _Queries:
    """The queries for slots.

    ``late`` finds the slots that come after all others. Among the others, workspaces
    take turns: PostgreSQL runs ``early_in_turns``, and SQLite runs ``early`` once per
    workspace.
    """

    early: Select[Any]
    early_in_turns: Select[Any]
    late: Select[Any]


@dataclass(frozen=True, slots=True)
class ClaimableSlots(Queue):
    """The slots that one claim may lease, for one transaction.

    Slots in ``building`` are left out.
    """

    connection: Connection
    claim: SlotClaim
    building: Collection[SlotKey]
    turn: Turn

    @override
    def find(
        self, most: int, *, beside: Collection[str] = (), hold: bool = False
    ) -> Sequence[ClaimRow]:
        if not beside:
            candidates = self._find(most, hold=hold)
            channels = {key.channel for key in self.building}
            if not any(row.channel in channels for row in candidates):
                return candidates
        left_out = [is_slot(key) for key in self.building]
        left_out.append(_CHANNEL.in_(beside))
        return self._find(most, *left_out, hold=hold)

    def _find(
        self, most: int, *left_out: ColumnElement[bool], hold: bool
    ) -> Sequence[ClaimRow]:

        if left_out:
            queries = _queries_without(*left_out, hold=hold)
        else:
            queries = _queries(hold=hold)
        return self._first(most, queries)

    def _first(self, most: int, queries: _Queries) -> Sequence[ClaimRow]:
        if self.connection.dialect.name == "sqlite":
            wanted = self._parameters(most)
            early = queries.early
            candidates = run_in_turns(self.connection, early, _UNBUILT, wanted, most)
        else:
            candidates = self._run(queries.early_in_turns, most)
        return candidates or self._run(queries.late, most)

    @override
    def take(self, candidates: Sequence[ClaimRow]) -> Sequence[ClaimRow]:
        self.turn.take(candidates[-1].channel)
        if self.connection.dialect.name != "sqlite":
            numbers = {"numbers": [row.id for row in candidates]}
            wanted = self._parameters(1) | numbers
            query = _NEXT_OF_NUMBERS
            candidates = self.connection.execute(query, wanted).all()
        taken: list[ClaimRow] = []
        for row in candidates:
            until = self.claim.now + build_lease(self.claim.lease, row.attempts + 1)
            values = {"number": row.id, "owner_": self.claim.owner, "until": until}
            taken += self.connection.execute(
                _LEASING, {**values, "now": self.claim.now}
            )
        return taken

    def _run(
        self, query: Select[tuple[int, int, str, int]], most: int = 1
    ) -> Sequence[ClaimRow]:
        return self.connection.execute(query, self._parameters(most)).all()

    def _parameters(self, most: int) -> dict[str, object]:
        moments = {"now": self.claim.now, "cutoff": self.claim.cutoff}
        return {
            **moments,
            "last": self.turn.last,
            "without": [],
            "most": most,
            "least": 1,
        }


_NOW = bindparam("now", type_=Moment)
_IS_DUE = and_(_SLOTS.c.state == DUE, _SLOTS.c.next_at <= _NOW)
_IS_EXPIRED = and_(_SLOTS.c.state == BUILDING, _SLOTS.c.lease_until <= _NOW)


@cache
def _next_slot() -> Select[tuple[int, int, str, int]]:
    """Build the query for the slots that are due or whose lease expired, in order.

    A slot that is being built blocks the due slots of its channel while its lease is
    valid. It also blocks them if it was first claimed after the cutoff.
    """
    other = _SLOTS.alias("other")
    building = select(other.c.channel).where(other.c.state == BUILDING)
    is_leased = other.c.lease_until > _NOW
    is_blocking = func.coalesce(other.c.begun, other.c.slot_utc) > _CUTOFF
    is_first = _CHANNEL.not_in(building.where(or_(is_leased, is_blocking)))
    is_alone = _CHANNEL.not_in(building.where(is_leased))
    due, expired = and_(_IS_DUE, is_first), and_(_IS_EXPIRED, is_alone)
    columns = _SLOTS.c.id, _SLOTS.c.id.label("slot"), _CHANNEL, _SLOTS.c.attempts
    return (
        select(*columns).select_from(_SLOTS).where(or_(due, expired)).order_by(*ORDER)
    )


_UNBUILT = DUE, BUILDING
_CUTOFF = bindparam("cutoff", type_=Moment)
_IS_EARLY = or_(_SLOTS.c.begun.is_(None), _SLOTS.c.begun > _CUTOFF)
"""Matches slots that were first claimed after the cutoff, or never.

The other slots come last.
"""


def _queries_without(*left_out: ColumnElement[bool], hold: bool) -> _Queries:
    """Build the queries for slots; with ``hold``, they hold lanes in PostgreSQL."""
    query = _next_slot().where(*map(not_, left_out))
    early = query.where(_IS_EARLY)
    late = query.where(not_(_IS_EARLY)).limit(bindparam("most", type_=Integer))
    return _Queries(
        early,
        in_turns(early, *_UNBUILT, hold=hold),
        holding_lanes(late, _CHANNEL) if hold else late,
    )


_NEXT_OF_NUMBERS = _next_slot().where(is_one_of("postgresql", _SLOTS.c.id, "numbers"))
"""The query for those of the next slots in PostgreSQL with these ``numbers``."""


@cache
def _queries(*, hold: bool) -> _Queries:
    """Return the queries for all slots, from a cache.

    Building them takes longer than running them.
    """
    return _queries_without(hold=hold)


_LEASING = (
    update(_SLOTS)
    # Its builder may have returned it since it was found.
    .where(_SLOTS.c.id == bindparam("number"), or_(_IS_DUE, _IS_EXPIRED))
    .values(
        state=BUILDING,
        attempts=_SLOTS.c.attempts + 1,
        owner=bindparam("owner_"),
        lease_until=bindparam("until"),
        begun=func.coalesce(_SLOTS.c.begun, _NOW),
    )
    .returning(_SLOTS)
)
