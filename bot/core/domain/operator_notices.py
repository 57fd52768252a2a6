"""Operator notices, which report once that an incident began and once that it ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.core.domain.slots import IDEMPOTENCY_KEY_LENGTH

MAX_BATCH_LINES = 20
"""The maximum number of notices in one message."""


@dataclass(frozen=True, slots=True)
class Incident:
    """A condition or event of which the operator receives notices.

    ``key`` identifies it as ``family:name`` for as long as the condition lasts; its
    ``text`` may change. A ``passing`` incident is an event: it has no end.
    """

    key: str
    text: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for one operator channel: an incident began or, if ``over``, has ended.

    ``id`` is the row number, 0 before the notice is stored. ``batch`` is the key of the
    message that contains the notice, once that message is assigned. ``told`` is true if
    the message was posted.
    """

    id: int
    incident: Incident
    at: datetime
    over: bool = False
    batch: str | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class NoticeBatch:
    """A message with several notices.

    ``attempts`` counts the attempts to post it, including the current one; the first
    was at ``first_try``.
    """

    idempotency_key: str
    notices: tuple[Notice, ...]
    attempts: int
    first_try: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """The notices to add to a channel, and the ids of notices to remove."""

    new: tuple[Notice, ...] = ()
    gone: frozenset[int] = frozenset()


def changes(
    notices: Collection[Notice], incidents: Iterable[Incident], now: datetime
) -> Changes:
    """Return the notices to add or remove so that the stored ones match the incidents.

    ``notices`` are the stored notices of one channel and one family of incidents,
    ordered by id; ``now`` is the time of new notices. Each incident is reported once
    when it begins and once when it ends. If it ends before the first report, that
    notice is removed; if it returns before its end was reported, the notice of the end
    is removed.
    """
    present = {incident.key: incident for incident in incidents}
    latest = {notice.incident.key: notice for notice in notices}
    new: list[Notice] = []
    gone = {old.id for old in notices if _is_past(old, latest[old.incident.key])}
    for incident in present.values():
        before = latest.get(incident.key)
        if before is not None and before.over and _is_withheld(before):
            gone.add(before.id)
        elif before is None or before.over:
            new.append(Notice(0, incident, now))
    for notice in latest.values():
        if notice.incident.key in present:
            continue
        if _needs_no_end(notice):
            gone.add(notice.id)
        elif not notice.over and not notice.incident.passing:
            new.append(Notice(0, notice.incident, now, over=True))
    return Changes(tuple(new), frozenset(gone))


def next_batch(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Return the notices of the next message; empty if all notices are posted.

    If an earlier attempt to post a message failed, return the notices of that message
    again.
    """
    waiting = [notice for notice in notices if not notice.told]
    if not waiting:
        return ()
    batch = waiting[0].batch
    lines = tuple(notice for notice in waiting if notice.batch == batch)
    return lines if batch else lines[:MAX_BATCH_LINES]


def batch_key(channel: str, first: Notice) -> str:
    """Return the idempotency key of the message that begins with this notice."""
    name = f"{channel}|{first.incident.key}|{first.over}|{first.at.isoformat()}"
    return sha256(name.encode()).hexdigest()[:IDEMPOTENCY_KEY_LENGTH]


def texts(notices: Iterable[Notice], *, over: bool) -> Iterator[str]:
    """Yield the texts of incidents that ended if ``over``, else those that began."""
    return (notice.incident.text for notice in notices if notice.over is over)


def _is_past(notice: Notice, latest: Notice) -> bool:
    """Return whether ``notice`` was posted and a later notice is in a message.

    ``latest`` is the latest notice of the same incident.
    """
    return notice.told and notice != latest and not _is_withheld(latest)


def _is_withheld(notice: Notice) -> bool:
    """Return whether the notice is in no message yet, so that it can be deleted."""
    return not notice.told and notice.batch is None


def _needs_no_end(notice: Notice) -> bool:
    if _is_withheld(notice):
        return not notice.over
    return notice.told and (notice.over or notice.incident.passing)
