"""Discord, on its wire-level fake, as a stage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from typing_extensions import override

from bot.core.commands.command_spec import SHORTCUT
from bot.core.commands.ports import CommandService
from bot.core.domain.platforms import COMMAND
from bot.core.messages.briefing_json import JsonObject
from bot.core.ports.services import Clock, Messenger
from bot.platforms.discord.gateway import DiscordDeps
from bot.platforms.discord.service import open_discord
from tests.fakes.discord.people import DIRECT
from tests.fakes.discord.seen import Exchange, Seen
from tests.fakes.discord.town import FORUM as FORUM_CHANNEL
from tests.fakes.discord.town import MEMBER, OWNER, Plot, Town, open_town
from tests.fakes.ports import FakeJournal
from tests.fakes.slack.values import inner, objects, text_in
from tests.parity.from_components import controls_in, lines_in
from tests.parity.looks import Control, Kind, Line, Look, Piece, Where
from tests.parity.stages import Stage, in_order
from tests.parity.steps import (
    FORUM,
    MANAGER,
    READER,
    TALK,
    Alert,
    Ask,
    Brief,
    ButtonClick,
    Choose,
    Correct,
    Forget,
    Later,
    Pick,
    Publish,
    Record,
    Remind,
    Step,
    Type,
)
from tests.parity.worlds import World

_PEOPLE = {READER: MEMBER, MANAGER: OWNER}
_CHANNEL = "desk"


@dataclass(slots=True)
class DiscordStage(Stage):
    """A server with the bot in it."""

    town: Town
    messenger: Messenger
    platform: str = "discord"
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
    async def do(self, step: Step, world: World) -> None:
        town, reader = self.town, _PEOPLE[READER]
        match step:
            case Ask():
                await self._ask(step)
            case Type():
                await self._type(step)
            case ButtonClick(label, who):
                await town.click(_PEOPLE[who], self._with(label), label)
            case Choose(label):
                message = self._with(label)
                await town.select(reader, message, _value(message.payload, label))
            case Brief(words):
                await self._brief(words)
            case Pick(labels):
                await self._pick(labels)
            case _:
                await self._happen(step, world)

    async def _happen(self, step: Step, world: World) -> None:
        """Let the bot post something of its own accord."""
        match step:
            case Publish(where):
                channel = FORUM_CHANNEL if where == FORUM else _CHANNEL
                id_ = self.town.channels[channel].id
                await world.publish(self.platform, str(id_))
            case Alert():
                id_ = self.town.channels[_CHANNEL].id
                await world.alert(self.platform, str(id_))
            case Remind():
                id_ = self.town.channels[_CHANNEL].id
                await world.remind(self.platform, str(id_))
            case _:
                assert isinstance(step, Later | Correct | Record | Forget), (
                    "this is not on Discord"
                )

    async def _ask(self, step: Ask) -> None:
        place = DIRECT if step.where == TALK else _CHANNEL
        name, options = f"{COMMAND} {step.verb}", dict[str, Any](step.options)
        await self.town.slash(_PEOPLE[step.who], place, name, **options)

    async def _type(self, step: Type) -> None:
        name, given = f"{COMMAND} {step.verb}", {step.option: step.typed}
        found = await self.town.autocomplete(_PEOPLE[READER], _CHANNEL, name, **given)
        self._shown = Look(Where.TYPING, controls=(Control(step.option, found),))

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
        """What was seen last with this to press or to choose."""
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
    """The value of the choice of this label."""
    for row in objects(payload, "components"):
        for menu in objects(row, "components"):
            for option in objects(menu, "options"):
                if option["label"] == label:
                    return text_in(option, "value")
    raise AssertionError(f"there is no choice {label!r}")


@asynccontextmanager
async def discord_stage(
    service: CommandService, clock: Clock
) -> AsyncIterator[DiscordStage]:
    """A server until the block ends; in the end all requests must have been known."""
    async with open_town(Plot(clock)) as town:
        around = DiscordDeps(
            clock,
            FakeJournal(),
            lambda _: town.pulse.beat(),
            api_url=town.api,
            gateway_url=town.gateway.url,
            guild_seconds=0.01,
        )
        async with open_discord(town.token, service, around) as messenger:
            await town.connected()
            yield DiscordStage(town, messenger)
        assert not town.gaps
