"""Draws one picture of the live view: progress of polls, reads, builds and sends.

The live view is the display of the running bot in a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from bot.core.domain.records import ItemStatus
from bot.core.domain.slots import MessageState, SlotState
from bot.core.operations.status import BotStatus
from bot.core.text.sanitize import sanitized

LEAST_WIDTH, MOST_WIDTH = 40, 120
"""The numbers of columns between which the view fits a terminal."""

_BAR = 20
_FULL, _EMPTY = "█", "░"
_MOST_PROCESSES, _MOST_NEXT, _MOST_FAILURES = 6, 5, 5

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of ``total`` things are done; ``failed`` ones are not."""

    label: str
    done: int
    total: int
    things: str
    failed: int = 0


@dataclass(slots=True)
class LiveView:
    """Draws the state of the bot; keeps the last state to tell the speed."""

    _last: tuple[datetime, Mapping[str, int]] | None = field(default=None, init=False)

    def lines(self, status: BotStatus, width: int, *, keys: str = "") -> list[str]:
        """Return the lines of a picture, none wider than ``width`` columns.

        ``keys`` says which keys end the view.
        """
        progress = tuple(progress_of(status))
        speeds = self._speeds(status.now, {each.label: each.done for each in progress})
        columns = max(LEAST_WIDTH, min(width, MOST_WIDTH))
        drawn = (
            *_head(status, keys),
            "",
            *(_bar(each, speeds.get(each.label)) for each in progress),
            "",
            *_running(status),
            *_failing(status),
            *_coming(status),
        )
        return [line[:columns].rstrip() for line in drawn]

    def _speeds(self, now: datetime, done: Mapping[str, int]) -> dict[str, float]:
        """Return how many things were done per second since the last picture."""
        last, self._last = self._last, (now, done)
        if last is None or now <= last[0]:
            return {}
        seconds = (now - last[0]).total_seconds()
        return {
            label: max(0, count - last[1].get(label, 0)) / seconds
            for label, count in done.items()
        }


def progress_of(status: BotStatus) -> Iterator[Progress]:
    """Yield the progress of polls, and that of the last day's reads, builds and sends."""
    sources, work = status.sources, status.work
    done = sources.total - sources.due
    yield Progress(
        "polls", done, sources.total, "sources are up to date", sources.failing
    )
    items = _numbers(work.items)
    unread = items.pop(ItemStatus.PENDING, 0)
    unreadable = items.get(ItemStatus.UNREADABLE, 0)
    total = sum(items.values()) + unread
    yield Progress("reads", total - unread, total, "articles are read", unreadable)
    slots = _numbers(work.slots)
    dead = slots.get(SlotState.DEAD, 0)
    total = sum(slots.values())
    yield Progress(
        "builds", total - work.unbuilt - dead, total, "digests are built", dead
    )
    messages = _numbers(work.messages)
    sent, lost = messages.get(MessageState.SENT, 0), messages.get(MessageState.DEAD, 0)
    yield Progress("sends", sent, sum(messages.values()), "messages are sent", lost)


def _numbers(counts: Mapping[State, int]) -> dict[State, int]:
    return dict(counts)


def _head(status: BotStatus, keys: str) -> Iterator[str]:
    local = status.now.astimezone(status.configuration.timezone)
    runs = "the bot runs" if status.runs else "no bot runs"
    yield "  ".join(filter(None, ("sitrep top", f"{local:%H:%M:%S}", runs, keys)))


def _bar(progress: Progress, speed: float | None) -> str:
    share = progress.done / progress.total if progress.total else 1.0
    full = int(share * _BAR)
    bar = _FULL * full + _EMPTY * (_BAR - full)
    words = f"{progress.done:,} of {progress.total:,} {progress.things}"
    failed = f", {progress.failed:,} failed" if progress.failed else ""
    fast = f", {speed:.1f}/s" if speed else ""
    return f"{progress.label:<7} {bar} {words}{failed}{fast}"


def _running(status: BotStatus) -> Iterator[str]:
    for process in status.work.processes[:_MOST_PROCESSES]:
        alerts = ", checks alerts" if process.alerts else ""
        counts = f"builds {process.building}, sends {process.sending}{alerts}"
        yield f"works   {sanitized(process.place)}: {counts}"


def _failing(status: BotStatus) -> Iterator[str]:
    for name, reason in [*status.failures()][:_MOST_FAILURES]:
        yield f"fails   {sanitized(f'{name}: {reason}')}"


def _coming(status: BotStatus) -> Iterator[str]:
    for at, id_, channel in status.next_slots()[:_MOST_NEXT]:
        yield f"next    {at:%a %H:%M} {sanitized(f'{id_} -> {channel}')}"
