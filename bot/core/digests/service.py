"""Use case: sources in, digests to look at."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from bot.core.digests.composer import Composer
from bot.core.digests.digest import Digest
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.slots import channel_of
from bot.core.ingest.service import NO_PROGRESS, IngestService, Progress
from bot.core.ports.services import Clock, ConfigurationSource
from bot.core.ports.stores import Housekeeping


@dataclass(frozen=True, slots=True)
class GivenConfiguration(ConfigurationSource):
    """A configuration that stays as it is."""

    value: Configuration

    @override
    async def current(self) -> Configuration:
        return self.value


@dataclass(frozen=True, slots=True)
class Newsroom:
    """Reads the sources of a configuration and composes its digests."""

    clock: Clock
    intake: IngestService
    composer: Composer
    store: Housekeeping

    async def tend(self, configuration: Configuration) -> None:
        """Poll the sources that are due and not being polled; what is may go on.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.intake.poll(configuration.sources, configuration.poll)

    async def read(self, configuration: Configuration) -> None:
        """Read the items that wait and are not being read.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.intake.fetch(configuration.sources)

    def stop(self) -> None:
        """Poll and read nothing any more, but for those who wait."""
        self.intake.stop()

    async def clear(self, configuration: Configuration) -> int:
        """Forget what is older than is to be kept; the number of articles.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self.store.forget(self.clock.now() - configuration.keep)

    async def refresh(
        self,
        plan: DigestPlan,
        configuration: Configuration,
        watch: Progress = NO_PROGRESS,
    ) -> None:
        """Poll the plan's sources and read all that waits, for one who waits.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.intake.refresh(plan.sources, configuration.poll, progress=watch)

    async def preview(self, plan: DigestPlan, channel: str = "") -> Digest:
        """What would go out now to a channel, or the digest's first; nothing is kept.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: choosing the articles took too long.
            PostError: what the channel has muted is not known.
        """
        channel = channel or channel_of(plan.to[0])
        return await self.composer.compose(plan, channel, self.clock.now())
