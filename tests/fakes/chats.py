"""Subscriptions and mutes in memory."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.domain.records import Mute, StoryEdit, Subscription, SubscriptionKind
from bot.core.ports.stores import ChatStore


class MemoryChats(ChatStore):
    """Keeps the same promises as the store in a database, until it is gone."""

    def __init__(self) -> None:
        self.events: dict[str, datetime] = {}
        self.spent: dict[str, list[datetime]] = {}
        self.notes: dict[str, str] = {}
        self._wanted: dict[tuple[str, str, str, bool], Subscription] = {}
        self._mutes: dict[tuple[str, str], Mute] = {}
        self._edits: list[StoryEdit] = []

    @override
    async def first_seen(self, event: str, now: datetime, memory: timedelta) -> bool:
        before = self.events.get(event)
        if before is not None and now - before < memory:
            return False
        self.events[event] = now
        return True

    @override
    async def forget_event(self, event: str) -> None:
        self.events.pop(event, None)

    @override
    async def spend(
        self, limits: Mapping[str, int], now: datetime, window: timedelta
    ) -> Mapping[str, timedelta]:
        had = {
            holder: [at for at in self.spent.get(holder, ()) if now - at < window]
            for holder in limits
        }
        waits = {
            holder: window - (now - min(had[holder]))
            for holder, most in limits.items()
            if len(had[holder]) >= most
        }
        if not waits:
            self.spent |= {holder: [*times, now] for holder, times in had.items()}
        return waits

    @override
    async def save_note(self, key: str, body: str, now: datetime) -> None:
        self.notes.setdefault(key, body)

    @override
    async def load_note(self, key: str) -> str | None:
        return self.notes.get(key)

    @override
    async def subscribe(self, wanted: Subscription) -> bool:
        is_alert = wanted.kind is SubscriptionKind.ALERT
        key = (wanted.platform, wanted.person, wanted.topic, is_alert)
        is_new = key not in self._wanted
        self._wanted[key] = wanted
        return is_new

    @override
    async def unsubscribe(
        self,
        platform: str,
        person: str,
        topic: str | None,
        *,
        kind: SubscriptionKind | None = None,
    ) -> int:
        gone = [
            key
            for key, wanted in self._wanted.items()
            if key[:2] == (platform, person)
            and topic in {None, wanted.topic}
            and kind in {None, wanted.kind}
        ]
        for key in gone:
            del self._wanted[key]
        return len(gone)

    @override
    async def subscriptions(self) -> tuple[Subscription, ...]:
        return tuple(self._wanted[key] for key in sorted(self._wanted))

    @override
    async def mute(self, mute: Mute) -> bool:
        key = (mute.channel, _folded(mute.what))
        is_new = key not in self._mutes
        self._mutes.setdefault(key, mute)
        return is_new

    @override
    async def unmute(self, channel: str, what: str) -> bool:
        return self._mutes.pop((channel, _folded(what)), None) is not None

    @override
    async def mutes(self, channel: str) -> tuple[Mute, ...]:
        found = [one for one in self._mutes.values() if one.channel == channel]
        return tuple(sorted(found, key=lambda one: one.since))

    @override
    async def edit_story(self, edit: StoryEdit) -> StoryEdit:
        numbers = [one.number for one in await self.story_edits(edit.channel)]
        numbered = replace(edit, number=max(numbers, default=0) + 1)
        self._edits.append(numbered)
        return numbered

    @override
    async def undo_edit(self, channel: str, number: int) -> bool:
        before = len(self._edits)
        self._edits = [
            one for one in self._edits if (one.channel, one.number) != (channel, number)
        ]
        return len(self._edits) < before

    @override
    async def story_edits(self, channel: str | None = None) -> tuple[StoryEdit, ...]:
        edits = [one for one in self._edits if channel in {None, one.channel}]
        return tuple(sorted(edits, key=lambda one: (one.channel, one.number)))


def _folded(what: str) -> str:
    return unicodedata.normalize("NFC", what).casefold()
