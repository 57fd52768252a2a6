"""The peer's HTTP: the Web API, answers to interactions, and Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.platforms.wires import NoAnswer
from tests.fakes.slack.files import UPLOADS
from tests.fakes.slack.gateway import Gateway
from tests.fakes.slack.requests import Recorded, read_request
from tests.fakes.slack.responses import Responses

PREFIX = "/api/"


@dataclass(frozen=True, slots=True)
class SlackServer:
    """Serves a gateway; ``closing`` ends the answers that never come."""

    gateway: Gateway
    responses: Responses
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def application(self) -> web.Application:
        """The routes of Slack."""
        application = web.Application(client_max_size=4_000_000)
        application.router.add_route("*", PREFIX + "{method}", self._ask)
        application.router.add_post("/response/{name}", self._respond)
        application.router.add_get("/link/", self.gateway.hub.serve)
        application.router.add_post("/upload/{file}", self._upload)
        return application

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()
        await self.gateway.files.take(request.match_info["file"], content)
        return web.Response(text="OK")

    async def _ask(self, request: web.Request) -> web.Response:
        read = await read_request(request)
        if read.method in UPLOADS and not self.gateway.refusals.get(read.method):
            self.gateway.requests.append(read)
            site = str(request.url.origin())
            answer = self.gateway.files.answer(read.method, read.payload, site)
            return web.json_response(answer)
        served = await self.gateway.handle(read)
        if isinstance(served, NoAnswer):
            return await self._none(request, silent=served.silent)
        scopes = ",".join(self.gateway.rules.upstream.workspace.scopes)
        headers = {**served.headers, "x-oauth-scopes": scopes}
        return web.json_response(served.body, status=served.status, headers=headers)

    async def _none(self, request: web.Request, *, silent: bool) -> web.Response:
        if silent:
            await self.closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _respond(self, request: web.Request) -> web.Response:
        read = await read_request(request)
        self.gateway.requests.append(Recorded("response_url", read.payload))
        answer = await self.responses.take(request.match_info["name"], read.payload)
        if answer["ok"]:
            return web.Response(text="ok")
        return web.json_response(answer, status=404)


@asynccontextmanager
async def listening(
    application: web.Application, *, port: int = 0, closing: asyncio.Event | None = None
) -> AsyncIterator[str]:
    """Serve in this event loop; gives the address."""
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        if closing is not None:
            closing.set()
        await runner.cleanup()
