"""Answers that list the configured topics and the state of the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.commands.fuzzy_lookup import choices_of, named_topics, none_yet
from bot.core.commands.requests import Verb
from bot.core.commands.responses import Answer, Menu
from bot.core.commands.user_errors import sentence
from bot.core.digests.digest import SourceFailure
from bot.core.digests.rendering import reason_of, short_name
from bot.core.domain.configuration import Configuration, Source, Topic
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.records import SourceState
from bot.core.messages.listings import counted, topics_message
from bot.core.text.date_format import format_day

READ_TOPIC = "What is new on a topic"


def topics_answer(configuration: Configuration) -> Answer:
    """Return all topics, and a menu that previews one."""
    if not configuration.topics:
        return Answer(sentence(none_yet("topic")))
    return Answer(topics_message(configuration), menu=topic_menu(configuration))


def topic_menu(configuration: Configuration) -> Menu | None:
    """Return a menu that previews a topic."""
    topics = named_topics(configuration.topics)
    return Menu(READ_TOPIC, choices_of(topics, Verb.TOPIC)) if topics else None


def sources_answer(
    topic: Topic, states: Mapping[str, SourceState], zone: ZoneInfo
) -> Answer:
    """Return a topic's sources: when each was read last, and which fail."""
    rows = tuple(
        _source_row(source, states.get(source.url), zone) for source in topic.sources
    )
    return Answer(Message((Section(topic.title, rows),)))


def failing_rows(
    sources: Sequence[Source], states: Mapping[str, SourceState], zone: ZoneInfo
) -> tuple[Row, ...]:
    """Return a row for each failing source, with the reason."""
    return tuple(
        _source_row(source, state, zone)
        for source in sources
        if (state := states.get(source.url)) is not None and state.error
    )


def veiled(message: Message, sources: Sequence[Source]) -> Message:
    """Replace the addresses of sources by the names that readers may see."""
    names = {source.url: short_name(source.url) for source in sources}
    # Longest first: an address may be a prefix of another.
    ordered = sorted(names.items(), key=lambda pair: -len(pair[0]))

    def veil(text: str) -> str:
        for url, name in ordered:
            text = text.replace(url, name)
        return text

    def row(original: Row) -> Row:
        parts = tuple(
            Text(veil(part.text), part.style, part.url) for part in original.parts
        )
        remarks = tuple(map(veil, original.remarks))
        return Row(parts, original.marker, original.proof, remarks)

    return Message(
        tuple(
            Section(part.heading, tuple(map(row, part.rows)), part.inline)
            for part in message.sections
        )
    )


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Format a time for people: ``25 Nov 2026, 07:30``."""
    local = at.astimezone(zone)
    return f"{format_day(local.date())}, {local:%H:%M}"


def _source_row(source: Source, state: SourceState | None, zone: ZoneInfo) -> Row:
    remarks = tuple(_fares(source, state, zone))
    return Row((Text(short_name(source.url)),), marker="•", remarks=remarks)


def _fares(source: Source, state: SourceState | None, zone: ZoneInfo) -> Iterator[str]:
    if state is None or state.tried is None:
        yield "not read yet"
        return
    if state.read is None:
        yield "never read so far"
    else:
        yield f"read {moment(state.read, zone)}, {counted(state.items, 'item')} in all"
    if not state.error:
        return
    reason = reason_of(SourceFailure(source.url, state.error))
    if state.gone:
        yield f"gone for good: {reason}"
    else:
        since = f" since {moment(state.failing, zone)}" if state.failing else ""
        yield f"failing{since}: {reason}"
