"""What the operator is told, in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from typing_extensions import override

from bot.core.domain.alerts import (
    Notice,
    Sheet,
    Trouble,
    changes,
    next_lines,
    sheet_name,
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
        self, channel: str, family: str, troubles: Collection[Trouble], *, now: datetime
    ) -> None:
        kept = self._notices.setdefault(channel, [])
        known = [one for one in kept if one.trouble.key.startswith(f"{family}:")]
        found = changes(known, troubles, now)
        kept[:] = [one for one in kept if one.id not in found.gone]
        kept.extend(replace(one, id=next(self._ids)) for one in found.new)

    @override
    async def claim_sheet(
        self, channel: str, now: datetime, lease: timedelta
    ) -> Sheet | None:
        kept = self._notices.setdefault(channel, [])
        lines = next_lines(kept)
        if not lines:
            return None
        nonce = lines[0].sheet or sheet_name(channel, lines[0])
        before = self._claims.get(nonce)
        if before is not None and before.lease_until > now:
            return None
        attempts = 1 if before is None else before.attempts + 1
        first_try = now if before is None else before.first_try
        self._claims[nonce] = Claim(attempts, first_try, now + lease)
        named = {line.id for line in lines}
        kept[:] = [replace(n, sheet=nonce) if n.id in named else n for n in kept]
        lines = tuple(replace(line, sheet=nonce) for line in lines)
        return Sheet(nonce, lines, attempts, first_try)

    @override
    async def settle_sheet(self, nonce: str) -> None:
        for kept in self._notices.values():
            kept[:] = [replace(n, told=n.told or n.sheet == nonce) for n in kept]

    @override
    async def given_up(self, since: datetime) -> tuple[StoredSlot, ...]:
        return tuple(slot for slot in self.slots if slot.at >= since)
