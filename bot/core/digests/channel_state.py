"""Loads the state of a channel on which its digests depend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.core.digests.mutes import ChannelMutes, MuteFilter
from bot.core.digests.story_edits import ChannelEdits
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.records import (
    DIGESTS,
    EditionKind,
    History,
    ToldKind,
    ToldLine,
)
from bot.core.ports.stores import AlertStore, EditionStore
from summarizers.stories.clustering import NO_LINKS, StoryLinks

ARTICLE_WINDOW = timedelta(days=10)
"""A digest considers articles that were first seen within this time."""

SENTENCE_MEMORY = timedelta(days=365)
"""A channel is not shown a sentence again within this time."""


@dataclass(frozen=True, slots=True)
class ChannelState:
    """The facts of a channel on which its digests depend.

    ``muted`` are the texts of the channel's mutes. ``edits`` are its splits and merges
    of stories. ``alerted`` maps the id of an article to the time of an alert on it.
    ``lines`` maps the id of an article to the last line of it that the channel was
    shown.
    """

    history: History
    mutes: MuteFilter = field(compare=False)
    muted: tuple[str, ...]
    edits: StoryLinks
    alerted: Mapping[str, datetime]
    lines: Mapping[str, ToldLine]


@dataclass(frozen=True, slots=True)
class ChannelStateLoader:
    """Loads the state of channels.

    Without ``mutes`` no channel has mutes, and without ``edits`` none has splits or
    merges.
    """

    editions: EditionStore
    alerts: AlertStore | None = None
    mutes: ChannelMutes | None = None
    edits: ChannelEdits | None = None

    async def load(self, plan: DigestPlan, channel: str, at: datetime) -> ChannelState:
        """Load the state of ``channel`` that the digest of a plan at a time depends on.

        Raises:
            StoreError: the store cannot be used.
            PostError: the platform did not give the channel's names, so its mutes are
                unknown.
        """
        mute_filter = await self.mute_filter(channel)
        history = await self.editions.history(channel, after=at - SENTENCE_MEMORY)
        return ChannelState(
            history,
            mute_filter,
            mute_filter.texts,
            await self.story_links(channel),
            await self._alerted(plan, channel, at, history),
            await self.last_lines(channel, at, DIGESTS),
        )

    async def mute_filter(self, channel: str) -> MuteFilter:
        """Return the filter for the articles that a channel mutes.

        Raises:
            StoreError: the store cannot be used.
            PostError: the platform did not give the channel's names.
        """
        return await self.mutes.filter_for(channel) if self.mutes else MuteFilter(())

    async def story_links(self, channel: str) -> StoryLinks:
        """Return the channel's splits and merges of stories.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self.edits.links_for(channel) if self.edits else NO_LINKS

    async def last_lines(
        self, channel: str, at: datetime, kinds: frozenset[EditionKind]
    ) -> Mapping[str, ToldLine]:
        """Map the id of an article to the last line of it that the channel was shown.

        Only lines of editions of these ``kinds`` count.

        Raises:
            StoreError: the store cannot be used.
        """
        lines = await self.editions.told_lines(
            channel, after=at - ARTICLE_WINDOW, kinds=kinds
        )
        return {line.article: line for line in lines if line.kind is ToldKind.SENTENCE}

    async def _alerted(
        self, plan: DigestPlan, channel: str, at: datetime, history: History
    ) -> Mapping[str, datetime]:
        """Map article ids to the time of an alert on them since the last digest."""
        if self.alerts is None:
            return {}
        last = history.by_digest.get(plan.id, at - ARTICLE_WINDOW)
        alerted = await self.alerts.alerted(channel, after=last)
        return {id_: moment for id_, moment in alerted.items() if moment <= at}
