"""Troubles, and what the operator is told of them: that they are there, then over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from bot.core.domain.slots import NONCE_LENGTH

SHEET_LINES = 20
"""How many notices one message tells at most."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that the operator should know.

    ``key`` names it: ``family:name``, the same as long as it is the same trouble; its
    ``text`` may change meanwhile. A ``passing`` one happened and has no end.
    """

    key: str
    text: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """One line for the operator in one channel: that a trouble is there, or ``over``.

    ``id`` counts them; it is 0 before the notice is kept. ``sheet`` names the message
    that tells it, once there is one.
    """

    id: int
    trouble: Trouble
    at: datetime
    over: bool = False
    sheet: str | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A message with some notices; ``nonce`` names it to the platform.

    ``attempts`` counts the tries to post it, this one included; the first one was made
    at ``first_try``.
    """

    nonce: str
    notices: tuple[Notice, ...]
    attempts: int
    first_try: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """What becomes of a channel's notices: some are new, some are needed no more."""

    new: tuple[Notice, ...] = ()
    gone: frozenset[int] = frozenset()


def changes(
    notices: Collection[Notice], troubles: Iterable[Trouble], now: datetime
) -> Changes:
    """What is news, given all notices of a family in one channel by their ids.

    A trouble is told once, and once that it is over. What was over before it was told
    is no news; nor is what came back before its end was told.
    """
    present = {trouble.key: trouble for trouble in troubles}
    latest = {notice.trouble.key: notice for notice in notices}
    new: list[Notice] = []
    gone = {one.id for one in notices if _is_past(one, latest[one.trouble.key])}
    for trouble in present.values():
        before = latest.get(trouble.key)
        if before is not None and before.over and _is_withheld(before):
            gone.add(before.id)
        elif before is None or before.over:
            new.append(Notice(0, trouble, now))
    for notice in latest.values():
        if notice.trouble.key in present:
            continue
        if _needs_no_end(notice):
            gone.add(notice.id)
        elif not notice.over and not notice.trouble.passing:
            new.append(Notice(0, notice.trouble, now, over=True))
    return Changes(tuple(new), frozenset(gone))


def next_lines(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """What the next message tells: that of one already begun comes first."""
    waiting = [notice for notice in notices if not notice.told]
    if not waiting:
        return ()
    sheet = waiting[0].sheet
    lines = tuple(notice for notice in waiting if notice.sheet == sheet)
    return lines if sheet else lines[:SHEET_LINES]


def sheet_name(channel: str, first: Notice) -> str:
    """The nonce of the message that begins with this notice."""
    name = f"{channel}|{first.trouble.key}|{first.over}|{first.at.isoformat()}"
    return sha256(name.encode()).hexdigest()[:NONCE_LENGTH]


def texts(notices: Iterable[Notice], *, over: bool) -> Iterator[str]:
    """The texts of those that are over, or of those that are not."""
    return (one.trouble.text for one in notices if one.over is over)


def _is_past(notice: Notice, latest: Notice) -> bool:
    """Whether a notice was told, and what came after it cannot be taken back."""
    return notice.told and notice != latest and not _is_withheld(latest)


def _is_withheld(notice: Notice) -> bool:
    """Whether nobody can have read it."""
    return not notice.told and notice.sheet is None


def _needs_no_end(notice: Notice) -> bool:
    if _is_withheld(notice):
        return not notice.over
    return notice.told and (notice.over or notice.trouble.passing)
