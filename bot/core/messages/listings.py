"""Renders topics, sources and deliveries as messages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.domain.configuration import Configuration, Topic
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import SourceState
from bot.core.domain.slots import (
    SKIPPED,
    MessageState,
    OutboxMessage,
    SkipReason,
    SlotKind,
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

_KINDS = {
    SlotKind.REQUESTED: "requested by a person",
    SlotKind.REMINDER: "a reminder",
    SlotKind.ALERT: "an alert",
    SlotKind.CORRECTION: "corrections of posted lines",
}


def topics_message(configuration: Configuration) -> Message:
    """Return a message with each topic's title, number of sources, and digests."""
    rows = tuple(_topic_row(topic, configuration) for topic in configuration.topics)
    return Message((Section("TOPICS", rows),))


def sources_message(
    topics: tuple[Topic, ...], states: Mapping[str, SourceState], zone: ZoneInfo
) -> Message:
    """Return a message with the state of each source; times are in ``zone``."""
    return Message(tuple(_sources(topic, states, zone) for topic in topics))


def deliveries_message(
    deliveries: Sequence[tuple[StoredSlot, Sequence[OutboxMessage]]],
    zone: ZoneInfo,
    hide: Callable[[str], str],
) -> Message:
    """Return a message with slots and the states of their messages, times in ``zone``.

    ``hide`` removes secrets from the platforms' error messages.
    """
    rows = tuple(
        Row(
            (
                Text(_STATES[slot.state], Style.NAME),
                Text(_time(slot.at, zone), Style.NOTE),
                Text(str(slot.key)),
            ),
            remarks=tuple(map(hide, _slot_remarks(slot, messages))),
        )
        for slot, messages in deliveries
    )
    return Message((Section("DELIVERIES", rows),))


def summary(configuration: Configuration) -> str:
    """Return the numbers of topics, sources, digests and alerts in one line."""
    sources = sum(len(topic.sources) for topic in configuration.topics)
    numbers = [
        (len(configuration.topics), "topic"),
        (sources, "source"),
        (len(configuration.digests), "digest"),
    ]
    if configuration.alerts:
        numbers.append((len(configuration.alerts), "alert"))
    return ", ".join(counted(number, noun) for number, noun in numbers)


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return the number with its noun: "1 topic", "2 topics", "2 retries"."""
    return f"{number:,} {noun if number == 1 else plural or f'{noun}s'}"


def _topic_row(topic: Topic, configuration: Configuration) -> Row:
    ids = [plan.id for plan in configuration.plans if topic in plan.topics]
    digest_names = f"in {', '.join(ids)}" if ids else "in no digest"
    facts = f"({counted(len(topic.sources), 'source')}, {digest_names})"
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
    """Yield when the source was polled, how many items it has, and its failures."""
    if state is None or state.tried is None:
        yield "never read"
        return
    last = "never read" if state.read is None else f"read {_time(state.read, zone)}"
    next_poll = "" if state.gone else f", next {_time(state.due, zone)}"
    yield f"{last}, {counted(state.items, 'item')}{next_poll}"
    if state.followed:
        yield "an index of articles; Sitrep reads the pages that it links to"
    if state.moved is not None:
        yield f"moved to {state.moved}: change the address in the configuration"
    if state.gone:
        yield f"no longer exists, so Sitrep stopped reading it: {state.error}"
    elif state.failing is not None:
        times = counted(state.failures, "time")
        yield f"failing since {_time(state.failing, zone)}, {times}: {state.error}"


def _slot_remarks(slot: StoredSlot, messages: Sequence[OutboxMessage]) -> Iterator[str]:
    """Yield the kind and progress of a slot and its errors."""
    if slot.key.kind in _KINDS:
        yield _KINDS[slot.key.kind]
    if slot.late:
        yield "late"
    if messages:
        sent = [message for message in messages if message.state is MessageState.SENT]
        retries = max(0, max(message.attempts for message in messages) - 1)
        posted = f"{len(sent)} of {counted(len(messages), 'message')} posted"
        up_to = counted(retries, "retry", "retries")
        yield f"{posted}, {f'up to {up_to}' if retries else 'no retries'}"
    elif slot.attempts > 1:
        yield counted(slot.attempts, "build attempt")
    if slot.state is SlotState.SKIPPED and slot.error in set(SkipReason):
        yield SKIPPED[SkipReason(slot.error)]
        return
    errors = (slot.error, *(message.error for message in messages))
    yield from dict.fromkeys(error for error in errors if error)


def _time(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{format_day(local.date())}, {local:%H:%M}"
