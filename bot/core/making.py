"""Use case: the digest of a slot, as messages that its platform takes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from typing_extensions import override

from bot.core.building import DigestMaker, Made
from bot.core.composing import Composer
from bot.core.days import written
from bot.core.deliveries import StoredSlot, channel_of
from bot.core.editions import make_edition, read_print
from bot.core.intake import Intake
from bot.core.model import LIMITS, Configuration, DigestPlan, Message, Section
from bot.core.ports import Clock, ConfigurationSource
from bot.core.records import Edition
from bot.core.rendering import note_row
from bot.core.splitting import split


@dataclass(frozen=True, slots=True)
class SlotMaker(DigestMaker):
    """Reads a slot's sources and composes its digest, by the configuration in force."""

    clock: Clock
    configuration: ConfigurationSource
    intake: Intake
    composer: Composer

    @override
    async def make(self, slot: StoredSlot) -> Made | None:
        """The digest of this slot; ``None`` when it is not configured any more.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: choosing the articles took too long.
        """
        configuration = await self.configuration.current()
        plan = _plan(slot, configuration)
        if plan is None:
            return None
        await self.intake.refresh(plan.sources, configuration.poll)
        now = self.clock.now()
        digest = await self.composer.compose(plan, slot.key.channel, now)
        # That of thousands of articles takes a while; the event loop goes on.
        edition = await asyncio.to_thread(make_edition, digest, slot=str(slot.key))
        return Made(edition, tuple(_messages(edition, slot, plan)))


def _plan(slot: StoredSlot, configuration: Configuration) -> DigestPlan | None:
    """The slot's digest, if it still goes to the slot's channel."""
    for plan in configuration.digests:
        channels = map(channel_of, plan.to)
        if plan.id == slot.key.digest and slot.key.channel in channels:
            return plan
    return None


def _messages(
    edition: Edition, slot: StoredSlot, plan: DigestPlan
) -> Iterator[Message]:
    """The front, then the stories' briefings, as the platform takes them."""
    limits = LIMITS.get(slot.key.channel.partition("/")[0])
    printed = read_print(edition)
    front = _delayed(printed.front, slot, plan) if slot.late else printed.front
    for message in (front, *printed.stories):
        yield from (message,) if limits is None else split(message, limits)


def _delayed(front: Message, slot: StoredSlot, plan: DigestPlan) -> Message:
    """The front with a remark, below its headline, on when it was due."""
    due = slot.at.astimezone(plan.timezone)
    note = note_row(f"Delayed: it was due on {written(due.date())}, {due:%H:%M}.")
    headline, *others = front.sections
    return Message((headline, Section(None, (note,)), *others))
