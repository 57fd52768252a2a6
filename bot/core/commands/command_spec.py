"""The table of commands, with options and help, shared by all platforms.

The platforms' command trees and parsers, the help and the documentation are generated
from this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.commands.requests import Verb

SHORTCUT = "Brief this link"
"""The entry in a message's context menu."""

DIALOG = "Brief links"
"""The title of the modal for several links, and of the shortcut that opens it."""


class Suggests(StrEnum):
    """The kind of suggestions that an option accepts."""

    NOTHING = "nothing"
    TOPICS = "topics"
    DIGESTS = "digests"
    SUBSCRIPTIONS = "subscriptions"
    TIMES = "times"
    ZONES = "zones"
    SOURCES = "sources"
    MUTES = "mutes"
    PERIODS = "periods"
    DAYS = "days"
    ARTICLES = "articles"
    EDITS = "edits"
    SPEAKERS = "speakers"
    REMINDERS = "reminders"
    FORMS = "forms"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command; ``longest`` is its maximum number of characters."""

    name: str
    help: str
    required: bool = False
    suggests: Suggests = Suggests.NOTHING
    longest: int = 200


@dataclass(frozen=True, slots=True)
class CommandSpec:
    """A command: the word that a person types, its help text and its options."""

    verb: Verb
    help: str
    options: tuple[Option, ...] = ()


def _article(name: str, help_: str) -> Option:
    return Option(name, help_, required=True, suggests=Suggests.ARTICLES, longest=2000)


COMMANDS: tuple[CommandSpec, ...] = (
    CommandSpec(
        Verb.LINK,
        "Brief the article behind a link",
        (Option("url", "The article's link", required=True, longest=2000),),
    ),
    CommandSpec(
        Verb.TOPIC,
        "What is new on a topic",
        (Option("name", "The topic's name", required=True, suggests=Suggests.TOPICS),),
    ),
    CommandSpec(
        Verb.DIGEST,
        "Preview the digest that would go out now",
        (
            Option(
                "name",
                "The digest's name; without it, the one of this channel",
                suggests=Suggests.DIGESTS,
            ),
        ),
    ),
    CommandSpec(Verb.TOPICS, "All topics"),
    CommandSpec(
        Verb.SOURCES,
        "The sources of a topic, when each was read, and which fail",
        (Option("name", "The topic's name", required=True, suggests=Suggests.TOPICS),),
    ),
    CommandSpec(
        Verb.SUBSCRIBE,
        "Get a topic by direct message: a digest every day, or alerts",
        (
            Option("name", "The topic's name", required=True, suggests=Suggests.TOPICS),
            Option(
                "time",
                "The time of day, such as 07:30; “now” for alerts",
                suggests=Suggests.TIMES,
            ),
            Option(
                "timezone",
                "Your time zone, such as Europe/Berlin",
                suggests=Suggests.ZONES,
            ),
        ),
    ),
    CommandSpec(
        Verb.UNSUBSCRIBE,
        "Stop a digest or alerts that come by direct message",
        (
            Option(
                "name",
                "The topic's name; without it, all subscriptions end",
                suggests=Suggests.SUBSCRIPTIONS,
            ),
        ),
    ),
    CommandSpec(
        Verb.MUTE,
        "Leave out articles with a word or from a source: here, or in your own digests",
        (
            Option(
                "what",
                "A paper, a word or a host; without it, the list of what is muted",
                suggests=Suggests.SOURCES,
            ),
        ),
    ),
    CommandSpec(
        Verb.UNMUTE,
        "Show a muted word or source again",
        (
            Option(
                "what",
                "The muted word or source",
                required=True,
                suggests=Suggests.MUTES,
            ),
        ),
    ),
    CommandSpec(
        Verb.SPLIT,
        "Take an article out of its story: here, or in your own digests",
        (_article("url", "The link of an article from the last digests"),),
    ),
    CommandSpec(
        Verb.MERGE,
        "Join the stories of two articles: here, or in your own digests",
        (
            _article("url", "The link of an article from the last digests"),
            _article("other", "The link of an article of the other story"),
        ),
    ),
    CommandSpec(
        Verb.UNDO,
        "Undo a split or a merge of stories, or list them",
        (
            Option(
                "number",
                "The number of the split or merge; without it, the list",
                suggests=Suggests.EDITS,
            ),
        ),
    ),
    CommandSpec(
        Verb.REMIND,
        "When to be reminded of events: here, or in your own digests",
        (
            Option(
                "when",
                "on, off, or times before events such as 1 day, 2 hours",
                suggests=Suggests.REMINDERS,
            ),
        ),
    ),
    CommandSpec(
        Verb.NEXT,
        "When each digest goes out next, and where",
        (
            Option(
                "name",
                "The digest's name; without it, all digests",
                suggests=Suggests.DIGESTS,
            ),
        ),
    ),
    CommandSpec(
        Verb.CHANGES,
        "Lines posted here that their papers changed later",
        (
            Option(
                "since",
                "A day such as 2026-11-20 or monday, or a time such as 7 days",
                suggests=Suggests.PERIODS,
            ),
        ),
    ),
    CommandSpec(
        Verb.SEARCH,
        "Sentences with these words, from all articles of the topics",
        (
            Option("words", "Words, “a phrase”, -without, begin*", required=True),
            Option("topic", "Only this topic", suggests=Suggests.TOPICS),
            Option(
                "since",
                "A day such as 2026-11-20 or monday, or a time such as 7 days",
                suggests=Suggests.PERIODS,
            ),
            Option(
                "paper", "Only this paper, by name or host", suggests=Suggests.SOURCES
            ),
            Option(
                "who",
                "Only what this person or organisation says",
                suggests=Suggests.SPEAKERS,
            ),
        ),
    ),
    CommandSpec(
        Verb.WHO,
        "What a person or organisation said, newest first",
        (
            Option(
                "name",
                "A person or organisation; a role may follow a comma",
                required=True,
                suggests=Suggests.SPEAKERS,
            ),
            Option(
                "topic",
                "The topic's name; without it, all topics",
                suggests=Suggests.TOPICS,
            ),
            Option(
                "since",
                "A day such as 2026-11-20 or monday, or a time such as 30 days",
                suggests=Suggests.PERIODS,
            ),
        ),
    ),
    CommandSpec(
        Verb.CALENDAR,
        "Events that fall due, by day",
        (
            Option(
                "topic",
                "The topic's name; without it, all topics",
                suggests=Suggests.TOPICS,
            ),
            Option(
                "show",
                "The week as an image, or an address for calendar programs",
                suggests=Suggests.FORMS,
            ),
            Option(
                "when",
                "Days such as tomorrow, friday, next week or 2026-11-20",
                suggests=Suggests.DAYS,
            ),
        ),
    ),
    CommandSpec(
        Verb.WHY,
        "Why an article was or was not in a digest",
        (Option("url", "The article's link", required=True, longest=2000),),
    ),
    CommandSpec(Verb.HELP, "All commands on one screen"),
)
