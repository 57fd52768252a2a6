"""Control of the peer by HTTP, for tests whose peer is a process of its own.

``/control/posted`` and ``/control/plan`` are those of the other platform models;
``/control/do`` is one of the acts of the desk, of the hub or of the peer.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable

from aiohttp import web

from tests.fakes.json_types import JsonObject
from tests.fakes.platforms.plans import read_plan
from tests.fakes.platforms.platform import Posted
from tests.fakes.slack.deliveries import NotAcknowledgedError
from tests.fakes.slack.exchanges import Exchange
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import Sight

Act = Callable[..., Awaitable[object] | object]


@dataclass(frozen=True, slots=True)
class Control:
    """Tells a peer what it is told by HTTP."""

    peer: SlackPeer

    def add_to(self, application: web.Application) -> None:
        """Add the routes."""
        application.router.add_get("/control/posted", self._posted)
        application.router.add_post("/control/plan", self._plan)
        application.router.add_post("/control/do", self._do)
        application.router.add_post("/control/seen", self._seen)
        application.router.add_get("/control/mistakes", self._mistakes)

    @property
    def acts(self) -> Mapping[str, Act]:
        """What it can be told to do, by name."""
        peer, desk, hub = self.peer, self.peer.desk, self.peer.hub
        own = (peer.remove, peer.archive, peer.delete, peer.revoke, peer.over_http)
        people = (desk.slash, desk.shortcut, desk.message_shortcut, desk.home)
        places = (desk.event, desk.say, desk.channel, desk.user)
        sockets = (hub.connected, hub.warn, hub.disconnect, hub.cut, hub.silence)
        acts: tuple[Act, ...] = (*own, *people, *places, *sockets)
        named = {act.__name__: act for act in acts}
        return named | {"click": self._click, "submit": self._submit}

    async def _click(self, user: str, number: int, action: str) -> Exchange:
        """Click in what was seen as this number."""
        return await self.peer.desk.click(user, self.peer.screen.sights[number], action)

    async def _submit(self, user: str, number: int, values: dict[str, str]) -> Exchange:
        """Send the modal that was seen as this number."""
        return await self.peer.desk.submit(
            user, self.peer.screen.sights[number], values
        )

    async def _do(self, request: web.Request) -> web.Response:
        told = await request.json()
        act = self.acts[told.pop("act")]
        try:
            done = act(**told)
            result = await done if isawaitable(done) else done
        except (AssertionError, NotAcknowledgedError, TimeoutError) as error:
            return web.json_response({"error": repr(error)}, status=409)
        return web.json_response(_result(result))

    async def _seen(self, request: web.Request) -> web.Response:
        """Wait for words to be seen, after so many other sights."""
        told = await request.json()
        screen = self.peer.screen

        def wanted(sight: Sight) -> bool:
            return told["words"] in f"{sight.text}\n{sight.words()}"

        try:
            sight = await screen.until(wanted, after=told["after"])
        except AssertionError as error:
            return web.json_response({"error": str(error)}, status=409)
        return web.json_response(
            {**_sight(sight), "number": screen.sights.index(sight)}
        )

    async def _plan(self, request: web.Request) -> web.Response:
        self.peer.plan = read_plan(await request.json())
        return web.json_response({})

    async def _posted(self, _: web.Request) -> web.Response:
        await self.peer.gateway.settle()
        names = {there: name for name, there in self.peer.upstream.channels.items()}
        return web.json_response(
            [_posted(one, names.get(one.channel, "")) for one in self.peer.posted]
        )

    async def _mistakes(self, _: web.Request) -> web.Response:
        return web.json_response(self.peer.mistakes())


def _result(result: object) -> JsonObject:
    if isinstance(result, Exchange):
        return {"ack": result.ack, "seconds": result.seconds, "since": result.since}
    return {"value": result if isinstance(result, str) else None}


def _sight(sight: Sight) -> JsonObject:
    return {
        "change": sight.change,
        "id": sight.id,
        "channel": sight.channel,
        "user": sight.user,
        "body": dict(sight.body),
    }


def _posted(one: Posted, name: str) -> JsonObject:
    return {
        "id": one.id,
        "channel": one.channel,
        "name": name,
        "key": one.key,
        "parent": one.parent,
        "at": one.at.isoformat(),
    }
