"""What is new on a topic, or in a digest, for one who asks; nothing counts as told."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.core.commands.link_briefing import SECONDS
from bot.core.commands.single_flight import SingleFlight
from bot.core.commands.snapshots import BriefingSnapshot, PreviewSnapshot, bind_bulletin
from bot.core.digests.composer import Composer, briefing_key
from bot.core.digests.digest import Digest, Story
from bot.core.digests.rendering import front_message
from bot.core.digests.service import Newsroom
from bot.core.domain.configuration import Configuration, DigestPlan, Topic
from bot.core.domain.messages import Message, Section
from bot.core.domain.records import Edition, History
from bot.core.messages.briefing import note_row
from bot.core.ports.services import Clock
from bot.core.ports.stores import EditionStore, SourceStore
from summarizers.model import Briefing

STALE = timedelta(minutes=10)
"""Sources are asked for one who waits if none of them was for so long."""

REFRESH_SECONDS = 25.0
"""So long one waits for sources; then what is there is told."""

PREVIEW = "A preview of what would go out now; it is not posted."

Preview: TypeAlias = tuple[PreviewSnapshot, tuple[BriefingSnapshot, ...]]


@dataclass(frozen=True, slots=True)
class WithoutHistory(EditionStore):
    """Editions as they look to a reader who has been shown nothing."""

    store: EditionStore

    @override
    async def history(self, channel: str, *, after: datetime) -> History:
        return History()

    @override
    async def freeze(self, edition: Edition) -> Edition:
        return await self.store.freeze(edition)

    @override
    async def editions(self, digest: str, limit: int) -> tuple[Edition, ...]:
        return await self.store.editions(digest, limit)


@dataclass(slots=True)
class TopicPreviewer:
    """Composes bulletins; those who ask for the same at once share one.

    ``seconds`` is how long one waits for sources.
    """

    clock: Clock
    newsroom: Newsroom
    sources: SourceStore
    seconds: float = REFRESH_SECONDS
    _flights: SingleFlight[Preview] = field(init=False)

    def __post_init__(self) -> None:
        """Nothing is being composed; nothing is given twice, for mutes change it."""
        self._flights = SingleFlight(self.clock, SECONDS, fresh=timedelta())

    async def topic(
        self, topic: Topic, channel: str, configuration: Configuration, zone: ZoneInfo
    ) -> Preview:
        """The stories of a topic now, whether the person was shown them or not.

        ``channel`` is whose mutes count.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: choosing the articles took too long.
            TimeoutError: all that took longer than a minute.
        """
        plan = DigestPlan(
            topic.id, (topic,), (), frozenset(), zone, (), title=topic.title
        )
        composer = _unread(self.newsroom.composer)

        async def compose() -> Preview:
            await self._freshen(plan, configuration)
            digest = await composer.compose(plan, channel, self.clock.now())
            briefings = [await _whole(story, composer) for story in _stories(digest)]
            front = front_message(digest, None)
            return await asyncio.to_thread(
                bind_bulletin, front, briefings, postable=True
            )

        return await self._flights.get(f"topic {topic.id} {channel} {zone}", compose)

    async def preview(
        self, plan: DigestPlan, channel: str, configuration: Configuration
    ) -> Preview:
        """What would go out now to this channel.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: choosing the articles took too long.
            TimeoutError: all that took longer than a minute.
        """

        async def compose() -> Preview:
            await self._freshen(plan, configuration)
            composer = self.newsroom.composer
            digest = await composer.compose(plan, channel, self.clock.now())
            briefings = [briefing for _, briefing in _stories(digest)]
            noted = Section(None, (note_row(PREVIEW),))
            front = Message((*front_message(digest, None).sections, noted))
            return await asyncio.to_thread(
                bind_bulletin, front, briefings, postable=False
            )

        return await self._flights.get(f"digest {plan.id} {channel}", compose)

    async def _freshen(self, plan: DigestPlan, configuration: Configuration) -> None:
        """Ask the sources, if they were not asked lately, for as long as one waits."""
        states = await self.sources.states()
        known = (states.get(source.url) for source in plan.sources)
        tried = [state.tried for state in known if state and state.tried]
        if tried and self.clock.now() - max(tried) < STALE:
            return
        try:
            async with asyncio.timeout(self.seconds):
                await self.newsroom.refresh(plan, configuration)
        except TimeoutError:
            return


def _unread(composer: Composer) -> Composer:
    """The composer for a reader who has been shown nothing."""
    library = composer.library
    return replace(
        composer, library=replace(library, editions=WithoutHistory(library.editions))
    )


def _stories(digest: Digest) -> tuple[tuple[Story, Briefing], ...]:
    """The stories that are told, with their briefings."""
    return tuple(
        (story, story.briefing)
        for story in digest.told
        if story.briefing is not None and story.lines
    )


async def _whole(told: tuple[Story, Briefing], composer: Composer) -> Briefing:
    """A story's briefing with all claims and risks, not only those that are printed."""
    story, briefing = told
    articles, key = composer.library.articles, briefing_key(story.lead)
    return await articles.cached_briefing(key, composer.engine) or briefing
