"""Renders when each digest goes out next: as a message, as JSON and for the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.delivery.planner import ScheduledSlot
from bot.core.delivery.upcoming import UpcomingDestination, UpcomingDigest
from bot.core.domain.configuration import QuietHours
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.messages.briefing_json import JsonObject
from bot.core.text.date_format import time_label
from bot.core.text.labels import Labels, labels_for

_MOST_MUTED = 10


@dataclass(frozen=True, slots=True)
class UpcomingListing:
    """Renders digests with their times, as of ``now``, with labels in ``language``.

    ``names`` maps channels of the store to the names to print, and ``missing`` maps
    platforms to the environment variables that they lack. ``hide`` removes secrets from
    error messages.
    """

    now: datetime
    language: str = "en"
    names: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hide: Callable[[str], str] = str

    def message(self, digests: Iterable[UpcomingDigest]) -> Message:
        """Return a message with a section per digest; times are in its own zone."""
        sections = tuple(map(self._section, digests))
        return Message(sections, self._labels.language)

    def document(self, digest: UpcomingDigest) -> JsonObject:
        """Return a digest as JSON."""
        plan = digest.plan
        return {
            "digest": plan.id,
            "title": plan.title or plan.id,
            "kind": plan.kind.value,
            "timezone": plan.timezone.key,
            "destinations": [
                self._destination_document(each, plan.timezone)
                for each in digest.destinations
            ],
        }

    def slot_text(self, slot: ScheduledSlot, zone: ZoneInfo) -> str:
        """Return the time of a slot and, if quiet hours hold it, the plan's time."""
        at = self._time(slot.at, zone)
        if not slot.held:
            return at
        meant, local = slot.meant.astimezone(zone), slot.at.astimezone(zone)
        is_same_day = meant.date() == local.date()
        due = f"{meant:%H:%M}" if is_same_day else self._time(slot.meant, zone)
        return self._labels.held.format(at, due)

    @property
    def _labels(self) -> Labels:
        return labels_for(self.language)

    def _section(self, digest: UpcomingDigest) -> Section:
        plan = digest.plan
        # Channels with the same printed name and the same times share one row.
        rows = dict.fromkeys(
            self._row(destination, plan.timezone) for destination in digest.destinations
        )
        return Section(f"{plan.title or plan.id} ({plan.timezone.key})", tuple(rows))

    def _row(self, destination: UpcomingDestination, zone: ZoneInfo) -> Row:
        name = self.names.get(destination.channel, destination.channel)
        times = " · ".join(self.slot_text(slot, zone) for slot in destination.next)
        remarks = tuple(self._remarks(destination, zone))
        return Row((Text(name, Style.NAME), Text(times)), marker="•", remarks=remarks)

    def _remarks(
        self, destination: UpcomingDestination, zone: ZoneInfo
    ) -> Iterator[str]:
        """Yield remarks on overdue slots, on what delays messages, and on mutes."""
        labels = self._labels
        for slot in destination.missed:
            times = self._time(slot.at, zone), self._time(slot.until, zone)
            yield labels.missed.format(*times)
        for waiting in destination.waiting:
            error = f" ({self.hide(waiting.error)})" if waiting.error else ""
            yield f"{labels.overdue.format(self._time(waiting.at, zone))}{error}"
        names = self.missing.get(destination.destination.platform, ())
        if names:
            yield labels.platform_off.format(", ".join(names))
        if destination.muted:
            yield labels.left_out.format(self._listed(destination.muted))

    def _listed(self, muted: tuple[str, ...]) -> str:
        listed, rest = ", ".join(muted[:_MOST_MUTED]), len(muted) - _MOST_MUTED
        return f"{listed} {self._labels.and_more.format(rest)}" if rest > 0 else listed

    def _time(self, moment: datetime, zone: ZoneInfo) -> str:
        year = self.now.astimezone(zone).year
        return time_label(moment.astimezone(zone), year, self._labels)

    def _destination_document(
        self, destination: UpcomingDestination, zone: ZoneInfo
    ) -> JsonObject:
        def iso(moment: datetime) -> str:
            return moment.astimezone(zone).isoformat()

        to = destination.destination
        return {
            "platform": to.platform,
            "channel": to.channel,
            "quiet": None if to.quiet is None else _hours(to.quiet),
            "next": [
                {
                    "slot": str(slot.key),
                    "at": iso(slot.at),
                    "due": iso(slot.meant),
                    "held": slot.held,
                }
                for slot in destination.next
            ],
            "missed": [
                {"slot": str(slot.key), "due": iso(slot.at), "until": iso(slot.until)}
                for slot in destination.missed
            ],
            "waiting": [
                {
                    "slot": str(slot.key),
                    "due": iso(slot.at),
                    "state": slot.state.value,
                    "late": slot.late,
                    "error": None if slot.error is None else self.hide(slot.error),
                }
                for slot in destination.waiting
            ],
            "missing": [*self.missing.get(to.platform, ())],
            "muted": [*destination.muted],
        }


def next_times(digest: UpcomingDigest, now: datetime) -> str:
    """Return the next time of each channel of a digest, on one line for the log."""
    listing, zone = UpcomingListing(now), digest.plan.timezone
    channels: dict[str, list[str]] = {}
    for destination in digest.destinations:
        for slot in destination.next[:1]:
            channels.setdefault(listing.slot_text(slot, zone), []).append(
                destination.channel
            )
    parts = (f"{time}: {', '.join(names)}" for time, names in channels.items())
    return "; ".join(parts).replace("\N{NO-BREAK SPACE}", " ")


def _hours(quiet: QuietHours) -> JsonObject:
    return {"from": f"{quiet.start:%H:%M}", "to": f"{quiet.end:%H:%M}"}
