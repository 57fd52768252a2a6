"""Notices to the operator, in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from typing_extensions import override

from bot.core.domain.operator_notices import (
    Incident,
    Notice,
    NoticeBatch,
    batch_key,
    changes,
    next_batch,
)
from bot.core.domain.slots import StoredSlot
from bot.core.ports.stores import NoticeStore


@dataclass(frozen=True, slots=True)
class Claim:
    """How often a message was tried, since when, and until when it is someone's."""

    attempts: int
    first_try: datetime
    lease_until: datetime


class MemoryNotices(NoticeStore):
    """Notices by channel; ``slots`` are those that were given up."""

    def __init__(self) -> None:
        self.slots: tuple[StoredSlot, ...] = ()
        self._notices: dict[str, list[Notice]] = {}
        self._claims: dict[str, Claim] = {}
        self._ids = count(1)

    @override
    async def note(
        self,
        channel: str,
        family: str,
        incidents: Collection[Incident],
        *,
        now: datetime,
    ) -> None:
        kept = self._notices.setdefault(channel, [])
        known = [one for one in kept if one.incident.key.startswith(f"{family}:")]
        found = changes(known, incidents, now)
        kept[:] = [one for one in kept if one.id not in found.gone]
        kept.extend(replace(one, id=next(self._ids)) for one in found.new)

    @override
    async def claim_batch(
        self, channel: str, now: datetime, lease: timedelta
    ) -> NoticeBatch | None:
        kept = self._notices.setdefault(channel, [])
        lines = next_batch(kept)
        if not lines:
            return None
        idempotency_key = lines[0].batch or batch_key(channel, lines[0])
        before = self._claims.get(idempotency_key)
        if before is not None and before.lease_until > now:
            return None
        attempts = 1 if before is None else before.attempts + 1
        first_try = now if before is None else before.first_try
        self._claims[idempotency_key] = Claim(attempts, first_try, now + lease)
        named = {line.id for line in lines}
        kept[:] = [
            replace(n, batch=idempotency_key) if n.id in named else n for n in kept
        ]
        lines = tuple(replace(line, batch=idempotency_key) for line in lines)
        return NoticeBatch(idempotency_key, lines, attempts, first_try)

    @override
    async def settle_batch(self, idempotency_key: str) -> None:
        for kept in self._notices.values():
            kept[:] = [
                replace(n, told=n.told or n.batch == idempotency_key) for n in kept
            ]

    @override
    async def failed_slots(self, since: datetime) -> tuple[StoredSlot, ...]:
        return tuple(slot for slot in self.slots if slot.at >= since)
