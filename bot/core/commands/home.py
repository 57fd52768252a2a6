"""The home page: topics, a person's digests, the last digest, failing sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.commands.button_payload import Run, written
from bot.core.commands.fuzzy_lookup import Named, named_topics, none_yet
from bot.core.commands.overview import moment, topic_menu
from bot.core.commands.requests import Verb
from bot.core.commands.responses import Answer, Button
from bot.core.commands.subscribing import PersonalSubscription
from bot.core.commands.views import cut_label
from bot.core.domain.configuration import Configuration
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.platforms import COMMAND
from bot.core.domain.records import Edition
from bot.core.messages.briefing import note_row

MOST_BUTTONS = 5
"""The maximum number of buttons that end a subscription."""

MOST_TOPICS = 25
"""The maximum number of topics that the page lists; it counts the rest."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The content of one person's home page; times are shown in ``zone``."""

    configuration: Configuration
    wishes: Sequence[PersonalSubscription]
    last: Edition | None
    failing: tuple[Row, ...]
    zone: ZoneInfo
    now: datetime


def home_answer(desktop: HomePage) -> Answer:
    """Return the page, with a menu of topics and buttons for the subscriptions."""
    sections = (
        Section("TOPICS", _topics(desktop.configuration)),
        Section("YOUR DIGESTS", _wishes(desktop)),
        Section("LAST DIGEST", (note_row(_last(desktop)),)),
        Section("FAILING SOURCES", desktop.failing),
    )
    shown = tuple(section for section in sections if section.rows)
    return Answer(
        Message(shown),
        buttons=tuple(_buttons(desktop)),
        menu=topic_menu(desktop.configuration),
    )


def last_of(editions: Sequence[Edition]) -> Edition | None:
    """The newest edition."""
    return max(editions, key=lambda edition: edition.at, default=None)


def _topics(configuration: Configuration) -> tuple[Row, ...]:
    topics = named_topics(configuration.topics)
    if not topics:
        return (note_row(none_yet("topic")),)
    rows = tuple(map(_topic, topics[:MOST_TOPICS]))
    rest = len(topics) - len(rows)
    return (*rows, note_row(f"and {rest} more")) if rest else rows


def _topic(topic: Named) -> Row:
    return Row((Text(topic.title), Text(f"({topic.id})", Style.NOTE)), marker="•")


def _wishes(desktop: HomePage) -> tuple[Row, ...]:
    lines = (wish.described(desktop.now) for wish in desktop.wishes)
    rows = tuple(Row((Text(line),), marker="•") for line in lines)
    hint = f"None. “/{COMMAND} subscribe NAME” sends you one every day."
    return rows or (note_row(hint),)


def _last(desktop: HomePage) -> str:
    if desktop.last is None:
        return "None was posted yet."
    return f"{desktop.last.digest}, {moment(desktop.last.at, desktop.zone)}"


def _buttons(desktop: HomePage) -> Iterator[Button]:
    for wish in desktop.wishes[:MOST_BUTTONS]:
        state = written(Run(Verb.UNSUBSCRIBE, (wish.wanted.topic,)))
        yield Button(cut_label(f"End {wish.title}"), state)
    yield Button("Help", written(Run(Verb.HELP)))
