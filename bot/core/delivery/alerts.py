"""Evaluates stories after polls, and posts alerts on those that meet a condition.

The store decides whether a message is posted already, so that none is posted twice. The
articles that wait to be evaluated are in memory, and are loaded again after a restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta

from bot.core.delivery.digest_builder import (
    UNKNOWN_PLATFORM,
    message_json,
    split_for,
)
from bot.core.delivery.planner import quiet_until
from bot.core.delivery.story_window import StoryWindow
from bot.core.digests.alerts import (
    AlertRule,
    Development,
    alert_digest,
    alert_message,
    death_reports,
    deaths_in,
)
from bot.core.digests.channel_stories import ChannelStory
from bot.core.digests.composer import Composer
from bot.core.digests.digest import Digest
from bot.core.digests.editions import make_alert_edition
from bot.core.digests.selection import LatestSelection
from bot.core.digests.story import Story, rank
from bot.core.domain.alerts import (
    STORY_MEMORY,
    AlertedStory,
    AlertLog,
    AlertPost,
    alert_slot,
)
from bot.core.domain.configuration import (
    AlertPlan,
    Configuration,
    Destination,
    DigestPlan,
    Topic,
)
from bot.core.domain.errors import StoreError
from bot.core.domain.platforms import PlatformProfile
from bot.core.domain.records import History, StoredArticle
from bot.core.domain.slots import NewMessage, channel_of
from bot.core.ports.metrics import NO_METRICS, CounterName, HistogramName, Metrics
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import AlertStore
from bot.core.text.backoff import backoff_delay

FRESH = timedelta(hours=24)
"""Older articles cause no alert."""

LOOK_BACK = timedelta(hours=6)
"""A new alert also posts stories of this time before it was configured."""

MAX_SEEDS = 200
"""The maximum number of articles of one alert that are evaluated at once."""

_RETRY, _LONGEST_RETRY = timedelta(seconds=30), timedelta(minutes=2)


@dataclass(slots=True)
class Watch:
    """One alert in one channel, with the articles that wait to be evaluated there.

    ``waiting`` maps the id of each such article to the time of its evaluation, ``seen``
    to the time at which Sitrep first saw it. ``failures`` counts the failed evaluations
    since the last successful one. ``since`` is the time of the first evaluation.
    """

    plan: AlertPlan
    to: Destination
    rule: AlertRule
    since: datetime
    waiting: dict[str, datetime] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    failures: int = 0

    @property
    def channel(self) -> str:
        """Return the name of the channel in the store."""
        return channel_of(self.to)

    @property
    def digest(self) -> DigestPlan:
        """Return the alert as a digest plan that watches the condition's actors."""
        return replace(self.plan, topics=self.rule.topics).digest

    def add(self, articles: Iterable[StoredArticle], now: datetime) -> None:
        """Let new articles wait for evaluation if they are recent enough."""
        earliest = max(self.since - LOOK_BACK, now - FRESH)
        for article in articles:
            if article.seen > earliest and _published(article) >= earliest:
                self.waiting[article.id] = now
                self.seen[article.id] = article.seen

    def due(self, now: datetime) -> tuple[str, ...]:
        """Return the ids of the articles to evaluate now; none during quiet hours."""
        quiet = self.to.quiet
        if quiet is not None and quiet_until(now, quiet, self.plan.timezone):
            return ()
        due = (id_ for id_, moment in self.waiting.items() if moment <= now)
        return tuple(due)[:MAX_SEEDS]

    def hold(self, ids: Iterable[str], until: datetime) -> None:
        """Put off the evaluation of these waiting articles to the time ``until``."""
        for id_ in ids:
            if id_ in self.seen:
                self.waiting[id_] = until

    def drop(self, ids: Iterable[str], now: datetime) -> None:
        """Remove evaluated articles, except those that ``hold`` put off."""
        for id_ in ids:
            if self.waiting.get(id_, now) <= now:
                self.waiting.pop(id_, None)
                self.seen.pop(id_, None)


@dataclass(slots=True)
class AlertService:
    """Evaluates the alerts of the configuration.

    Each run evaluates the articles that arrived since the last run, together with the
    stored articles that may report the same events.
    """

    clock: Clock
    composer: Composer
    store: AlertStore
    platforms: Mapping[str, PlatformProfile]
    event_log: EventLog
    metrics: Metrics = NO_METRICS
    _plans: tuple[AlertPlan, ...] = field(default=(), init=False)
    _windows: dict[tuple[Topic, ...], StoryWindow] = field(
        default_factory=dict, init=False
    )
    _watches: dict[tuple[str, str], Watch] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Let alerts on the same topics share the grouping of their articles."""
        selector = LatestSelection(self.composer.selector)
        self.composer = replace(self.composer, selector=selector)

    async def evaluate(self, configuration: Configuration) -> int:
        """Post the alerts that are due now; return the number of posted messages.

        Raises:
            StoreError: the store cannot be used.
        """
        await self._follow(configuration.alerts)
        if await self._has_arrivals():
            for topics, window in self._windows.items():
                await self._take(topics, window)
        posted = 0
        for watch in tuple(self._watches.values()):
            posted += await self._evaluate(watch)
        return posted

    async def _follow(self, plans: tuple[AlertPlan, ...]) -> None:
        """Follow a changed configuration; the articles that wait stay."""
        if plans is self._plans:
            return
        watches: dict[tuple[str, str], Watch] = {}
        for plan in plans:
            for to in {channel_of(to): to for to in plan.to}.values():
                key = plan.id, channel_of(to)
                watches[key] = await self._watch(plan, to, self._watches.get(key))
        self._watches, self._plans = watches, plans
        articles, selector = self.composer.stores.articles, self.composer.selector
        self._windows = {
            topics: self._windows.get(topics) or StoryWindow(topics, articles, selector)
            for topics in {watch.rule.topics: None for watch in watches.values()}
        }

    async def _watch(
        self, plan: AlertPlan, to: Destination, before: Watch | None
    ) -> Watch:
        if before is not None and (before.plan, before.to) == (plan, to):
            return before
        rule = AlertRule(plan)
        if before is None:
            now = self.clock.now()
            since = await self.store.begin_alert(plan.id, channel_of(to), now)
            # A window that exists already gives its articles to older alerts only.
            self._windows.pop(rule.topics, None)
            return Watch(plan, to, rule, since)
        return Watch(plan, to, rule, before.since, before.waiting, before.seen)

    async def _has_arrivals(self) -> bool:
        """Return whether an article arrived that a window has not taken."""
        last = min((window.last for window in self._windows.values()), default=None)
        articles = self.composer.stores.articles
        return last is not None and bool(await articles.arrivals(last, 1))

    async def _take(self, topics: tuple[Topic, ...], window: StoryWindow) -> None:
        """Let new articles of the topics wait; after a failure, the next run does."""
        try:
            articles = await window.take(self.clock.now())
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one topic must not stop the others
            self.event_log.warning(
                "new articles not matched for alerts; Sitrep tries again",
                topics=", ".join(topic.id for topic in topics),
                reason=repr(error),
            )
            return
        for watch in self._watching(topics):
            watch.add(articles, self.clock.now())

    def _watching(self, topics: tuple[Topic, ...]) -> Iterator[Watch]:
        return (each for each in self._watches.values() if each.rule.topics == topics)

    async def _evaluate(self, watch: Watch) -> int:
        """Evaluate the waiting articles of one alert in one channel.

        If that fails, the articles wait: 30 seconds at first, two minutes at most.
        """
        posted, now = 0, self.clock.now()
        while seeds := watch.due(now):
            try:
                posted += await self._post_stories(watch, seeds)
                watch.failures = 0
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001 - one alert must not stop others
                watch.failures += 1
                pause = backoff_delay(
                    watch.failures, first=_RETRY, longest=_LONGEST_RETRY
                )
                watch.hold(seeds, now + pause)
                self.event_log.warning(
                    "alert not evaluated; Sitrep tries again",
                    alert=watch.plan.id,
                    channel=watch.channel,
                    reason=repr(error),
                )
            watch.drop(seeds, now)
        return posted

    async def _post_stories(self, watch: Watch, seeds: Collection[str]) -> int:
        """Post the stories of these articles that are due; return how many."""
        now = self.clock.now()
        window = self._windows[watch.rule.topics]
        articles = await window.around(seeds)
        composed = await self.composer.stories_of(
            watch.digest, watch.channel, now, articles
        )
        window.note(composed.stories)
        stories = [s for s in composed.stories if not s.fresh.isdisjoint(seeds)]
        stories.sort(key=lambda story: (-rank(story, now).score, story.id))
        log = await self._log(watch, now)
        posted = 0
        for story in stories:
            if await self._post_if_due(watch, story, composed.history, log, now):
                posted += 1
                log = await self._log(watch, now)
                await self._name(story, composed.names)
        return posted

    async def _name(self, story: Story, names: Mapping[str, str]) -> None:
        """Store the story id of each article of a posted story that has none yet.

        All channels share the stored ids, so they are those without the splits and
        merges of the channel.
        """
        unnamed = (each.id for each in story.articles if each.story is None)
        named = {id_: names[id_] for id_ in unnamed}
        await self.composer.stores.articles.set_stories(named)

    async def _log(self, watch: Watch, now: datetime) -> AlertLog:
        """Return what the alert has posted in its channel so far."""
        day = now.astimezone(watch.plan.timezone).date()
        return await self.store.alert_log(
            watch.plan.id, watch.channel, after=now - STORY_MEMORY, day=day
        )

    async def _post_if_due(
        self,
        watch: Watch,
        story: Story,
        history: History,
        log: AlertLog,
        now: datetime,
    ) -> bool:
        """Post a story if it meets the condition and nothing holds it back."""
        earlier = log.sharing(article.id for article in story.articles)
        # Reading the texts of a long story takes a while: leave the event loop free.
        reasons = await asyncio.to_thread(_reasons, watch.rule, story, earlier)
        if reasons is None or log.today >= watch.plan.max_per_day:
            return False
        first = await asyncio.to_thread(_leads, story, earlier)
        composing = ChannelStory(story, history, first)
        composed = await self.composer.digest_of(
            watch.digest, watch.channel, now, composing
        )
        digest = alert_digest(composed)
        if digest is None:
            return False
        message = DueAlert(watch.plan, digest, reasons, earlier)
        end = await asyncio.to_thread(message.waits_until, now)
        if end is not None:
            watch.hold(story.fresh, end)
            return False
        is_last = log.today + 1 >= watch.plan.max_per_day
        return await self._post(watch, message, is_last=is_last)

    async def _post(self, watch: Watch, due: DueAlert, *, is_last: bool) -> bool:
        """Store the message; if another process was faster, evaluate the story again."""
        profile = self.platforms.get(watch.to.platform, UNKNOWN_PLATFORM)
        post = await asyncio.to_thread(
            due.post, watch.channel, profile, is_last=is_last
        )
        story = due.story
        if not await self.store.post_alert(post):
            watch.hold(story.fresh, self.clock.now() + _RETRY)
            return False
        seen = [watch.seen[id_] for id_ in story.fresh if id_ in watch.seen]
        lag = self.clock.now() - max(seen, default=due.digest.at)
        self.metrics.count(CounterName.ALERTS)
        self.metrics.observe(HistogramName.ALERT_LAG, lag.total_seconds())
        self.event_log.info("alert posted", slot=str(post.slot), story=story.id)
        return True


@dataclass(frozen=True, slots=True)
class DueAlert:
    """A message of an alert on a story, with the reasons for which it is posted.

    ``earlier`` are the states of the story at earlier messages of the alert.
    """

    plan: AlertPlan
    digest: Digest
    reasons: tuple[str, ...]
    earlier: tuple[AlertedStory, ...] = ()

    @property
    def story(self) -> Story:
        """Return the story of the message."""
        return self.digest.top[0].story

    @property
    def last(self) -> AlertedStory | None:
        """Return the state of the story at the alert's last message on it, if any."""
        return max(self.earlier, key=lambda each: (each.at, each.id), default=None)

    def waits_until(self, now: datetime) -> datetime | None:
        """Return the end of the cool-down if the message must wait for it.

        Return ``None`` if the message can be posted now.
        """
        if self.last is None:
            return None
        return Development(self.last, self.digest.top[0]).waits_until(self.plan, now)

    def post(
        self, channel: str, platform: PlatformProfile, *, is_last: bool
    ) -> AlertPost:
        """Render the message for a channel, ready to be stored.

        ``is_last`` says that the day has room for no other message of the alert.
        """
        plan, at = self.plan, self.digest.at
        message = alert_message(
            self.digest, plan, self.reasons, earlier=self.last, is_last=is_last
        )
        day, state = at.astimezone(plan.timezone).date(), self._state()
        slot = alert_slot(plan.id, channel, day, state)
        parts = enumerate(split_for(message, platform))
        return AlertPost(
            alert=plan.id,
            channel=channel,
            day=day,
            limit=plan.max_per_day,
            story=state,
            edition=make_alert_edition(self.digest, message, slot=str(slot)),
            messages=tuple(NewMessage(number, message_json(m)) for number, m in parts),
            earlier=self.earlier,
        )

    def _state(self) -> AlertedStory:
        """Return the state of the story after the message."""
        story, last = self.story, self.last
        return AlertedStory(
            id=story.articles[0].id if last is None else last.id,
            articles=frozenset(article.id for article in story.articles),
            posts=1 if last is None else last.posts + 1,
            at=self.digest.at,
            papers=len(story.publishers),
            deaths=deaths_in(story),
        )


def _reasons(
    rule: AlertRule, story: Story, earlier: Collection[AlertedStory]
) -> tuple[str, ...] | None:
    """Return why the rule posts a story; ``None`` if its condition is not met.

    No reason is needed if the alert has posted the story before.
    """
    return () if earlier else rule.reasons(story)


def _leads(story: Story, earlier: Collection[AlertedStory]) -> frozenset[str]:
    """Return the ids of the reports that state more deaths than the last message."""
    if not earlier:
        return frozenset()
    return death_reports(story, max(each.deaths for each in earlier))


def _published(article: StoredArticle) -> datetime:
    """Return the publication time, or the end of the day if only that is known.

    The time is never later than ``article.seen``.
    """
    day = article.article.published
    if article.published is not None:
        return min(article.published, article.seen)
    if day is not None:
        return min(datetime.combine(day, time.max, UTC), article.seen)
    return article.seen
