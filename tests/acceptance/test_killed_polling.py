"""Sitrep killed again and again while it polls: nothing lost, nothing twice."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest

from bot.demo import serve_pages
from tests.fakes.command import SITREP, Forked, sitrep, surroundings
from tests.fakes.reports import SCHOOL
from tests.fakes.town import Paper, Report

pytestmark = [pytest.mark.slow, pytest.mark.process]

NEW_EACH_TIME = 2
PATIENCE = 60
PRIVATE = {"SITREP_ALLOW_PRIVATE": "1"}
CHANCE = Random(4)  # noqa: S311 - when to kill


@dataclass(slots=True)
class Newsstand:
    """A paper that prints more each time, and the bot that reads it."""

    paper: Paper
    asked: list[str]
    folder: Path
    now: datetime = datetime(2026, 3, 2, tzinfo=UTC)

    @property
    def configuration(self) -> Path:
        """The bot's configuration."""
        return self.folder / "sitrep.yaml"

    def read(self, name: str) -> bytes:
        """Serve a page of the paper."""
        self.asked.append(name)
        return self.paper.pages()[f"{self.paper.base}/{name}"]

    def configure(self) -> None:
        """One feed that is read as often as may be."""
        self.configuration.write_text(
            "topics:\n  town:\n    title: The town\n    sources:\n"
            f"      - feed: {self.paper.feed}\n"
            "digests:\n  morning:\n    topics: [town]\n"
            '    at: "07:30"\n    to: [console]\n'
            "engine: fast\npoll: 10 seconds\n"
        )

    def digest(self) -> tuple[str, ...]:
        """The command that polls the feed now, and reads what is new."""
        now = self.now.isoformat()
        return ("digest", "--now", now, "--config", str(self.configuration))

    def print_more(self) -> None:
        """Print some reports, and edit all that were printed before."""
        reports = self.paper.reports
        for at, old in enumerate(reports):
            reports[at] = replace(old, title=f"{old.title}!", query=f"?utm_term={at}")
        first = len(reports)
        self.paper.publish(*map(report, range(first, first + NEW_EACH_TIME)))

    def run_and_kill(self) -> None:
        """Start the bot, and kill it at some moment after its first request."""
        seen = len(self.asked)
        # An hour later each time, so that the feed is due.
        self.now += timedelta(hours=1)
        process = Forked[bytes](
            [*SITREP, *self.digest()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=surroundings(PRIVATE),
        )
        end = monotonic() + PATIENCE
        while len(self.asked) == seen and monotonic() < end:
            sleep(0.01)
        sleep(CHANCE.random() * 2.5)
        process.kill()
        process.wait()


def report(number: int) -> Report:
    """One of many reports that have nothing in common."""
    word = f"{'abcdefghij'[number % 10]}{'aeiou'[number // 10 % 5]}ndo{number}"
    text = SCHOOL.text.replace(" ", f" {word} ", 40)
    return replace(SCHOOL, name=f"page-{number}", title=f"News of {word}", text=text)


@pytest.fixture
def stand(tmp_path: Path) -> Iterator[Newsstand]:
    made = Newsstand(Paper(""), [], tmp_path)
    with serve_pages(made.read) as base:
        made.paper.base = base
        made.configure()
        yield made


@pytest.mark.parametrize("kills", [6, pytest.param(20, marks=pytest.mark.long)])
def test_killed_while_polling_nothing_is_lost_and_nothing_comes_twice(
    kills: int, stand: Newsstand
) -> None:
    for _ in range(kills):
        stand.print_more()
        stand.run_and_kill()
    stand.now += timedelta(hours=1)
    done = sitrep(*stand.digest(), "--format", "json", environment=PRIVATE)

    found: Counter[str] = Counter()
    for place in ("stories", "more", "passed", "repeated"):
        for story in json.loads(done.output)[place]:
            found.update(urlsplit(one["url"]).path for one in story["articles"])
    printed = {f"/{one.name}": 1 for one in stand.paper.reports}
    assert len(printed) == kills * NEW_EACH_TIME
    assert found == printed
