"""Use case: why an article was, or was not, in a digest."""

from __future__ import annotations

import asyncio
import json
from collections.abc import (
    AsyncIterator,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.core.digests.mutes import MuteBook
from bot.core.digests.selection import ActorsOf, matches
from bot.core.domain.configuration import Configuration, DigestKind, DigestPlan
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import (
    Edition,
    ItemStatus,
    ItemTrace,
    Origin,
    StoredArticle,
)
from bot.core.domain.slots import channel_of
from bot.core.messages.briefing import note_row, title_row
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.ports.stores import ArticleStore, EditionStore, SourceStore
from bot.core.text.date_format import format_day
from bot.core.text.identity import address_key

_FATES = {
    ItemStatus.PENDING: "its page is still to be read",
    ItemStatus.READ: "read",
    ItemStatus.SKIPPED: "remembered but not read: its source brought more at once "
    "than the newest that are taken",
    ItemStatus.OLD: "remembered but not read: it was published long before, and is "
    "no news",
    ItemStatus.KNOWN: "not new",
    ItemStatus.UNREADABLE: "it could not be read",
}
_PLACES = {
    "stories": "told",
    "more": "linked, below the stories that are told",
    "passed": "only counted, below the stories that are linked",
    "repeated": "left out: nothing in it was new to the channel",
}
_EDITIONS = 50
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Tracer:
    """Looks up what became of addresses; without ``muted`` no channel mutes any."""

    sources: SourceStore
    articles: ArticleStore
    editions: EditionStore
    actors_of: ActorsOf
    muted: MuteBook | None = None

    async def why(
        self,
        url: str,
        configuration: Configuration,
        now: datetime,
        *,
        channel: str | None = None,
    ) -> Message | None:
        """What became of the article at this address; ``None`` if no source had it.

        ``channel`` is where somebody asks, by its name in the store: its mutes count,
        and of personal digests its own. Else the mutes of all channels are told.

        Raises:
            StoreError: the store cannot be used.
        """
        trace = await self._trace(url, now)
        if trace is None:
            return None
        rows = tuple(note_row(line) for line in _fate(trace))
        if trace.article is None:
            return Message((Section(None, rows),))
        named = Section(None, (title_row(trace.article.article),))
        told = await self._sections(trace.article, configuration, now, channel=channel)
        return Message((named, Section("ITEM", rows), *told))

    async def _sections(
        self,
        article: StoredArticle,
        configuration: Configuration,
        now: datetime,
        *,
        channel: str | None,
    ) -> tuple[Section, ...]:
        """How it fared with topics, mutes, stories and digests."""
        sources = {source.url for source in configuration.sources}
        plans = [plan for plan in configuration.digests if _is_for(plan, channel)]
        # Actors take a while to be found; the event loop goes on.
        matched = await asyncio.to_thread(self._matches, article, configuration)
        muted = [
            note_row(line)
            async for line in self._muted(article, plans, channel=channel)
        ]
        return (
            Section("MATCH", (*matched, *muted)),
            Section("STORY", await self._story(article, sources, now)),
            Section("DIGESTS", await self._digests(article, plans)),
        )

    async def _trace(self, url: str, now: datetime) -> ItemTrace | None:
        """The trace of an item, or of the latest that a page gave as a source."""
        trace = await self.sources.trace(address_key(url))
        if trace is not None:
            return trace
        found = await self.articles.articles([url], after=_BEGINNING, until=now)
        if not found:
            return None
        return ItemTrace(
            ItemStatus.READ, found[-1].sources, found[-1].seen, article=found[-1]
        )

    def _matches(
        self, article: StoredArticle, configuration: Configuration
    ) -> tuple[Row, ...]:
        rows = []
        for topic, match in matches(configuration.topics, article, self.actors_of):
            verdict = "in" if match.belongs else "out"
            watched = f"; names {', '.join(match.actors)}" if match.actors else ""
            told = Text(f"{verdict}: {match.reason}{watched}")
            rows.append(Row((Text(topic.title, Style.NAME), told)))
        return tuple(rows) or (note_row("no topic has a source that brought it"),)

    async def _muted(
        self,
        article: StoredArticle,
        plans: Sequence[DigestPlan],
        *,
        channel: str | None,
    ) -> AsyncIterator[str]:
        """Where it is left out, and for which word or source."""
        if self.muted is None:
            return
        for name, sources in _sources_of(plans, channel).items():
            silencer = await self.muted.of(name)
            what = await asyncio.to_thread(silencer.hit, article, sources)
            if what is not None:
                where = f"in {name}" if channel is None else "here"
                yield f"muted {where}: {what}"

    async def _story(
        self, article: StoredArticle, sources: Collection[str], now: datetime
    ) -> tuple[Row, ...]:
        """Its story, in which reports of other sources stand as well."""
        every = await self.articles.articles(
            {*article.sources, *sources}, after=_BEGINNING, until=now
        )
        return tuple(_story_rows(article, every))

    async def _digests(
        self, article: StoredArticle, plans: Sequence[DigestPlan]
    ) -> tuple[Row, ...]:
        editions: list[Edition] = []
        for plan in plans:
            editions.extend(await self.editions.editions(plan.id, _EDITIONS))
        rows = [row for one in editions for row in _edition_rows(one, article.id)]
        return tuple(rows) or (note_row("in no digest that was posted yet"),)


def _sources_of(
    plans: Iterable[DigestPlan], channel: str | None
) -> Mapping[str, Collection[str]]:
    """What the digests of each channel are made of; or all, for the one that asks."""
    found: dict[str, set[str]] = {} if channel is None else {channel: set()}
    for plan in plans:
        names = map(channel_of, plan.to) if channel is None else (channel,)
        for name in names:
            found.setdefault(name, set()).update(one.url for one in plan.sources)
    return found


def _is_for(plan: DigestPlan, channel: str | None) -> bool:
    """Whether whoever asks may know of the digest: a personal one is its person's."""
    channels = [channel_of(to) for to in plan.to]
    return plan.kind is DigestKind.CONFIGURED or channel in channels


def _fate(trace: ItemTrace) -> Iterator[str]:
    seen = f"{format_day(trace.seen.date())}, {trace.seen:%H:%M} UTC"
    yield f"First seen {seen} by {', '.join(trace.sources)}."
    note = f": {trace.note}" if trace.note else ""
    yield f"{_FATES[trace.status].capitalize()}{note}."
    if trace.article is not None and trace.article.origin is Origin.FEED:
        yield "Its page could not be read: the text is the feed's own."
    if trace.article is not None and trace.article.origin is Origin.TITLE:
        yield "Neither its page nor a text in the feed could be read: title only."


def _story_rows(
    article: StoredArticle, every: Sequence[StoredArticle]
) -> Iterator[Row]:
    if article.copy_of is not None:
        original = next((one for one in every if one.id == article.copy_of), None)
        name = article.copy_of if original is None else _name(original)
        yield note_row(f"a near copy of {name}")
    if article.story is None:
        yield note_row("not grouped yet")
        return
    yield Row((Text("story", Style.NAME), Text(article.story)))
    for one in every:
        if one.story == article.story and one.id != article.id:
            told = one.article.title or _name(one)
            yield Row((Text("also", Style.NAME), Text(told)))


def _name(article: StoredArticle) -> str:
    return article.article.url or article.article.title or article.id


def _edition_rows(edition: Edition, article: str) -> Iterator[Row]:
    document: JsonObject = json.loads(edition.document)
    for place, told in _PLACES.items():
        for story in _objects(document.get(place)):
            articles = _objects(story.get("articles"))
            if article in [one.get("id") for one in articles if one.get("new")]:
                yield Row((Text(edition.id, Style.NAME), Text(_placed(told, story))))


def _placed(told: str, story: JsonObject) -> str:
    rank = story.get("rank")
    return told if rank is None else f"rank {rank}, {told} ({story.get('why')})"


def _objects(value: Json) -> list[JsonObject]:
    found = value if isinstance(value, list) else []
    return [one for one in found if isinstance(one, dict)]
