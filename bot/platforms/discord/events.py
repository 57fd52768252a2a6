"""Translates Discord's interactions to values of the core; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.core.commands.requests import (
    AutocompleteQuery,
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Person,
    Place,
    Request,
    Verb,
)
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.discord.components import MENU, PREFIX

PLATFORM = "discord"

_MANAGERS = 1 << 3 | 1 << 4 | 1 << 5
"""The permissions of people who manage a channel: Administrator, "Manage Channels" and
"Manage Server".
"""

_MESSAGE_MENU, _DIRECT = 3, 1
_IDS = range(1 << 63)
"""All ids that Discord gives."""

_DEEPEST = 8
"""The maximum depth of components that is searched; Discord nests them less deep."""


class InteractionKind(IntEnum):
    """The kind of an interaction; the value is Discord's number."""

    COMMAND = 2
    PRESS = 3
    TYPING = 4
    DIALOG = 5


@dataclass(frozen=True, slots=True)
class DiscordEvent:
    """An interaction; with ``token`` the bot can answer it for 15 minutes.

    ``permissions`` are those of the person in the channel; ``installed`` is true if the
    bot is a member of the server.
    """

    id: str
    kind: InteractionKind
    application: str
    token: str
    user: str
    channel: str
    data: JsonObject
    server: str | None = None
    direct: bool = False
    permissions: int = 0
    installed: bool = False

    @property
    def is_menu(self) -> bool:
        """Return whether the person chose an entry of a message's menu."""
        return (
            self.kind is InteractionKind.COMMAND
            and self.data.get("type") == _MESSAGE_MENU
        )

    @property
    def is_ours(self) -> bool:
        """Return whether a command, button, menu or modal of Sitrep caused it."""
        if self.kind not in {InteractionKind.PRESS, InteractionKind.DIALOG}:
            return True
        return str(self.data.get("custom_id")).startswith(PREFIX)


def read_event(payload: JsonObject) -> DiscordEvent | None:
    """Parse an interaction that came over HTTP; ``None`` if it is malformed."""
    member, data = payload.get("member"), payload.get("data")
    by = member if isinstance(member, dict) else payload
    user, guild = by.get("user"), payload.get("guild_id")
    owners = payload.get("authorizing_integration_owners")
    try:
        return DiscordEvent(
            id=_id(payload["id"]),
            kind=InteractionKind(int(str(payload["type"]))),
            application=str(payload["application_id"]),
            token=str(payload["token"]),
            user=str(user["id"]),  # type: ignore[index,call-overload]
            channel=str(payload.get("channel_id")),
            data=data if isinstance(data, dict) else {},
            server=None if guild is None else str(guild),
            direct=payload.get("context") == _DIRECT,
            permissions=int(str(by.get("permissions", "0"))),
            installed=isinstance(owners, dict) and "0" in owners and guild is not None,
        )
    except (KeyError, TypeError, ValueError):
        return None


def _id(value: Json) -> str:
    """Return an id of Discord's, which also contains a time.

    Raises:
        ValueError: the value is not an id.
    """
    number = int(str(value))
    if number not in _IDS:
        raise ValueError("the id is out of range")
    return str(number)


def context(event: DiscordEvent, at: datetime) -> InteractionContext:
    """Return the person, channel and time of an interaction that happened at ``at``."""
    may_manage = bool(event.permissions & _MANAGERS)
    return InteractionContext(
        event.id, at, Person(event.user, may_manage), _place(event)
    )


def request(event: DiscordEvent, at: datetime) -> Request:
    """Return the command with its options.

    An unknown command becomes a request for help.
    """
    verb, options = _subcommand(event.data)
    values = {
        str(option.get("name")): str(option.get("value", "")) for option in options
    }
    return Request(context(event, at), verb, values)


def press(event: DiscordEvent, at: datetime) -> ButtonClick:
    """Return the pressed button or the chosen menu entry, identified by its payload."""
    state = str(event.data.get("custom_id")).removeprefix(PREFIX)
    if state == MENU:
        state = next(iter(_texts(event.data.get("values"))), "")
    return ButtonClick(context(event, at), state)


def submitted(event: DiscordEvent, at: datetime) -> ModalSubmit:
    """Return the modal that the person submitted, with the values of its fields."""
    dialog = str(event.data.get("custom_id")).removeprefix(PREFIX)
    fields = _fields(event.data.get("components"))
    return ModalSubmit(context(event, at), dialog, dict(fields))


def query(event: DiscordEvent) -> AutocompleteQuery:
    """Return the option that a person is typing, and the text typed so far."""
    verb, options = _subcommand(event.data)
    typed = next((option for option in options if option.get("focused")), {})
    may_manage = bool(event.permissions & _MANAGERS)
    return AutocompleteQuery(
        Person(event.user, may_manage),
        _place(event),
        verb,
        str(typed.get("name", "")),
        str(typed.get("value", "")),
    )


def message_text(event: DiscordEvent) -> str:
    """Return all text of the message whose menu was opened, with its links."""
    resolved = event.data.get("resolved")
    messages = resolved.get("messages") if isinstance(resolved, dict) else None
    documents = messages.values() if isinstance(messages, dict) else ()
    return "\n".join(text for message in documents for text in _readable(message))


def _place(event: DiscordEvent) -> Place:
    return Place(PLATFORM, event.channel, event.server, event.direct)


def _subcommand(data: Mapping[str, Json]) -> tuple[Verb, tuple[JsonObject, ...]]:
    for chosen in _documents(data.get("options")):
        try:
            verb = Verb(str(chosen.get("name")))
        except ValueError:
            break
        return verb, _documents(chosen.get("options"))
    return Verb.HELP, ()


def _fields(components: Json) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name and the values of each field, in labels or in rows."""
    for component in _documents(components):
        inner = component.get("component")
        many: Json = [inner] if isinstance(inner, dict) else component.get("components")
        for field in _documents(many):
            value = field.get("value")
            values = _texts(field.get("values")) if value is None else (str(value),)
            yield str(field.get("custom_id")), values


def _readable(message: Json, depth: int = 0) -> Iterator[str]:
    """Yield the texts of a message, of its embeds, and of its components.

    ``depth`` counts how deep the components are nested.
    """
    if not isinstance(message, dict) or depth > _DEEPEST:
        return
    for name in ("content", "title", "url", "description"):
        value = message.get(name)
        if isinstance(value, str):
            yield value
    for name in ("embeds", "components", "message_snapshots"):
        for inner in _documents(message.get(name)):
            yield from _readable(inner, depth + 1)
    for name in ("accessory", "message"):
        yield from _readable(message.get(name), depth + 1)


def _documents(value: Json) -> tuple[JsonObject, ...]:
    items = value if isinstance(value, list) else []
    return tuple(item for item in items if isinstance(item, dict))


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
