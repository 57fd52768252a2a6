"""The platform models as real HTTP servers on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.core.messages.briefing_json import Document, Json
from bot.core.ports.services import Clock
from tests.fakes.platforms.discord import DiscordModel
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.platforms.wires import Answer, Request

MODELS = {"slack": SlackModel, "discord": DiscordModel}
PREFIXES = {"slack": "/api/", "discord": "/api/v10/"}


@dataclass(frozen=True, slots=True)
class PlatformServer:
    """Serves one model; ``closing`` ends the answers that never come."""

    model: PlatformModel
    clock: Clock
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def application(self) -> web.Application:
        """The routes of both platforms."""
        application = web.Application()
        for prefix in PREFIXES.values():
            application.router.add_route("*", prefix + "{path:.+}", self._ask)
        return application

    async def _ask(self, request: web.Request) -> web.Response:
        path = request.match_info["path"].removeprefix("v10/")
        asked = Request(request.method, path, await _payload(request))
        answer = self.model.handle(asked, self.clock.now())
        if isinstance(answer, Answer):
            return _response(request, answer)
        if answer.silent:
            await self.closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


@asynccontextmanager
async def serving(
    model: PlatformModel, clock: Clock, *, port: int = 0
) -> AsyncIterator[str]:
    """Serve a model in this event loop; gives the server's address."""
    server = PlatformServer(model, clock)
    runner = web.AppRunner(server.application(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        server.closing.set()
        await runner.cleanup()


async def _payload(request: web.Request) -> Mapping[str, Json]:
    """The body as JSON or as a form, in which values are JSON too; or the query."""
    if request.content_type == "application/json" and request.can_read_body:
        body: Document = await request.json()
        return body
    form = await request.post() if request.can_read_body else request.query
    return {name: _value(name, str(value)) for name, value in form.items()}


def _value(name: str, text: str) -> Json:
    if name in {"blocks", "metadata", "include_all_metadata", "inclusive"}:
        value: Json = json.loads(text)
        return value
    return text


def _response(request: web.Request, answer: Answer) -> web.Response:
    body: Json = answer.body
    if request.method == "GET" and set(answer.body) == {"messages"}:
        # Discord answers with a bare list.
        body = answer.body["messages"]
    return web.json_response(body, status=answer.status, headers=answer.headers)
