"""Real pages through the running bot: ``python -m benchmarks.pages``.

Twenty pages of the development data are served on loopback and configured as ``page:``
sources of a digest at the next minute; ``sitrep run`` must brief and post them, keep
its event loop free, and stop quickly. The posted digest is kept for reading; the last
line is one JSON object.
"""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.demo import serve_pages

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT.parent / "shared" / "data" / "extraction" / "pages.jsonl.gz"
NUMBER = 20
PATIENCE_SECONDS = 180.0
MAX_LAG_SECONDS = 0.25

_NOTICE_SECONDS = 12
_POLL_SECONDS = 0.2
_STOP_SECONDS = 30


def read_pages() -> dict[str, bytes]:
    """Twenty pages by name, spread over the data."""
    with gzip.open(PAGES, "rt", encoding="utf8") as file:
        pages = [json.loads(line)["html"].encode() for line in file]
    chosen = pages[:: len(pages) // NUMBER][:NUMBER]
    return {f"{number}.html": page for number, page in enumerate(chosen)}


def next_minute(now: datetime) -> datetime:
    """Return the next full minute that leaves the bot time to start."""
    soon = now + timedelta(seconds=_NOTICE_SECONDS)
    return soon.replace(second=0, microsecond=0) + timedelta(minutes=1)


def configuration(addresses: list[str], at: datetime) -> str:
    """Return one topic of all pages, one digest to the console."""
    sources = "\n".join(f"      - page: {address}" for address in addresses)
    return f"""timezone: UTC
topics:
  pages:
    title: Twenty pages
    sources:
{sources}
digests:
  once:
    topics: [pages]
    at: "{at:%H:%M}"
    to:
      - console
"""


class Run:
    """``sitrep run`` on a configuration, with what it writes kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self.posted, self.log = folder / "posted.txt", folder / "log.txt"
        command = [sys.executable, "-m", "bot", "run", "--config"]
        with self.posted.open("wb") as out, self.log.open("wb") as errors:
            self._process = subprocess.Popen(
                [*command, str(folder / "sitrep.yaml")],
                cwd=ROOT,
                env={**os.environ, "SITREP_ALLOW_PRIVATE": "1"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=errors,
            )

    def events(self) -> list[Mapping[str, object]]:
        """Return what the bot has logged so far."""
        lines = self.log.read_text("utf8").splitlines()
        return [json.loads(line) for line in lines if line.startswith("{")]

    def fact(self, name: str) -> object:
        """Return the last value that was logged under this name, or ``None``."""
        values = [event[name] for event in self.events() if name in event]
        return values[-1] if values else None

    def posted_parts(self) -> int:
        """Return how many of the digest's messages have been posted."""
        return sum(event["event"] == "message posted" for event in self.events())

    def wait_for_digest(self) -> bool:
        """Wait until the digest has been posted; false when that never happens."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            parts = self.fact("parts")
            if parts is not None and self.posted_parts() == parts:
                return True
            time.sleep(_POLL_SECONDS)
        return False

    def stop(self) -> float:
        """End it by SIGTERM; the seconds that it took."""
        started = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        return time.monotonic() - started

    def figures(self, stop_seconds: float) -> dict[str, object]:
        """Return what the run came to."""
        said = self.posted.read_text("utf8") + self.log.read_text("utf8")
        return {
            "pages": NUMBER,
            "briefed": self.fact("articles"),
            "failed": self.fact("failed"),
            "tracebacks": said.count("Traceback (most recent call last)"),
            "loop_lag_s": self.fact("worst_lag_seconds"),
            "stop_s": round(stop_seconds, 2),
            "exit_status": self._process.returncode,
        }


def passed(figures: Mapping[str, object]) -> bool:
    """Whether all pages were briefed, nothing crashed and the loop stayed free."""
    lag = figures["loop_lag_s"]
    free = isinstance(lag, float) and lag < MAX_LAG_SECONDS
    return free and figures["briefed"] == NUMBER and not figures["tracebacks"]


def main() -> int:
    """Run the bot on the pages; 0 when it did what it must."""
    if not PAGES.exists():
        print("pages: ../shared/data/extraction is missing", file=sys.stderr)
        return 1
    folder = Path(tempfile.mkdtemp(prefix="sitrep-pages-"))
    pages = read_pages()
    now = datetime.now(UTC)  # noqa: TID251 - the bot's own clock is the machine's
    with serve_pages(pages.__getitem__) as base:
        at, addresses = next_minute(now), [f"{base}/{name}" for name in pages]
        (folder / "sitrep.yaml").write_text(configuration(addresses, at), "utf8")
        print(f"waiting for the digest of {at:%H:%M} UTC ...", file=sys.stderr)
        run = Run(folder)
        posted = run.wait_for_digest()
        figures = run.figures(run.stop())
    print(f"posted: {run.posted}\nlog:    {run.log}")
    print(json.dumps(figures))
    return int(not (posted and passed(figures)))


if __name__ == "__main__":
    sys.exit(main())
