"""Evaluates stories after polls, and posts alerts on those that meet a condition.

The store decides whether a message is posted already, so that each is posted once. The
articles that wait to be evaluated are in memory, and are loaded again after a restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
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
from bot.core.digests.channel_stories import ChannelStory, Reports
from bot.core.digests.composer import Composer
from bot.core.digests.digest import Digest
from bot.core.digests.editions import make_alert_edition
from bot.core.digests.selection import LatestSelection
from bot.core.digests.story import Story, rank
from bot.core.domain.alerts import (
    EVALUATION_LEASE,
    STORY_MEMORY,
    AlertedStory,
    AlertKey,
    AlertLog,
    AlertPost,
    AlertStart,
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
from bot.core.domain.records import StoredArticle
from bot.core.domain.slots import NewMessage, channel_of
from bot.core.ports.metrics import NO_METRICS, CounterName, HistogramName, Metrics
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import AlertStore
from bot.core.text.backoff import backoff_delay
from summarizers.model import Briefing

FRESH = timedelta(hours=24)
"""The age from which on alerts ignore an article."""

LOOK_BACK = timedelta(hours=6)
"""A new alert also posts stories that are at most this much older than the alert."""

MAX_SEEDS = 200
"""The maximum number of articles of one alert that are evaluated at once."""

_RENEWAL = EVALUATION_LEASE / 3
_USE = timedelta(days=1)
"""The interval at which the service records in the store that an alert is in use."""

_RETRY, _LONGEST_RETRY = timedelta(seconds=30), timedelta(minutes=2)


@dataclass(slots=True)
class Watch:
    """One alert in one channel, with the articles that wait to be evaluated there.

    ``waiting`` maps the id of each such article to the time of its evaluation, ``seen``
    to the time at which Sitrep first saw it. ``left`` are the ids of the articles that
    the alert left to the digest. ``failures`` counts the failed evaluations since the
    last successful one.
    """

    plan: AlertPlan
    to: Destination
    rule: AlertRule
    start: AlertStart
    waiting: dict[str, datetime] = field(default_factory=dict)
    seen: dict[str, datetime] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    failures: int = 0

    def __post_init__(self) -> None:
        """Wait no longer for the articles that the alert left to the digest before."""
        self.left.update(self.start.left)

    @property
    def key(self) -> AlertKey:
        """Return the key of the alert in its channel."""
        return self.plan.id, self.channel

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
        earliest = self.earliest(now)
        for article in articles:
            is_recent = article.seen > earliest and _published(article) >= earliest
            if is_recent and article.id not in self.left:
                self.waiting[article.id] = now
                self.seen[article.id] = article.seen

    def earliest(self, now: datetime) -> datetime:
        """Return the publication time from which on articles are recent enough."""
        return max(self.start.since - LOOK_BACK, now - FRESH)

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
    """Evaluates the alerts of the configuration, in one process at a time.

    Each run evaluates the articles that arrived since the last run, together with the
    stored articles that may report the same events. ``owner`` is the name of this
    process; the process that holds the lease evaluates the alerts.
    """

    owner: str
    clock: Clock
    composer: Composer
    store: AlertStore
    platforms: Mapping[str, PlatformProfile]
    event_log: EventLog
    metrics: Metrics = NO_METRICS
    _term: int | None = field(default=None, init=False)
    _renewed: datetime | None = field(default=None, init=False)
    _begun: datetime | None = field(default=None, init=False)
    _plans: tuple[AlertPlan, ...] = field(default=(), init=False)
    _windows: dict[tuple[Topic, ...], StoryWindow] = field(
        default_factory=dict, init=False
    )
    _watches: dict[AlertKey, Watch] = field(default_factory=dict, init=False)
    _reports: dict[frozenset[str], Reports] = field(default_factory=dict, init=False)
    """The articles around those that are evaluated, for all alerts on some topics."""
    _briefings: dict[str, Briefing] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """Let alerts on the same topics share the grouping of their articles."""
        selector = LatestSelection(self.composer.selector)
        self.composer = replace(
            self.composer, selector=selector, recent=self._briefings
        )

    async def evaluate(self, configuration: Configuration) -> int:
        """Post the alerts that are due now; return the number of posted messages.

        While another process evaluates the alerts, do nothing.

        Raises:
            StoreError: the store cannot be used.
        """
        if not await self._has_lease():
            return 0
        renewing = asyncio.create_task(self._renew())
        try:
            return await self._evaluate_all(configuration)
        finally:
            renewing.cancel()
            await asyncio.gather(renewing, return_exceptions=True)

    async def stop(self) -> None:
        """Release the lease, so that another process can evaluate the alerts at once.

        Raises:
            StoreError: the store cannot be used.
        """
        if self._term is not None:
            await self.store.return_alerts(self.owner, self.clock.now())
            self._forget()
            self._term = self._renewed = None

    async def _has_lease(self) -> bool:
        """Take or renew the lease; return whether this process has it now.

        If another process had the lease meanwhile, forget the waiting articles.
        """
        now = self.clock.now()
        if self._renewed is not None and now < self._renewed + _RENEWAL:
            return True
        term = await self.store.lease_alerts(self.owner, now, EVALUATION_LEASE)
        if term != self._term:
            self._forget()
        self._term, self._renewed = term, None if term is None else now
        return term is not None

    async def _renew(self) -> None:
        """Keep the lease during a long evaluation."""
        while True:
            await asyncio.sleep(_RENEWAL.total_seconds())
            with suppress(StoreError):
                await self.store.lease_alerts(
                    self.owner, self.clock.now(), EVALUATION_LEASE
                )

    def _forget(self) -> None:
        """Forget the alerts, their waiting articles and the windows of stories.

        Another process may have evaluated the articles.
        """
        self._plans, self._begun = (), None
        self._windows.clear()
        self._watches.clear()

    async def _evaluate_all(self, configuration: Configuration) -> int:
        await self._follow(configuration.alerts)
        if await self._has_arrivals():
            for topics, window in self._windows.items():
                await self._take(topics, window)
        posted = 0
        for topics in tuple(self._windows):
            self._reports.clear()
            self._briefings.clear()
            for watch in tuple(self._watching(topics)):
                posted += await self._evaluate(watch)
        return posted

    async def _follow(self, plans: tuple[AlertPlan, ...]) -> None:
        """Start a watch for each alert of ``plans``; waiting articles keep waiting."""
        now = self.clock.now()
        is_recent = self._begun is not None and now < self._begun + _USE
        if plans is self._plans and is_recent:
            return
        keys = {
            (plan.id, channel_of(to)): (plan, to) for plan in plans for to in plan.to
        }
        starts = await self.store.begin_alerts(keys, now)
        before = self._watches
        self._watches = {
            key: _watch(plan, to, starts[key], before.get(key))
            for key, (plan, to) in keys.items()
        }
        self._plans, self._begun = plans, now
        articles, selector = self.composer.stores.articles, self.composer.selector
        self._windows = {
            topics: self._windows.get(topics) or StoryWindow(topics, articles, selector)
            for topics in {watch.rule.topics: None for watch in self._watches.values()}
        }
        for key in self._watches.keys() - before.keys():
            watch = self._watches[key]
            window = self._windows[watch.rule.topics]
            watch.add(await window.seen_after(watch.earliest(now)), now)

    async def _has_arrivals(self) -> bool:
        """Return whether articles arrived that are not in a story window yet."""
        last = min((window.last for window in self._windows.values()), default=None)
        articles = self.composer.stores.articles
        return last is not None and bool(await articles.arrivals(last, 1))

    async def _take(self, topics: tuple[Topic, ...], window: StoryWindow) -> None:
        """Let new articles of the topics wait for evaluation.

        An error other than ``StoreError`` is logged, so that one topic does not stop
        the others.
        """
        try:
            articles = await window.take(self.clock.now())
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one topic must not stop the others
            self.event_log.warning(
                "new articles not checked for alerts; Sitrep tries again",
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

        If that fails, the articles wait for another evaluation: 30 seconds at first,
        two minutes at most. Return the number of posted messages.
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
                    "alert of a channel not checked; Sitrep tries again",
                    alert=watch.plan.id,
                    channel=watch.channel,
                    reason=repr(error),
                )
            watch.drop(seeds, now)
        return posted

    async def _post_stories(self, watch: Watch, seeds: Collection[str]) -> int:
        """Post the stories of these articles that are due; return how many."""
        now = self.clock.now()
        composed = await self.composer.stories_of(
            watch.digest, watch.channel, await self._around(watch, seeds)
        )
        self._windows[watch.rule.topics].note(composed.stories)
        stories = [s for s in composed.stories if not s.fresh.isdisjoint(seeds)]
        stories.sort(key=lambda story: (-rank(story, now).score, story.id))
        log: AlertLog | None = None
        posted = 0
        for story in stories:
            log = log or await self._log(watch, now)
            if await self._post_if_due(watch, story, composed.until, log, now):
                posted, log = posted + 1, None
                await self._name(story, composed.names)
        return posted

    async def _around(self, watch: Watch, seeds: Collection[str]) -> Reports:
        """Return the articles ``seeds`` and those that may share a story with them."""
        key = frozenset(seeds)
        if key not in self._reports:
            articles = await self._windows[watch.rule.topics].around(seeds)
            self._reports[key] = await self.composer.reports_of(
                watch.digest, articles, until=self.clock.now()
            )
        return self._reports[key]

    async def _name(self, story: Story, names: Mapping[str, str]) -> None:
        """Store the story id of each article of a posted story that has no id yet.

        ``names`` maps article ids to story ids as they are without the splits and
        merges of the channel, because all channels share the stored ids.
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
        until: int,
        log: AlertLog,
        now: datetime,
    ) -> bool:
        """Post a story if it meets the condition and nothing holds it back.

        Return whether it was posted. ``until`` is the number of the newest edition that
        was read to compose the story.
        """
        earlier = log.sharing(article.id for article in story.articles)
        # Reading the texts of a long story takes a while: leave the event loop free.
        reasons = await asyncio.to_thread(_reasons, watch.rule, story, earlier)
        if reasons is None:
            return False
        if log.today >= watch.plan.max_per_day:
            await self._leave(watch, story)
            return False
        first = await asyncio.to_thread(_leads, story, earlier)
        composed = await self.composer.digest_of(
            watch.digest, watch.channel, now, ChannelStory(story, first)
        )
        digest = alert_digest(composed)
        if digest is None:
            return False
        message = DueAlert(watch.plan, digest, reasons, until, earlier)
        end = await asyncio.to_thread(message.waits_until, now)
        if end is not None:
            watch.hold(story.fresh, end)
            return False
        is_last = log.today + 1 >= watch.plan.max_per_day
        return await self._post(watch, message, is_last=is_last)

    async def _leave(self, watch: Watch, story: Story) -> None:
        """Leave the new articles of a story to the digest, and store this choice."""
        articles = story.fresh & watch.seen.keys()
        watch.left |= articles
        await self.store.leave_articles(watch.key, articles, self.clock.now())

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

    ``earlier`` are the states of the story after earlier messages of the alert.
    ``until`` is the number of the newest edition that was read to compose the story.
    """

    plan: AlertPlan
    digest: Digest
    reasons: tuple[str, ...]
    until: int = 0
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

        The cool-down is the time after an alert's message on a story. Return ``None``
        if the message can be posted now.
        """
        if self.last is None:
            return None
        return Development(self.last, self.digest.top[0]).waits_until(self.plan, now)

    def post(
        self, channel: str, platform: PlatformProfile, *, is_last: bool
    ) -> AlertPost:
        """Render the message for a channel, ready to be stored.

        With ``is_last``, a note says that the alert posts nothing more on this day.
        """
        plan, at, last = self.plan, self.digest.at, self.last
        above = None if last is None or last.failed else last
        message = alert_message(
            self.digest, plan, self.reasons, earlier=above, is_last=is_last
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
            until=self.until,
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


def _watch(
    plan: AlertPlan, to: Destination, start: AlertStart, before: Watch | None
) -> Watch:
    """Return the watch of an alert.

    It takes over the waiting articles of the alert's earlier watch ``before``.
    """
    if before is None:
        return Watch(plan, to, AlertRule(plan), start)
    if (before.plan, before.to) == (plan, to):
        return before
    waiting = before.waiting, before.seen, before.left
    return Watch(plan, to, AlertRule(plan), start, *waiting)


def _reasons(
    rule: AlertRule, story: Story, earlier: Collection[AlertedStory]
) -> tuple[str, ...] | None:
    """Return why the rule posts a story; ``None`` if its condition is not met.

    No reason is needed if the alert has posted the story before.
    """
    is_posted = any(not each.failed for each in earlier)
    return () if is_posted else rule.reasons(story)


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
