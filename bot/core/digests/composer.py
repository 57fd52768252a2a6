"""Composes a digest from stored articles.

The result depends only on the store, the plan, the channel and the time.
"""

from __future__ import annotations

import asyncio
from collections.abc import (
    Collection,
    Iterable,
    Mapping,
    MutableMapping,
    Sequence,
)
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

from bot.core.digests.channel_state import (
    ARTICLE_WINDOW,
    SENTENCE_MEMORY,
    ChannelState,
    ChannelStateLoader,
)
from bot.core.digests.channel_stories import (
    ChannelStories,
    ChannelStory,
    Reports,
    fresh_stories,
    named_stories,
)
from bot.core.digests.coming import Left, coming_events, week_query
from bot.core.digests.corrections import with_message_links
from bot.core.digests.digest import (
    MAX_TOP_STORIES,
    Digest,
    ReadArticles,
    SourceFailure,
    StorySummary,
    split_links,
)
from bot.core.digests.front_lines import BriefedArticle
from bot.core.digests.mutes import ChannelMutes, MuteFilter
from bot.core.digests.newest_state import (
    StateOrder,
    newest_report,
    order_by_state,
)
from bot.core.digests.novelty import (
    ShownContent,
    checked_verbatim,
    difference_key,
)
from bot.core.digests.selection import Selection, StorySelector
from bot.core.digests.shared_digests import SharedDigests
from bot.core.digests.story import (
    Story,
    StoryRank,
    changed_story_ids,
    rank,
    with_earliest_originals,
)
from bot.core.digests.story_edits import ChannelEdits
from bot.core.digests.story_summary import summarize_story, with_thread
from bot.core.digests.versions import new_texts, page_sources
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.corrections import Correction
from bot.core.domain.errors import BotError
from bot.core.domain.records import (
    STORY_EDITIONS,
    History,
    Origin,
    StoredArticle,
    ToldLine,
)
from bot.core.ports.calendar import CalendarStore
from bot.core.ports.services import ArticleBriefer, EventLog, MessageLinks
from bot.core.ports.stores import (
    AlertStore,
    ArticleStore,
    CorrectionStore,
    EditionStore,
    SourceStore,
)
from bot.core.text.identity import text_hash
from summarizers.errors import InputError
from summarizers.model import Briefing

MAX_COMPARED_REPORTS = 8
"""The maximum number of reports of a story, newest first, whose numbers are compared.
"""

MAX_BRIEFED_REPORTS = 4
"""The maximum number of new articles of a story that are briefed.

The best claim and the nearest risk are chosen from these briefings.
"""

_FEWEST_REPORTS = 2


@dataclass(frozen=True, slots=True)
class ComposerStores:
    """The stores that the composer uses; three of them are optional.

    Without ``corrections`` digests print no corrections, without ``alerts`` they do not
    say when an alert posted a story, and without ``calendar`` they print no events of
    the record.
    """

    sources: SourceStore
    articles: ArticleStore
    editions: EditionStore
    corrections: CorrectionStore | None = None
    alerts: AlertStore | None = None
    calendar: CalendarStore | None = None


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes digests; ``engine`` is the name of the briefer's engine.

    Without ``mutes`` no article is muted, and without ``edits`` no channel has splits
    or merges. Without ``links`` a correction has no link to the message that printed
    the line. ``recent`` keeps briefings in memory, by key, for as long as the caller
    wants.
    """

    stores: ComposerStores
    selector: StorySelector
    briefer: ArticleBriefer
    engine: str
    event_log: EventLog
    mutes: ChannelMutes | None = None
    links: MessageLinks | None = None
    edits: ChannelEdits | None = None
    recent: MutableMapping[str, Briefing] | None = None

    async def compose(
        self,
        plan: DigestPlan,
        channel: str,
        at: datetime,
        *,
        shared: SharedDigests | None = None,
    ) -> Digest:
        """Compose the digest for this channel at this time.

        With ``shared``, the result may be a digest of the plan that was just composed
        for another channel, if that channel was shown and muted the same.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: the selection exceeded its time.
            PostError: the platform did not give the channel's names, so its mutes are
                unknown.
        """
        state = await self._channels.load(plan, channel, at)
        digest = Digest(
            plan,
            channel,
            at,
            last=state.history.by_digest.get(plan.id, state.history.last),
            corrections=await self._corrections(channel, at, state.history),
            alerted=state.alerted,
        )
        composing = partial(self._composed, digest, state)
        if shared is None or digest.corrections or len(plan.to) == 1:
            return await composing()
        return await shared.get(digest, state, composing)

    @property
    def _channels(self) -> ChannelStateLoader:
        stores = self.stores
        return ChannelStateLoader(
            stores.editions, stores.alerts, self.mutes, self.edits
        )

    async def _composed(self, digest: Digest, state: ChannelState) -> Digest:
        plan, history = digest.plan, state.history
        since = digest.at - ARTICLE_WINDOW
        stored = await self.stores.articles.articles(
            [source.url for source in plan.sources], after=since, until=digest.at
        )
        reports = await self.reports_of(plan, stored, until=since)
        articles = reports.unread(history.articles)
        selection = await self.selector.select(plan.topics, articles, state.edits)
        muted = await _muted_articles(state.mutes, plan, articles, selection)
        stories = await self._new_stories(articles, selection, history, muted)
        failures = await self._failures(plan, state.mutes)
        outside = sum(article.id not in selection.selected for article in articles)
        read = ReadArticles(len(articles), outside, len(muted))
        begun = replace(digest, failures=failures, read=read)
        composed = await self._with_stories(begun, stories, history, state.lines)
        left = Left(history.sentences, muted, state.mutes)
        return await self._with_events(composed, left)

    async def reports_of(
        self, plan: DigestPlan, stored: Sequence[StoredArticle], *, until: datetime
    ) -> Reports:
        """Prepare the ``stored`` articles of a plan for the grouping into stories.

        The function loads the earlier versions of their pages up to the time ``until``.

        Raises:
            StoreError: the store cannot be used.
        """
        articles = with_earliest_originals(stored)
        pages = page_sources(plan.sources, articles)
        older: tuple[StoredArticle, ...] = ()
        if pages:
            older = await self.stores.articles.articles(
                pages, after=until - SENTENCE_MEMORY, until=until
            )
        # Splitting long pages into sentences takes a while: leave the event loop free.
        return Reports(articles, await asyncio.to_thread(new_texts, articles, older))

    async def stories_of(
        self, plan: DigestPlan, channel: str, reports: Reports
    ) -> ChannelStories:
        """Group the articles ``reports`` into the stories that an alert may post.

        Content that a digest or an alert has shown in the channel is not new.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: the selection exceeded its time.
            PostError: the platform did not give the channel's names, so its mutes are
                unknown.
        """
        mute_filter = await self._channels.mute_filter(channel)
        # The history before the first article came names none of these articles.
        history = await self.stores.editions.history(
            channel, after=reports.since, kinds=STORY_EDITIONS
        )
        articles = reports.unread(history.articles)
        selection = await self.selector.select(
            plan.topics, articles, await self._channels.story_links(channel)
        )
        muted = await _muted_articles(mute_filter, plan, articles, selection)
        named = unedited = named_stories(articles, selection.stories)
        if selection.edited is not None:
            named = named_stories(articles, selection.edited)
        names = {each.id: name for name, story in unedited for each in story}
        # Reading the states of long stories takes a while: leave the event loop free.
        stories = await asyncio.to_thread(
            fresh_stories, named, selection, history, muted
        )
        return ChannelStories(stories, history.until, names)

    async def digest_of(
        self, plan: DigestPlan, channel: str, at: datetime, story: ChannelStory
    ) -> Digest:
        """Compose the message of an alert on one story: a digest of that story alone.

        Raises:
            StoreError: the store cannot be used.
        """
        history = await self.stores.editions.history(
            channel, after=at - SENTENCE_MEMORY, kinds=STORY_EDITIONS
        )
        digest = Digest(plan, channel, at)
        earlier = await self._channels.last_lines(channel, at, STORY_EDITIONS)
        return await self._with_stories(
            digest, (story.story,), history, earlier, first=story.first
        )

    async def _with_events(self, digest: Digest, left: Left) -> Digest:
        """Add the next events of the record that the digest does not print yet."""
        if self.stores.calendar is None:
            return digest
        events = await self.stores.calendar.events(week_query(digest))
        if not events:
            return digest
        # Comparing many lines takes a while: leave the event loop free.
        coming = await asyncio.to_thread(coming_events, events, digest, left)
        return replace(digest, coming=coming)

    async def _corrections(
        self, channel: str, at: datetime, history: History
    ) -> tuple[Correction, ...]:
        """Return the corrections that no digest of the channel has printed."""
        if self.stores.corrections is None:
            return ()
        recent = await self.stores.corrections.corrections(
            channel=channel, after=at - ARTICLE_WINDOW
        )
        unprinted = [
            correction
            for correction in recent
            if correction.at <= at and correction.key not in history.sentences
        ]
        return await with_message_links(unprinted, self.links)

    async def _new_stories(
        self,
        articles: Sequence[StoredArticle],
        selection: Selection,
        history: History,
        muted: Collection[str],
    ) -> tuple[Story, ...]:
        """Return the stories with new articles; store the ids of the stories.

        Articles whose ids are in ``muted`` count for the grouping, so that stories are
        the same in all channels, and are removed afterwards. The result reflects the
        splits and merges of the channel; the stored ids do not.
        """
        # Reading the states of long stories takes a while: leave the event loop free.
        named = await asyncio.to_thread(named_stories, articles, selection.stories)
        changed = await asyncio.to_thread(changed_story_ids, named)
        await self.stores.articles.set_stories(changed)
        if selection.edited is not None:
            named = await asyncio.to_thread(named_stories, articles, selection.edited)
        return await asyncio.to_thread(fresh_stories, named, selection, history, muted)

    async def _with_stories(
        self,
        digest: Digest,
        stories: Sequence[Story],
        history: History,
        earlier: Mapping[str, ToldLine],
        *,
        first: Collection[str] = (),
    ) -> Digest:
        """Add the stories to the digest: the best with a summary, the next as links."""
        ranked = sorted(
            ((rank(story, digest.at), story) for story in stories),
            key=_place,
        )
        printed = set(history.sentences)
        today = digest.at.astimezone(digest.plan.timezone).date()
        top: list[StorySummary] = []
        rest: list[StorySummary] = []
        repeated: list[Story] = []
        for score, story in ranked:
            if story.is_copied(history.articles):
                repeated.append(story)
                continue
            if len(top) == MAX_TOP_STORIES:
                rest.append(StorySummary(story, score, newest_report(story)))
                continue
            # Splitting the texts of a long story takes a while: leave the event loop free.
            order = await asyncio.to_thread(order_by_state, story)
            order = order.led_by(first)
            was = _last(_told(story, earlier))
            summary = await self._summarize(order, score, printed, today, was)
            if summary is None or _is_title_of_version(summary):
                repeated.append(story)
            elif summary.quotes:
                summary = await self._with_differences(summary, printed)
                top.append(summary)
                printed.update(summary.sentences)
            else:
                rest.append(summary)
        links, counted = split_links(rest)
        # Reading the states of many stories takes a while: leave the event loop free.
        linked, outdated = await asyncio.to_thread(_with_leads, links)
        return replace(
            digest,
            top=await asyncio.to_thread(_completed, top, printed, earlier),
            linked=linked,
            counted=counted,
            repeated=(*repeated, *outdated),
        )

    async def _summarize(
        self,
        order: StateOrder,
        score: StoryRank,
        printed: Collection[str],
        today: date,
        was: ToldLine | None,
    ) -> StorySummary | None:
        briefed = [
            (article, await self._briefing(article))
            for article in order.leads[:MAX_BRIEFED_REPORTS]
        ]
        reports = [
            BriefedArticle(article, briefing)
            for article, briefing in briefed
            if briefing
        ]
        earlier = (article.article for article in order.story.earlier_texts)
        shown = ShownContent(printed, earlier, was)
        # Comparing a long story sentence by sentence takes a while: leave the event
        # loop free.
        return await asyncio.to_thread(
            summarize_story, order, score, reports, shown=shown, today=today
        )

    async def _with_differences(
        self, summary: StorySummary, printed: Collection[str]
    ) -> StorySummary:
        """Add the numbers that the reports of a story state differently, if new."""
        compared = summary.story.independent[-MAX_COMPARED_REPORTS:]
        if len(compared) < _FEWEST_REPORTS:
            return summary
        reports = {report.id: report.article for report in compared}
        try:
            differences = await self.selector.find_differences(
                tuple(reports.items()),
                {report.id: report.moment for report in compared},
            )
            fresh = (
                difference
                for difference in differences
                if difference_key(difference) not in printed
            )
            checked = tuple(
                checked_verbatim(difference, reports) for difference in fresh
            )
        except Exception as error:  # noqa: BLE001 - one story must not stop the others
            self._log_bug(
                "numbers in the reports of a story not compared because of an unexpected error; the digest shows no differences; report this bug",
                summary.lead,
                error,
            )
            return summary
        return replace(summary, differences=checked)

    async def _briefing(self, article: StoredArticle) -> Briefing | None:
        """Return the article's briefing, cached or new; ``None`` if that fails."""
        if article.origin is Origin.TITLE:
            return None
        key = briefing_key(article)
        if self.recent is not None and key in self.recent:
            return self.recent[key]
        briefing = await self.stores.articles.cached_briefing(key, self.engine)
        if briefing is None:
            briefing = await self._new_briefing(article, key)
        if self.recent is not None and briefing is not None:
            self.recent[key] = briefing
        return briefing

    async def _new_briefing(self, article: StoredArticle, key: str) -> Briefing | None:
        try:
            read = replace(article.article, read_on=article.seen.date())
            briefing = await self.briefer.brief(read)
        except Exception as error:  # noqa: BLE001 - one article must not stop the others
            self._log_bug(
                "article of a digest not briefed because of an unexpected error; report this bug",
                article,
                error,
            )
            return None
        await self.stores.articles.keep_briefing(key, self.engine, briefing)
        return briefing

    def _log_bug(self, event: str, article: StoredArticle, error: Exception) -> None:
        """Log an exception that is not an error of the article itself."""
        if not isinstance(error, BotError | InputError):
            name = article.article.url or article.id
            self.event_log.error(event, url=name, reason=repr(error))

    async def _failures(
        self, plan: DigestPlan, mute_filter: MuteFilter
    ) -> tuple[SourceFailure, ...]:
        """Return the sources whose last poll failed, without muted ones."""
        states = await self.stores.sources.states()
        sources = (
            source
            for source in plan.sources
            if not mute_filter.mutes_source(source.url)
        )
        polled = (states.get(source.url) for source in sources)
        return tuple(
            SourceFailure(state.url, state.error)
            for state in polled
            if state and state.error
        )


async def _muted_articles(
    mute_filter: MuteFilter,
    plan: DigestPlan,
    articles: Sequence[StoredArticle],
    selection: Selection,
) -> frozenset[str]:
    """Return the ids of the selected articles that are muted."""
    if not mute_filter:
        return frozenset()
    sources = {source.url for source in plan.sources}

    def find() -> frozenset[str]:
        selected = (article for article in articles if article.id in selection.selected)
        return frozenset(
            article.id for article in selected if mute_filter.hit(article, sources)
        )

    # Searching whole texts takes a while: leave the event loop free.
    return await asyncio.to_thread(find)


def _is_title_of_version(summary: StorySummary) -> bool:
    """Return whether a summary prints only a title, and all new articles are versions.

    A version is a later text of a page whose text changes.
    """
    return not summary.quotes and all(article.first for article in summary.story.new)


def _with_leads(
    links: Iterable[StorySummary],
) -> tuple[tuple[StorySummary, ...], tuple[Story, ...]]:
    """Return the linked stories with their leads, and the stories without a lead.

    The lead is the new article with the newest state of the story.
    """
    orders = [(link, order_by_state(link.story)) for link in links]
    linked = (
        replace(link, lead=order.leads[0]) for link, order in orders if order.leads
    )
    outdated = (link.story for link, order in orders if not order.leads)
    return tuple(linked), tuple(outdated)


def _completed(
    summaries: Iterable[StorySummary],
    printed: Collection[str],
    earlier: Mapping[str, ToldLine],
) -> tuple[StorySummary, ...]:
    """Return the summaries with their full briefings and the lines shown earlier.

    A briefing repeats no line of the front, the first message of the digest, or of
    another briefing. ``printed`` are the keys of the front's sentences. ``earlier``
    maps an article's id to the last line of it that the channel was shown.
    """
    keys = set(printed)
    completed: list[StorySummary] = []
    for summary in summaries:
        lines = _told(summary.story, earlier)
        completed.append(replace(with_thread(summary, keys), earlier=lines))
        keys.update(completed[-1].sentences)
    return tuple(completed)


def _last(lines: Iterable[ToldLine]) -> ToldLine | None:
    return max(lines, key=lambda line: line.at, default=None)


def _told(story: Story, earlier: Mapping[str, ToldLine]) -> tuple[ToldLine, ...]:
    """Return, for each article of a story, the last line that the channel was shown.

    A line is left out if the paper has changed it since. ``earlier`` maps the ids of
    articles to these lines.
    """
    return tuple(
        line
        for article in story.read
        if (line := earlier.get(article.id)) is not None
        and article.article.text.startswith(line.text, line.start)
    )


def _place(ranked: tuple[StoryRank, Story]) -> tuple[bool, float, float, str]:
    """Return the sort key of a story; the best story has the lowest key.

    Stories with a title but no text come last. The others are ordered by score, then by
    their newest article.
    """
    score, story = ranked
    return story.is_bare, -score.score, -score.newest, story.id


def briefing_key(article: StoredArticle) -> str:
    """Return the cache key of an article's briefing, made of all that determines it.

    The key begins with the hash of the text, by which the store deletes old briefings.
    """
    content = article.article
    settings = f"{article.id} {content.published} {content.lang} {content.title}"
    if article.first is not None:
        settings = f"{settings} {text_hash(content.text)}"
    return f"{article.digest}/{text_hash(settings)}"
