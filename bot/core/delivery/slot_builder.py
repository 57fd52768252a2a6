"""Use case: a slot that is due becomes an edition and its parts, frozen in one step."""

from __future__ import annotations

import asyncio
import json
from abc import abstractmethod
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from bot.core.delivery.uptime import Vigil
from bot.core.digests.editions import counts
from bot.core.domain.messages import Message
from bot.core.domain.records import Edition
from bot.core.domain.slots import BUILD_LEASE, NewPart, SlotKey, StoredSlot
from bot.core.messages.codec import message_document
from bot.core.ports.metrics import NO_METER, Meter, Timing
from bot.core.ports.outbox import Outbox
from bot.core.ports.services import Clock, Journal
from bot.core.text.backoff import pause

TRIES = 10
PATIENCE = timedelta(hours=6)
"""A slot that could not be built in so many tries, or this time, is given up."""

_FIRST_PAUSE = timedelta(seconds=15)
_LONGEST_PAUSE = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Made:
    """A digest made for a slot: what is kept of it and the messages that it posts."""

    edition: Edition
    messages: tuple[Message, ...]


class DigestMaker(Protocol):
    """Makes digests for slots."""

    @abstractmethod
    async def make(self, slot: StoredSlot) -> Made | None:
        """The digest of this slot; ``None`` when it is not configured any more.

        Raises:
            StoreError: the store cannot be used.
        """


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds slots; ``owner`` is this process's name.

    Several may be built at the same time; each of them once at a time in this process.
    """

    owner: str
    clock: Clock
    outbox: Outbox
    maker: DigestMaker
    journal: Journal
    meter: Meter = NO_METER
    vigil: Vigil = field(default_factory=Vigil)
    _making: set[SlotKey] = field(default_factory=set, init=False)

    async def build_next(self) -> bool:
        """Build the earliest slot that is due; false when there is none.

        Raises:
            StoreError: the store cannot be used; the slot is taken up again later.
        """
        now = self.clock.now()
        slot = await self.outbox.claim_slot(
            *(self.owner, now, BUILD_LEASE),
            awake=self.vigil.since(now),
            beside=frozenset(self._making),
        )
        self.vigil.look(now)
        if slot is None:
            return False
        if slot.attempts > TRIES:
            # Nobody gave it back: each time the process ended, or took too long.
            await self._give_up(slot, f"begun {TRIES} times, and never done")
            return True
        self._making.add(slot.key)
        try:
            await self._build(slot)
        finally:
            self._making.discard(slot.key)
        return True

    async def _build(self, slot: StoredSlot) -> None:
        begun = self.clock.now()
        self.journal.info("digest started", slot=str(slot.key))
        try:
            made = await self._make(slot)
            taken = self.clock.now() - begun
            self.meter.observe(Timing.BRIEF, taken.total_seconds())
        except Exception as error:  # noqa: BLE001 - no digest ends the bot
            await self._give_back(slot, error)
            return
        if made is None:
            told = "the digest or its channel is not configured any more"
            await self.outbox.return_slot(slot, error=told, again=None)
        else:
            await self._freeze(slot, made)

    async def _make(self, slot: StoredSlot) -> Made | None:
        """Make the digest; told to end meanwhile, leave the slot to the next start."""
        try:
            return await self.maker.make(slot)
        except asyncio.CancelledError:
            back = self.outbox.return_slot(slot, error="", again=self.clock.now())
            await asyncio.shield(back)
            raise

    async def _freeze(self, slot: StoredSlot, made: Made) -> None:
        parts = tuple(
            NewPart(number, json.dumps(message_document(message), sort_keys=True))
            for number, message in enumerate(made.messages)
        )
        if await self.outbox.freeze_parts(slot, made.edition, parts):
            lag = self.clock.now() - slot.at
            self.meter.observe(Timing.SLOT_LAG, lag.total_seconds())
            self.journal.info(
                "digest built",
                slot=str(slot.key),
                edition=made.edition.id,
                parts=len(parts),
                **counts(made.edition),
            )

    async def _give_back(self, slot: StoredSlot, error: Exception) -> None:
        now, told = self.clock.now(), repr(error)
        if slot.attempts >= TRIES or now - slot.at >= PATIENCE:
            await self._give_up(slot, told)
            return
        again = now + pause(slot.attempts, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
        await self.outbox.return_slot(slot, error=told, again=again)
        self.journal.error("digest failed", slot=str(slot.key), reason=told)

    async def _give_up(self, slot: StoredSlot, reason: str) -> None:
        await self.outbox.return_slot(slot, error=reason, again=None)
        self.journal.error("digest given up", slot=str(slot.key), reason=reason)
