"""The real bot on the fakes of both platforms, in a process of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes.command import SITREP, surroundings
from tests.fakes.discord.town import TOKEN
from tests.fakes.slack.seeds import APP_TOKEN, BOT_TOKEN

_START_SECONDS, _END_SECONDS = 60.0, 20.0
_LOOK_SECONDS = 0.1

_CONFIGURATION = """\
topics:
  harbour:
    title: The harbour
    sources:
      - page: {page}
  energy:
    title: Energy and what it costs
    sources:
      - page: {page}
engine: spacy
"""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the platforms are; one without an address is left out."""

    slack: str = ""
    discord: str = ""

    def environment(self) -> dict[str, str]:
        """Return what the bot is told of them."""
        told = {"SITREP_ALLOW_PRIVATE": "1"}
        if self.slack:
            told |= {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
            told["SLACK_API_URL"] = self.slack
        if self.discord:
            told |= {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": self.discord}
            host = self.discord.partition("://")[2].partition("/")[0]
            told["DISCORD_GATEWAY_URL"] = f"ws://{host}"
        return told


@dataclass(frozen=True, slots=True)
class BotProcess:
    """A running bot, and its journal."""

    process: subprocess.Popen[bytes] = field(repr=False)
    log: Path

    def event_log(self) -> list[dict[str, object]]:
        """Return all that it has told so far."""
        lines = self.log.read_text().splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def told(self, event: str) -> dict[str, object] | None:
        """Return the last entry of an event."""
        found = [one for one in self.event_log() if one["event"] == event]
        return found[-1] if found else None

    def has_started(self) -> bool:
        """Return whether it works.

        Raises:
            RuntimeError: it has ended.
        """
        if self.process.poll() is not None:
            raise RuntimeError(f"the bot has ended: {self.log.read_text()}")
        return self.told("Sitrep started") is not None

    def stop(self) -> float:
        """Let it end; the most seconds by which its event loop was ever late.

        Raises:
            RuntimeError: it does not end, or does not tell.
        """
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(_END_SECONDS)
        watched = self.told("longest block of the event loop since the start")
        if watched is None:
            raise RuntimeError(
                f"the log has no lag of the event loop: {self.log.read_text()}"
            )
        return float(str(watched["worst_lag_seconds"]))


@contextmanager
def present(
    addresses: Addresses, folder: Path, page: str, peer: Sequence[str] = ()
) -> Iterator[BotProcess]:
    """Run the bot until the end of the block; ``peer`` is another command.

    Raises:
        RuntimeError: it does not start.
    """
    path, log = folder / "sitrep.yaml", folder / "journal"
    path.write_text(_CONFIGURATION.format(page=page))
    command = [*peer, str(path)] if peer else [*SITREP, "run", "--config", str(path)]
    with log.open("wb") as event_log:
        process = subprocess.Popen(
            command,
            stdout=subprocess.DEVNULL,
            stderr=event_log,
            cwd=folder,
            env=surroundings(addresses.environment()),
        )
    with process:
        bot = BotProcess(process, log)
        try:
            wait_for(bot.has_started, _START_SECONDS)
            yield bot
        finally:
            process.kill()


def wait_for(settled: Callable[[], bool], seconds: float) -> None:
    """Wait until something is so.

    Raises:
        RuntimeError: it is not, after so many seconds.
    """
    until = time.monotonic() + seconds
    while not settled():
        if time.monotonic() > until:
            raise RuntimeError(
                f"the bot did not reach the expected state in {seconds:g} s"
            )
        time.sleep(_LOOK_SECONDS)
