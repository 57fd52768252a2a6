"""Messages as a person sees them in Discord: texts, buttons, and one exchange."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from simcord.backend.errors import BackendError
from simcord.backend.models import Message, ResponseKind
from simcord.components import walk_components
from simcord.results import InteractionResult

from tests.fakes.discord.pulse import PATIENCE, Pulse
from tests.fakes.discord.world import World
from tests.fakes.json_types import JsonObject

_SELECTS = frozenset({3, 5, 6, 7, 8})
_BUTTON, _TEXT = 2, 10


@dataclass(frozen=True, slots=True)
class Button:
    """A button: with a link, or an id that comes back when it is clicked."""

    label: str
    custom_id: str | None
    url: str | None
    disabled: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as somebody sees it now; ``payload`` is all that Discord tells of it.

    ``versions`` are the texts it had since it was posted, the last one being its own.
    ``pings`` is whether it pinged anybody.
    """

    id: int
    channel: int
    author: str
    text: str
    ephemeral: bool
    buttons: tuple[Button, ...]
    files: tuple[str, ...]
    versions: tuple[str, ...]
    pings: bool
    payload: JsonObject

    def button(self, label: str) -> Button:
        """The button that is labelled so."""
        (found,) = (one for one in self.buttons if one.label == label)
        return found


def see(world: World, message: Message) -> Seen:
    """A message as it is now."""
    versions = world.backend.versions[message.id]
    pings = message.mention_everyone or message.ping_user_ids or message.ping_role_ids
    return Seen(
        message.id,
        message.channel_id,
        world.backend.get_user(message.author_id).name,
        text_of(versions[-1]),
        message.is_ephemeral,
        tuple(_buttons(versions[-1])),
        tuple(str(one["filename"]) for one in message.attachments),
        tuple(map(text_of, versions)),
        bool(pings),
        versions[-1],
    )


def text_of(payload: Any) -> str:
    """All that can be read in a message, piece by piece, each on lines of its own."""
    pieces = [str(payload.get("content") or "")]
    for embed in payload.get("embeds", ()):
        pieces += [str(embed.get(name) or "") for name in ("title", "description")]
        for field in embed.get("fields", ()):
            pieces += [field["name"], field["value"]]
    for component in walk_components(payload.get("components", [])):
        if component.get("type") == _TEXT:
            pieces.append(str(component["content"]))
        if component.get("type") in _SELECTS:
            pieces.append(str(component.get("placeholder") or ""))
    return "\n".join(piece for piece in pieces if piece)


def _buttons(payload: Any) -> Iterator[Button]:
    for component in walk_components(payload.get("components", [])):
        if component.get("type") == _BUTTON:
            yield Button(
                str(component.get("label") or ""),
                component.get("custom_id"),
                component.get("url"),
                bool(component.get("disabled")),
            )


class Exchange:
    """What came of something a person did, as it is now; it goes on while it is read.

    ``seconds`` is how long the acknowledgement took, in real time.
    """

    def __init__(self, world: World, pulse: Pulse, result: InteractionResult) -> None:
        self.result = result
        self.seconds: float | None = None
        self._world = world
        self._pulse = pulse
        self._interaction = result._interaction
        source = self._interaction.source_message_id
        self._before = len(world.backend.versions[source]) if source else 0

    @property
    def id(self) -> int:
        """The interaction's id."""
        return self._interaction.id

    @property
    def token(self) -> str:
        """The interaction's token."""
        return self._interaction.token

    @property
    def acknowledged(self) -> bool:
        """Whether it was answered in any way."""
        return self._interaction.responded

    @property
    def kind(self) -> ResponseKind | None:
        """The form of the answer."""
        return self._interaction.response_kind

    @property
    def messages(self) -> tuple[Seen, ...]:
        """The answer and what followed it, but for what was deleted again."""
        record = self._interaction
        ids = [record.message_id, *record.followup_ids]
        return tuple(self._existing(record.channel_id, ids))

    @property
    def message(self) -> Seen:
        """The only message."""
        (found,) = self.messages
        return found

    @property
    def modal(self) -> JsonObject | None:
        """The form that was shown."""
        return self.result.modal

    @property
    def choices(self) -> tuple[str, ...] | None:
        """The names that an autocompletion offered."""
        offered = self.result.autocomplete_choices
        return None if offered is None else tuple(str(one["name"]) for one in offered)

    @property
    def finished(self) -> bool:
        """Whether there is an answer, and nobody is told to wait for it any more."""
        match self.kind:
            case None:
                return False
            case ResponseKind.DEFERRED:
                return not self.messages
            case ResponseKind.DEFERRED_UPDATE:
                return self._is_changed()
            case _:
                return True

    async def until(
        self, settled: Callable[[Exchange], bool], *, patience: float = PATIENCE
    ) -> Exchange:
        """Return this once something is so.

        Raises:
            TimeoutError: it did not come about.
        """
        what = f"an answer to interaction {self.id}, which is {self.kind}"
        await self._pulse.until(lambda: settled(self), what=what, patience=patience)
        return self

    async def end(self) -> Exchange:
        """Return this once it is finished.

        Raises:
            TimeoutError: it did not come to an end.
        """
        return await self.until(lambda one: one.finished)

    def _is_changed(self) -> bool:
        record = self._interaction
        source = record.source_message_id
        versions = self._world.backend.versions[source] if source else []
        return bool(record.followup_ids) or len(versions) > self._before

    def _existing(self, channel: int, ids: list[int | None]) -> Iterator[Seen]:
        for id_ in ids:
            if id_ is None:
                continue
            try:
                message = self._world.backend.get_message(channel, id_)
            except BackendError:
                continue
            yield see(self._world, message)
