"""Whether workspaces stay apart: ``python -m benchmarks.tenants``.

People of four workspaces send ``--requests`` fuzzed requests to the command service, on a
PostgreSQL server whose role cannot bypass row-level security. ``cross_reads`` is the
number of secrets of others in their answers, which a plain search finds; ``own_reads``
counts those of their own workspace. Secrets that were read are printed after every 5,000
requests. Then 1,000 requests over four stores ask for one token that has ended;
``refresh_calls`` is how often the emulator of Slack was asked to exchange it. At last 1,000
workspaces have messages, of which one has ``--late`` late ones and a channel that
does not answer; ``other_late_s_p99`` is how late the others get theirs from
two worker processes, on a Slack on loopback without limits. The sizes of the workspaces
are by Zipf. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import quantiles

from sqlalchemy import Connection, insert, select

from benchmarks.slow_platforms import DEAD, running_platforms
from bot.core.domain.installations import Installation
from bot.core.domain.slots import SlotState
from bot.scheduling import SystemClock
from bot.stores.sql import open_installations, open_store, tables
from bot.stores.sql.locks import add_lanes
from bot.stores.sql.token_cipher import make_key
from tests.fakes.command import surroundings
from tests.fakes.platforms.killing import wait_for
from tests.fakes.postgresql import USER, Server, running_server
from tests.fakes.postroom import body
from tests.fakes.slack.emulator import running_emulator
from tests.fakes.slack.rotations import renewed_at_once
from tests.fakes.tenants import RENEWED, open_prying

WORKSPACES, LARGEST, LATE, WORKERS = 1_000, 200, 10_000, 2
"""How many workspaces there are, the channels of the largest, and its messages."""

REQUESTS, REFRESHES, PROCESSES, SEED = 100_000, 1_000, 4, 7

_PARTS = 5
_ROLE = "late"
_PATIENCE = 600.0
_HOLD = "UPDATE outbox SET next_at = {}"
_NEVER = 9_000_000_000_000_000
_STARTED = b'"event": "Sitrep started"'


async def cross_reads(database: str, requests: int) -> Mapping[str, float]:
    """Return the number of secrets that people read, and of useful answers."""
    async with open_prying(database, SEED) as prying:
        begun = time.perf_counter()
        leaks: list[str] = []
        for first in range(0, requests, RENEWED):
            found = await prying.read(min(RENEWED, requests - first))
            print(f"from request {first}: {len(found)} cross reads", flush=True)
            print(*found[:20], sep="\n", flush=True)
            leaks += found
        seconds = time.perf_counter() - begun
    return {
        "requests": requests,
        "answered": prying.answered,
        "cross_reads": len(leaks),
        "own_reads": sum(prying.own.values()),
        "requests_per_s": round(requests / seconds, 1),
    }


@dataclass(frozen=True, slots=True)
class Late:
    """What is posted to whom: ``late`` are the channels of the largest workspace."""

    late: Sequence[str]
    others: Sequence[str]

    @classmethod
    def by_zipf(cls, workspaces: int, largest: int) -> Late:
        """Return channels by workspace, of which the n-th has an n-th of the largest."""
        first, *others = (
            [
                f"slack/w{rank:04}/C{number:08}"
                for number in range(max(1, largest // rank))
            ]
            for rank in range(1, workspaces + 1)
        )
        dead = f"slack/w0001/{DEAD}"
        return cls([*first, dead], [channel for each in others for channel in each])

    @property
    def channels(self) -> Sequence[str]:
        """All channels."""
        return *self.late, *self.others

    @property
    def workspaces(self) -> Mapping[str, str]:
        """The Slack id of each workspace, by its name."""
        names = dict.fromkeys(channel.split("/")[1] for channel in self.channels)
        return {name: f"T000{name.upper()}" for name in names}


def late(server: Server, messages: int) -> Mapping[str, float]:
    """Return how late the messages of the others come, and what was posted meanwhile.

    Raises:
        RuntimeError: some do not come.
    """
    given, key = Late.by_zipf(WORKSPACES, LARGEST), make_key()
    address = server.url_of_a_role(_ROLE)
    owned = address.replace(f"//{_ROLE}@", f"//{USER}@")
    asyncio.run(_prepare(address, key, given, messages))
    server.run(owned, _HOLD.format(_NEVER))
    server.run(owned, "ANALYZE")
    with running_platforms() as platforms, tempfile.TemporaryDirectory() as name:
        environment = platforms.shared_environment(key) | {"DATABASE_URL": address}
        with _workers(Path(name), given, environment):
            time.sleep(1.0)
            released = time.monotonic()
            server.run(owned, _HOLD.format("NULL"))
            came: dict[str, float] = {}
            posted = 0

            def is_done() -> bool:
                nonlocal posted
                for post in platforms.posts():
                    posted += 1
                    if post.key.startswith("other "):
                        came[post.key] = post.at - released
                return len(came) == len(given.others)

            if not wait_for(is_done, _PATIENCE, pause=0.5):
                missing = len(given.others) - len(came)
                raise RuntimeError(f"{missing} messages did not come")
    cuts = quantiles(came.values(), n=100)
    return {
        "others": len(came),
        "other_late_s_p50": round(cuts[49], 1),
        "other_late_s_p99": round(cuts[98], 1),
        "late_posted_meanwhile": posted - len(came),
        "posts_per_s": round(posted / max(came.values()), 1),
    }


async def _prepare(address: str, key: str, given: Late, messages: int) -> None:
    """Install the app in all workspaces, and store the messages."""
    now = SystemClock().now()
    async with open_installations(address, key) as installations:
        for name, team in given.workspaces.items():
            await installations.save_installation(
                Installation("slack", team, name, f"xoxb-{name}", now)
            )
    async with open_store(address) as store:
        await store.database.write(
            lambda connection: _fill(connection, given, messages)
        )


def _fill(connection: Connection, given: Late, messages: int) -> None:
    """Store the messages as the builder would: first those that are late."""
    text, slots = body("Part"), messages // _PARTS
    today = SystemClock().now()
    added = [
        ("late", given.late[number % len(given.late)], number // len(given.late))
        for number in range(slots)
    ]
    added += [("other", channel, 0) for channel in given.others]
    rows = [
        {
            "digest": "all",
            "channel": channel,
            "local_date": today.date(),
            "time_index": index + 1,
            "slot_utc": today - timedelta(hours=2 if kind == "late" else 1),
            "next_at": today - timedelta(hours=1),
            "state": SlotState.BUILT.value,
        }
        for kind, channel, index in added
    ]
    add_lanes(connection, given.channels)
    connection.execute(insert(tables.slots), rows)
    numbers = connection.execute(
        select(tables.slots.c.id, tables.slots.c.channel, tables.slots.c.slot_utc)
    ).all()
    late = set(given.late)
    connection.execute(
        insert(tables.outbox),
        [
            {
                "slot": row.id,
                "part": part,
                "body": text,
                "nonce": f"{'late' if row.channel in late else 'other'} {row.id} {part}",
                "state": "pending",
            }
            for row in numbers
            for part in range(_PARTS if row.channel in late else 1)
        ],
    )


@contextmanager
def _workers(
    folder: Path, given: Late, environment: Mapping[str, str]
) -> Iterator[None]:
    """Run worker processes until the end of the block."""
    path, log = folder / "sitrep.yaml", folder / "log"
    (folder / "note.txt").write_text("The ferry to Lenna stays in port.")
    to = [{"slack": channel.removeprefix("slack/")} for channel in given.channels]
    topic = {"title": "Ports", "sources": [{"file": "note.txt"}]}
    configuration = {
        "topics": {"ports": topic},
        "engine": "fast",
        "digests": {"all": {"topics": ["ports"], "at": "00:01", "to": to}},
        "workspaces": given.workspaces,
    }
    # YAML includes JSON.
    path.write_text(json.dumps(configuration))
    command = (sys.executable, "-m", "bot", "worker", "--config", str(path))
    with log.open("wb") as written, ExitStack() as stack:
        for _ in range(WORKERS):
            process = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=written,
                env=surroundings(environment),
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
        if not wait_for(lambda: log.read_bytes().count(_STARTED) >= WORKERS, 120.0):
            raise RuntimeError(log.read_text()[-2_000:])
        yield


async def measure(requests: int, messages: int) -> Mapping[str, float]:
    """Return all figures."""
    with running_server() as server, running_emulator() as emulator:
        figures = await cross_reads(server.url_of_a_role("prying"), requests)
        database = server.url_of_a_role("rotating")
        calls, _ = await renewed_at_once(
            emulator, database, requests=REFRESHES, processes=PROCESSES
        )
        waits = await asyncio.to_thread(late, server, messages)
    return {**figures, "refreshes": REFRESHES, "refresh_calls": calls, **waits}


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.tenants")
    parser.add_argument("--requests", type=int, default=REQUESTS)
    parser.add_argument("--late", type=int, default=LATE)
    given = parser.parse_args()
    print(json.dumps(asyncio.run(measure(given.requests, given.late))))


if __name__ == "__main__":
    main()
