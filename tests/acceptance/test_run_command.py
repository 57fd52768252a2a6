"""``sitrep run``: at its minute a digest is fetched, briefed and posted, once."""

from __future__ import annotations

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, closing
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

import pytest

from bot.core.messages.briefing_json import JsonObject
from bot.demo import PAGES, sample_page, serve_pages
from tests.fakes import command
from tests.fakes.loopback import reserve_port
from tests.fakes.platforms.crashes import begin_now

pytestmark = pytest.mark.slow

SECONDS = 150
INTERRUPTED = 130
END_SECONDS = 10


def write(path: Path, base: str, at: datetime) -> None:
    pages = "".join(f"      - page: {base}/{name}\n" for name in (*PAGES, "none.html"))
    path.write_text(
        f"topics:\n  sample:\n    title: Sample\n    sources:\n{pages}"
        "engine: fast\n"
        "digests:\n  now:\n    topics: [sample]\n"
        f'    at: "{at:%H:%M}"\n    to: [console]\n'
    )


def soon(_: Path) -> datetime:
    """The next minute that can be waited for, or the one after."""
    now = datetime.now(UTC)  # noqa: TID251 - the command has the machine's clock
    return now + timedelta(minutes=1 if now.second < 50 else 2)


def running(path: Path) -> AbstractAsyncContextManager[Process]:
    """The bot, which may fetch from this machine."""
    return command.running(path, {"SITREP_ALLOW_PRIVATE": "1"})


async def heard(process: Process, event: str) -> JsonObject:
    """Wait for an event in the journal."""
    async for entry in command.event_log(process):
        if entry["event"] == event:
            return entry
    raise AssertionError(f"never heard: {event}")


@pytest.mark.parametrize(
    ("number", "status"),
    [(signal.SIGTERM, 0), (signal.SIGHUP, 0), (signal.SIGINT, INTERRUPTED)],
)
async def test_a_signal_ends_the_bot_in_time(
    number: signal.Signals, status: int, tmp_path: Path
) -> None:
    path = tmp_path / "sitrep.yaml"
    write(path, "http://127.0.0.1:1", datetime(2026, 1, 1, tzinfo=UTC))

    async with asyncio.timeout(SECONDS), running(path) as process:
        await heard(process, "Sitrep started")
        process.send_signal(number)
        async with asyncio.timeout(END_SECONDS):
            ended = await process.wait()

    assert ended == status


@pytest.mark.parametrize(
    "start", [begin_now, pytest.param(soon, marks=pytest.mark.long)]
)
async def test_a_digest_is_posted_at_its_minute(
    start: Callable[[Path], datetime], tmp_path: Path
) -> None:
    path = tmp_path / "sitrep.yaml"
    with serve_pages(sample_page) as base:
        write(path, base, await asyncio.to_thread(start, tmp_path))
        async with asyncio.timeout(SECONDS), running(path) as process:
            ended = await heard(process, "digest built")
            for _ in range(int(str(ended["messages"]))):
                await heard(process, "message posted")
            process.terminate()
            watched = await heard(
                process, "longest block of the event loop since the start"
            )
            output, _ = await process.communicate()

    # Articles of which nothing is printed, such as later versions of a page, do not count.
    assert 0 < int(str(ended["articles"])) <= len(PAGES)
    assert ended["failed"] == 1
    assert output.decode().count("IN SHORT") > 0
    assert "Not read: 127.0.0.1" in output.decode()
    assert "worst_lag_seconds" in watched


async def test_the_operator_is_told_of_a_platform_that_has_no_token(
    tmp_path: Path,
) -> None:
    path = tmp_path / "sitrep.yaml"
    write(path, "http://127.0.0.1:1", datetime(2026, 1, 1, tzinfo=UTC))
    text = path.read_text().replace("[console]", '[slack: "#news"]')
    path.write_text(f"{text}operator: [console]\n")

    async with asyncio.timeout(SECONDS), running(path) as process:
        assert process.stdout is not None
        while (line := await process.stdout.readline()) and b"slack" not in line:
            pass
        process.terminate()
        await heard(process, "Sitrep stopped")

    assert b"slack is not connected" in line


async def test_a_broken_file_leaves_the_last_good_one_running(tmp_path: Path) -> None:
    path = tmp_path / "sitrep.yaml"
    write(path, "http://127.0.0.1:1", datetime(2026, 1, 1, tzinfo=UTC))

    async with asyncio.timeout(SECONDS), running(path) as process:
        await heard(process, "Sitrep started")
        path.write_text("topics: [")
        refused = await heard(
            process, "configuration file is invalid; Sitrep keeps the last valid one"
        )
        process.terminate()
        await heard(process, "Sitrep stopped")

    assert "sitrep.yaml:1:" in str(refused["reason"])


async def test_those_who_watch_are_answered(tmp_path: Path) -> None:
    path, port = tmp_path / "sitrep.yaml", reserve_port()
    write(path, "http://127.0.0.1:1", datetime(2026, 1, 1, tzinfo=UTC))
    path.write_text(f"{path.read_text()}health: 127.0.0.1:{port}\n")

    async with asyncio.timeout(SECONDS), running(path) as process:
        await heard(process, "Sitrep started")
        ready = await until_ready(port)
        alive, figures = await asked(port, "/livez"), await asked(port, "/metrics")
        process.terminate()
        await heard(process, "Sitrep stopped")

    assert ready
    assert alive[0] == HTTPStatus.OK
    assert "sitrep_outbox_depth" in figures[1]


async def until_ready(port: int) -> bool:
    """Wait until the planner has looked for the first time."""
    for _ in range(100):
        status, _body = await asked(port, "/readyz")
        if status == HTTPStatus.OK:
            return True
        await asyncio.sleep(0.1)
    return False


async def asked(port: int, path: str) -> tuple[int, str]:
    """The status and the body that are answered."""

    def ask() -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    return await asyncio.to_thread(ask)
