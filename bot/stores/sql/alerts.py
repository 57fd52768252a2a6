"""Stores the stories on which alerts have posted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, Row, func, insert, select, update
from typing_extensions import override

from bot.core.domain.alerts import STORY_MEMORY, AlertedStory, AlertLog, AlertPost
from bot.core.domain.slots import ALERTS_FROM, CORRECTIONS_FROM, NewMessage, SlotState
from bot.core.ports.stores import AlertStore
from bot.stores.sql import tables
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.editions import freeze_edition, has_outdated_lines
from bot.stores.sql.slot_queue import add_built_slot
from bot.stores.sql.statements import chunks, insert_missing

_ALERTS, _STORIES = tables.alerts, tables.alert_stories
_ARTICLES, _SLOTS, _MESSAGES = tables.alert_articles, tables.slots, tables.outbox


class SqlAlerts(SqlAdapter, AlertStore):
    """Stores alerts in SQLite or PostgreSQL."""

    @override
    @writes
    def begin_alert(
        self, connection: Connection, alert: str, channel: str, now: datetime
    ) -> datetime:
        row = {"alert": alert, "channel": channel, "since": now}
        insert_missing(connection, _ALERTS, [row])
        return _since(connection, alert, channel) or now

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
        if _count(connection, post.alert, post.channel, post.day) >= post.limit:
            return False
        rows = _sharing(connection, post)
        expected = {(story.id, story.posts) for story in post.earlier}
        is_outdated = has_outdated_lines(connection, post.edition)
        if is_outdated or {(row.story, row.posts) for row in rows} != expected:
            return False
        first = next((row for row in rows if row.story == post.story.id), None)
        messages = _in_thread(connection, post.messages, first)
        at = post.story.at
        slot = add_built_slot(connection, post.slot, at, messages)
        if slot is None:
            return False
        freeze_edition(connection, post.edition)
        _remember(connection, post, first, slot)
        return True

    @override
    @reads
    def alerted(
        self, connection: Connection, channel: str, *, after: datetime
    ) -> Mapping[str, datetime]:
        failed = select(_SLOTS.c.id).where(_SLOTS.c.state == SlotState.DEAD.value)
        rows = connection.execute(
            select(_ARTICLES.c.article, func.min(_STORIES.c.first).label("first"))
            .join(_STORIES, _STORIES.c.id == _ARTICLES.c.story)
            .where(_STORIES.c.channel == channel, _STORIES.c.first > after)
            .where(_STORIES.c.slot.not_in(failed))
            .group_by(_ARTICLES.c.article)
        )
        return {row.article: row.first for row in rows}


def _since(connection: Connection, alert: str, channel: str) -> datetime | None:
    since: datetime | None = connection.scalar(
        select(_ALERTS.c.since).where(
            _ALERTS.c.alert == alert, _ALERTS.c.channel == channel
        )
    )
    return since


def _count(connection: Connection, alert: str, channel: str, day: date) -> int:
    """Return the number of an alert's messages on a day in a channel."""
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
        )
        for row in rows
    )


def _sharing(connection: Connection, post: AlertPost) -> list[Row[tuple[object, ...]]]:
    """Return the stories of the alert that share articles with the one to post."""
    after = post.story.at - STORY_MEMORY
    rows = _rows(connection, post.alert, post.channel, after=after)
    stories = _stories(connection, rows)
    return [
        row
        for row, story in zip(rows, stories, strict=True)
        if story.articles & post.story.articles
    ]


def _in_thread(
    connection: Connection,
    messages: Iterable[NewMessage],
    first: Row[tuple[object, ...]] | None,
) -> list[NewMessage]:
    """Return the messages as answers to the first message on their story, if any."""
    carrier = None
    if first is not None:
        carrier = connection.scalar(
            select(_MESSAGES.c.id).where(
                _MESSAGES.c.slot == first.slot, _MESSAGES.c.part == 0
            )
        )
    return [replace(message, reply_to=carrier) for message in messages]


def _remember(
    connection: Connection,
    post: AlertPost,
    first: Row[tuple[object, ...]] | None,
    slot: int,
) -> None:
    """Store the new state of a story and its articles."""
    story = post.story
    state = {name: getattr(story, name) for name in ("posts", "at", "papers", "deaths")}
    if first is None:
        names = {"alert": post.alert, "channel": post.channel, "story": story.id}
        adding = insert(_STORIES).returning(_STORIES.c.id)
        row = {**names, **state, "first": story.at, "slot": slot}
        number = connection.scalar(adding, row)
    else:
        number = first.id
        connection.execute(
            update(_STORIES).where(_STORIES.c.id == number).values(**state)
        )
    rows = [{"story": number, "article": id_} for id_ in sorted(story.articles)]
    insert_missing(connection, _ARTICLES, rows)
