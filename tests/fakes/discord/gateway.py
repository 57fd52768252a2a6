"""Discord's gateway over real WebSockets; simcord makes the events.

HELLO, heartbeats, IDENTIFY, RESUME with what was missed, close codes; and what goes
wrong: op 7, op 9, no ACKs, silence, a cut line, a close right after each RESUME.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Mapping
from itertools import count
from typing import Any

import discord
from aiohttp import WSMsgType, web
from simcord.intents import PRIVILEGED_INTENTS

from tests.fakes.discord.pulse import Pulse
from tests.fakes.discord.sessions import Session
from tests.fakes.discord.sockets import Socket
from tests.fakes.discord.world import World
from tests.fakes.json_types import Json

HEARTBEAT_MS = 41_250
"""What Discord tells; a test of heartbeats tells less."""

UNKNOWN_OP, BAD_TOKEN, FLOODING, BAD_SHARD = 4001, 4004, 4008, 4010
BAD_INTENTS, FORBIDDEN_INTENTS = 4013, 4014
_DETACHED = 4
_ENDS = frozenset({1000, 1001})
"""Codes with which a client ends its session; after others it may resume."""


class Gateway:
    """Takes connections; ``counts`` are of connects, identifies, resumes, heartbeats.

    ``refusal`` is the code with which every IDENTIFY is closed, and ``ends_resumes``
    whether each RESUME is answered by a close.
    """

    def __init__(self, world: World, pulse: Pulse, token: str) -> None:
        self.token = token
        self.url = ""
        self.heartbeat_ms = HEARTBEAT_MS
        self.counts: Counter[str] = Counter()
        self.refusal: int | None = None
        self.ends_resumes = False
        self.sessions: dict[str, Session] = {}
        self.sockets: list[Socket] = []
        self._world = world
        self._pulse = pulse
        self._ids = count(1)
        world.backend.subscribers.append(self._publish)

    @property
    def is_connected(self) -> bool:
        """Whether any client has a session and a connection that is not silent."""
        return any(one.session and not one.silent for one in self.sockets)

    def ask_to_reconnect(self) -> None:
        """Op 7 to every connection."""
        for socket in self.sockets:
            socket.send(7)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Op 9 to every connection; if it is not resumable, the sessions are gone."""
        for socket in self.sockets:
            socket.send(9, resumable)
        if not resumable:
            self.sessions.clear()

    def forget_sessions(self) -> None:
        """Let every RESUME be answered by op 9; connections go on."""
        self.sessions.clear()

    def go_deaf(self) -> None:
        """Acknowledge no heartbeat on the connections of now."""
        for socket in self.sockets:
            socket.deaf = True

    def fall_silent(self) -> None:
        """Send nothing more on the connections of now, which stay open."""
        for socket in self.sockets:
            socket.silent = True

    def close(self, code: int) -> None:
        """Close every connection with a code."""
        for socket in self.sockets:
            socket.close(code)

    def cut(self) -> None:
        """Cut every connection without a close."""
        for socket in self.sockets:
            socket.abort()

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one connection to its end."""
        socket = Socket(request)
        await socket.websocket.prepare(request)
        self.sockets.append(socket)
        self._count("connects")
        socket.send(10, {"heartbeat_interval": self.heartbeat_ms})
        writing = asyncio.create_task(socket.write())
        try:
            await self._read(socket)
        finally:
            writing.cancel()
            with contextlib.suppress(asyncio.CancelledError, ConnectionError):
                await writing
            self._end(socket)
        return socket.websocket

    async def _read(self, socket: Socket) -> None:
        async for message in socket.websocket:
            if message.type is not WSMsgType.TEXT:
                continue
            if socket.is_flooding():
                socket.close(FLOODING)
            frame = json.loads(message.data)
            self._take(socket, frame["op"], frame.get("d"))

    def _take(self, socket: Socket, op: int, data: Json) -> None:
        told = data if isinstance(data, dict) else {}
        match op:
            case 1:
                self._count("heartbeats")
                if not socket.deaf:
                    socket.send(11)
            case 2:
                self._count("identifies")
                self._identify(socket, told)
            case 6:
                self._count("resumes")
                self._resume(socket, told)
            case 3:
                pass
            case _:
                socket.close(UNKNOWN_OP)
        self._pulse.beat()

    def _identify(self, socket: Socket, data: Mapping[str, Any]) -> None:
        refusal = self.refusal or self._fault_of(data)
        if refusal is not None:
            socket.close(refusal)
            return
        index, number = data.get("shard", (0, 1))
        intents = discord.Intents._from_value(data["intents"])
        name = f"session-{next(self._ids)}"
        session = Session(name, self._world, intents, (index, number))
        self._forget_old()
        self.sessions[session.id] = session
        self._attach(socket, session)
        session.begin(self.url)

    def _forget_old(self) -> None:
        """Of the sessions without a connection, only the last can be resumed."""
        detached = [one.id for one in self.sessions.values() if one.send is None]
        for id_ in detached[:-_DETACHED]:
            del self.sessions[id_]

    def _fault_of(self, data: Mapping[str, Any]) -> int | None:
        """The code with which an IDENTIFY is refused."""
        if data.get("token") != self.token:
            return BAD_TOKEN
        index, number = data.get("shard", (0, 1))
        if not 0 <= index < number:
            return BAD_SHARD
        value = data.get("intents")
        if not isinstance(value, int) or value & ~discord.Intents.all().value:
            return BAD_INTENTS
        intents = discord.Intents._from_value(value)
        forbidden = any(getattr(intents, name) for name in PRIVILEGED_INTENTS)
        return FORBIDDEN_INTENTS if forbidden else None

    def _resume(self, socket: Socket, data: Mapping[str, Any]) -> None:
        if data.get("token") != self.token:
            socket.close(BAD_TOKEN)
            return
        session = self.sessions.get(str(data.get("session_id")))
        number = data.get("seq")
        missed = session.missed(number) if session and isinstance(number, int) else None
        if session is None or missed is None:
            socket.send(9, data=False)
            return
        if self.ends_resumes:
            socket.close(4000)
            return
        for event in missed:
            socket.dispatch(event)
        self._attach(socket, session)
        session.push("RESUMED", {"_trace": []})

    def _attach(self, socket: Socket, session: Session) -> None:
        socket.session = session
        session.send = socket.dispatch

    def _end(self, socket: Socket) -> None:
        self.sockets.remove(socket)
        session = socket.session
        if session is not None and session.send == socket.dispatch:
            session.send = None
            if socket.websocket.close_code in _ENDS:
                self.sessions.pop(session.id, None)
        self._pulse.beat()

    def _publish(self, name: str, data: Mapping[str, Any]) -> None:
        for session in tuple(self.sessions.values()):
            session.take(name, data)

    def _count(self, what: str) -> None:
        self.counts[what] += 1
        self._pulse.beat()
