"""Reminds channels of events: posts each due message once per event and period.

The store decides whether a message is posted already, so that any process may run this
at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot.core.delivery.digest_builder import (
    UNKNOWN_PLATFORM,
    message_json,
    split_for,
)
from bot.core.delivery.reminder_messages import reminder_message
from bot.core.delivery.reminder_planner import (
    DueReminder,
    ReminderPlanner,
    ReminderRule,
)
from bot.core.digests.mutes import ChannelMutes, MuteFilter
from bot.core.digests.told_lines import told_event
from bot.core.domain.calendar import CalendarEvent, CalendarQuery
from bot.core.domain.configuration import Configuration, DigestPlan
from bot.core.domain.errors import StoreError
from bot.core.domain.platforms import PlatformProfile
from bot.core.domain.reminders import (
    ReminderKey,
    ReminderPost,
    ReminderSetting,
    event_state,
)
from bot.core.domain.slots import NewMessage, channel_of
from bot.core.ingest.rereading import Rereader
from bot.core.ports.calendar import CalendarStore
from bot.core.ports.reminders import ReminderStore
from bot.core.ports.services import Clock, EventLog
from bot.core.ports.stores import ArticleStore

_DAY = timedelta(days=1)
_USE = _DAY
"""The interval at which the service records in the store that a reminder is in use."""


@dataclass(frozen=True, slots=True)
class ReminderStores:
    """The stores that reminders use."""

    events: CalendarStore
    reminders: ReminderStore
    articles: ArticleStore


@dataclass(slots=True)
class ReminderService:
    """Posts the reminders of the configured and the personal digests.

    With ``rereader``, the articles of the printed lines are read again before the lines
    are posted.
    """

    clock: Clock
    stores: ReminderStores
    mutes: ChannelMutes
    platforms: Mapping[str, PlatformProfile]
    event_log: EventLog
    rereader: Rereader | None = None
    _known: Mapping[ReminderKey, datetime] = field(default_factory=dict, init=False)
    _begun: datetime | None = field(default=None, init=False)
    _starts: Mapping[ReminderKey, datetime] = field(default_factory=dict, init=False)

    async def evaluate(self, configuration: Configuration) -> int:
        """Post the reminders that are due now; return the number of messages.

        Raises:
            StoreError: the store cannot be used.
        """
        settings = await self.stores.reminders.reminder_settings()
        rules = tuple(rules_of(configuration.digests, settings))
        self._starts = await self._begin(rules, settings)
        channels: dict[str, list[ReminderRule]] = {}
        for rule in rules:
            channels.setdefault(rule.channel, []).append(rule)
        longest = max((max(rule.periods) for rule in rules), default=_DAY)
        calendar = _Calendar(self.stores.events, self.clock.now().date(), longest)
        posted = 0
        for channel, own in channels.items():
            posted += await self._try_to_remind(channel, own, calendar, configuration)
        return posted

    async def _begin(
        self, rules: Iterable[ReminderRule], settings: Mapping[str, ReminderSetting]
    ) -> Mapping[ReminderKey, datetime]:
        """Return the time since which each reminder exists.

        A reminder that a channel has chosen exists since the choice, a configured one
        since its first use.
        """
        chosen: dict[ReminderKey, datetime] = {}
        configured: set[ReminderKey] = set()
        for rule in rules:
            if rule.channel in settings:
                at = settings[rule.channel].at
                chosen.update(dict.fromkeys(rule.keys, at))
            else:
                configured.update(rule.keys)
        now = self.clock.now()
        is_recent = self._begun is not None and now < self._begun + _USE
        if configured and not (is_recent and configured == self._known.keys()):
            self._known = await self.stores.reminders.begin_reminders(configured, now)
            self._begun = now
        return {**self._known, **chosen}

    async def _try_to_remind(
        self,
        channel: str,
        rules: Collection[ReminderRule],
        calendar: _Calendar,
        configuration: Configuration,
    ) -> int:
        """Post the messages that are due in a channel; return their number.

        An error is logged, so that the other channels get their messages.
        """
        try:
            return await self._remind(channel, rules, calendar, configuration)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001 - one channel must not stop others
            self.event_log.warning(
                "reminders of a channel not checked; Sitrep tries again",
                channel=channel,
                reason=repr(error),
            )
            return 0

    async def _remind(
        self,
        channel: str,
        rules: Collection[ReminderRule],
        calendar: _Calendar,
        configuration: Configuration,
    ) -> int:
        """Post the messages that are due in a channel; return their number."""
        posted = await self.stores.reminders.posted_reminders(
            channel, calendar.today - _DAY
        )
        uids = frozenset(each.event for each in posted)
        # Digests of one channel must agree on the state of an event.
        topics = frozenset(topic for rule in rules for topic in rule.topics)
        visible = await calendar.events(topics, uids)
        lost = uids - visible.keys()
        number = 0
        for rule in rules:
            own = await calendar.events(rule.topics, uids)
            planner = ReminderPlanner(rule, self._starts, self.clock.now())
            seen = [visible[uid] for uid in own if uid in visible]
            due = planner.due(seen, posted, lost=lost)
            shown = await self._shown(due, channel) if due else ()
            if shown and not await self._has_changed(shown, configuration):
                number += sum([await self._post(each, rule, topics) for each in shown])
            lost = frozenset()
        return number

    async def _shown(
        self, due: Sequence[DueReminder], channel: str
    ) -> Sequence[DueReminder]:
        """Return the messages of ``due`` whose events the channel has not muted."""
        mutes = await self.mutes.filter_for(channel)
        return [each for each in due if not _is_muted(each.event, mutes)]

    async def _has_changed(
        self, due: Iterable[DueReminder], configuration: Configuration
    ) -> bool:
        """Read the articles again; return whether one has another text.

        Then the record takes the new text, and the next run decides what is due.
        """
        if self.rereader is None or not configuration.corrections:
            return False
        ids = {each.event.report.article.id for each in due if each.event}
        articles = await self.stores.articles.articles_by_id(ids)
        return await self.rereader.read_before_print(articles, configuration.sources)

    async def _post(
        self, due: DueReminder, rule: ReminderRule, topics: frozenset[str]
    ) -> bool:
        """Store a message; return whether it was stored.

        It is not stored if another process stored one, or if the event has changed.
        """
        profile = self.platforms.get(rule.to.platform, UNKNOWN_PLATFORM)
        parts = split_for(reminder_message(due, rule), profile)
        events = () if due.event is None else (due.event,)
        post = ReminderPost(
            digest=rule.plan.id,
            channel=rule.channel,
            day=due.day,
            topics=topics,
            reminder=due.posted,
            states=tuple(map(event_state, events)),
            messages=tuple(
                NewMessage(number, message_json(part))
                for number, part in enumerate(parts)
            ),
            lines=tuple(told_event(event, due.posted.at) for event in events),
        )
        if not await self.stores.reminders.post_reminder(post):
            return False
        kind, uid = due.posted.kind.value, due.posted.event
        self.event_log.info("reminder posted", slot=str(post.slot), kind=kind, uid=uid)
        return True


@dataclass(frozen=True, slots=True)
class _Calendar:
    """The events that one run needs; those of each set of topics are loaded once."""

    store: CalendarStore
    today: date
    longest: timedelta
    _near: dict[frozenset[str], Mapping[str, CalendarEvent]] = field(
        default_factory=dict, init=False
    )

    async def events(
        self, topics: frozenset[str], uids: frozenset[str]
    ) -> Mapping[str, CalendarEvent]:
        """Return by id the events that are near, and those with these ``uids``."""
        if topics not in self._near:
            last = self.today + self.longest + 2 * _DAY
            self._near[topics] = await self._read(
                CalendarQuery(topics, self.today - _DAY, last)
            )
        near = self._near[topics]
        missing = uids - near.keys()
        if not missing:
            return near
        return {**near, **await self._read(CalendarQuery(topics, uids=missing))}

    async def _read(self, query: CalendarQuery) -> Mapping[str, CalendarEvent]:
        return {event.uid: event for event in await self.store.events(query)}


def rules_of(
    plans: Iterable[DigestPlan], settings: Mapping[str, ReminderSetting]
) -> Iterator[ReminderRule]:
    """Yield a rule for each digest and channel that has reminders.

    If a channel has a choice in ``settings``, the choice replaces what the plans say.
    """
    for plan in plans:
        for to in {channel_of(to): to for to in plan.to}.values():
            setting = settings.get(channel_of(to))
            periods = plan.remind if setting is None else setting.periods
            if periods:
                yield ReminderRule(plan, to, periods)


def _is_muted(event: CalendarEvent | None, mutes: MuteFilter) -> bool:
    if event is None:
        return False
    article = event.report.article
    return mutes.mutes_line(article.url, article.title or "", event.report.text)
