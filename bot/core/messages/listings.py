"""What is configured, as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.domain.configuration import Configuration, Topic
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import SourceState
from bot.core.domain.slots import (
    SKIPPED,
    Part,
    PartState,
    SkipReason,
    SlotState,
    StoredSlot,
)
from bot.core.text.date_format import format_day

_STATES = {
    SlotState.DUE: "due",
    SlotState.BUILDING: "being built",
    SlotState.BUILT: "being posted",
    SlotState.POSTED: "posted",
    SlotState.SKIPPED: "skipped",
    SlotState.DEAD: "failed",
}


def topics_message(configuration: Configuration) -> Message:
    """Every topic with its title, the number of its sources and its digests."""
    rows = tuple(_topic_row(topic, configuration) for topic in configuration.topics)
    return Message((Section("TOPICS", rows),))


def sources_message(
    topics: tuple[Topic, ...], states: Mapping[str, SourceState], zone: ZoneInfo
) -> Message:
    """Every source of these topics, with how it fared; times are the zone's."""
    return Message(tuple(_sources(topic, states, zone) for topic in topics))


def deliveries_message(
    deliveries: Sequence[tuple[StoredSlot, Sequence[Part]]],
    zone: ZoneInfo,
    hide: Callable[[str], str],
) -> Message:
    """What became of slots and their parts; times are the zone's.

    ``hide`` takes secrets out of what platforms said.
    """
    rows = tuple(
        Row(
            (
                Text(_STATES[slot.state], Style.NAME),
                Text(_time(slot.at, zone), Style.NOTE),
                Text(str(slot.key)),
            ),
            remarks=tuple(map(hide, _fates(slot, parts))),
        )
        for slot, parts in deliveries
    )
    return Message((Section("DELIVERIES", rows),))


def summary(configuration: Configuration) -> str:
    """How much is configured, in one line."""
    sources = sum(len(topic.sources) for topic in configuration.topics)
    return ", ".join(
        counted(number, noun)
        for number, noun in (
            (len(configuration.topics), "topic"),
            (sources, "source"),
            (len(configuration.digests), "digest"),
        )
    )


def counted(number: int, noun: str, several: str | None = None) -> str:
    """The number with its noun: "1 topic", "2 topics", "2 tries"."""
    return f"{number:,} {noun if number == 1 else several or f'{noun}s'}"


def _topic_row(topic: Topic, configuration: Configuration) -> Row:
    digests = [plan.id for plan in configuration.digests if topic in plan.topics]
    told = f"in {', '.join(digests)}" if digests else "in no digest"
    facts = f"({counted(len(topic.sources), 'source')}, {told})"
    return Row((Text(topic.id, Style.NAME), Text(topic.title), Text(facts, Style.NOTE)))


def _sources(
    topic: Topic, states: Mapping[str, SourceState], zone: ZoneInfo
) -> Section:
    rows = tuple(
        Row(
            (Text(source.url),),
            marker="•",
            remarks=tuple(_remarks(states.get(source.url), zone)),
        )
        for source in topic.sources
    )
    return Section(topic.id, rows)


def _remarks(state: SourceState | None, zone: ZoneInfo) -> Iterator[str]:
    """When the source was read, what it brought, and how it fares."""
    if state is None or state.tried is None:
        yield "never read"
        return
    read = "never read" if state.read is None else f"read {_time(state.read, zone)}"
    following = "" if state.gone else f", next {_time(state.due, zone)}"
    yield f"{read}, {counted(state.items, 'item')}{following}"
    if state.moved is not None:
        yield f"moved to {state.moved}: write that address into the configuration"
    if state.gone:
        yield f"gone for good, not read any more: {state.error}"
    elif state.failing is not None:
        times = counted(state.failures, "time")
        yield f"failing since {_time(state.failing, zone)}, {times}: {state.error}"


def _fates(slot: StoredSlot, parts: Sequence[Part]) -> Iterator[str]:
    """How far the slot came, and what was in its way."""
    if slot.late:
        yield "after its time"
    if parts:
        sent = [part for part in parts if part.state is PartState.SENT]
        retries = max(0, max(part.attempts for part in parts) - 1)
        posted = f"{len(sent)} of {counted(len(parts), 'message')} posted"
        up_to = counted(retries, "retry", "retries")
        yield f"{posted}, {f'up to {up_to}' if retries else 'no retries'}"
    elif slot.attempts > 1:
        yield counted(slot.attempts, "build attempt")
    if slot.state is SlotState.SKIPPED and slot.error in set(SkipReason):
        yield SKIPPED[SkipReason(slot.error)]
        return
    errors = (slot.error, *(part.error for part in parts))
    yield from dict.fromkeys(error for error in errors if error)


def _time(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{format_day(local.date())}, {local:%H:%M}"
