"""A host that starts the line ``web`` of the Procfile finds it on the port it gave."""

from __future__ import annotations

import asyncio
import shlex
from asyncio.subprocess import PIPE
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.fakes.command import event_log, stand_in, surroundings
from tests.fakes.loopback import reserve_port

pytestmark = pytest.mark.slow

PROCFILE = Path(__file__).parents[2] / "Procfile"
SECONDS = 120
SECRETS = {
    "SLACK_BOT_TOKEN": "xoxb-1-test",
    "SLACK_SIGNING_SECRET": "0" * 32,
}


@pytest.mark.parametrize("tokens", [{}, SECRETS], ids=["without_tokens", "with_slack"])
async def test_the_web_process_listens_on_the_port_it_was_given(
    tokens: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "sitrep.yaml").write_text(
        "topics: {ports: {title: Ports, sources: [file: note.txt]}}\n"
        'digests: {noon: {topics: [ports], at: "12:00", to: [console]}}\n',
        "utf8",
    )
    (tmp_path / "note.txt").write_text("The ferry stays in port.", "utf8")
    lines = dict(line.split(": ") for line in PROCFILE.read_text().splitlines()[2:])
    program, *arguments = shlex.split(lines["web"])
    port = reserve_port()
    given = {"PORT": str(port), "SLACK_API_URL": "http://127.0.0.1:9/", **tokens}

    process = await asyncio.create_subprocess_exec(
        *stand_in(),
        *arguments,
        cwd=tmp_path,
        env=surroundings(given),
        stdout=PIPE,
        stderr=PIPE,
    )
    async with asyncio.timeout(SECONDS):
        async for event in event_log(process):
            if event["event"] == "Sitrep started":
                break
        statuses = await asyncio.to_thread(ask, port)
        process.terminate()
        await process.communicate()

    assert program == "sitrep"
    assert process.returncode == 0
    unsigned = HTTPStatus.UNAUTHORIZED if tokens else HTTPStatus.NOT_FOUND
    assert statuses == [HTTPStatus.OK, unsigned]


def ask(port: int) -> list[int]:
    """The statuses of the page of health and of an event that nobody signed."""
    statuses = []
    for method, path in (("GET", "/livez"), ("POST", "/slack/events")):
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request(method, path)
        statuses.append(connection.getresponse().status)
        connection.close()
    return statuses
