"""``sitrep run`` answers programs, and ``sitrep mcp`` an assistant."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from bot.stores.sql import open_store
from tests.acceptance.test_missing_extra import HOOK
from tests.fakes.command import Done, event_log, running, sitrep
from tests.fakes.loopback import reserve_port
from tests.fakes.record import make_claim, make_entry, make_speaker
from tests.fakes.records import add

ROOT = Path(__file__).parents[2]
TOKEN = "t0ken-" * 8
FILE = """\
topics:
  harbours: {{title: Harbours, sources: [{{page: "https://lenna-gazette.example/a"}}]}}
  schools: {{title: Schools, sources: [{{page: "https://lenna-gazette.example/b"}}]}}
digests:
  tide: {{topics: [harbours], at: "07:30", to: [console]}}
programs:
  at: 127.0.0.1:{port}
  clients:
    desk: {{use: [api, feeds, mcp], topics: harbours, digests: tide}}
    school: {{use: [mcp], topics: schools}}
"""
TOKENS = {"SITREP_TOKEN_DESK": TOKEN, "SITREP_TOKEN_SCHOOL": TOKEN[::-1]}


async def record(folder: Path) -> None:
    """Record a statement in a topic."""
    async with open_store(f"sqlite:///{folder / 'sitrep.db'}") as store:
        article = await add(store, "ferry")
        due = await store.due_entries(1)
        claims = [make_claim(make_speaker())]
        entry = make_entry(article, number=due.through, claims=claims)
        assert await store.record(due, [entry])


@pytest.fixture
def port() -> int:
    return reserve_port()


@pytest.fixture
def path(tmp_path: Path, port: int) -> Path:
    """A configuration with programs, beside a database with a statement."""
    file = tmp_path / "sitrep.yaml"
    file.write_text(FILE.format(port=port))
    asyncio.run(record(tmp_path))
    return file


@pytest.mark.slow
async def test_the_bot_answers_programs_while_it_runs(path: Path, port: int) -> None:
    base, headers = f"http://127.0.0.1:{port}", {"Authorization": f"Bearer {TOKEN}"}

    async with running(path, TOKENS) as process, ClientSession() as session:
        async for event in event_log(process):
            if event["event"] == "Sitrep started":
                break
        who = f"{base}/api/who?name=Ida%20Brandt"
        async with session.get(who, headers=headers) as response:
            said = await response.json()
        async with session.get(who) as response:
            refused = response.status
        async with session.get(f"{base}/feeds/{TOKEN}/tide.json") as response:
            feed = await response.json(content_type=None)

    assert said["speaker"] == "Ida Brandt"
    assert refused == 401
    assert (feed["title"], feed["items"]) == ("tide", [])


@pytest.mark.parametrize("verb", ["check", "run"])
def test_a_missing_token_is_told_before_the_start(path: Path, verb: str) -> None:
    done = sitrep(verb, "--config", path, environment={"SITREP_TOKEN_DESK": TOKEN})

    assert done.status == 2
    assert "SITREP_TOKEN_SCHOOL is not set" in done.messages
    assert TOKEN not in done.messages


@asynccontextmanager
async def assistant(path: Path, *options: str) -> AsyncIterator[Client]:
    """The official client with ``sitrep mcp`` on its standard streams."""
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "bot", "mcp", "--config", str(path), *options],
        cwd=str(ROOT),
    )
    async with asyncio.timeout(60), Client(stdio_client(server)) as client:
        yield client


def untrusted(result: Any) -> Any:
    assert not result.is_error
    return result.structured_content["untrusted"]


@pytest.mark.slow
async def test_an_assistant_uses_the_tools_on_standard_streams(path: Path) -> None:
    async with assistant(path) as client:
        listed = [tool.name for tool in (await client.list_tools()).tools]
        said = await client.call_tool("who", {"name": "Ida Brandt"})
        hits = await client.call_tool("search", {"words": "ferry", "topic": "harbours"})
        private = await client.call_tool("brief", {"url": "http://127.0.0.1:1/a"})
        wrong = await client.call_tool(
            "verify", {"url": "file:///etc/passwd", "line": "root"}
        )

    assert listed == ["brief", "search", "who", "calendar", "verify"]
    assert untrusted(said)["speaker"] == "Ida Brandt"
    assert len(untrusted(hits)["hits"]) == 1
    errors: list[Any] = [private.structured_content, wrong.structured_content]
    assert [each["error"]["kind"] for each in errors] == ["unreadable", "unreadable"]
    assert "public internet" in errors[0]["error"]["message"]


@pytest.mark.slow
async def test_an_assistant_can_be_limited_to_a_program(path: Path) -> None:
    async with assistant(path, "--client", "school") as client:
        hits = await client.call_tool("search", {"words": "ferry"})

    assert untrusted(hits)["hits"] == []


def test_without_the_extra_both_ways_to_an_assistant_say_how_to_install_it(
    path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "plain"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HOOK.format(absent={"mcp"}))
    plain = {**TOKENS, "PYTHONPATH": f"{folder}:{ROOT}"}
    checked = sitrep("check", "--config", path, environment=plain)
    path.write_text(FILE.partition("programs:")[0].format())
    started = sitrep("mcp", "--config", path, environment=plain)

    missing = 'MCP needs the extra "mcp", which is not installed: run pip install'
    assert (checked.status, started.status) == (2, 2)
    assert f"{path}:9:5: programs.clients.desk: {missing}" in checked.messages
    assert started.messages.startswith(missing)


def test_a_bot_without_programs_loads_nothing_for_them() -> None:
    code = "import sys, bot.bootstrap.run; print(*sys.modules)"
    command = [sys.executable, "-c", code]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603 - our own code

    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not {"mcp", "starlette", "uvicorn", "feedgenerator"} & loaded
    assert "bot.core.commands.programs.answers" not in done.stdout.split()


def test_an_unknown_program_is_refused(path: Path) -> None:
    done = sitrep("mcp", "--config", path, "--client", "nobody")

    problem = (
        'the configuration has no program "nobody": add it under "programs", "clients", '
        "or name another one\n"
    )
    assert done == Done(2, "", problem)
