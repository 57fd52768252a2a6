"""Control of a town in another process, as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from tests.fakes.discord.requests import Asked
from tests.fakes.discord.seen import Exchange, Seen
from tests.fakes.discord.town import Town
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.platforms.plans import read_plan

Action = Callable[..., Awaitable[Json]]

_PUBLIC_THREAD = 11


class Control:
    """Serves ``/control`` for one town; exchanges are kept, so that forms can be sent."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._exchanges: dict[int, Exchange] = {}
        self._actions: Mapping[str, Action] = {
            "slash": self._slash,
            "click": self._click,
            "menu": self._menu,
            "select": self._select,
            "submit": self._submit,
            "autocomplete": self._autocomplete,
            "history": self._history,
            "direct": self._direct,
            "say": self._say,
            "gateway": self._gateway,
            "pass_time": self._pass_time,
            "connected": self._connected,
            "id": self._id,
            "thread": self._thread,
        }

    def routes(self) -> tuple[web.RouteDef, ...]:
        """The routes; the first two are those of every platform's model."""
        return (
            web.get("/control/posted", self._posted),
            web.post("/control/plan", self._plan),
            web.get("/control/requests", self._requests),
            web.post("/control/do/{action}", self._do),
        )

    async def _do(self, request: web.Request) -> web.Response:
        """Do one thing; what cannot be done is told with status 409."""
        action = self._actions[request.match_info["action"]]
        arguments: dict[str, Any] = await request.json()
        try:
            return web.json_response(await action(**arguments))
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            return web.json_response(repr(error), status=409)

    async def _posted(self, _: web.Request) -> web.Response:
        model = self._town.model
        model.settle(self._town.world.backend.clock.now())
        told = [
            {
                "id": one.id,
                "channel": one.channel,
                "key": one.key,
                "parent": one.parent,
                "at": one.at.isoformat(),
            }
            for one in model.posted
        ]
        return web.json_response(told)

    async def _plan(self, request: web.Request) -> web.Response:
        self._town.model.plan = read_plan(await request.json())
        self._town.model.calls.clear()
        return web.json_response({})

    async def _requests(self, _: web.Request) -> web.Response:
        return web.json_response([one.document() for one in self._town.records.all])

    async def _slash(
        self, who: str, where: str, command: str, options: Mapping[str, Any]
    ) -> Json:
        return self._kept(await self._town.slash(who, where, command, **options))

    async def _click(self, who: str, channel: int, message: int, label: str) -> Json:
        seen = self._town.message(channel, message)
        return self._kept(await self._town.click(who, seen, label))

    async def _menu(
        self, who: str, where: str, command: str, channel: int, message: int
    ) -> Json:
        seen = self._town.message(channel, message)
        return self._kept(await self._town.menu(who, where, command, seen))

    async def _select(
        self, who: str, channel: int, message: int, values: list[str]
    ) -> Json:
        seen = self._town.message(channel, message)
        return self._kept(await self._town.select(who, seen, *values))

    async def _submit(self, who: str, exchange: int, values: dict[str, Any]) -> Json:
        shown = self._exchanges[exchange]
        return self._kept(await self._town.submit(who, shown, values))

    async def _autocomplete(
        self, who: str, where: str, command: str, typed: Mapping[str, str]
    ) -> Json:
        return list(await self._town.autocomplete(who, where, command, **typed))

    async def _history(self, where: str, viewer: str | None = None) -> Json:
        return list(map(_told, self._town.history(where, viewer=viewer)))

    async def _direct(self, who: str) -> Json:
        return list(map(_told, self._town.direct(who)))

    async def _say(self, who: str, where: str, text: str) -> Json:
        return _told(self._town.say(who, where, text))

    async def _gateway(self, do: str = "") -> Json:
        """Let the gateway do something without arguments; tells what was counted."""
        if do:
            getattr(self._town.gateway, do)()
        return dict(self._town.gateway.counts)

    async def _pass_time(self, seconds: float) -> Json:
        self._town.pass_time(seconds)
        return None

    async def _connected(self) -> Json:
        await self._town.connected()
        return None

    async def _id(self, name: str) -> Json:
        """The id of a channel or of somebody."""
        channel = self._town.channels.get(name)
        found = self._town.users[name].id if channel is None else channel.id
        return str(found)

    async def _thread(self, where: str, name: str) -> Json:
        """Let there be a thread in a channel; its id."""
        path = f"channels/{self._town.channels[where].id}/threads"
        body: JsonObject = {"name": name, "type": _PUBLIC_THREAD}
        answer = self._town.service.serve(Asked("POST", path, body, body, {}))
        return answer.body["id"]

    def _kept(self, exchange: Exchange) -> JsonObject:
        self._exchanges[exchange.id] = exchange
        return {
            "id": exchange.id,
            "kind": None if exchange.kind is None else str(exchange.kind),
            "seconds": exchange.seconds,
            "modal": exchange.modal,
            "messages": [_told(one) for one in exchange.messages],
        }


def _told(seen: Seen) -> JsonObject:
    return {
        "id": seen.id,
        "channel": seen.channel,
        "author": seen.author,
        "text": seen.text,
        "ephemeral": seen.ephemeral,
        "pings": seen.pings,
        "versions": list(seen.versions),
        "buttons": [
            {"label": one.label, "custom_id": one.custom_id, "url": one.url}
            for one in seen.buttons
        ],
        "payload": seen.payload,
    }
