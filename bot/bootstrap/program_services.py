"""Builds the interfaces for programs: JSON, feeds and MCP."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TextIO

from bot.bootstrap.app_context import AppContext, open_readers
from bot.bootstrap.calendars import make_calendar_page
from bot.bootstrap.network import may_fetch_private
from bot.bootstrap.runtime import Runtime, make_runtime
from bot.core.batch.briefs import PageBriefer
from bot.core.commands.programs.answers import ProgramAnswers
from bot.core.commands.programs.gate import ProgramGate
from bot.core.commands.programs.pages import PageStores, ProgramPages
from bot.core.commands.programs.tools import ProgramTools
from bot.core.domain.configuration import ProgramAccess
from bot.core.domain.errors import UsageError
from bot.core.domain.programs import Interface, Program
from bot.core.ports.services import ConfigurationSource, Fetcher
from bot.core.record.search import RecordSearch
from bot.core.record.who import Who
from bot.core.text.suggest import unknown_name
from bot.platforms import PLATFORMS
from bot.settings import FileConfiguration
from bot.stores.sql import SqlStore, open_store
from bot.web.asgi import Application
from bot.web.program_server import ProgramServices, open_programs
from bot.workers.adapter import Workers

Caller = Callable[[], Awaitable[Program]]

LOCAL = "local"
"""The id of the program that a person starts on this machine, which reads all topics."""


@asynccontextmanager
async def open_services(
    app: AppContext, access: ProgramAccess, environment: Mapping[str, str]
) -> AsyncIterator[None]:
    """Answer requests of programs until the block ends.

    Raises:
        ConfigError: the endpoint is in use or invalid.
    """
    tokens = {
        each.id: environment[each.variable]
        for each in access.programs
        if environment.get(each.variable)
    }
    runtime, configuration = app.runtime, app.file_configuration
    gate = ProgramGate(runtime.clock, configuration, tokens)
    answers = _answers(runtime, configuration, app.store)
    callers = {
        each.id: partial(gate.current, each.id)
        for each in access.programs
        if Interface.MCP in each.interfaces
    }
    tools = _tools(runtime, answers, app.store, app.fetcher, app.workers)
    async with _exchanges(tools, callers) as exchanges:
        calendars = make_calendar_page(app) if access.is_public else None
        services = ProgramServices(
            gate, answers, runtime.event_log, exchanges, calendars
        )
        async with open_programs(access.at, services):
            yield


@asynccontextmanager
async def _exchanges(
    tools: ProgramTools, callers: Mapping[str, Caller]
) -> AsyncIterator[Mapping[str, Application]]:
    """Yield the MCP application of each program that may use MCP, by the program's id.

    If no program may use MCP, yield an empty mapping and do not load its library.
    """
    if not callers:
        yield {}
        return
    from bot.mcp.server import make_server, open_exchanges

    servers = {
        id_: make_server(tools, caller, version("sitrep-bot"))
        for id_, caller in callers.items()
    }
    async with open_exchanges(servers) as exchanges:
        yield exchanges


async def serve_assistant(
    path: Path, environment: Mapping[str, str], client: str | None, log: TextIO
) -> None:
    """Serve MCP to an assistant on standard input and output, until the input ends.

    The assistant may read what the configuration allows the program ``client``; without
    ``client`` it may read all topics.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the configuration does not list ``client``.
        StoreError: the database cannot be used.
    """
    from bot.mcp.server import make_server, serve_streams

    allow_private = may_fetch_private(environment)
    runtime = make_runtime(path, environment, log=log, allow_private=allow_private)
    configuration = FileConfiguration(path, runtime.event_log, PLATFORMS)
    caller = partial(_local_program, configuration, client)
    await caller()
    opening = open_readers(await configuration.current(), runtime.network)
    async with (
        open_store(runtime.database) as store,
        opening as (_, workers, fetcher),
    ):
        answers = _answers(runtime, configuration, store)
        tools = _tools(runtime, answers, store, fetcher, workers)
        await serve_streams(make_server(tools, caller, version("sitrep-bot")))


async def _local_program(
    configuration: ConfigurationSource, client: str | None
) -> Program:
    """Return the program that a person starts, with what it may read at present.

    Without ``client`` it may read all topics and digests.

    Raises:
        UsageError: the configuration does not list ``client``.
    """
    current = await configuration.current()
    if client is None:
        topics = frozenset(topic.id for topic in current.topics)
        digests = frozenset(plan.id for plan in current.digests)
        return Program(LOCAL, frozenset({Interface.MCP}), topics, digests)
    program = current.programs.program(client) if current.programs else None
    if program is None:
        programs = current.programs.programs if current.programs else ()
        names = (program.id for program in programs)
        raise UsageError(unknown_name("program", client, names))
    return program


def _answers(
    runtime: Runtime, configuration: ConfigurationSource, store: SqlStore
) -> ProgramAnswers:
    search, who = RecordSearch(store, store), Who(store)
    return ProgramAnswers(runtime.clock, configuration, search, who, store, store)


def _tools(
    runtime: Runtime,
    answers: ProgramAnswers,
    store: SqlStore,
    fetcher: Fetcher,
    workers: Workers,
) -> ProgramTools:
    clock = runtime.clock
    reader = PageBriefer(workers, workers, lambda: clock.now().date())
    stores = PageStores(store, store, store)
    pages = ProgramPages(clock, answers.configuration, fetcher, reader, stores)
    return ProgramTools(answers, pages, runtime.event_log)
