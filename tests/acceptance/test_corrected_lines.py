"""A paper corrects a line that was posted: real processes, killed and started again."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest

from bot.demo import serve_pages
from tests.fakes import command
from tests.fakes.command import SITREP, Done, sitrep, surroundings
from tests.fakes.reports import FERRY
from tests.fakes.town import START, Paper

pytestmark = pytest.mark.slow

PRIVATE = {"SITREP_ALLOW_PRIVATE": "1"}
SECONDS = 120
OLD, NEW = "until Friday", "until Sunday"
HEADING = "CORRECTED BY THE PAPER"


@dataclass(slots=True)
class Newsstand:
    """A paper whose report is corrected, and the bot that posted it."""

    paper: Paper
    folder: Path
    asked: list[str]
    arrived: Event

    def read(self, name: str) -> bytes:
        """Serve a page of the paper."""
        self.asked.append(name)
        if name == FERRY.name:
            self.arrived.set()
        return self.paper.pages()[f"{self.paper.base}/{name}"]

    @property
    def configuration(self) -> Path:
        return self.folder / "sitrep.yaml"

    def configure(self) -> None:
        self.configuration.write_text(
            "topics:\n  town:\n    title: The town\n    sources:\n"
            f"      - feed: {self.paper.feed}\n"
            "digests:\n  morning:\n    topics: [town]\n"
            '    at: "03:07"\n    to: [console]\nengine: fast\n'
        )

    def digest(self, hours: float, *, now: datetime = START) -> tuple[str, ...]:
        """The command that posts the digest so many hours after the first one."""
        at = (now + timedelta(hours=hours)).isoformat()
        return ("digest", "--post", "--now", at, "--config", str(self.configuration))

    def post(self, hours: float) -> str:
        done = sitrep(*self.digest(hours), environment=PRIVATE)
        assert done.status == 0, done.messages
        return " ".join(done.output.split())

    def ask(self, *words: str) -> Done:
        return sitrep(*words, "--config", self.configuration, environment=PRIVATE)

    def correct(self) -> None:
        (report,) = self.paper.reports
        self.paper.reports[:] = [replace(report, text=report.text.replace(OLD, NEW))]

    def requests(self) -> int:
        """How often the page of the report was asked for."""
        return self.asked.count(FERRY.name)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Newsstand]:
    made = Newsstand(Paper("", [FERRY]), tmp_path, [], Event())
    with serve_pages(made.read) as base:
        made.paper.base = base
        made.configure()
        yield made


def test_a_corrected_line_is_posted_once_and_listed(stand: Newsstand) -> None:
    first = stand.post(1)
    stand.correct()
    second, third = stand.post(3), stand.post(27)
    since = ("--since", "2026-03-01")
    text = stand.ask("changes", *since)
    document = stand.ask("changes", *since, "--format", "json")
    why = stand.ask("why", f"{stand.paper.base}/ferry")

    assert OLD in first
    assert HEADING not in first
    # One is the message in the thread, the other is in the digest.
    assert second.count(HEADING) == 2
    assert (OLD in second, NEW in second) == (True, True)
    assert HEADING not in third
    assert HEADING in text.output
    assert '"kind": "name"' in document.output
    assert "CORRECTIONS" in why.output
    assert stand.requests() <= 5


def test_a_reading_that_is_killed_is_not_repeated(stand: Newsstand) -> None:
    stand.post(1)
    stand.correct()
    stand.arrived.clear()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*SITREP, *stand.digest(2.1)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=surroundings(PRIVATE),
    )
    assert stand.arrived.wait(SECONDS)
    process.kill()
    process.wait()
    before = stand.requests()

    soon, later = stand.post(2.2), stand.post(8)

    assert stand.requests() <= before + 1
    assert (soon + later).count(HEADING) == 2


async def test_a_running_bot_reads_again_and_posts_the_correction(
    stand: Newsstand,
) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the command has the machine's clock
    posted = await asyncio.to_thread(
        sitrep, *stand.digest(0, now=now), environment=PRIVATE
    )
    assert OLD in " ".join(posted.output.split()), posted.messages
    stand.correct()
    age(stand.folder / "sitrep.db", timedelta(hours=2))

    async with asyncio.timeout(SECONDS):
        slots = [await posted_slot(stand) for _ in range(1)]
        requests = stand.requests()
        assert await restarted(stand) == requests

    assert len(slots) == 1


def age(database: Path, by: timedelta) -> None:
    """Let the lines have been posted earlier."""
    microseconds = by // timedelta(microseconds=1)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "UPDATE told_articles SET since = since - ?, due = due - ?",
            (microseconds, microseconds),
        )


async def posted_slot(stand: Newsstand) -> object:
    """Run the bot until it has posted a message, kill it, and return the slot."""
    async with command.running(stand.configuration, PRIVATE) as process:
        async for event in command.event_log(process):
            if event["event"] == "message posted":
                process.kill()
                return event["slot"]
    raise AssertionError("nothing was posted")


async def restarted(stand: Newsstand) -> int:
    """Run the bot again until it has polled; how often the page was asked for then."""
    polls = stand.asked.count("feed.xml")
    async with command.running(stand.configuration, PRIVATE) as process:
        async for event in command.event_log(process):
            if event["event"] == "Sitrep started":
                break
        # The readings of told articles start with the other jobs.
        await asyncio.sleep(3)
        process.terminate()
        await process.wait()
    assert stand.asked.count("feed.xml") >= polls
    return stand.requests()
