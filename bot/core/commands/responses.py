"""What a person gets, in words that no platform owns.

Adapters translate an ``Answer`` by pure functions: ``to_blocks`` and ``to_components``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.domain.messages import Message

STATE_LENGTH = 80
"""The longest state of a button or choice that the core makes."""

LABEL_LENGTH = 75
"""The longest label of a button or choice that the core makes."""

MOST_CHOICES = 25
"""The most choices of a menu, and the most suggestions.

Each platform with buttons accepts at least these three: its ``InteractionLimits`` say so.
"""


class Visibility(StrEnum):
    """Who sees an answer: who asked alone, or the whole channel."""

    PRIVATE = "asker"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Button:
    """A button below an answer; pressed, its ``state`` comes back in a ``ButtonClick``.

    ``main`` ones stand out. States outlive restarts: they hold no more than names and
    keys of what the store keeps.
    """

    label: str
    state: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a menu's, or a suggestion: what a person reads, and what comes back."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A list to choose one from; the choice's state comes back in a ``ButtonClick``."""

    prompt: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What is shown to who asked.

    ``message`` may be longer than a platform takes: the adapter splits it by
    ``bot.core.messages.splitting``. To a ``ButtonClick`` the answer takes the place of the message
    that has the button, unless its audience is the channel: then it is a new message
    there, and ``told`` is what takes the place instead. ``thread`` are messages that
    belong below the first. ``refused`` is the reason's word when nothing was done.
    """

    message: Message
    visibility: Visibility = Visibility.PRIVATE
    buttons: tuple[Button, ...] = ()
    menu: Menu | None = None
    thread: tuple[Message, ...] = ()
    told: Message | None = None
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class TextField:
    """A field for text; ``lines`` says that it may have several lines."""

    name: str
    label: str
    hint: str = ""
    lines: bool = False
    longest: int = 2000


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """A field to choose from, up to ``most`` of the choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    most: int = 1


@dataclass(frozen=True, slots=True)
class Modal:
    """A window with fields; sent, it comes back as a ``ModalSubmit``.

    ``id`` may hold state of its own behind a colon. The title has 24 characters at
    most.
    """

    id: str
    title: str
    fields: tuple[TextField | ChoiceField, ...]
    send: str = "Brief"
