"""Interactions as platform-neutral values.

An adapter translates its platform's events to these values and passes them to the
``CommandService``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.core.digests.subscriptions import personal_channel


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
    SPLIT = "split"
    MERGE = "merge"
    UNDO = "undo"
    REMIND = "remind"
    NEXT = "next"
    CHANGES = "changes"
    SEARCH = "search"
    WHO = "who"
    CALENDAR = "calendar"
    WHY = "why"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Person:
    """The person who acts; ``id`` is the platform's id of the person.

    ``may_manage`` says whether the platform's permissions let them change what a
    channel receives. ``timezone`` is the IANA name that the platform reports, if any.
    """

    id: str
    may_manage: bool = False
    timezone: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """The channel and the server in which a person acts.

    ``server`` is the id of the workspace or guild, ``None`` if the platform does not
    send one. ``channel`` is the platform's id. ``direct`` marks a direct message to the
    bot.
    """

    platform: str
    channel: str
    server: str | None = None
    direct: bool = False


@dataclass(frozen=True, slots=True)
class InteractionContext:
    """The identity and time of an interaction, the person, and the channel.

    ``id`` is the same when the platform delivers the same event again; ``at`` is the
    aware UTC time at which the person acted.
    """

    id: str
    at: datetime
    person: Person
    place: Place


@dataclass(frozen=True, slots=True)
class Request:
    """A command with its options by name; ``command_spec`` has the names.

    The values are unchecked text, as typed.
    """

    context: InteractionContext
    verb: Verb
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ButtonClick:
    """A click on a button, or a choice in a menu.

    ``state`` is the payload of the button or choice.
    """

    context: InteractionContext
    state: str


@dataclass(frozen=True, slots=True)
class ModalSubmit:
    """A submitted modal: the values of its fields by name.

    A choice field has one value per chosen entry, a text field has one value.
    """

    context: InteractionContext
    dialog: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class AutocompleteQuery:
    """A question of a platform: which values fit the option that a person is typing?

    ``typed`` is the text so far; the platform needs the suggestions at once.
    """

    person: Person
    place: Place
    verb: Verb
    option: str
    typed: str


def channel_here(context: InteractionContext) -> str:
    """Return the channel of an interaction, as the store names it.

    In a direct message it is the person's own channel, which receives their digests.
    """
    place = context.place
    if place.direct:
        return personal_channel(place.platform, context.person.id)
    return f"{place.platform}/{place.channel}"
