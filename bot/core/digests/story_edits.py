"""Loads the splits and merges of a channel, and the stories of its last digests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, product

from bot.core.digests.channel_names import available_names, stored_names
from bot.core.digests.editions import PrintedStory, printed_stories
from bot.core.domain.configuration import Configuration
from bot.core.domain.records import (
    STORY_EDITIONS,
    Edition,
    StoryEdit,
    StoryEditKind,
)
from bot.core.ports.services import ChannelNames
from bot.core.ports.stores import ChatStore, EditionStore
from summarizers.stories.clustering import StoryLinks

_EDITIONS = 5


@dataclass(frozen=True, slots=True)
class ChannelEdits:
    """Loads the splits and merges of stories that channels made.

    A split keeps articles apart, a merge puts them in one story. ``names`` looks up the
    other names of a channel.
    """

    chats: ChatStore
    names: ChannelNames | None = None

    async def links_for(self, channel: str) -> StoryLinks:
        """Return the pairs of articles that a channel keeps apart or together.

        If the platform does not give the channel's other names, only the edits under
        the name ``channel`` count, so that a digest need not wait for a platform.

        Raises:
            StoreError: the store cannot be used.
        """
        return links_of(await self.of(channel))

    async def of(self, channel: str) -> tuple[StoryEdit, ...]:
        """Return the splits and merges under all names of a channel.

        Raises:
            StoreError: the store cannot be used.
        """
        edits = [
            edit
            for name in await available_names(channel, self.names)
            for edit in await self.chats.story_edits(name)
        ]
        return tuple(edits)


def deciding_edits(edits: Iterable[StoryEdit], article: str) -> tuple[StoryEdit, ...]:
    """Return the splits and merges that apply to an article, the earliest first.

    ``article`` is an id. Of several edits of one pair of articles, only the latest
    applies.
    """
    latest: dict[frozenset[str], StoryEdit] = {}
    ordered = _in_order(edits)
    for edit in ordered:
        for pair in product(edit.first, edit.second):
            if article in pair:
                latest[frozenset(pair)] = edit
    deciding = frozenset(latest.values())
    return tuple(edit for edit in ordered if edit in deciding)


def _in_order(edits: Iterable[StoryEdit]) -> tuple[StoryEdit, ...]:
    """Sort edits by time; edits of the same time keep their order."""
    return tuple(sorted(edits, key=lambda edit: edit.since))


def links_of(edits: Iterable[StoryEdit]) -> StoryLinks:
    """Return the pairs of articles that the edits keep apart or together.

    Of several edits of one pair, the latest counts.
    """
    kinds: dict[tuple[str, str], StoryEditKind] = {}
    for edit in _in_order(edits):
        for left, right in product(edit.first, edit.second):
            kinds[min(left, right), max(left, right)] = edit.kind
    pairs = sorted(kinds)
    return StoryLinks(
        apart=tuple(pair for pair in pairs if kinds[pair] is StoryEditKind.SPLIT),
        together=tuple(pair for pair in pairs if kinds[pair] is StoryEditKind.MERGE),
    )


@dataclass(frozen=True, slots=True)
class RecentStories:
    """Reads the stories of the last digests of a channel."""

    editions: EditionStore
    names: ChannelNames | None = None

    async def of(
        self, channel: str, configuration: Configuration
    ) -> tuple[PrintedStory, ...]:
        """Return the stories that a channel's last digests and alerts show or count.

        The stories of the newest digest come first. A story that several digests
        contain is returned once for each, with the articles that it had there.

        Raises:
            StoreError: the store cannot be used.
        """
        editions = [
            edition
            for name in await stored_names(channel, configuration, self.names)
            for kind in STORY_EDITIONS
            for edition in await self.editions.channel_editions(
                name, _EDITIONS, kinds=frozenset({kind})
            )
        ]
        editions.sort(key=lambda edition: edition.at, reverse=True)
        return await asyncio.to_thread(_stories_of, editions)


def _stories_of(editions: Sequence[Edition]) -> tuple[PrintedStory, ...]:
    return tuple(chain.from_iterable(map(printed_stories, editions)))
