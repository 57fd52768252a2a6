"""Offers the tools for programs by MCP, over standard streams or HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeAlias

from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
    ToolAnnotations,
)

from bot.core.commands.programs.tools import (
    INSTRUCTIONS,
    OUTPUT,
    TOOLS,
    ProgramTools,
    ToolSpec,
)
from bot.core.domain.programs import Program

Caller: TypeAlias = Callable[[], Awaitable[Program]]
"""Returns the program that calls, with what it may read at present."""

Event: TypeAlias = MutableMapping[str, Any]
Exchange: TypeAlias = Callable[
    [Event, Callable[[], Awaitable[Event]], Callable[[Event], Awaitable[None]]],
    Awaitable[None],
]
"""An ASGI application."""

_Context: TypeAlias = ServerRequestContext[Any, Any]


def make_server(tools: ProgramTools, caller: Caller, version: str) -> Server[Any]:
    """Make the MCP server for one program; the list of its tools never changes."""
    listed = ListToolsResult(tools=[*map(_listed, TOOLS)])

    async def list_tools(
        _: _Context, __: PaginatedRequestParams | None
    ) -> ListToolsResult:
        return listed

    async def call_tool(_: _Context, params: CallToolRequestParams) -> CallToolResult:
        answer = await tools.call(await caller(), params.name, params.arguments or {})
        return CallToolResult(
            content=[TextContent(text=answer.text)],
            structured_content=answer.document,
            is_error=answer.is_error,
        )

    return Server(
        "sitrep",
        version=version,
        title="Sitrep",
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def _listed(tool: ToolSpec) -> Tool:
    return Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.input,
        output_schema=OUTPUT,
        annotations=ToolAnnotations(
            read_only_hint=True,
            destructive_hint=False,
            idempotent_hint=True,
            open_world_hint=tool.open,
        ),
    )


async def serve_streams(server: Server[Any]) -> None:
    """Serve one program on standard input and output, until the input ends."""
    async with stdio_server() as (incoming, outgoing):
        options = server.create_initialization_options()
        await server.run(incoming, outgoing, options)


@asynccontextmanager
async def open_exchanges(
    servers: Mapping[str, Server[Any]],
) -> AsyncIterator[Mapping[str, Exchange]]:
    """Let the servers answer HTTP requests inside the block, one server per program.

    No session outlasts a request. So no session reaches another program, and a restart
    ends none. The token admits a request, so its host name is not checked.
    """
    async with AsyncExitStack() as stack:
        exchanges: dict[str, Exchange] = {}
        for id_, server in servers.items():
            manager = StreamableHTTPSessionManager(
                server, json_response=True, stateless=True
            )
            await stack.enter_async_context(manager.run())
            exchanges[id_] = manager.handle_request
        yield exchanges
