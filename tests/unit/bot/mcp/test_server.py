"""The official client uses the tools, over HTTP and in memory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from typing_extensions import override

from bot.core.commands.programs.tools import (
    INSTRUCTIONS,
    NOTICE,
    TOOLS,
    ProgramTools,
    ToolAnswer,
)
from bot.core.domain.programs import Program
from bot.core.ports.services import Page
from bot.mcp.server import make_server, open_exchanges
from bot.stores.sql import open_store
from tests.fakes.assistants import ADDRESS, LINE, Kit, make_kit, with_exchanges
from tests.fakes.ports import FakeFetcher
from tests.fakes.programs import TOKENS, Caller, ProgramDesk, calling, make_desk
from tests.fakes.search import record_sentence

MODES = ("auto", "legacy")


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
async def connected(caller: Caller, mode: str = "auto") -> AsyncIterator[Client]:
    """The official client, connected over HTTP."""
    headers = {"Authorization": f"Bearer {caller.token}"}
    async with httpx2.AsyncClient(headers=headers, trust_env=False) as http:
        transport = streamable_http_client(f"{caller.base}/mcp", http_client=http)
        async with Client(transport, mode=mode) as client:
            yield client


def untrusted(result: Any) -> Any:
    """The part of a result that is copied from articles."""
    assert not result.is_error
    assert result.structured_content["notice"] == NOTICE
    return result.structured_content["untrusted"]


@pytest.mark.parametrize("mode", MODES)
async def test_the_tools_are_listed_as_read_only(caller: Caller, mode: str) -> None:
    async with connected(caller, mode) as client:
        listed = (await client.list_tools()).tools

        assert client.instructions == INSTRUCTIONS
    assert [tool.name for tool in listed] == [tool.name for tool in TOOLS]
    for tool in listed:
        hints = tool.annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.destructive_hint) == (True, False)
        assert tool.output_schema is not None
        assert tool.input_schema["additionalProperties"] is False


@pytest.mark.parametrize("mode", MODES)
async def test_each_tool_is_called(caller: Caller, mode: str) -> None:
    async with connected(caller, mode) as client:
        said = await client.call_tool("who", {"name": "Ida Brandt"})
        hits = await client.call_tool("search", {"words": "ferry", "limit": 1})
        brief = await client.call_tool("brief", {"url": ADDRESS})
        line = await client.call_tool("verify", {"url": ADDRESS, "line": LINE})

    assert untrusted(said)["speaker"] == "Ida Brandt"
    assert [hit["text"] for hit in untrusted(hits)["hits"]] == [
        "The ferry stays in port."
    ]
    assert untrusted(brief)["schema"] == 1
    assert untrusted(line)["match"] == "exact"


@pytest.mark.parametrize("mode", MODES)
async def test_errors_are_results(caller: Caller, mode: str) -> None:
    async with connected(caller, mode) as client:
        unknown = await client.call_tool("delete", {})
        wrong = await client.call_tool("search", {"colour": "red"})
        after = await client.call_tool("search", {"words": "ferry"})

    assert [unknown.is_error, wrong.is_error, after.is_error] == [True, True, False]
    kinds = [each.structured_content["error"]["kind"] for each in (unknown, wrong)]
    assert kinds == ["not_found", "bad_parameter"]


async def test_nothing_but_tools_is_offered(caller: Caller) -> None:
    async with connected(caller) as client:
        capabilities = client.server_capabilities

        with pytest.raises(MCPError):
            await client.list_prompts()
        with pytest.raises(MCPError):
            await client.list_resources()
    assert capabilities is not None
    assert (capabilities.prompts, capabilities.resources) == (None, None)


async def test_each_token_has_its_own_topics(caller: Caller) -> None:
    async with (
        connected(caller) as port,
        connected(replace(caller, token=TOKENS["pit"])) as pit,
    ):
        results = await asyncio.gather(
            *(client.call_tool("search", {"words": "ferry"}) for client in (port, pit))
        )

    texts = [[hit["text"] for hit in untrusted(each)["hits"]] for each in results]
    assert texts == [["The ferry stays in port."], ["The ferry is in the pit."]]


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


async def message(caller: Caller, **headers: str) -> tuple[int, str]:
    """Send a message of MCP by hand; the status and the error."""
    sent = {
        "Authorization": f"Bearer {caller.token}",
        "Accept": "application/json, text/event-stream",
        **headers,
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    async with caller.session.post(
        f"{caller.base}/mcp", json=body, headers=sent
    ) as response:
        document = await response.json(content_type=None)
        error = document.get("error") or {}
        return response.status, str(error.get("kind", ""))


async def test_only_programs_with_a_token_are_answered(caller: Caller) -> None:
    assert await message(caller) == (200, "")
    assert await message(replace(caller, token="x" * 32)) == (401, "unauthorized")
    assert await message(caller, Origin="https://evil.example") == (403, "forbidden")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_no_session_is_opened_or_ended(caller: Caller, method: str) -> None:
    response = await caller.get("/mcp", method=method)

    assert (response.status, response.kind) == (405, "method_not_allowed")


async def test_a_long_message_is_refused(caller: Caller) -> None:
    async with caller.session.post(
        f"{caller.base}/mcp",
        data=b" " * 70_000,
        headers={"Authorization": f"Bearer {caller.token}"},
    ) as response:
        assert response.status == 413


async def test_a_server_in_memory_serves_the_official_client(
    desk: ProgramDesk, kit: Kit
) -> None:
    caller = partial(desk.services.gate.current, "port")

    async with Client(make_server(kit.tools, caller, "1.2.3")) as client:
        result = await client.call_tool("search", {"words": "ferry"})

        assert client.server_info is not None
        assert client.server_info.version == "1.2.3"
    assert len(untrusted(result)["hits"]) == 1
