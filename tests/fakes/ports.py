"""The ports in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from typing_extensions import override

from bot.core.domain.configuration import Configuration
from bot.core.domain.errors import BotError, FetchTimeoutError, PostError
from bot.core.domain.messages import Message
from bot.core.ports.services import (
    Clock,
    ConfigurationSource,
    EventLog,
    Fetcher,
    Messenger,
    Page,
)


class FakeClock(Clock):
    """A clock that only moves when it is told to."""

    def __init__(self, now: datetime = datetime(2026, 3, 2, tzinfo=UTC)) -> None:
        self._now = now

    @override
    def now(self) -> datetime:
        return self._now

    def move(self, step: timedelta) -> None:
        """Let time pass, or go back."""
        self._now += step


class FakeFetcher(Fetcher):
    """Serves bodies by address; what it does not have is too slow."""

    def __init__(self, bodies: Mapping[str, str]) -> None:
        self.fetched: list[str] = []
        self.most_at_once = 0
        self._now = 0
        self._bodies = bodies

    @override
    async def fetch(self, url: str) -> Page:
        self.fetched.append(url)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        await asyncio.sleep(0)
        self._now -= 1
        if url not in self._bodies:
            raise FetchTimeoutError("the server is too slow")
        return Page(url, self._bodies[url].encode(), "text/html")


class FakeMessenger(Messenger):
    """Remembers what was posted; refuses everything when told to."""

    platform = "fake"
    memory = timedelta(days=1)

    def __init__(self, error: PostError | None = None) -> None:
        self.posts: dict[str, tuple[str, Message]] = {}
        self.parents: dict[str, str | None] = {}
        self._error = error

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        if self._error is not None:
            raise self._error
        self.posts.setdefault(idempotency_key, (channel, message))
        self.parents.setdefault(idempotency_key, parent)
        return idempotency_key

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        return idempotency_key if idempotency_key in self.posts else None


class FakeConfiguration(ConfigurationSource):
    """A configuration that can be exchanged."""

    def __init__(self, value: Configuration | BotError) -> None:
        self.value = value

    @override
    async def current(self) -> Configuration:
        if isinstance(self.value, BotError):
            raise self.value
        return self.value


class FakeJournal(EventLog):
    """Remembers what it was told, with the level."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, dict[str, str | float]]] = []

    @override
    def info(self, event: str, **facts: str | float) -> None:
        self.entries.append(("info", event, facts))

    @override
    def warning(self, event: str, **facts: str | float) -> None:
        self.entries.append(("warning", event, facts))

    @override
    def error(self, event: str, **facts: str | float) -> None:
        self.entries.append(("error", event, facts))

    def events(self, level: str) -> list[str]:
        """What happened at this level, in order."""
        return [event for found, event, _ in self.entries if found == level]
