"""Polls sources, fetches articles and previews digests for a configuration."""

from __future__ import annotations

from dataclasses import dataclass

from typing_extensions import override

from bot.core.digests.composer import Composer
from bot.core.digests.digest import Digest
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.slots import channel_of
from bot.core.ingest.rereading import Rereader
from bot.core.ingest.service import NO_PROGRESS, IngestService, Progress
from bot.core.ports.services import Clock, ConfigurationSource
from bot.core.ports.stores import Housekeeping


@dataclass(frozen=True, slots=True)
class FixedConfiguration(ConfigurationSource):
    """A configuration that does not change."""

    value: Configuration

    @override
    async def current(self) -> Configuration:
        return self.value


@dataclass(frozen=True, slots=True)
class DigestService:
    """Keeps the articles of a configuration fresh and previews its digests.

    Without ``rereader`` no article is read again.
    """

    clock: Clock
    ingest: IngestService
    composer: Composer
    store: Housekeeping
    rereader: Rereader | None = None

    async def poll(self, configuration: Configuration) -> None:
        """Poll the sources that are due and not being polled.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.ingest.poll(configuration.sources, configuration.poll)

    async def fetch(self, configuration: Configuration) -> None:
        """Fetch the items that are due and not being fetched.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.ingest.fetch(configuration.sources)

    async def reread(self, configuration: Configuration) -> None:
        """Read the due articles of printed lines again, and store their corrections.

        Raises:
            StoreError: the store cannot be used.
        """
        if self.rereader is not None and configuration.corrections:
            await self.rereader.read_due(configuration.sources)

    def stop(self) -> None:
        """Cancel background work; work for a waiting caller continues."""
        self.ingest.stop()

    async def purge(self, configuration: Configuration) -> int:
        """Delete articles past the configured retention; return how many.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self.store.purge(self.clock.now() - configuration.keep)

    async def refresh(
        self,
        plan: DigestPlan,
        configuration: Configuration,
        progress: Progress = NO_PROGRESS,
    ) -> None:
        """Poll the plan's sources and fetch their pending items while a caller waits.

        ``progress`` is called after each poll and each item.

        Raises:
            StoreError: the store cannot be used.
        """
        await self.ingest.refresh(plan.sources, configuration.poll, progress=progress)

    async def preview(self, plan: DigestPlan, channel: str = "") -> Digest:
        """Compose the digest that a channel would get now; nothing is stored as shown.

        The default channel is the plan's first.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: the selection exceeded its time.
            PostError: the platform did not give the channel's names, so its mutes are
                unknown.
        """
        channel = channel or channel_of(plan.to[0])
        return await self.composer.compose(plan, channel, self.clock.now())
