"""The entrance for programs: requests for JSON, feeds, calendars and MCP, as bytes.

Each input is a whole HTTP request, which a real server on loopback receives.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.core.domain.configuration import Endpoint
from bot.core.record.addresses import TOKEN_LENGTH
from bot.mcp.server import make_server, open_exchanges
from bot.stores.sql import open_store
from bot.web.calendar_page import CalendarPage
from bot.web.program_server import open_programs
from tests.fakes.assistants import make_kit
from tests.fakes.fuzz.entrance import BrokenError, Entrance, Send
from tests.fakes.fuzz.mutations import Mutator
from tests.fakes.fuzz.watch import Watch, watching
from tests.fakes.programs import TOKENS, ProgramDesk, make_desk, post
from tests.fakes.search import record_sentence

_STEP = timedelta(minutes=1)
_PATIENCE = 0.3
"""Seconds after which a server without an answer waits for the rest of a request."""

_WORK = 0.02
"""Seconds of CPU time in which a server that waits does nothing."""

_BROKEN = 500
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_CALENDAR = "c" * TOKEN_LENGTH


async def _calendar(token: str) -> bytes | None:
    return b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" if token == _CALENDAR else None


@asynccontextmanager
async def _served(desk: ProgramDesk) -> AsyncIterator[Endpoint]:
    """Serve all interfaces for the programs of a desk."""
    kit, gate = make_kit(desk), desk.services.gate
    servers = {
        id_: make_server(kit.tools, partial(gate.current, id_), "1.2.3")
        for id_ in TOKENS
    }
    calendars = CalendarPage(desk.clock, desk.event_log, _calendar)
    async with open_exchanges(servers) as exchanges:
        services = replace(desk.services, exchanges=exchanges, calendars=calendars)
        async with open_programs(Endpoint("127.0.0.1", 0), services) as at:
            yield at


@asynccontextmanager
async def _open() -> AsyncIterator[Send]:
    async with open_store("sqlite://") as store:
        who = "Ida Brandt"
        await record_sentence(store, "a1", "The ferry stays in port.", who=who)
        await record_sentence(store, "b1", "The pit.", topics=["mines"], who=who)
        desk = make_desk(store, per_minute=1_000_000_000)
        await post(store)
        async with _served(desk) as at, watching(desk.event_log) as watch:

            async def send(data: bytes) -> str:
                desk.clock.move(_STEP)
                return await _outcome(at, watch, data)

            yield send


async def _outcome(at: Endpoint, watch: Watch, data: bytes) -> str:
    reader, writer = await asyncio.open_connection(at.host, at.port)
    writer.write(data)
    answering = asyncio.create_task(_answer(reader))
    try:
        await _until_idle(answering)
        outcome = await answering if answering.done() else "waits"
    except (ConnectionError, asyncio.IncompleteReadError):
        outcome = "closed"
    finally:
        answering.cancel()
        writer.close()
    logged = await watch.settled()
    return f"{outcome} {logged}"


async def _until_idle(answering: asyncio.Task[str]) -> None:
    """Wait for an answer, or until nothing is computed although there is none."""
    used = -_PATIENCE
    while not answering.done() and time.process_time() - used > _WORK:
        used = time.process_time()
        await asyncio.wait([answering], timeout=_PATIENCE)


async def _answer(reader: asyncio.StreamReader) -> str:
    """Read a response; return its status and what kind of document it is.

    Raises:
        BrokenError: the server failed.
    """
    head = await reader.readuntil(b"\r\n\r\n")
    length = _LENGTH.search(head)
    body = await reader.readexactly(int(length[1])) if length else b""
    status = int(head.split()[1])
    if status >= _BROKEN and status != 501:
        raise BrokenError(f"status {status}: {body[:80]!r}")
    keys = re.findall(rb'"(?:kind|message|code)": ?"?([^",}]{1,40})', body)
    return f"{status} {b' '.join(keys[:2]).decode('latin-1')} {len(body).bit_length()}"


PROGRAMS = (Entrance("programs", _open, Mutator.change_request, 20_000),)
