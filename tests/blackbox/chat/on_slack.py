"""Slack, on its wire-level fake, as a stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from typing_extensions import override

from tests.blackbox.chat.from_blocks import controls_in, lines_in
from tests.blackbox.chat.looks import Kind, Line, Look, Piece, Where
from tests.blackbox.chat.script import DIRECT, MANAGER, READER, Act
from tests.blackbox.chat.stage import Stage, in_order
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import Sight
from tests.fakes.slack.seeds import ADMIN
from tests.fakes.slack.values import text_in

MESSAGE_SHORTCUT, GLOBAL_SHORTCUT = "brief_link", "brief_links"
"""The ids of the shortcuts in the app's manifest."""

_PEOPLE = {READER: "amara", MANAGER: ADMIN, "other": "mei"}
_WRITER, _CHANNEL = "jonas", "desk"


@dataclass(slots=True)
class SlackStage(Stage):
    """A workspace with the bot in it; ``talks`` are the direct messages with people."""

    peer: SlackPeer
    talks: dict[str, str]
    _from: int = field(default=0, init=False)
    _since: int = field(default=0, init=False)

    @classmethod
    async def of(cls, peer: SlackPeer) -> Self:
        """Open the direct messages of all people."""
        talks = {}
        for who, name in _PEOPLE.items():
            user = peer.desk.user(name)
            opened = await peer.upstream.as_self("conversations.open", users=user)
            channel = opened["channel"]
            assert isinstance(channel, dict)
            talks[who] = text_in(channel, "id")
        return cls(peer, talks)

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
        return in_order([_look(one) for one in found()])

    @override
    async def do(self, act: Act) -> None:
        desk, person = self.peer.desk, _PEOPLE[act.who]
        place = self.talks[act.who] if act.where == DIRECT else act.where
        match act.verb:
            case "ask":
                await desk.slash(person, place, act.typed)
            case "write":
                await desk.slash(person, place, f"/brief {act.rest}")
            case "press":
                await desk.click(person, self._with(act.rest), act.rest)
            case "choose":
                sight = self._with(act.rest)
                await desk.click(person, sight, _menu(sight), act.rest)
            case "brief":
                ts = await desk.say(_WRITER, _CHANNEL, act.rest)
                await desk.message_shortcut(person, _CHANNEL, ts, MESSAGE_SHORTCUT)
            case "open":
                await desk.shortcut(person, GLOBAL_SHORTCUT)
            case "paste" | "pick":
                window = self._window()
                several = tuple(act.rest.split(" and "))
                value = act.rest if act.verb == "paste" else several
                await desk.submit(person, window, {_menu(window): value})
            case "home":
                await desk.home(person)
            case verb:
                raise AssertionError(f"nobody does {verb!r} on Slack")

    def _with(self, label: str) -> Sight:
        """Return the latest message or view that has this button or choice."""
        for sight in self._standing():
            if any(one.has(label) for one in controls_in(sight.blocks)):
                return sight
        raise AssertionError(f"nothing on Slack has {label!r}")

    def _window(self) -> Sight:
        views = [one for one in self.peer.screen.sights if one.change == "modal"]
        return views[-1]

    def _standing(self) -> Iterator[Sight]:
        """Yield the messages and views of this row that are still shown, the latest first."""
        screen = self.peer.screen
        since = screen.sights[self._from :]
        known = {one.id for one in since}
        views = [one for one in since if one.is_view]
        yield from reversed([one for one in screen.now() if one.id in known])
        yield from reversed(views)


def _menu(sight: Sight) -> str:
    """The id of the only element that is not a button."""
    (menu,) = (one for one in sight.elements() if one["type"] != "button")
    return text_in(menu, "action_id")


def _look(sight: Sight) -> Look:
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
