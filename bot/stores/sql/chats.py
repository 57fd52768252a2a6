"""What people in chats have asked for, in the database."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import Connection, delete, insert, select
from typing_extensions import override

from bot.core.domain.records import Mute, PersonalDigest
from bot.core.ports.stores import ChatStore
from bot.stores.sql.columns import storable
from bot.stores.sql.database import Database
from bot.stores.sql.polls import key_digest
from bot.stores.sql.shares import spend
from bot.stores.sql.statements import upsertion
from bot.stores.sql.tables import (
    chat_events,
    chat_notes,
    mutes,
    personal_digests,
)


class SqlChats(ChatStore):
    """The wishes of people; writers take turns, over all processes."""

    _database: Database

    @override
    async def first_seen(self, event: str, now: datetime, memory: timedelta) -> bool:
        return await self._database.write(_first_seen, event, now, memory)

    @override
    async def unsee(self, event: str) -> None:
        await self._database.write(_unsee, event)

    @override
    async def spend(
        self, limits: Mapping[str, int], now: datetime, window: timedelta
    ) -> Mapping[str, timedelta]:
        return await self._database.write(spend, limits, now, window)

    @override
    async def keep_note(self, key: str, body: str, now: datetime) -> None:
        await self._database.write(_keep_note, key, body, now)

    @override
    async def kept_note(self, key: str) -> str | None:
        return await self._database.read(_kept_note, key)

    @override
    async def subscribe(self, wanted: PersonalDigest) -> bool:
        return await self._database.write(_subscribe, wanted)

    @override
    async def unsubscribe(self, platform: str, person: str, topic: str | None) -> int:
        return await self._database.write(_unsubscribe, platform, person, topic)

    @override
    async def subscriptions(self) -> tuple[PersonalDigest, ...]:
        return await self._database.read(_subscriptions)

    @override
    async def mute(self, mute: Mute) -> bool:
        return await self._database.write(_mute, mute)

    @override
    async def unmute(self, channel: str, what: str) -> bool:
        return await self._database.write(_unmute, channel, what)

    @override
    async def mutes(self, channel: str) -> tuple[Mute, ...]:
        return await self._database.read(_mutes, channel)


def forget_chats(connection: Connection, before: datetime) -> None:
    """Remove the old notes and events; what people asked for stays."""
    connection.execute(delete(chat_notes).where(chat_notes.c.at < before))
    connection.execute(delete(chat_events).where(chat_events.c.until < before))


def has_wishes(connection: Connection) -> bool:
    """Whether people have subscribed to anything, or muted anything."""
    kinds = (personal_digests.c.id, mutes.c.id)
    return any(connection.scalar(select(kind).limit(1)) for kind in kinds)


def _first_seen(
    connection: Connection, event: str, now: datetime, memory: timedelta
) -> bool:
    connection.execute(delete(chat_events).where(chat_events.c.until < now))
    key = key_digest(event)
    at = connection.scalar(select(chat_events.c.at).where(chat_events.c.event == key))
    if at is not None and now - at < memory:
        return False
    add = upsertion(connection.dialect.name, chat_events, ("at", "until"))
    connection.execute(add, {"event": key, "at": now, "until": now + memory})
    return True


def _unsee(connection: Connection, event: str) -> None:
    gone = chat_events.c.event == key_digest(event)
    connection.execute(delete(chat_events).where(gone))


def _keep_note(connection: Connection, key: str, body: str, now: datetime) -> None:
    add = upsertion(connection.dialect.name, chat_notes, ("at",))
    connection.execute(add, {"note": key_digest(key), "body": body, "at": now})


def _kept_note(connection: Connection, key: str) -> str | None:
    found: str | None = connection.scalar(
        select(chat_notes.c.body).where(chat_notes.c.note == key_digest(key))
    )
    return found


def _subscribe(connection: Connection, wanted: PersonalDigest) -> bool:
    before = _unsubscribe(connection, wanted.platform, wanted.person, wanted.topic)
    row = {
        "platform": wanted.platform,
        "person": wanted.person,
        "topic": wanted.topic,
        "at": wanted.at.isoformat(),
        "timezone": wanted.timezone,
    }
    connection.execute(insert(personal_digests), row)
    return not before


def _unsubscribe(
    connection: Connection, platform: str, person: str, topic: str | None
) -> int:
    kept = personal_digests.c
    some = [kept.platform == platform, kept.person == person]
    if topic is not None:
        some.append(kept.topic == topic)
    return connection.execute(delete(personal_digests).where(*some)).rowcount


def _subscriptions(connection: Connection) -> tuple[PersonalDigest, ...]:
    rows = (
        PersonalDigest(
            row.platform,
            row.person,
            row.topic,
            time.fromisoformat(row.at),
            row.timezone,
        )
        for row in connection.execute(select(personal_digests))
    )
    # Databases do not sort letters alike.
    return tuple(sorted(rows, key=lambda one: (one.platform, one.person, one.topic)))


def _mute(connection: Connection, mute: Mute) -> bool:
    key = _mute_key(mute.what)
    known = select(mutes.c.id).where(mutes.c.channel == mute.channel)
    if connection.scalar(known.where(mutes.c.key == key)) is not None:
        return False
    row = {
        "channel": mute.channel,
        "key": key,
        "what": mute.what,
        "by": mute.by,
        "since": mute.since,
    }
    connection.execute(insert(mutes), row)
    return True


def _unmute(connection: Connection, channel: str, what: str) -> bool:
    muted = (mutes.c.channel == channel, mutes.c.key == _mute_key(what))
    return connection.execute(delete(mutes).where(*muted)).rowcount > 0


def _mutes(connection: Connection, channel: str) -> tuple[Mute, ...]:
    rows = connection.execute(
        select(mutes)
        .where(mutes.c.channel == channel)
        .order_by(mutes.c.since, mutes.c.id)
    )
    return tuple(Mute(row.channel, row.what, row.by, row.since) for row in rows)


def _mute_key(what: str) -> bytes:
    """What is the same for the same words, in small or capital letters."""
    return key_digest(unicodedata.normalize("NFC", storable(what)).casefold())
