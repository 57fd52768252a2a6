"""Answers that show the home page, the help, the topics and the state of the sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.core.commands.button_payload import Run, written
from bot.core.commands.command_spec import COMMANDS, SHORTCUT, CommandSpec
from bot.core.commands.fuzzy_lookup import Named, choices_of, named_topics, none_yet
from bot.core.commands.quotas import BRIEFINGS, LOOKUPS
from bot.core.commands.requests import Verb
from bot.core.commands.responses import Answer, Button, Menu
from bot.core.commands.subscribing import PersonalSubscription
from bot.core.commands.user_errors import sentence
from bot.core.commands.views import cut_label
from bot.core.digests.digest import SourceFailure
from bot.core.digests.rendering import reason_of, short_name
from bot.core.domain.configuration import Configuration, Source, Topic
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.platforms import COMMAND
from bot.core.domain.records import Edition, SourceState
from bot.core.messages.briefing import note_row
from bot.core.messages.listings import counted, topics_message
from bot.core.text.date_format import format_day
from bot.core.text.sanitize import sanitized, shortened

MOST_BUTTONS = 5
"""The maximum number of buttons that end a subscription."""

_LONGEST_NAME = 60

MOST_TOPICS = 25
"""The maximum number of topics that the home page lists; the others are counted."""


@dataclass(frozen=True, slots=True)
class HomePage:
    """The content of one person's home page; times are shown in ``zone``."""

    configuration: Configuration
    subscriptions: Sequence[PersonalSubscription]
    last: Edition | None
    failing: tuple[Row, ...]
    zone: ZoneInfo
    now: datetime


def home_answer(desktop: HomePage) -> Answer:
    """Return the home page, with a menu of topics and buttons to end subscriptions."""
    sections = (
        Section("TOPICS", _topics(desktop.configuration)),
        Section("YOUR SUBSCRIPTIONS", _wishes(desktop)),
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
    """Return the newest edition; ``None`` without editions."""
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
    lines = (
        subscription.described(desktop.now) for subscription in desktop.subscriptions
    )
    rows = tuple(Row((Text(line),), marker="•") for line in lines)
    hint = (
        f"None. “/{COMMAND} subscribe NAME” sends you a digest every day, "
        f"“/{COMMAND} subscribe NAME now” alerts."
    )
    return rows or (note_row(hint),)


def _last(desktop: HomePage) -> str:
    if desktop.last is None:
        return "None was posted yet."
    return f"{desktop.last.digest}, {moment(desktop.last.at, desktop.zone)}"


def _buttons(desktop: HomePage) -> Iterator[Button]:
    for subscription in desktop.subscriptions[:MOST_BUTTONS]:
        state = written(Run(Verb.UNSUBSCRIBE, (subscription.id,)))
        yield Button(cut_label(f"End {subscription.title}"), state)
    yield Button("Help", written(Run(Verb.HELP)))


_ABOUT = (
    f"Right-click a message with a link, or open its menu: “{SHORTCUT}”.",
    "Every line is copied letter by letter; its link shows the sentence in the page.",
    "Only you see an answer until you press “Post here”.",
    f"Limit of a person: {BRIEFINGS.of_a_person} briefings (link, topic, digest) a minute.",
    f"Limit of a person: {LOOKUPS.of_a_person} look-ups (who, calendar, search, why) a minute.",
)
_WORDS = {
    "Story": "all articles about one event, from several papers and days",
    "Record": "what Sitrep keeps of all articles: who said what, and what is announced for which day",
    "Edition": "one digest or alert as it was posted; its number stands below it",
    "Moved": "of a story: something new happened; of an event: it got another day",
    "Falls due": "takes place, is decided or ends on that day",
}
"""Words of answers that a newcomer may not know, explained in the help."""


def help_answer() -> Answer:
    """Return the help: all commands, each with its purpose."""
    commands = Section("COMMANDS", tuple(map(_row, COMMANDS)))
    words = Section("WORDS", tuple(_explained(*each) for each in _WORDS.items()))
    about = Section(None, tuple(map(note_row, _ABOUT)))
    return Answer(Message((commands, words, about)))


def _explained(word: str, meaning: str) -> Row:
    return Row((Text(word, Style.NAME), Text(meaning)))


def usage_of(word: CommandSpec) -> str:
    """Return the usage of a command: ``/brief subscribe NAME [time] [timezone]``."""
    options = (
        option.name.upper() if option.required else f"[{option.name}]"
        for option in word.options
    )
    return " ".join((f"/{COMMAND}", word.verb, *options))


def _row(word: CommandSpec) -> Row:
    return Row((Text(usage_of(word), Style.SPEAKER), Text(word.help)))


READ_TOPIC = "What is new on a topic"


def topics_answer(configuration: Configuration) -> Answer:
    """Return all topics, and a menu in which the person chooses one to preview."""
    if not configuration.topics:
        return Answer(sentence(none_yet("topic")))
    return Answer(topics_message(configuration), menu=topic_menu(configuration))


def topic_menu(configuration: Configuration) -> Menu | None:
    """Return the menu in which a person chooses a topic to preview."""
    topics = named_topics(configuration.topics)
    return Menu(READ_TOPIC, choices_of(topics, Verb.TOPIC)) if topics else None


def sources_answer(
    topic: Topic, states: Mapping[str, SourceState], zone: ZoneInfo
) -> Answer:
    """Return a topic's sources: when each was last polled, and which fail."""
    rows = tuple(
        _source_row(source, states.get(source.url), zone) for source in topic.sources
    )
    return Answer(Message((Section(topic.title, rows),)))


def failing_rows(
    sources: Sequence[Source], states: Mapping[str, SourceState], zone: ZoneInfo
) -> tuple[Row, ...]:
    """Return a row for each source that fails, with the reason."""
    return tuple(
        _source_row(source, state, zone)
        for source in sources
        if (state := states.get(source.url)) is not None and state.error
    )


def veiled(message: Message, sources: Sequence[Source]) -> Message:
    """Replace the URLs of ``sources`` in the message by short public names."""
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
    name, address = source_name(source, state), short_name(source.url)
    parts = [Text(name), *([Text(address, Style.NOTE)] if name != address else [])]
    return Row(tuple(parts), marker="•", remarks=remarks)


def source_name(source: Source, state: SourceState | None) -> str:
    """Return the name of a source's paper, else the title of its feed, else its address."""
    title = shortened(sanitized(state.title or ""), _LONGEST_NAME) if state else ""
    return source.name or title or short_name(source.url)


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
        yield f"no longer exists, so Sitrep stopped reading it: {reason}"
    else:
        since = f" since {moment(state.failing, zone)}" if state.failing else ""
        yield f"failing{since}: {reason}"
