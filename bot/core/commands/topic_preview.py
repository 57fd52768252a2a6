"""Previews of topics and digests for one person.

A story in a preview does not count as shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.core.commands.coalescing_cache import CoalescingCache
from bot.core.commands.link_briefing import SECONDS
from bot.core.commands.snapshots import (
    BriefingSnapshot,
    PreviewSnapshot,
    preview_snapshot,
)
from bot.core.digests.composer import Composer, briefing_key
from bot.core.digests.digest import Digest, StorySummary
from bot.core.digests.rendering import front_message
from bot.core.digests.service import DigestService
from bot.core.domain.configuration import Configuration, DigestPlan, Topic
from bot.core.domain.messages import Section
from bot.core.domain.records import (
    DIGESTS,
    Edition,
    EditionKind,
    History,
    ToldLine,
)
from bot.core.messages.briefing import note_row
from bot.core.ports.services import Clock
from bot.core.ports.stores import EditionStore, SourceStore
from bot.core.text.labels import labels_for
from summarizers.model import Briefing

STALE = timedelta(minutes=10)
"""The time without a poll after which sources are polled for a preview."""

REFRESH_SECONDS = 25.0
"""The seconds that a preview waits for sources; then it uses the stored articles."""

Preview: TypeAlias = tuple[PreviewSnapshot, tuple[BriefingSnapshot, ...]]


@dataclass(frozen=True, slots=True)
class WithoutHistory(EditionStore):
    """A store of editions that reports every article as not yet shown."""

    store: EditionStore

    @override
    async def history(
        self,
        channel: str,
        *,
        after: datetime,
        kinds: frozenset[EditionKind] = DIGESTS,
    ) -> History:
        return History()

    @override
    async def freeze(self, edition: Edition) -> Edition:
        return await self.store.freeze(edition)

    @override
    async def editions(self, digest: str, limit: int) -> tuple[Edition, ...]:
        return await self.store.editions(digest, limit)

    @override
    async def channel_editions(
        self, channel: str, limit: int, *, kinds: frozenset[EditionKind] = DIGESTS
    ) -> tuple[Edition, ...]:
        return ()

    @override
    async def told_lines(
        self,
        channel: str,
        *,
        after: datetime,
        kinds: frozenset[EditionKind] = DIGESTS,
    ) -> tuple[ToldLine, ...]:
        return ()


@dataclass(slots=True)
class TopicPreviewer:
    """Composes previews; requests for the same preview at the same time share one.

    ``seconds`` is the maximum time to wait for sources.
    """

    clock: Clock
    digest_service: DigestService
    sources: SourceStore
    seconds: float = REFRESH_SECONDS
    _cache: CoalescingCache[Preview] = field(init=False)

    def __post_init__(self) -> None:
        """Create the cache; it keeps no results, because a mute would change them."""
        self._cache = CoalescingCache(self.clock, SECONDS, fresh=timedelta())

    async def topic(
        self, topic: Topic, channel: str, configuration: Configuration, zone: ZoneInfo
    ) -> Preview:
        """Return a preview of a topic's current stories, including those shown before.

        ``channel`` is the channel whose mutes apply.

        Raises:
            StoreError: The store cannot be used.
            ParseTimeoutError: Selecting the articles took too long.
            TimeoutError: The preview took longer than a minute.
        """
        plan = DigestPlan(
            *(topic.id, (topic,), (), frozenset(), zone, ()),
            title=topic.title,
            language=configuration.language,
        )
        composer = _unread(self.digest_service.composer)

        async def compose() -> Preview:
            await self._freshen(plan, configuration)
            digest = await composer.compose(plan, channel, self.clock.now())
            briefings = [await _whole(story, composer) for story in _stories(digest)]
            front = front_message(digest, None)
            return await asyncio.to_thread(
                preview_snapshot, front, briefings, postable=True
            )

        return await self._cache.get(f"topic {topic.id} {channel} {zone}", compose)

    async def preview(
        self, plan: DigestPlan, channel: str, configuration: Configuration
    ) -> Preview:
        """Return a preview of the digest that the channel would get now.

        Raises:
            StoreError: The store cannot be used.
            ParseTimeoutError: Selecting the articles took too long.
            TimeoutError: The preview took longer than a minute.
        """

        async def compose() -> Preview:
            await self._freshen(plan, configuration)
            composer = self.digest_service.composer
            digest = await composer.compose(plan, channel, self.clock.now())
            briefings = [briefing for _, briefing in _stories(digest)]
            front = front_message(digest, None)
            noted = Section(None, (note_row(labels_for(front.language).preview),))
            front = replace(front, sections=(*front.sections, noted))
            return await asyncio.to_thread(
                preview_snapshot, front, briefings, postable=False
            )

        return await self._cache.get(f"digest {plan.id} {channel}", compose)

    async def _freshen(self, plan: DigestPlan, configuration: Configuration) -> None:
        """Poll the plan's sources unless just polled, for at most ``seconds``."""
        states = await self.sources.states()
        polled = (states.get(source.url) for source in plan.sources)
        tried = [state.tried for state in polled if state and state.tried]
        if tried and self.clock.now() - max(tried) < STALE:
            return
        try:
            async with asyncio.timeout(self.seconds):
                await self.digest_service.refresh(plan, configuration)
        except TimeoutError:
            return


def _unread(composer: Composer) -> Composer:
    """Return a composer with an empty history and without corrections."""
    library = composer.stores
    editions = WithoutHistory(library.editions)
    return replace(
        composer, stores=replace(library, editions=editions, corrections=None)
    )


def _stories(digest: Digest) -> tuple[tuple[StorySummary, Briefing], ...]:
    """Return the printed stories that have a briefing, each with its briefing."""
    return tuple(
        (story, story.briefing)
        for story in digest.top
        if story.briefing is not None and story.lines
    )


async def _whole(item: tuple[StorySummary, Briefing], composer: Composer) -> Briefing:
    """Return the stored briefing of a story, including lines that are not printed."""
    story, briefing = item
    articles, key = composer.stores.articles, briefing_key(story.lead)
    return await articles.cached_briefing(key, composer.engine) or briefing
