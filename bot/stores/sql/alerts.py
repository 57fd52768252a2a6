"""Stores the state of alerts.

The state consists of four parts: the lease, by which one process evaluates the alerts;
when each alert began; the stories on which it posted; and the articles that it left to
the digest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import (
    Connection,
    Row,
    func,
    insert,
    or_,
    select,
    update,
)
from typing_extensions import override

from bot.core.domain.alerts import (
    STORY_MEMORY,
    AlertedStory,
    AlertKey,
    AlertLog,
    AlertPost,
    AlertStart,
)
from bot.core.domain.slots import (
    ALERTS_FROM,
    CORRECTIONS_FROM,
    MessageState,
    SlotKey,
    SlotState,
)
from bot.core.ports.stores import AlertStore
from bot.stores.sql import tables
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.editions import (
    freeze_edition,
    has_later_edition,
    has_outdated_lines,
)
from bot.stores.sql.locks import Area, hold, hold_lanes
from bot.stores.sql.slot_queue import add_built_slot
from bot.stores.sql.slot_rows import is_slot, key_of
from bot.stores.sql.statements import chunks, insert_missing, upsertion

_ALERTS, _STORIES = tables.alerts, tables.alert_stories
_ARTICLES, _SLOTS, _MESSAGES = tables.alert_articles, tables.slots, tables.outbox
_LEASES, _LEFT = tables.alert_leases, tables.alert_left


class SqlAlerts(SqlAdapter, AlertStore):
    """Stores alerts in SQLite or PostgreSQL."""

    @override
    async def lease_alerts(
        self, owner: str, now: datetime, lease: timedelta
    ) -> int | None:
        # Usually another process has the lease, and a read need not wait for a lock.
        row = await self.database.read(_leased)
        if row is not None and row.owner != owner and row.lease_until > now:
            return None
        return await self.database.write(
            lambda connection: _lease(connection, owner, now, now + lease)
        )

    @override
    @writes
    def return_alerts(self, connection: Connection, owner: str, now: datetime) -> None:
        connection.execute(
            update(_LEASES).where(_LEASES.c.owner == owner).values(lease_until=now)
        )

    @override
    @writes
    def begin_alerts(
        self, connection: Connection, alerts: Collection[AlertKey], now: datetime
    ) -> Mapping[AlertKey, AlertStart]:
        rows = [
            {"alert": alert, "channel": channel, "since": now, "used": now}
            for alert, channel in sorted(alerts)
        ]
        if not rows:
            return {}
        adding = upsertion(connection.dialect.name, _ALERTS, ("used",))
        connection.execute(adding, rows)
        left: dict[AlertKey, set[str]] = {}
        for row in connection.execute(select(_LEFT)):
            left.setdefault((row.alert, row.channel), set()).add(row.article)
        used = connection.execute(select(_ALERTS).where(_ALERTS.c.used == now))
        since = {(row.alert, row.channel): row.since for row in used}
        return {
            key: AlertStart(since[key], frozenset(left.get(key, ()))) for key in alerts
        }

    @override
    @writes
    def leave_articles(
        self,
        connection: Connection,
        alert: AlertKey,
        articles: Collection[str],
        now: datetime,
    ) -> None:
        key = dict(zip(("alert", "channel"), alert, strict=True))
        rows = ({**key, "article": id_, "at": now} for id_ in sorted(articles))
        insert_missing(connection, _LEFT, rows)

    @override
    @reads
    def alert_log(
        self,
        connection: Connection,
        alert: str,
        channel: str,
        *,
        after: datetime,
        day: date,
    ) -> AlertLog:
        rows = _rows(connection, alert, channel, after=after)
        return AlertLog(
            _since(connection, alert, channel) or after,
            _stories(connection, rows),
            _count(connection, alert, channel, day),
        )

    @override
    @writes
    def post_alert(self, connection: Connection, post: AlertPost) -> bool:
        hold(connection, Area.ALERTS)
        hold_lanes(connection, [post.channel])
        if _count(connection, post.alert, post.channel, post.day) >= post.limit:
            return False
        rows = _sharing(connection, post)
        if _is_outdated(connection, post, rows):
            return False
        row = next((row for row in rows if row.story == post.story.id), None)
        first = None if row is None else first_message(connection, row.slot)
        carrier = None if first is None else first.id
        messages = [replace(each, reply_to=carrier) for each in post.messages]
        at = post.story.at
        slot = add_built_slot(connection, post.slot, at, messages)
        if slot is None:
            return False
        freeze_edition(connection, post.edition)
        thread = (slot, at) if first is None else (first.slot, first.slot_utc)
        _remember(connection, post, None if row is None else row.id, thread)
        return True

    @override
    @reads
    def alerted(
        self, connection: Connection, channel: str, *, after: datetime
    ) -> Mapping[str, datetime]:
        rows = connection.execute(
            select(_ARTICLES.c.article, _STORIES.c.first, _STORIES.c.slot)
            .join(_STORIES, _STORIES.c.id == _ARTICLES.c.story)
            .where(_STORIES.c.channel == channel, _STORIES.c.first > after)
            .order_by(_STORIES.c.first.desc())
        ).all()
        failed = _failed(connection, {row.slot for row in rows})
        # If an article has several times, the earliest comes last and is kept.
        return {row.article: row.first for row in rows if row.slot not in failed}

    @override
    @reads
    def alert_states(
        self, connection: Connection, slots: Collection[SlotKey]
    ) -> Mapping[SlotKey, SlotState]:
        states: dict[SlotKey, SlotState] = {}
        for chunk in chunks(slots):
            rows = connection.execute(select(_SLOTS).where(or_(*map(is_slot, chunk))))
            states.update((key_of(row), SlotState(row.state)) for row in rows)
        return states


def _is_outdated(
    connection: Connection, post: AlertPost, rows: Iterable[Row[tuple[object, ...]]]
) -> bool:
    """Return whether the data from which the message of ``post`` was made has changed.

    ``rows`` are the alert's stored stories that share articles with the story of
    ``post``.
    """
    expected = {(story.id, story.posts) for story in post.earlier}
    return (
        {(row.story, row.posts) for row in rows} != expected
        or has_outdated_lines(connection, post.edition)
        or has_later_edition(connection, post.channel, post.until, post.story.articles)
    )


def _leased(connection: Connection) -> Row[tuple[int, str, datetime, int]] | None:
    return connection.execute(select(_LEASES)).one_or_none()


def _lease(
    connection: Connection, owner: str, now: datetime, until: datetime
) -> int | None:
    """Take or renew the lease for evaluating alerts until ``until``; return its term.

    The term grows when the owner changes. Return ``None`` if another process has the
    lease.
    """
    hold(connection, Area.ALERTS)
    row = _leased(connection)
    if row is None:
        first = {"id": 1, "owner": owner, "lease_until": until, "term": 1}
        connection.execute(insert(_LEASES), first)
        return 1
    is_own = row.owner == owner
    if not is_own and row.lease_until > now:
        return None
    term: int = row.term if is_own else row.term + 1
    connection.execute(
        update(_LEASES).values(owner=owner, lease_until=until, term=term)
    )
    return term


def _since(connection: Connection, alert: str, channel: str) -> datetime | None:
    since: datetime | None = connection.scalar(
        select(_ALERTS.c.since).where(
            _ALERTS.c.alert == alert, _ALERTS.c.channel == channel
        )
    )
    return since


def _count(connection: Connection, alert: str, channel: str, day: date) -> int:
    """Return how many messages ``alert`` has in ``channel`` on ``day``."""
    index = _SLOTS.c.time_index
    counted = select(func.count()).where(
        _SLOTS.c.digest == alert,
        _SLOTS.c.channel == channel,
        _SLOTS.c.local_date == day,
        index >= ALERTS_FROM,
        index < CORRECTIONS_FROM,
    )
    return connection.scalar(counted) or 0


def _rows(
    connection: Connection, alert: str, channel: str, *, after: datetime
) -> list[Row[tuple[object, ...]]]:
    of_alert = _STORIES.c.alert == alert, _STORIES.c.channel == channel
    recent = select(_STORIES).where(*of_alert, _STORIES.c.at > after)
    return list(connection.execute(recent.order_by(_STORIES.c.at, _STORIES.c.id)))


def _stories(
    connection: Connection, rows: Collection[Row[tuple[object, ...]]]
) -> tuple[AlertedStory, ...]:
    articles: dict[int, set[str]] = {}
    failed = _failed(connection, {row.slot for row in rows})
    for chunk in chunks([row.id for row in rows]):
        chosen = select(_ARTICLES).where(_ARTICLES.c.story.in_(chunk))
        for row in connection.execute(chosen):
            articles.setdefault(row.story, set()).add(row.article)
    return tuple(
        AlertedStory(
            id=row.story,
            articles=frozenset(articles.get(row.id, ())),
            posts=row.posts,
            at=row.at,
            papers=row.papers,
            deaths=row.deaths,
            failed=row.slot in failed,
        )
        for row in rows
    )


def _failed(connection: Connection, slots: Collection[int]) -> frozenset[int]:
    """Return the slots in ``slots`` of which no message was or will be posted.

    All their messages and the replies to them are dead letters.
    """
    dead: list[int] = []
    for chunk in chunks(slots):
        is_dead = _MESSAGES.c.state == MessageState.DEAD.value
        of_slots = _MESSAGES.c.slot.in_(chunk), _MESSAGES.c.part == 0
        dead += connection.scalars(select(_MESSAGES.c.slot).where(is_dead, *of_slots))
    return frozenset(slot for slot in dead if first_message(connection, slot) is None)


def _sharing(connection: Connection, post: AlertPost) -> list[Row[tuple[object, ...]]]:
    """Return the alert's stories that share an article with the story of ``post``."""
    after = post.story.at - STORY_MEMORY
    rows = _rows(connection, post.alert, post.channel, after=after)
    stories = _stories(connection, rows)
    return [
        row
        for row, story in zip(rows, stories, strict=True)
        if story.articles & post.story.articles
    ]


def first_message(connection: Connection, slot: int) -> Row[tuple[object, ...]] | None:
    """Return the message to which later messages on the story of ``slot`` reply.

    This is the first message of ``slot``. If it is a dead letter, the first reply that
    is not a dead letter takes its place: such a reply is posted without a thread.
    Return ``None`` if neither exists.
    """
    firsts = (
        select(_MESSAGES, _SLOTS.c.slot_utc)
        .join(_SLOTS, _SLOTS.c.id == _MESSAGES.c.slot)
        .where(_MESSAGES.c.part == 0)
    )
    own = connection.execute(firsts.where(_MESSAGES.c.slot == slot)).one_or_none()
    if own is None or own.state != MessageState.DEAD.value:
        return own
    replies = firsts.where(_MESSAGES.c.reply_to == own.id).order_by(_MESSAGES.c.id)
    living = replies.where(_MESSAGES.c.state != MessageState.DEAD.value)
    return connection.execute(living.limit(1)).one_or_none()


def _remember(
    connection: Connection,
    post: AlertPost,
    number: int | None,
    thread: tuple[int, datetime],
) -> None:
    """Store the state of the story of ``post`` and the ids of its articles.

    ``number`` is the row number of the story if it is stored already. ``thread`` holds
    the slot and the time of the message to which later messages reply.
    """
    story = post.story
    names = ("posts", "at", "papers", "deaths")
    state = {name: getattr(story, name) for name in names}
    state |= dict(zip(("slot", "first"), thread, strict=True))
    if number is None:
        key = {"alert": post.alert, "channel": post.channel, "story": story.id}
        adding = insert(_STORIES).returning(_STORIES.c.id)
        number = connection.scalar(adding, {**key, **state})
    else:
        connection.execute(
            update(_STORIES).where(_STORIES.c.id == number).values(**state)
        )
    rows = [{"story": number, "article": id_} for id_ in sorted(story.articles)]
    insert_missing(connection, _ARTICLES, rows)
