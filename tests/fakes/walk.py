"""The path of a new user: a configuration file, tokens, and both chats on loopback."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.text.date_format import full_day
from bot.demo import FEED, Paper, print_more, serve_papers
from tests.fakes.command import SITREP, Forked, sitrep, surroundings
from tests.fakes.discord.process import TownProcess, running_town
from tests.fakes.slack.process import SlackProcess, running_slack

CHANNEL = 123456789012345678
"""The channel of Discord, by its id."""

_SECONDS, _PAUSE = 240, 3.0
_PAGE = "river-treaty.html"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done, and what was seen."""

    title: str
    seen: str


@dataclass(slots=True)
class Walk:
    """The steps so far, and the servers of the walk."""

    folder: Path
    papers: tuple[Paper, Paper]
    slack: SlackProcess
    discord: TownProcess
    steps: list[Step] = field(default_factory=list)
    slack_keys: list[str] = field(default_factory=list)
    discord_keys: list[str] = field(default_factory=list)

    @property
    def page(self) -> str:
        """The address of a page that people ask for."""
        return f"{self.papers[0].base}/{_PAGE}"

    @property
    def environment(self) -> dict[str, str]:
        """Tokens, and where the chats are; pages of this machine may be fetched."""
        chats = {**self.slack.environment, **self.discord.environment}
        return {**chats, "SITREP_ALLOW_PRIVATE": "1"}

    def note(self, title: str, seen: str) -> None:
        """Add a step."""
        self.steps.append(Step(title, seen.strip("\n")))


def walk(folder: Path, *, at: datetime) -> Walk:
    """Go the whole path: the digest is due ``at`` this time."""
    with (
        serve_papers() as papers,
        running_slack() as slack,
        running_town(channels=[CHANNEL]) as discord,
    ):
        print_more(*papers)
        found = Walk(folder, papers, slack, discord)
        _configure(found, at)
        _check(found)
        with _running(found) as bot:
            _read_digests(found, at)
            _ask(found)
            bot.send_signal(signal.SIGTERM)
            status = bot.wait(timeout=_SECONDS)
        found.note("Stopping", f"exit status {status}")
        found.slack_keys = sorted(str(one["key"]) for one in slack.posted())
        found.discord_keys = sorted(str(one["key"]) for one in discord.posted())
        _list_deliveries(found)
        return found


def _configure(found: Walk, at: datetime) -> None:
    feeds = "".join(f"      - feed: {paper.base}/{FEED}\n" for paper in found.papers)
    text = (
        f"topics:\n  region:\n    title: The region\n    sources:\n{feeds}"
        "digests:\n  morning:\n    topics: [region]\n"
        f'    at: "{at:%H:%M}"\n    to:\n'
        f'      - slack: "#desk"\n      - discord: {CHANNEL}\n'
    )
    (found.folder / "sitrep.yaml").write_text(text, "utf8")


def _check(found: Walk) -> None:
    done = sitrep(
        "check", "--online", place=found.folder, environment=found.environment
    )
    found.note("Check the configuration", done.output)


@contextmanager
def _running(found: Walk) -> Iterator[subprocess.Popen[str]]:
    log = found.folder / "log"
    with (
        log.open("w") as stream,
        Forked[str](
            [*SITREP, "run"],
            cwd=found.folder,
            env=surroundings(found.environment),
            stderr=stream,
            text=True,
        ) as bot,
    ):
        try:
            yield bot
        finally:
            if bot.poll() is None:
                os.kill(bot.pid, signal.SIGKILL)
    events = [json.loads(line) for line in log.read_text().splitlines()]
    told = "\n".join(_written(event) for event in events)
    found.note("The log of the bot", told)


def _read_digests(found: Walk, at: datetime) -> None:
    _waited(lambda: len(found.slack.posted()))
    told = _text(found.slack.seen(f"morning – {full_day(at.date())}"))
    title = f"The digest at {at:%H:%M}"
    found.note(title, told)
    _waited(lambda: len(found.discord.posted()))
    seen = found.discord.do("history", where=str(CHANNEL))
    told = "\n\n".join(_texts(seen))
    found.note("The same on Discord", told)


def _ask(found: Walk) -> None:
    command = f"/brief link {found.page}"
    before = len(found.slack.posted())
    found.slack.do("slash", user="amara", channel="desk", text=command)
    told = found.slack.seen("WHO SAID WHAT", after=before)
    found.note("A link, on Slack", _text(told))
    seen = found.discord.do(
        "slash",
        who="ada",
        where=str(CHANNEL),
        command="brief link",
        options={"url": found.page},
    )
    answers = seen["messages"] if isinstance(seen, dict) else None
    shown = "\n\n".join(_texts(answers))
    found.note("A link, on Discord", shown)


def _list_deliveries(found: Walk) -> None:
    done = sitrep("deliveries", place=found.folder, environment=found.environment)
    found.note("Deliveries", done.output)


def _waited(count: Callable[[], int]) -> None:
    """Wait until something is there, and does not grow any more."""
    before, end = 0, time.monotonic() + _SECONDS
    while time.monotonic() < end:
        now = count()
        if now and now == before:
            return
        before = now
        time.sleep(_PAUSE)
    raise AssertionError("nothing was posted")


def _texts(seen: Json) -> Iterator[str]:
    """The texts of messages on Discord."""
    for one in seen if isinstance(seen, list) else ():
        if isinstance(one, dict):
            yield str(one["text"])


def _text(sight: JsonObject) -> str:
    """The text of a message on Slack."""
    body = sight["body"]
    return str(body.get("text", "")) if isinstance(body, dict) else ""


def _written(event: JsonObject) -> str:
    """An event of the journal on one line."""
    facts = " ".join(
        f"{key}={value}"
        for key, value in event.items()
        if key not in {"event", "level", "timestamp"}
    )
    return f"{event['event']}  {facts}".strip()
