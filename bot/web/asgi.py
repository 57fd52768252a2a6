"""Answers aiohttp requests with an ASGI application."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from aiohttp import web

Event: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[
    [Event, Callable[[], Awaitable[Event]], Callable[[Event], Awaitable[None]]],
    Awaitable[None],
]

_SECRET, _LENGTH = "authorization", b"content-length"


async def answer_by(application: Application, request: web.Request) -> web.Response:
    """Return the application's whole response; the application does not get the token.

    The application is cancelled when the client disconnects.
    """
    events: asyncio.Queue[Event] = asyncio.Queue()
    events.put_nowait({"type": "http.request", "body": await request.read()})
    response, body = web.Response(), bytearray()

    async def send(event: Event) -> None:
        if event["type"] == "http.response.start":
            response.set_status(event["status"])
            for name, value in event["headers"]:
                if name.lower() != _LENGTH:
                    response.headers[name.decode("latin-1")] = value.decode("latin-1")
        else:
            body.extend(event.get("body", b""))

    await application(_scope(request), events.get, send)
    response.body = bytes(body)
    return response


def _scope(request: web.Request) -> Event:
    headers = [
        (name.lower().encode("latin-1"), value.encode("utf-8", "surrogateescape"))
        for name, value in request.headers.items()
        if name.lower() != _SECRET
    ]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.path,
        "raw_path": request.path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": None,
        "server": None,
    }
