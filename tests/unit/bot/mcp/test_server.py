"""The official client uses the tools, over HTTP and in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from typing_extensions import override

from bot.core.commands.programs.tools import (
    NOTICE,
    ProgramTools,
    ToolAnswer,
)
from bot.core.domain.programs import Program
from bot.core.ports.services import Page
from bot.mcp.server import make_server, open_exchanges
from bot.stores.sql import open_store
from tests.fakes.assistants import ADDRESS, Kit, make_kit, with_exchanges
from tests.fakes.ports import FakeFetcher
from tests.fakes.programs import TOKENS, Caller, ProgramDesk, calling, make_desk
from tests.fakes.search import record_sentence


class SlowFetcher(FakeFetcher):
    """Gets no page until it is told to give up."""

    def __init__(self) -> None:
        super().__init__({})
        self.asked, self.given_up = asyncio.Event(), asyncio.Event()

    @override
    async def fetch(self, url: str) -> Page:
        self.asked.set()
        await self.given_up.wait()
        return await super().fetch(url)


class WatchedTools(ProgramTools):
    """Tools that notice when a call is cancelled."""

    stopped = asyncio.Event()

    @override
    async def call(
        self, program: Program, name: str, arguments: Mapping[str, object]
    ) -> ToolAnswer:
        try:
            return await super().call(program, name, arguments)
        except asyncio.CancelledError:
            self.stopped.set()
            raise


@pytest.fixture
async def desk() -> AsyncIterator[ProgramDesk]:
    async with open_store("sqlite://") as store:
        who = "Ida Brandt"
        await record_sentence(store, "a1", "The ferry stays in port.", who=who)
        text = "The ferry is in the pit."
        await record_sentence(store, "b1", text, topics=["mines"], who=who)
        yield make_desk(store)


@pytest.fixture
def kit(desk: ProgramDesk) -> Kit:
    return make_kit(desk)


@asynccontextmanager
async def served(desk: ProgramDesk, tools: ProgramTools) -> AsyncIterator[Caller]:
    """A server with MCP for both programs."""
    gate = desk.services.gate
    servers = {
        id_: make_server(tools, partial(gate.current, id_), "1.2.3") for id_ in TOKENS
    }
    async with (
        open_exchanges(servers) as exchanges,
        calling(with_exchanges(desk, exchanges)) as caller,
    ):
        yield caller


@pytest.fixture
async def caller(desk: ProgramDesk, kit: Kit) -> AsyncIterator[Caller]:
    opened: asyncio.Future[Caller] = asyncio.Future()
    ended = asyncio.Event()

    async def serve() -> None:
        # The library wants to be closed by the task that opened it.
        async with served(desk, kit.tools) as running:
            opened.set_result(running)
            await ended.wait()

    serving = asyncio.create_task(serve())
    yield await opened
    ended.set()
    await serving


@asynccontextmanager
async def connected(caller: Caller) -> AsyncIterator[Client]:
    """The official client, connected over HTTP."""
    headers = {"Authorization": f"Bearer {caller.token}"}
    async with httpx2.AsyncClient(headers=headers, trust_env=False) as http:
        transport = streamable_http_client(f"{caller.base}/mcp", http_client=http)
        async with Client(transport) as client:
            yield client


def untrusted(result: Any) -> Any:
    """The part of a result that is copied from articles."""
    assert not result.is_error
    assert result.structured_content["notice"] == NOTICE
    return result.structured_content["untrusted"]


async def test_a_call_that_is_given_up_is_cancelled(desk: ProgramDesk) -> None:
    kit, slow = make_kit(desk), SlowFetcher()
    kit.tools.pages.fetcher = slow
    tools = WatchedTools(kit.tools.answers, kit.tools.pages, desk.event_log)
    async with served(desk, tools) as caller, connected(caller) as client:
        call = asyncio.create_task(client.call_tool("brief", {"url": ADDRESS}))
        async with asyncio.timeout(10):
            await slow.asked.wait()
            call.cancel()
            await tools.stopped.wait()

        after = await client.call_tool("search", {"words": "ferry"})
        slow.given_up.set()

    assert len(untrusted(after)["hits"]) == 1


async def test_a_long_message_is_refused(caller: Caller) -> None:
    async with caller.session.post(
        f"{caller.base}/mcp",
        data=b" " * 70_000,
        headers={"Authorization": f"Bearer {caller.token}"},
    ) as response:
        assert response.status == 413
