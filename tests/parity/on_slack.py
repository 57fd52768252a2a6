"""Slack, on its wire-level fake, as a stage."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from typing_extensions import override

from bot.core.commands.ports import CommandService
from bot.core.domain.platforms import COMMAND
from bot.core.ports.services import Clock, Messenger
from bot.platforms.slack.messenger import SlackMessenger
from bot.platforms.slack.payloads import MENU
from bot.platforms.slack.service import (
    GLOBAL_SHORTCUT,
    MESSAGE_SHORTCUT,
    SlackTokens,
    open_slack,
)
from bot.platforms.slack.socket_mode import SlackDeps
from bot.platforms.slack.views import VALUE
from tests.fakes.ports import FakeJournal
from tests.fakes.slack.bots import CARE
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import Sight
from tests.fakes.slack.seeds import ADMIN, APP_TOKEN, BOT_TOKEN
from tests.parity.from_blocks import controls_in, lines_in
from tests.parity.looks import Kind, Line, Look, Piece, Where
from tests.parity.stages import Stage, in_order
from tests.parity.steps import (
    MANAGER,
    READER,
    TALK,
    Alert,
    Ask,
    Brief,
    ButtonClick,
    Choose,
    Home,
    Open,
    Paste,
    Pick,
    Publish,
    Remind,
    Step,
    Type,
    Write,
)
from tests.parity.worlds import World

_PEOPLE = {READER: "amara", MANAGER: ADMIN}
_WRITER, _CHANNEL = "jonas", "desk"


@dataclass(slots=True)
class SlackStage(Stage):
    """A workspace with the bot in it."""

    peer: SlackPeer
    messenger: Messenger
    talk: str
    platform: str = "slack"
    _from: int = field(default=0, init=False)
    _since: int = field(default=0, init=False)

    @override
    def begin(self) -> None:
        self._from = len(self.peer.screen.sights)

    @override
    def watch(self) -> None:
        self._since = len(self.peer.screen.sights)

    @override
    async def seen(self, number: int) -> tuple[Look, ...]:
        screen, since = self.peer.screen, self._since

        def found() -> list[Sight]:
            return [one for one in screen.sights[since:] if one.change != "closed"]

        if number:
            await screen.until(lambda _: len(found()) >= number, after=since)
        return in_order([look_of(one) for one in found()])

    @override
    async def do(self, step: Step, world: World) -> None:
        desk, reader = self.peer.desk, _PEOPLE[READER]
        match step:
            case Ask():
                await self._ask(step)
            case Write(words):
                await desk.slash(reader, _CHANNEL, f"/{COMMAND} {words}")
            case ButtonClick(label, who):
                await desk.click(_PEOPLE[who], self._with(label), label)
            case Choose(label):
                await desk.click(reader, self._with(label), MENU, label)
            case Brief(words):
                ts = await desk.say(_WRITER, _CHANNEL, words)
                await desk.message_shortcut(reader, _CHANNEL, ts, MESSAGE_SHORTCUT)
            case Publish() | Alert() | Remind():
                await self._happen(step, world)
            case _:
                await self._do_in_view(step)

    async def _happen(self, step: Step, world: World) -> None:
        """Let the bot post something of its own accord."""
        match step:
            case Publish():
                await world.publish(self.platform, f"#{_CHANNEL}")
            case Alert():
                await world.alert(self.platform, f"#{_CHANNEL}")
            case Remind():
                await world.remind(self.platform, f"#{_CHANNEL}")
            case _:
                return

    async def _ask(self, step: Ask) -> None:
        place = self.talk if step.where == TALK else _CHANNEL
        words = " ".join((f"/{COMMAND}", step.verb, *step.words()))
        await self.peer.desk.slash(_PEOPLE[step.who], place, words)

    async def _do_in_view(self, step: Step) -> None:
        desk, reader = self.peer.desk, _PEOPLE[READER]
        match step:
            case Open():
                await desk.shortcut(reader, GLOBAL_SHORTCUT)
            case Paste(words):
                await desk.submit(reader, self._window(), {VALUE: words})
            case Pick(labels):
                await desk.submit(reader, self._window(), {VALUE: labels})
            case Home():
                await desk.home(reader)
            case Type():
                raise AssertionError("Slack suggests nothing")
            case _:
                return

    def _with(self, label: str) -> Sight:
        """What was seen last with this to press or to choose."""
        for sight in self._standing():
            if any(one.has(label) for one in controls_in(sight.blocks)):
                return sight
        raise AssertionError(f"nothing on Slack has {label!r}")

    def _window(self) -> Sight:
        views = [one for one in self.peer.screen.sights if one.change == "modal"]
        return views[-1]

    def _standing(self) -> Iterator[Sight]:
        """What stands there of this row, the last first."""
        screen = self.peer.screen
        since = screen.sights[self._from :]
        known = {one.id for one in since}
        views = [one for one in since if one.is_view]
        yield from reversed([one for one in screen.now() if one.id in known])
        yield from reversed(views)


def look_of(sight: Sight) -> Look:
    """A change on the screen as a look."""
    lines = lines_in(sight.blocks)
    if sight.change == "modal":
        lines = (Line(Kind.TITLE, (Piece(sight.text),)), *lines)
    return Look(_where(sight), lines, controls_in(sight.blocks), sight.change == "edit")


def _where(sight: Sight) -> Where:
    match sight:
        case Sight(change="modal"):
            return Where.WINDOW
        case Sight(change="home"):
            return Where.PAGE
        case Sight(user=str()):
            return Where.PRIVATE
        case Sight(parent=str()):
            return Where.THREAD
        case _:
            is_direct = sight.channel.startswith("D")
            return Where.DIRECT if is_direct else Where.CHANNEL


@asynccontextmanager
async def slack_stage(
    emulator: Emulator, service: CommandService, clock: Clock
) -> AsyncIterator[SlackStage]:
    """A workspace until the block ends; in the end nothing may be wrong with it."""
    async with slack_peer(emulator, clock) as peer:
        around = SlackDeps(
            clock, FakeJournal(), lambda _: None, api_url=peer.api, timings=CARE
        )
        keys = SlackTokens(BOT_TOKEN, app_token=APP_TOKEN)
        async with open_slack(keys, service, around) as slack:
            person = peer.desk.user(_PEOPLE[READER])
            assert isinstance(slack.messenger, SlackMessenger)
            talk = await slack.messenger.channels.id_of(f"@{person}")
            yield SlackStage(peer, slack.messenger, talk)
            assert peer.mistakes() == []
