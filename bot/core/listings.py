"""What is configured, as messages."""

from __future__ import annotations

from bot.core.model import Configuration, Message, Row, Section, Style, Text, Topic


def topics_message(configuration: Configuration) -> Message:
    """Every topic with its title, the number of its sources and its digests."""
    rows = tuple(_topic_row(topic, configuration) for topic in configuration.topics)
    return Message((Section("TOPICS", rows),))


def sources_message(topics: tuple[Topic, ...]) -> Message:
    """Every source of these topics."""
    return Message(tuple(_sources(topic) for topic in topics))


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


def _sources(topic: Topic) -> Section:
    rows = tuple(Row((Text(source.url),), marker="•") for source in topic.sources)
    return Section(topic.id, rows)
