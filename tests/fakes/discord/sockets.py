"""One connection to the gateway: frames out, in order, compressed if that was asked."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.discord.sessions import Event, Session
from tests.fakes.json_types import Json

ZLIB = "zlib-stream"
_SENDS, _WINDOW = 120, 60.0


@dataclass(frozen=True, slots=True)
class _Close:
    code: int


class Socket:
    """A connection; ``deaf`` sends no ACK any more, and ``silent`` nothing at all."""

    def __init__(self, request: web.Request) -> None:
        self.websocket = web.WebSocketResponse(timeout=0.2)
        self.session: Session | None = None
        self.deaf = self.silent = False
        self._request = request
        self._frames: asyncio.Queue[str | _Close] = asyncio.Queue()
        self._times: deque[float] = deque(maxlen=_SENDS + 1)
        stream = request.query.get("compress") == ZLIB
        self._compressor = zlib.compressobj() if stream else None

    def send(self, op: int, data: Json = None, event: Event | None = None) -> None:
        """Put a frame in line."""
        frame = {"op": op, "d": data, "s": None, "t": None}
        if event is not None:
            frame |= {"d": event.data, "s": event.number, "t": event.name}
        self._frames.put_nowait(json.dumps(frame))

    def dispatch(self, event: Event) -> None:
        """Put an event in line."""
        self.send(0, event=event)

    def close(self, code: int) -> None:
        """Close once everything in line is sent."""
        self._frames.put_nowait(_Close(code))

    def abort(self) -> None:
        """Cut the connection without a word."""
        if self._request.transport is not None:
            self._request.transport.abort()

    def is_flooding(self) -> bool:
        """Whether the client now has sent more than 120 frames in a minute."""
        now = asyncio.get_running_loop().time()
        self._times.append(now)
        return len(self._times) > _SENDS and now - self._times[0] < _WINDOW

    async def write(self) -> None:
        """Send what stands in line, for as long as the connection lasts."""
        while not self.websocket.closed:
            frame = await self._frames.get()
            if isinstance(frame, _Close):
                await self.websocket.close(code=frame.code)
            elif not self.silent:
                await self._write(frame)

    async def _write(self, frame: str) -> None:
        if self._compressor is None:
            await self.websocket.send_str(frame)
            return
        data = self._compressor.compress(frame.encode())
        data += self._compressor.flush(zlib.Z_SYNC_FLUSH)
        await self.websocket.send_bytes(data)
