"""Use case: the digest of a slot, as messages that its platform takes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from typing_extensions import override

from bot.core.delivery.slot_builder import DigestMaker, Made
from bot.core.digests.composer import Composer
from bot.core.digests.editions import make_edition, read_print
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.messages import LIMITS, Message
from bot.core.domain.records import Edition
from bot.core.domain.slots import StoredSlot, channel_of
from bot.core.ingest.service import Intake, Watch
from bot.core.messages.splitting import split
from bot.core.ports.services import Clock, ConfigurationSource

FRESH = timedelta(minutes=1)
"""Sources that were asked so lately are not asked again for each channel of a slot."""

WAITED = timedelta(seconds=25)
"""So long a digest waits for the sources of one host, and for its pages.

A server that hangs is given up after 20 s; what one lets us have only page by page is
read in the next minutes, and told in the next digest.
"""

PATIENCE = timedelta(minutes=10)
"""What takes longer to make stands still. Hundreds of slow sources take a few minutes."""


@dataclass(frozen=True, slots=True)
class SlotMaker(DigestMaker):
    """Reads a slot's sources and composes its digest, by the configuration in force."""

    clock: Clock
    configuration: ConfigurationSource
    intake: Intake
    composer: Composer
    patience: timedelta = PATIENCE

    @override
    async def make(self, slot: StoredSlot) -> Made | None:
        """The digest of this slot; ``None`` when it is not configured any more.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: choosing the articles took too long.
            TimeoutError: all together did.
        """
        seconds = self.patience.total_seconds()
        limit = asyncio.timeout(seconds)
        try:
            async with limit:
                return await self._make(slot)
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise TimeoutError(f"it was not made within {seconds:.0f} s") from error

    async def _make(self, slot: StoredSlot) -> Made | None:
        configuration = await self.configuration.current()
        plan = _plan(slot, configuration)
        if plan is None:
            return None
        await self.intake.refresh(
            plan.sources,
            configuration.poll,
            fresh=FRESH,
            watch=Watch(patience=WAITED),
        )
        now = self.clock.now()
        digest = await self.composer.compose(plan, slot.key.channel, now)
        # That of thousands of articles takes a while; the event loop goes on.
        due = slot.at if slot.late else None
        edition = await asyncio.to_thread(
            make_edition, digest, slot=str(slot.key), due=due
        )
        return Made(edition, tuple(_messages(edition, slot.key.channel)))


def _plan(slot: StoredSlot, configuration: Configuration) -> DigestPlan | None:
    """The slot's digest, if it still goes to the slot's channel."""
    for plan in configuration.digests:
        channels = map(channel_of, plan.to)
        if plan.id == slot.key.digest and slot.key.channel in channels:
            return plan
    return None


def _messages(edition: Edition, channel: str) -> Iterator[Message]:
    """The front, then the stories' briefings, as the platform takes them."""
    limits = LIMITS.get(channel.partition("/")[0])
    printed = read_print(edition)
    for message in (printed.front, *printed.stories):
        yield from (message,) if limits is None else split(message, limits)
