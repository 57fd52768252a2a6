"""Discord, on its wire-level fake, as a stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

from tests.blackbox.chat.from_components import controls_in, lines_in
from tests.blackbox.chat.looks import Control, Kind, Line, Look, Piece, Where
from tests.blackbox.chat.script import DIRECT, MANAGER, READER, Act
from tests.blackbox.chat.stage import Stage, in_order
from tests.fakes.discord.people import DIRECT as DIRECT_CHANNEL
from tests.fakes.discord.seen import Exchange, Seen
from tests.fakes.discord.town import MEMBER, OWNER, Town
from tests.fakes.json_types import JsonObject
from tests.fakes.slack.values import inner, objects, text_in

SHORTCUT = "Brief this link"
OTHER = "mei"

_PEOPLE = {READER: MEMBER, MANAGER: OWNER, "other": OTHER}
_CHANNEL = "desk"


@dataclass(slots=True)
class DiscordStage(Stage):
    """A server with the bot in it."""

    town: Town
    _from: set[int] = field(default_factory=set, init=False)
    _before: dict[int, int] = field(default_factory=dict, init=False)
    _shown: Look | None = field(default=None, init=False)
    _exchange: Exchange | None = field(default=None, init=False)

    @override
    def begin(self) -> None:
        self._from = set(self.town.world.backend.versions)

    @override
    def watch(self) -> None:
        self._before, self._shown = self._versions(), None

    @override
    async def seen(self, number: int) -> tuple[Look, ...]:
        before = self._before

        def found() -> list[Seen]:
            now = self._versions()
            changed = [one for one, count in now.items() if count > before.get(one, 0)]
            return [one for one in self._messages(changed) if _components(one)]

        if self._shown is not None:
            return (self._shown,)
        what = f"{number} things to see"
        await self.town.pulse.until(lambda: len(found()) >= number, what=what)
        return in_order([self._look(one, replaces=one.id in before) for one in found()])

    @override
    async def do(self, act: Act) -> None:
        town, person = self.town, _PEOPLE[act.who]
        place = DIRECT_CHANNEL if act.where == DIRECT else act.where
        match act.verb:
            case "ask":
                options = dict[str, Any](act.options)
                await town.slash(person, place, f"brief {act.asked}", **options)
            case "type":
                await self._type(act)
            case "press":
                await town.click(person, self._with(act.rest), act.rest)
            case "choose":
                message = self._with(act.rest)
                await town.select(person, message, _value(message.payload, act.rest))
            case "brief":
                await self._brief(act.rest)
            case "pick":
                await self._pick(tuple(act.rest.split(" and ")))
            case verb:
                raise AssertionError(f"nobody does {verb!r} on Discord")

    async def _type(self, act: Act) -> None:
        """Type the last option and keep the suggestions."""
        found = await self.town.autocomplete(
            _PEOPLE[act.who], _CHANNEL, f"brief {act.asked}", **act.options
        )
        option = list(act.options)[-1]
        self._shown = Look(Where.TYPING, controls=(Control(option, found),))

    async def _brief(self, words: str) -> None:
        message = self.town.say(_PEOPLE[MANAGER], _CHANNEL, words)
        self._from.add(message.id)
        exchange = await self.town.menu(_PEOPLE[READER], _CHANNEL, SHORTCUT, message)
        self._exchange = exchange
        self._shown = None if exchange.modal is None else _window(exchange.modal)

    async def _pick(self, labels: tuple[str, ...]) -> None:
        exchange = self._exchange
        assert exchange is not None
        assert exchange.modal is not None
        (field_,) = objects(exchange.modal, "components")
        known = inner(field_, "component")
        chosen = [
            text_in(one, "value")
            for one in objects(known, "options")
            if one["label"] in labels
        ]
        values = {text_in(known, "custom_id"): chosen}
        await self.town.submit(_PEOPLE[READER], exchange, values)

    def _with(self, label: str) -> Seen:
        """Return the latest message that has this button or choice."""
        backend = self.town.world.backend
        recent = [one for one in backend.versions if one not in self._from]
        for message in sorted(self._messages(recent), key=lambda one: -one.id):
            if any(one.has(label) for one in controls_in(_components(message))):
                return message
        raise AssertionError(f"nothing on Discord has {label!r}")

    def _versions(self) -> dict[int, int]:
        versions = self.town.world.backend.versions
        return {id_: len(every) for id_, every in versions.items()}

    def _messages(self, ids: list[int]) -> Iterator[Seen]:
        for channel, known in self.town.world.backend.messages.items():
            yield from (self.town.message(channel, one) for one in ids if one in known)

    def _look(self, seen: Seen, *, replaces: bool) -> Look:
        components = _components(seen)
        lines, controls = lines_in(components), controls_in(components)
        return Look(self._where(seen), lines, controls, replaces)

    def _where(self, seen: Seen) -> Where:
        channel = self.town.world.backend.get_channel(seen.channel)
        if seen.ephemeral:
            return Where.PRIVATE
        if channel.guild_id is None:
            return Where.DIRECT
        if channel.is_thread:
            return Where.FORUM if seen.id == channel.id else Where.THREAD
        return Where.CHANNEL


def _components(seen: Seen) -> list[JsonObject]:
    return objects(seen.payload, "components")


def _window(modal: JsonObject) -> Look:
    title = Line(Kind.TITLE, (Piece(text_in(modal, "title")),))
    return Look(Where.WINDOW, (title,), controls_in(objects(modal, "components")))


def _value(payload: JsonObject, label: str) -> str:
    """Return the value of the choice with this label."""
    for row in objects(payload, "components"):
        for menu in objects(row, "components"):
            for option in objects(menu, "options"):
                if option["label"] == label:
                    return text_in(option, "value")
    raise AssertionError(f"there is no choice {label!r}")
