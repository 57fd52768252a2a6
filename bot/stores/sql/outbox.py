"""The outbox in an SQL database, as the core's port wants it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.domain.records import Edition
from bot.core.domain.slots import NewPart, Part, PlannedSlot, SlotKey, StoredSlot
from bot.core.ports.outbox import Outbox, held_after
from bot.stores.sql import deliveries as overview
from bot.stores.sql import parts as sending
from bot.stores.sql import slots as planning
from bot.stores.sql.database import Database


class SqlOutbox(Outbox):
    """The slots and parts of a store; writers take turns, over all processes."""

    _database: Database

    @override
    async def planned_until(self) -> datetime | None:
        return await self._database.read(planning.planned_until)

    @override
    async def plan(
        self, slots: Collection[PlannedSlot], until: datetime | None
    ) -> tuple[SlotKey, ...]:
        return await self._database.write(planning.plan, slots, until)

    @override
    async def claim_slot(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        awake: datetime | None = None,
        beside: Collection[SlotKey] = (),
    ) -> StoredSlot | None:
        claim = planning.Claim(owner, now, lease, held_after(now, awake))
        return await self._database.write(planning.claim_slot, claim, beside)

    @override
    async def freeze_parts(
        self, slot: StoredSlot, edition: Edition, parts: Collection[NewPart]
    ) -> bool:
        return await self._database.write(sending.freeze_parts, slot, edition, parts)

    @override
    async def return_slot(
        self, slot: StoredSlot, *, error: str, again: datetime | None
    ) -> bool:
        return await self._database.write(planning.return_slot, slot, error, again)

    @override
    async def claim_part(
        self,
        owner: str,
        now: datetime,
        lease: timedelta,
        *,
        channels: Collection[str] | None = None,
        awake: datetime | None = None,
    ) -> Part | None:
        claim = planning.Claim(owner, now, lease, held_after(now, awake))
        return await self._database.write(sending.claim_part, claim, channels)

    @override
    async def holds(self, part: Part, owner: str, now: datetime) -> bool:
        return await self._database.read(sending.holds, part, owner, now)

    @override
    async def previous_message(self, part: Part) -> str | None:
        return await self._database.read(sending.previous_message, part)

    @override
    async def mark_sent(self, part: Part, owner: str, message_id: str) -> bool:
        return await self._database.write(sending.mark_sent, part, owner, message_id)

    @override
    async def retry_part(
        self,
        part: Part,
        owner: str,
        *,
        error: str,
        again: datetime,
        untaken: bool = False,
    ) -> bool:
        changes = sending.retrial(error, again, untaken=untaken)
        return await self._database.write(sending.retry_part, part, owner, changes)

    @override
    async def bury_part(self, part: Part, owner: str, *, error: str) -> bool:
        return await self._database.write(sending.bury_part, part, owner, error)

    @override
    async def drop_channels(self, channels: Collection[str], now: datetime) -> int:
        return await self._database.write(overview.drop_channels, channels)

    @override
    async def waiting_slots(self) -> tuple[SlotKey, ...]:
        return await self._database.read(overview.waiting_slots)

    @override
    async def drop_slots(self, slots: Collection[SlotKey], now: datetime) -> int:
        return await self._database.write(overview.drop_slots, slots)

    @override
    async def deliveries(
        self, *, failed: bool, limit: int
    ) -> tuple[tuple[StoredSlot, tuple[Part, ...]], ...]:
        return await self._database.read(
            overview.deliveries, failed=failed, limit=limit
        )

    @override
    async def revive(self, slot: SlotKey, now: datetime) -> bool:
        return await self._database.write(overview.revive, slot, now)

    @override
    async def depth(self, now: datetime) -> tuple[int, datetime | None]:
        return await self._database.read(overview.depth)
