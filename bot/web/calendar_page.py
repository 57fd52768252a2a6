"""Serves the events of a channel to calendar programs, at the channel's secret address.

Anyone who has the address can read the events, so logs never contain it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from bot.core.domain.errors import BotError
from bot.core.platforms.spec import WebhookReply
from bot.core.ports.services import Clock, EventLog

CONTENT_TYPE = "text/calendar; charset=utf-8"

MOST_REQUESTS, MOST_GUESSES = 120, 60
"""The maximum number of requests for one calendar in a minute, and of wrong tokens in a
minute.
"""

_WINDOW = timedelta(minutes=1)
_MOST_KNOWN = 1_000

_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@dataclass(frozen=True, slots=True)
class _Version:
    """The hash of a calendar's contents, and when these contents were first read."""

    tag: str
    since: datetime


@dataclass(slots=True)
class CalendarPage:
    """Serves calendars.

    ``read`` returns the calendar of a token, or ``None`` for a wrong token. Requests
    with tokens that were not valid before share one rate limit.
    """

    clock: Clock
    event_log: EventLog
    read: Callable[[str], Awaitable[bytes | None]]
    _versions: dict[bytes, _Version] = field(default_factory=dict[bytes, _Version])
    _requests: dict[bytes, deque[datetime]] = field(
        default_factory=dict[bytes, deque[datetime]]
    )
    _guesses: deque[datetime] = field(default_factory=deque[datetime])

    async def reply(self, token: str, headers: Mapping[str, str]) -> WebhookReply:
        """Return the calendar of a token, or status 304 if it did not change."""
        key = sha256(token.encode()).digest()
        wait = self._wait(key)
        if wait is not None:
            return _refusal(HTTPStatus.TOO_MANY_REQUESTS, wait)
        try:
            body = await self.read(token)
        except BotError as error:
            # The error of a database may name the values of a statement.
            kind = type(error).__name__
            self.event_log.warning(
                "calendar not served; the calendar program was asked to try again",
                reason=kind,
            )
            return _refusal(HTTPStatus.SERVICE_UNAVAILABLE, _WINDOW)
        if body is None:
            self._versions.pop(key, None)
            return _refusal(HTTPStatus.NOT_FOUND)
        version = self._version(key, body)
        shown = {
            **_HEADERS,
            "ETag": version.tag,
            "Last-Modified": format_datetime(version.since, usegmt=True),
        }
        if _is_fresh(headers, version):
            return HTTPStatus.NOT_MODIFIED, shown, b""
        return HTTPStatus.OK, {**shown, "Content-Type": CONTENT_TYPE}, body

    def _version(self, key: bytes, body: bytes) -> _Version:
        tag = f'"{sha256(body).hexdigest()[:32]}"'
        version = self._versions.get(key)
        if version is None or version.tag != tag:
            now = self.clock.now().astimezone(UTC).replace(microsecond=0)
            # A second change in one second would look like the first.
            later = now if version is None else version.since + timedelta(seconds=1)
            version = self._versions[key] = _Version(tag, max(now, later))
            _limit(self._versions)
        return version

    def _wait(self, token: bytes) -> timedelta | None:
        """Count a request; return how long to wait if the rate limit is exceeded."""
        now, times, most = self.clock.now(), self._guesses, MOST_GUESSES
        if token in self._versions:
            times = self._requests.setdefault(token, deque())
            most = MOST_REQUESTS
            _limit(self._requests)
        while times and now - times[0] >= _WINDOW:
            times.popleft()
        if len(times) >= most:
            return _WINDOW - (now - times[0])
        times.append(now)
        return None


def _limit(values: MutableMapping[bytes, Any]) -> None:
    """Delete the oldest entries of ``values`` until it has at most ``_MOST_KNOWN``."""
    while len(values) > _MOST_KNOWN:
        del values[next(iter(values))]


def _is_fresh(headers: Mapping[str, str], version: _Version) -> bool:
    """Return whether the program that sent ``headers`` has this version already."""
    tags = headers.get("If-None-Match")
    if tags is not None:
        listed = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
        return not listed.isdisjoint({version.tag, "*"})
    since = _moment(headers.get("If-Modified-Since", ""))
    return since is not None and version.since <= since


def _moment(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _refusal(status: HTTPStatus, wait: timedelta | None = None) -> WebhookReply:
    headers = {**_HEADERS, "Content-Type": "text/plain; charset=utf-8"}
    if wait is not None:
        headers["Retry-After"] = str(max(1, round(wait.total_seconds())))
    return status, headers, f"{status.phrase}\n".encode()
