"""What is configured, as messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.days import written
from bot.core.model import Configuration, Message, Row, Section, Style, Text, Topic
from bot.core.records import SourceState


def topics_message(configuration: Configuration) -> Message:
    """Every topic with its title, the number of its sources and its digests."""
    rows = tuple(_topic_row(topic, configuration) for topic in configuration.topics)
    return Message((Section("TOPICS", rows),))


def sources_message(
    topics: tuple[Topic, ...], states: Mapping[str, SourceState], zone: ZoneInfo
) -> Message:
    """Every source of these topics, with how it fared; times are the zone's."""
    return Message(tuple(_sources(topic, states, zone) for topic in topics))


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


def counted(number: int, noun: str) -> str:
    """The number with its noun: "1 topic", "2 topics"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


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


def _time(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{written(local.date())}, {local:%H:%M}"
