"""Use case: sources in, digests out."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.intake import NOBODY, Intake, Watch
from bot.core.model import Configuration, DigestPlan
from bot.core.ports import Clock
from bot.core.publishing import Press
from bot.core.records import Edition
from bot.core.stores import Housekeeping


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Reads the sources of a configuration and makes its digests."""

    clock: Clock
    intake: Intake
    press: Press
    store: Housekeeping

    async def tend(self, configuration: Configuration) -> None:
        """Poll the sources that are due.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.intake.poll(configuration.sources, configuration.poll)

    async def read(self, configuration: Configuration) -> None:
        """Read the items that wait.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.intake.read(configuration.sources)

    async def clear(self, configuration: Configuration) -> int:
        """Forget what is older than is to be kept; the number of articles.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self.store.forget(self.clock.now() - configuration.keep)

    async def refresh(
        self, plan: DigestPlan, configuration: Configuration, watch: Watch = NOBODY
    ) -> None:
        """Poll the plan's sources and read all that waits, for one who waits.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.intake.refresh(plan.sources, configuration.poll, watch=watch)

    async def publish(
        self,
        plan: DigestPlan,
        configuration: Configuration,
        *,
        slot: str,
        strict: bool = False,
    ) -> tuple[Edition, ...]:
        """Read the plan's sources and post a slot's digest to each of its channels.

        Raises:
            StoreError: the store cannot be used.
            PostError: ``strict`` only: a channel did not take it.
        """
        await self.refresh(plan, configuration)
        now = self.clock.now()
        return await self.press.publish(plan, now, slot=slot, strict=strict)
