"""Signals, exits and what a running bot does with its file, in processes of their own."""

from __future__ import annotations

import asyncio
import shlex
import signal
import subprocess
from asyncio.subprocess import Process
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.blackbox.articles import ROOT
from tests.blackbox.requests import ask
from tests.blackbox.transcripts import make_desk
from tests.fakes.command import (
    SITREP,
    Done,
    Forked,
    JsonObject,
    event_log,
    running,
    sitrep,
    stand_in,
    surroundings,
)
from tests.fakes.loopback import reserve_port
from tests.fakes.postgresql import Server

pytestmark = [pytest.mark.process, pytest.mark.timeout(120)]

INTERRUPTED, END_SECONDS = 130, 10


async def heard(process: Process, event: str) -> JsonObject:
    """Wait for an event in the log."""
    async for entry in event_log(process):
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
    place = make_desk(tmp_path)

    async with running(place / "sitrep.yaml", {}) as process:
        await heard(process, "Sitrep started")
        process.send_signal(number)
        async with asyncio.timeout(END_SECONDS):
            ended = await process.wait()

    assert ended == status


async def test_a_broken_file_leaves_the_last_good_one_running(tmp_path: Path) -> None:
    path = make_desk(tmp_path) / "sitrep.yaml"

    async with running(path, {}) as process:
        await heard(process, "Sitrep started")
        path.write_text("topics: [")
        event = "configuration file is invalid; Sitrep keeps the last valid one"
        refused = await heard(process, event)
        process.terminate()
        await heard(process, "Sitrep stopped")

    assert "sitrep.yaml:1:" in str(refused["reason"])


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_a_preview(number: signal.Signals, tmp_path: Path) -> None:
    with Forked(
        [*SITREP, "preview", str(make_desk(tmp_path) / "article.txt")],
        stdout=subprocess.PIPE,
        text=True,
        env=surroundings({}),
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(number)
        status = process.wait(END_SECONDS)

    assert status == (INTERRUPTED if number == signal.SIGINT else 0)


def test_a_reader_that_goes_away_hears_nothing(tmp_path: Path) -> None:
    with Forked[bytes](
        [*SITREP, "brief", str(make_desk(tmp_path) / "article.txt")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings({}),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        messages = process.stderr.read()
        process.wait(60)

    assert messages == b""


@pytest.mark.parametrize("kind", ["file", "server"])
async def test_restore_and_vacuum_are_refused_while_a_bot_runs_and_not_once_it_is_killed(
    kind: str, tmp_path: Path, postgresql: Server
) -> None:
    server = kind == "server"
    file = f"sqlite:///{tmp_path}/news.db"
    place = {"DATABASE_URL": postgresql.url(postgresql.create()) if server else file}
    folder = make_desk(tmp_path)
    verbs = (("restore", "news.bak", "--force"), ("vacuum",))

    async def attempt(*verb: str) -> Done:
        return await asyncio.to_thread(
            sitrep, "db", *verb, place=folder, environment=place
        )

    await attempt("upgrade")
    await attempt("backup", "news.bak")
    async with running(folder / "sitrep.yaml", place) as bot:
        await heard(bot, "Sitrep started")
        refused = [await attempt(*verb) for verb in verbs]
        bot.kill()
        await bot.wait()
    done = [await attempt(*verb) for verb in verbs]

    for command in refused:
        assert (command.status, command.output) == (1, "")
        assert command.messages.endswith(
            ": a bot or another sitrep command is using it; stop it, then try again\n"
        )
    assert [command.status for command in done] == [0, 0]


async def test_a_host_that_starts_the_procfile_finds_the_bot_on_its_port(
    tmp_path: Path,
) -> None:
    text = (ROOT / "Procfile").read_text()
    lines = dict(line.split(": ") for line in text.splitlines()[2:])
    program, *arguments = shlex.split(lines["web"])
    port = reserve_port()

    process = await asyncio.create_subprocess_exec(
        *stand_in(),
        *arguments,
        cwd=make_desk(tmp_path),
        env=surroundings({"PORT": str(port)}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    await heard(process, "Sitrep started")
    answer = await asyncio.to_thread(ask, port, "/livez")
    process.terminate()
    await process.communicate()

    assert (program, process.returncode) == ("sitrep", 0)
    assert answer.status == HTTPStatus.OK
