"""What a person asks, in words that no platform owns.

An adapter turns its platform's events into these values, and passes them to
``bot.core.commands.dispatcher.Commands``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Verb(StrEnum):
    """The commands, by the word after ``/brief``."""

    LINK = "link"
    TOPIC = "topic"
    DIGEST = "digest"
    TOPICS = "topics"
    SOURCES = "sources"
    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    MUTE = "mute"
    UNMUTE = "unmute"
    WHY = "why"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the platform's id of them.

    ``may_manage`` says that they may change what a channel gets, by the platform's
    own permissions. ``timezone`` is the IANA name
    that the platform knows of them, if it does.
    """

    id: str
    may_manage: bool = False
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody asks.

    ``server`` is the workspace or guild; ``None`` if the platform does not name one. ``channel`` is the platform's id. ``direct`` is a talk with the bot alone.
    """

    platform: str
    channel: str
    server: str | None = None
    direct: bool = False


@dataclass(frozen=True, slots=True)
class InteractionContext:
    """What all that people do has in common.

    ``id`` is the same when the platform delivers the same event again; ``at`` is when
    the person acted, aware and in UTC.
    """

    id: str
    at: datetime
    person: Person
    place: Place


@dataclass(frozen=True, slots=True)
class Request:
    """A command with its options, by the names in ``bot.core.commands.command_spec``.

    Values are as they were typed: any text, nothing is checked yet.
    """

    context: InteractionContext
    verb: Verb
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ButtonClick:
    """A button that was pressed, or a choice that was made in a menu.

    ``state`` is the button's or the choice's, to the letter.
    """

    context: InteractionContext
    state: str


@dataclass(frozen=True, slots=True)
class ModalSubmit:
    """A dialog that was sent: the values of its fields by their names.

    A field of choices has as many values as were chosen, one of text has one.
    """

    context: InteractionContext
    dialog: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AutocompleteQuery:
    """An option that is being typed, for which suggestions are wanted at once."""

    person: Person
    place: Place
    verb: Verb
    option: str
    typed: str
