"""Answers as platform-neutral values.

Adapters translate an ``Answer`` with the pure functions ``to_blocks`` and
``to_components``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.domain.messages import Message, Row, Section, Text

STATE_LENGTH = 80
"""The maximum length of a button's or choice's payload, in characters."""

LABEL_LENGTH = 75
"""The maximum length of a label, in characters."""

MOST_CHOICES = 25
"""The maximum number of choices in a menu, and of suggestions.

Every platform with buttons accepts this number and the two lengths above: its
``InteractionLimits`` say so.
"""


class Visibility(StrEnum):
    """The people who see an answer: the person alone, or the whole channel."""

    PRIVATE = "asker"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Button:
    """A button below an answer; a click returns ``state`` in a ``ButtonClick``.

    A button that is ``main`` stands out. ``state`` must stay valid after a restart, so
    it has only names and keys of stored values.
    """

    label: str
    state: str
    main: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """An entry of a menu, or a suggestion: its text, and the value to return."""

    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Menu:
    """A list from which a person chooses one entry.

    The ``state`` of the choice returns in a ``ButtonClick``.
    """

    prompt: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to an interaction.

    ``message`` may exceed a platform's limits: the adapter splits the message with
    ``bot.core.messages.splitting``. A private answer to a ``ButtonClick`` replaces the
    message with the button. A public answer is posted as a new message, and ``told``
    replaces the message with the button. ``thread`` holds messages for the thread below
    the first one. ``refused`` is the reason code of a refused command.
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
    """A text field of a modal; if ``lines`` is set, it has several lines.

    ``longest`` is the maximum number of characters.
    """

    name: str
    label: str
    hint: str = ""
    lines: bool = False
    longest: int = 2000


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """A field of a modal for choosing at most ``most`` of the choices."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    most: int = 1


@dataclass(frozen=True, slots=True)
class Modal:
    """A form; a submitted one returns its values in a ``ModalSubmit``.

    ``id`` may contain a state after a colon; ``send`` is the label of the button that
    submits. The title has at most 24 characters.
    """

    id: str
    title: str
    fields: tuple[TextField | ChoiceField, ...]
    send: str = "Brief"


def said(*sentences: str) -> Answer:
    """Return a private answer with one sentence per line."""
    rows = tuple(Row((Text(line),)) for line in sentences)
    return Answer(Message((Section(None, rows),)))


def listed(names: Iterable[str], joint: str = "and") -> str:
    """Join names with commas and a conjunction: "a, b and c"."""
    *rest, last = names
    return f"{', '.join(rest)} {joint} {last}" if rest else last
