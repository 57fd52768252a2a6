"""Renders the state of the bot: what runs, what waits, what fails and what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.delivery.upcoming import UpcomingDigest
from bot.core.domain.configuration import Configuration
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import SourceState
from bot.core.domain.slots import StoredSlot
from bot.core.domain.work import ProcessWork, WorkState
from bot.core.messages.briefing_json import JsonObject
from bot.core.messages.listings import counted
from bot.core.text.date_format import time_label

BOT_AGE = timedelta(seconds=60)
"""The time without planning after which a bot counts as not running.

A running bot plans every two seconds.
"""

_MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class SourceCounts:
    """The numbers of configured sources by their state."""

    total: int
    due: int
    failing: int


@dataclass(frozen=True, slots=True)
class BotStatus:
    """The state of the bot at ``now``, as the database shows it.

    ``failed`` are the failed slots, newest first. ``hide`` removes secrets from error
    messages and the URLs of failing sources.
    """

    now: datetime
    configuration: Configuration
    work: WorkState
    states: Mapping[str, SourceState]
    failed: Sequence[StoredSlot] = ()
    upcoming: Sequence[UpcomingDigest] = ()
    hide: Callable[[str], str] = str

    @property
    def runs(self) -> bool:
        """Return whether a bot planned slots within the last minute."""
        return self.work.planned is not None and self.work.planned > self.now - BOT_AGE

    @property
    def sources(self) -> SourceCounts:
        """Return how many configured sources there are, are due, and fail."""
        urls = {source.url for source in self.configuration.sources}
        states = [self.states.get(url) for url in urls]
        due = (state is None or _is_due(state, self.now) for state in states)
        return SourceCounts(len(urls), sum(due), len(self._failing()))

    def message(self) -> Message:
        """Return a message with four sections; times are in the file's zone."""
        return Message(
            (
                Section("RUNNING", tuple(self._running())),
                Section("WAITING", (_row(self._waiting()),)),
                Section("FAILING", tuple(self._failures())),
                Section("NEXT", tuple(self._next())),
            )
        )

    def document(self) -> JsonObject:
        """Return the status as JSON."""
        sources, work = self.sources, self.work
        return {
            "at": self.now.isoformat(),
            "bot": {"running": self.runs, "planned": _iso(work.planned)},
            "processes": [*map(_process_document, work.processes)],
            "waiting": {
                "digests": work.unbuilt,
                "messages": work.unsent,
                "oldest": _iso(work.oldest),
                "articles": work.unread,
                "sources": sources.due,
            },
            "failing": {
                "sources": [*map(self._source_document, self._failing())],
                "deliveries": [*map(self._slot_document, self.failed)],
            },
            "next": [
                {"digest": id_, "channel": channel, "at": at.isoformat()}
                for at, id_, channel in self.next_slots()
            ],
        }

    def _running(self) -> Iterator[Row]:
        planned = self.work.planned
        if planned is None:
            yield _row("no bot has run with this database: start one with sitrep run")
        elif self.runs:
            yield _row("a bot is running: it plans digests and reads sources")
        else:
            yield _row(f"no bot has run since {self._time(planned)}: start sitrep run")
        for process in self.work.processes:
            yield _row(f"{process.place}: {_doing(process)}")

    def _waiting(self) -> str:
        work, sources = self.work, self.sources
        oldest = f", the oldest since {self._time(work.oldest)}" if work.oldest else ""
        parts = (
            f"{counted(work.unbuilt, 'digest')} to build",
            f"{counted(work.unsent, 'message')} to send{oldest}",
            f"{counted(work.unread, 'article')} to read",
            f"{sources.due:,} of {counted(sources.total, 'source')} to poll",
        )
        return "; ".join(parts)

    def failures(self) -> Iterator[tuple[str, str]]:
        """Yield each failing source and failed slot with its reason, without secrets."""
        for state in self._failing():
            since = f"failing since {self._time(state.failing or self.now)}"
            remark = "no longer exists" if state.gone else since
            yield (
                self.hide(state.url),
                f"{remark}: {self.hide(state.error or 'no reason')}",
            )
        for slot in self.failed:
            yield str(slot.key), f"failed: {self.hide(slot.error or 'no reason')}"

    def _failures(self) -> Iterator[Row]:
        failures = [*self.failures()]
        for name, reason in failures[:_MOST_ROWS]:
            yield _row(name, reason)
        if len(failures) > _MOST_ROWS:
            listed = "sitrep sources and sitrep deliveries --failed list them"
            yield _row(f"{len(failures) - _MOST_ROWS:,} more: {listed}")
        if not failures:
            yield _row("nothing")

    def _next(self) -> Iterator[Row]:
        slots = self.next_slots()
        for at, id_, channel in slots[:_MOST_ROWS]:
            name = Text(id_, Style.NAME)
            yield Row((name, Text(f"{self._time(at)}, {channel}")), marker="•")
        if not slots:
            yield _row("no digest is configured")

    def next_slots(self) -> list[tuple[datetime, str, str]]:
        """Return the next slot of each digest and channel, the earliest first."""
        return sorted(
            (slot.at.astimezone(digest.plan.timezone), digest.plan.id, place.channel)
            for digest in self.upcoming
            for place in digest.destinations
            for slot in place.next[:1]
        )

    def _failing(self) -> list[SourceState]:
        """Return the configured sources that fail or are gone, in the file's order."""
        urls = dict.fromkeys(source.url for source in self.configuration.sources)
        states = [self.states[url] for url in urls if url in self.states]
        return [state for state in states if state.gone or state.failing is not None]

    def _source_document(self, state: SourceState) -> JsonObject:
        error = None if state.error is None else self.hide(state.error)
        since = _iso(state.failing)
        url = self.hide(state.url)
        return {"url": url, "since": since, "gone": state.gone, "error": error}

    def _slot_document(self, slot: StoredSlot) -> JsonObject:
        error = None if slot.error is None else self.hide(slot.error)
        return {"slot": str(slot.key), "due": slot.at.isoformat(), "error": error}

    def _time(self, moment: datetime) -> str:
        zone: ZoneInfo = self.configuration.timezone
        local = moment.astimezone(zone)
        return time_label(local, self.now.astimezone(zone).year)


def _row(text: str, *remarks: str) -> Row:
    return Row((Text(text),), marker="•", remarks=remarks)


def _is_due(state: SourceState, now: datetime) -> bool:
    return not state.gone and state.due <= now


def _doing(process: ProcessWork) -> str:
    """Return what a process does at present."""
    parts = (
        f"builds {counted(process.building, 'digest')}" if process.building else "",
        f"sends {counted(process.sending, 'message')}" if process.sending else "",
        "evaluates the alerts" if process.alerts else "",
    )
    return ", ".join(filter(None, parts))


def _process_document(process: ProcessWork) -> JsonObject:
    return {
        "process": process.owner,
        "building": process.building,
        "sending": process.sending,
        "alerts": process.alerts,
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
