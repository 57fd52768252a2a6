"""Socket Mode: connections of the app, and envelopes that it acknowledges.

An envelope goes to one of the connections. A connection may be warned of its end, ended
with a reason, cut, or go silent: open, but deaf.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count

from aiohttp import WSMessage, WSMsgType, web

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.rules import refused
from tests.fakes.slack.screen import PATIENCE
from tests.fakes.slack.seeds import APP, APP_TOKEN
from tests.fakes.slack.values import text_in

MOST = 10
"""The most connections of one app."""

_GRACE = 1.0


@dataclass(slots=True, eq=False)
class Connection:
    """One WebSocket of the app."""

    socket: web.WebSocketResponse
    request: web.Request
    silent: bool = False


@dataclass(slots=True)
class Hub:
    """Takes connections at ``url``; ``refusal`` is why it opens none, if it does not.

    ``stormy`` ends each right after its greeting. ``opened`` counts all connections that there ever were, ``asked`` all requests for
    an address.
    """

    url: str = ""
    refusal: str = ""
    stormy: bool = False
    opened: int = 0
    asked: int = 0
    connections: list[Connection] = field(default_factory=list[Connection])
    _tickets: set[str] = field(default_factory=set[str])
    _numbers: count[int] = field(default_factory=count)
    _acks: dict[str, asyncio.Future[JsonObject]] = field(
        default_factory=dict[str, "asyncio.Future[JsonObject]"]
    )
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    def open(self, token: str) -> JsonObject:
        """Answer apps.connections.open: an address that is good once."""
        self.asked += 1
        if token != APP_TOKEN:
            return refused("invalid_auth" if token else "not_authed")
        if self.refusal:
            return refused(self.refusal)
        ticket = str(next(self._numbers))
        self._tickets.add(ticket)
        return {"ok": True, "url": f"{self.url}/link/?ticket={ticket}&app_id={APP}"}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take a connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=401)
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        connection = Connection(socket, request)
        await self._join(connection)
        try:
            await self._listen(connection)
        finally:
            await self._leave(connection)
        return socket

    async def connected(self, number: int = 1, *, opened: int = 0) -> None:
        """Wait for so many connections that listen, and so many ever opened."""

        def there() -> bool:
            return len(self.listening()) >= number and self.opened >= opened

        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(there)

    async def left(self) -> None:
        """Wait until no connection is there."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(lambda: not self.connections)

    def listening(self) -> list[Connection]:
        """The connections that envelopes are sent to: Slack does not know the deaf."""
        return [one for one in self.connections if not one.socket.closed]

    async def send(self, envelope: JsonObject, seconds: float) -> JsonObject:
        """Send an envelope over the newest connection and wait for its ack's payload.

        Raises:
            TimeoutError: it was not acknowledged in so many seconds.
        """
        name = text_in(envelope, "envelope_id")
        self._acks[name] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self.connected()
                await _send(self.listening()[-1], envelope)
                return await self._acks[name]
        finally:
            del self._acks[name]

    async def warn(self) -> None:
        """Tell every connection that it will end in ten seconds."""
        await self._tell({"type": "disconnect", "reason": "warning"})

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """End every connection: refresh_requested, link_disabled, too_many_websockets.

        Who does not leave when it is told to is put out after a second.
        """
        ending = list(self.connections)
        await self._tell({"type": "disconnect", "reason": reason})
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE), self._changed:
                await self._changed.wait_for(lambda: not self._are_there(ending))
        for one in ending:
            await one.socket.close()

    async def raw(self, text: str) -> None:
        """Send a text that may be no envelope at all."""
        for one in self.listening():
            await one.socket.send_str(text)

    async def close(self) -> None:
        """End every connection, as the last thing."""
        for one in list(self.connections):
            await one.socket.close()

    def cut(self) -> None:
        """End every connection without a word."""
        for one in self.connections:
            if one.request.transport is not None:
                one.request.transport.abort()

    def silence(self) -> None:
        """Let every connection stay open but hear and say nothing any more."""
        for one in self.connections:
            one.silent = True

    def _are_there(self, some: list[Connection]) -> bool:
        return any(one in self.connections for one in some)

    async def _join(self, connection: Connection) -> None:
        if len(self.listening()) >= MOST:
            await _send(
                connection, {"type": "disconnect", "reason": "too_many_websockets"}
            )
            await connection.socket.close()
            return
        await _send(connection, self._hello())
        async with self._changed:
            self.opened += 1
            self.connections.append(connection)
            self._changed.notify_all()
        if self.stormy:
            await connection.socket.close()

    async def _leave(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        async with self._changed:
            self._changed.notify_all()

    async def _listen(self, connection: Connection) -> None:
        async for message in connection.socket:
            if not connection.silent:
                await self._hear(connection, message)

    async def _hear(self, connection: Connection, message: WSMessage) -> None:
        if message.type is WSMsgType.PING:
            await connection.socket.pong(message.data)
        if message.type is not WSMsgType.TEXT:
            return
        told: JsonObject = json.loads(message.data)
        waiting = self._acks.get(text_in(told, "envelope_id"))
        if waiting is not None and not waiting.done():
            payload = told.get("payload")
            waiting.set_result(payload if isinstance(payload, dict) else {})

    def _hello(self) -> JsonObject:
        info: Json = {"app_id": APP}
        number = len(self.connections) + 1
        return {"type": "hello", "num_connections": number, "connection_info": info}

    async def _tell(self, message: JsonObject) -> None:
        for one in self.listening():
            await _send(one, message)


async def _send(connection: Connection, message: JsonObject) -> None:
    if not connection.silent:
        await connection.socket.send_str(json.dumps(message))
