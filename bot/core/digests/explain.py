"""Explains why an article was, or was not, in a digest."""

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
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.digests.corrections import explained_rows
from bot.core.digests.explained_edits import EditExplainer
from bot.core.digests.mutes import ChannelMutes
from bot.core.digests.papers import paper_of
from bot.core.digests.selection import ActorsOf, matches, story_documents
from bot.core.digests.story_edits import ChannelEdits
from bot.core.domain.configuration import (
    AlertPlan,
    Configuration,
    DigestKind,
    DigestPlan,
)
from bot.core.domain.corrections import Correction
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import (
    Edition,
    ItemStatus,
    ItemTrace,
    Origin,
    StoredArticle,
)
from bot.core.domain.slots import SlotKey, SlotState, channel_of
from bot.core.domain.workspaces import workspace_of
from bot.core.messages.briefing import note_row, title_row
from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.ports.stores import (
    AlertStore,
    ArticleStore,
    CorrectionStore,
    EditionStore,
    SourceStore,
)
from bot.core.text.date_format import format_day
from bot.core.text.deep_links import page_address
from bot.core.text.identity import address_key
from summarizers.stories.clustering import Connection, connections

_STATUS = {
    ItemStatus.PENDING: "its page is not fetched yet",
    ItemStatus.READ: "read",
    ItemStatus.SKIPPED: "not fetched: it was not among the newest items of its poll",
    ItemStatus.OLD: "left out: it was published long before it was first seen",
    ItemStatus.KNOWN: "not new",
    ItemStatus.UNREADABLE: "its text could not be read",
}
_RANKS = {
    "stories": "with a summary",
    "more": "a link below the summaries",
    "passed": "only counted: one of the “more stories” below the links",
    "repeated": "left out: nothing in it was new to the channel",
}
_IN = "in: "
_EDITIONS = 50
_WINDOW = timedelta(days=10)
_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains why an article is in a topic, a story and a digest, or is not.

    Without ``mutes``, ``corrections``, ``edits`` or ``alerts`` the explanation leaves
    these out. With ``explained`` it also has ids, ranks and what connects a story.
    """

    sources: SourceStore
    articles: ArticleStore
    editions: EditionStore
    actors_of: ActorsOf
    mutes: ChannelMutes | None = None
    corrections: CorrectionStore | None = None
    edits: ChannelEdits | None = None
    alerts: AlertStore | None = None
    explained: bool = False

    async def explain(
        self,
        url: str,
        configuration: Configuration,
        now: datetime,
        *,
        channel: str | None = None,
        person: str | None = None,
    ) -> Message | None:
        """Explain the article at this URL; return ``None`` if no source listed it.

        ``channel`` is the name of the asking channel in the store: the answer has only
        its mutes, splits, merges and personal digests, and if the file names
        workspaces, only the sources of ``configuration`` and the digests of its
        workspace. Without it, those of all channels are explained. ``person`` is the id
        of the asker.

        Raises:
            StoreError: the store cannot be used.
        """
        trace = await self._trace(url, now)
        if trace is not None and channel is not None and configuration.has_workspaces:
            trace = _listed_by(trace, {source.url for source in configuration.sources})
        if trace is None:
            return None
        rows = tuple(note_row(line) for line in _status_lines(trace))
        if trace.article is None:
            return Message((Section(None, rows),))
        title = Section(None, (title_row(trace.article.article),))
        sections = await self._sections(
            trace.article, configuration, now, channel=channel, person=person
        )
        return Message((title, Section("ITEM", rows), *sections))

    async def _sections(
        self,
        article: StoredArticle,
        configuration: Configuration,
        now: datetime,
        *,
        channel: str | None,
        person: str | None,
    ) -> tuple[Section, ...]:
        """Return the sections on topics, mutes, story, digests and corrections."""
        sources = {source.url for source in configuration.sources}
        own = None
        if channel is not None and configuration.has_workspaces:
            own = workspace_of(channel)
        plans = [plan for plan in configuration.digests if _is_for(plan, channel)]
        # Extracting actors takes a while: leave the event loop free.
        matched = await asyncio.to_thread(self._matches, article, configuration)
        muted = [
            note_row(line)
            async for line in self._muted(article, plans, channel=channel)
        ]
        alerts = [plan for plan in configuration.alerts if _is_for(plan, channel)]
        alerted = await self._alerts(article, alerts, channel=channel, own=own)
        changed = await self._corrected(article, (*plans, *alerts))
        story = await self._story(article, sources, now)
        if self.edits is not None:
            asking = EditExplainer(self.edits, self.articles, channel, person)
            story += await asking.rows(article, configuration, now)
        shown = await self._digests(article, plans, own=own)
        return (
            Section("DIGESTS", shown or (note_row(_why_not(article, matched, muted)),)),
            Section("MATCH", (*matched, *muted)),
            *((Section("STORY", story),) if story else ()),
            *((Section("ALERTS", alerted),) if alerted else ()),
            *((Section("CORRECTIONS", changed),) if changed else ()),
        )

    async def _corrected(
        self, article: StoredArticle, plans: Sequence[DigestPlan | AlertPlan]
    ) -> tuple[Row, ...]:
        """Return the corrected lines of the article, and the note in its text."""
        channels = {channel_of(to) for plan in plans for to in plan.to}
        corrections: tuple[Correction, ...] = ()
        if self.corrections is not None:
            corrections = await self.corrections.corrections(after=_BEGINNING)
        shown = [each for each in corrections if each.channel in channels]
        return tuple(explained_rows(shown, article))

    async def _trace(self, url: str, now: datetime) -> ItemTrace | None:
        """Return the record of the item with this URL; ``None`` if it is unknown.

        If the URL is that of a page source, return the record of its latest article.
        """
        trace = await self.sources.trace(address_key(url))
        if trace is not None:
            return trace
        articles = await self.articles.articles([url], after=_BEGINNING, until=now)
        if not articles:
            return None
        return ItemTrace(
            ItemStatus.READ,
            articles[-1].sources,
            articles[-1].seen,
            article=articles[-1],
        )

    def _matches(
        self, article: StoredArticle, configuration: Configuration
    ) -> tuple[Row, ...]:
        rows = []
        for topic, match in matches(configuration.topics, article, self.actors_of):
            verdict = _IN if match.belongs else "out: "
            watched = f"; names {', '.join(match.actors)}" if match.actors else ""
            rows.append(_named(topic.title, f"{verdict}{match.reason}{watched}"))
        return tuple(rows) or (note_row("no topic has a source that listed it"),)

    async def _muted(
        self,
        article: StoredArticle,
        plans: Sequence[DigestPlan],
        *,
        channel: str | None,
    ) -> AsyncIterator[str]:
        """Yield each channel that mutes the article, with the word or source."""
        if self.mutes is None:
            return
        for name, sources in _sources_of(plans, channel).items():
            mute_filter = await self.mutes.filter_for(name)
            mute = await asyncio.to_thread(mute_filter.hit, article, sources)
            if mute is not None:
                where = f"in {name}" if channel is None else "here"
                yield f"muted {where}: {mute}"

    async def _story(
        self, article: StoredArticle, sources: Collection[str], now: datetime
    ) -> tuple[Row, ...]:
        """Return the rows on the article's story, with articles of other sources."""
        articles = await self.articles.articles(
            {*article.sources, *sources}, after=_BEGINNING, until=now
        )
        # Weighing the terms of all articles takes a while: leave the event loop free.
        rows = tuple(_story_rows(article, articles))
        if not self.explained:
            return rows
        named = () if article.story is None else (_named("story", article.story),)
        evidence = await asyncio.to_thread(_connections, article, articles)
        return (*named, *rows, *_evidence_rows(evidence, articles))

    async def _editions(
        self, plans: Iterable[str], own: str | None
    ) -> Sequence[Edition]:
        """Return the latest editions of ``plans``, given by id.

        If ``own`` names a workspace, only editions in this workspace are returned.
        """
        return [
            edition
            for plan in plans
            for edition in await self.editions.editions(plan, _EDITIONS)
            if own is None or workspace_of(edition.channel) == own
        ]

    async def _digests(
        self,
        article: StoredArticle,
        plans: Sequence[DigestPlan],
        *,
        own: str | None,
    ) -> tuple[Row, ...]:
        """Return each digest that had the article, with the lines that it printed."""
        editions = await self._editions((plan.id for plan in plans), own)
        # Parsing many documents takes a while: leave the event loop free.
        printed = await asyncio.to_thread(_printed_in, editions, article.id)
        zones = {plan.id: plan.timezone for plan in plans}
        shown: dict[tuple[Row, ...], None] = {}
        for edition, story, place in printed:
            stamp = f"{edition.digest}, {_stamp(edition.at, zones[edition.digest])}"
            name = edition.id if self.explained else stamp
            placed = _placed(place, story, explained=self.explained)
            lines = await self.editions.told_lines(
                edition.channel, after=edition.at - timedelta(seconds=1)
            )
            printed_lines = (
                Row((Text(line.text),), "•")
                for line in lines
                if line.article == article.id and line.at == edition.at
            )
            # A digest that several channels got alike stands once.
            shown[(_named(name, placed), *printed_lines)] = None
        return tuple(row for rows in shown for row in rows)

    async def _alerts(
        self,
        article: StoredArticle,
        plans: Sequence[AlertPlan],
        *,
        channel: str | None,
        own: str | None,
    ) -> tuple[Row, ...]:
        """Return a row for each alert that printed the article: its state and time.

        If ``channel`` is given, the rows do not name the channels.
        """
        if self.alerts is None or not plans:
            return ()
        zones = {plan.id: plan.timezone for plan in plans}
        latest = await self._editions(zones, own)
        printed = await asyncio.to_thread(_printed_in, latest, article.id)
        editions = dict.fromkeys(edition for edition, _, _ in printed)
        slots = [SlotKey.parse(each.slot) for each in editions if each.slot]
        states = await self.alerts.alert_states(slots)
        named = {str(slot): state for slot, state in states.items()}
        rows = (
            Row(
                (
                    Text(edition.digest, Style.NAME),
                    Text(
                        f"{_outcome(named.get(edition.slot or ''))} "
                        f"{_stamp(edition.at, zones[edition.digest])}"
                    ),
                    *([Text(edition.channel, Style.NOTE)] if channel is None else []),
                )
            )
            for edition in editions
        )
        return (*dict.fromkeys(rows),) or (note_row("in none of the latest alerts"),)


def _listed_by(trace: ItemTrace, sources: Collection[str]) -> ItemTrace | None:
    """Return the trace with these sources only; ``None`` if none of them listed it."""
    listed = tuple(each for each in trace.sources if each in sources)
    article = trace.article
    if article is not None:
        own = tuple(each for each in article.sources if each in sources)
        article = replace(article, sources=own)
        listed = listed or own
    return replace(trace, sources=listed, article=article) if listed else None


def _outcome(state: SlotState | None) -> str:
    """Return the words to print before the time of a message, such as "posted".

    If ``state`` is ``None``, the message was posted, because the slots of old messages
    are deleted.
    """
    if state is None or state is SlotState.POSTED:
        return "posted"
    return (
        "posting failed, built" if state is SlotState.DEAD else "not posted yet, built"
    )


def _stamp(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{format_day(local.date())}, {local:%H:%M}"


def _sources_of(
    plans: Iterable[DigestPlan], channel: str | None
) -> Mapping[str, Collection[str]]:
    """Map each channel to the URLs of its digests' sources.

    With ``channel``, map only this channel, to the sources of all ``plans``.
    """
    sources: dict[str, set[str]] = {} if channel is None else {channel: set()}
    for plan in plans:
        names = map(channel_of, plan.to) if channel is None else (channel,)
        for name in names:
            sources.setdefault(name, set()).update(
                source.url for source in plan.sources
            )
    return sources


def _is_for(plan: DigestPlan | AlertPlan, channel: str | None) -> bool:
    """Return whether ``channel`` may see the plan; a personal digest is private.

    ``None`` stands for the command line, which may see every plan.
    """
    channels = [channel_of(to) for to in plan.to]
    return plan.kind is DigestKind.CONFIGURED or channel in channels


def _status_lines(trace: ItemTrace) -> Iterator[str]:
    seen = f"{format_day(trace.seen.date())}, {trace.seen:%H:%M} UTC"
    yield f"First seen {seen} by {', '.join(trace.sources)}."
    note = f": {trace.note}" if trace.note else ""
    yield f"{_STATUS[trace.status].capitalize()}{note}."
    if trace.article is not None and trace.article.origin is Origin.FEED:
        yield "Its page could not be read: the text is that of the feed."
    if trace.article is not None and trace.article.origin is Origin.TITLE:
        yield "Neither its page nor a text in the feed could be read: title only."


def _story_rows(
    article: StoredArticle, articles: Sequence[StoredArticle]
) -> Iterator[Row]:
    if article.copy_of is not None:
        original = next(
            (other for other in articles if other.id == article.copy_of), None
        )
        name = article.copy_of if original is None else _name(original)
        yield note_row(f"a near copy of {name}")
    if article.story is None:
        yield note_row("not in a story yet")
        return
    for other in articles:
        if other.story == article.story and other.id != article.id:
            title = other.article.title or _name(other)
            yield _named("also", title)


def _connections(
    article: StoredArticle, articles: Sequence[StoredArticle]
) -> tuple[Connection, ...]:
    """Return what an article shares with other articles of its story.

    ``articles`` are stored articles, with those of the story among them.
    """
    near = [each for each in articles if abs(each.seen - article.seen) < _WINDOW]
    story = [each.id for each in near if each.story == article.story]
    if article.story is None or story == [article.id]:
        return ()
    return connections(story_documents(near), article.id, story)


def _evidence_rows(
    evidence: Iterable[Connection], articles: Iterable[StoredArticle]
) -> Iterator[Row]:
    by_id = {article.id: article for article in articles}
    for connection in evidence:
        other = by_id[connection.document]
        where = paper_of(other) or _name(other)
        facts = " · ".join(_evidence(connection))
        link = page_address(other.article.url)
        yield Row(
            (Text("connected", Style.NAME), Text(f"to {where}: {facts}")), proof=link
        )


def _evidence(connection: Connection) -> Iterator[str]:
    """Yield what two articles share, in words."""
    if connection.names:
        yield f"shared names: {', '.join(connection.names)}"
    if connection.terms:
        yield f"shared words: {', '.join(connection.terms)}"
    if not connection.names and not connection.terms:
        yield "the same text or title"
    match connection.days:
        case None:
            yield "days apart unknown"
        case 0:
            yield "published on the same day"
        case 1:
            yield "published 1 day apart"
        case days:
            yield f"published {days} days apart"
    yield f"similarity {connection.likeness:.2f} of 1"


def _name(article: StoredArticle) -> str:
    return article.article.url or article.article.title or article.id


def _printed_in(
    editions: Iterable[Edition], article: str
) -> Sequence[tuple[Edition, JsonObject, str]]:
    """Return each place of an article in the editions: its story, and where it is."""
    return [
        (edition, story, place)
        for edition in editions
        for place, story in _stories_in(edition)
        if any(
            entry.get("id") == article and entry.get("new")
            for entry in _objects(story.get("articles"))
        )
    ]


def _stories_in(edition: Edition) -> Iterator[tuple[str, JsonObject]]:
    document: JsonObject = json.loads(edition.document)
    for place, text in _RANKS.items():
        for story in _objects(document.get(place)):
            yield text, story


def _placed(text: str, story: JsonObject, *, explained: bool) -> str:
    rank = story.get("rank")
    if rank is None or not explained:
        return text
    return f"rank {rank}, {text} ({story.get('why')})"


def _why_not(
    article: StoredArticle, matched: Sequence[Row], muted: Sequence[Row]
) -> str:
    """Return why no digest had the article, in one sentence."""
    reason = "none was posted since it arrived, or its story had no room or nothing new"
    if not any(row.parts[-1].text.startswith(_IN) for row in matched):
        reason = "it belongs to no topic of these digests"
    elif muted:
        reason = "it is muted"
    elif article.copy_of is not None:
        reason = "it is a near copy of an article that counts"
    return f"in none of the latest digests: {reason}"


def _named(name: str, text: str) -> Row:
    return Row((Text(name, Style.NAME), Text(text)))


def _objects(value: Json) -> list[JsonObject]:
    items = value if isinstance(value, list) else []
    return [item for item in items if isinstance(item, dict)]
