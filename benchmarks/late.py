"""How late others get their messages while one workspace has thousands of late ones.

The sizes of the workspaces are by Zipf. The largest has ``LATE`` messages, some of them
in a channel that does not answer; each channel of the others has one message, and all
are due at the same moment. Real worker processes post them, on a PostgreSQL server
whose role cannot bypass row-level security, to a Slack on loopback without limits.
"""

from __future__ import annotations

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

from benchmarks.slow_platforms import DEAD, SlowPlatforms, running_platforms
from bot.core.domain.installations import Installation
from bot.core.domain.slots import SlotState
from bot.scheduling import SystemClock
from bot.stores.sql import open_installations, open_store, tables
from bot.stores.sql.locks import add_lanes
from bot.stores.sql.token_cipher import make_key
from tests.fakes.command import surroundings
from tests.fakes.platforms.killing import wait_for
from tests.fakes.postgresql import USER, Server
from tests.fakes.postroom import body

WORKSPACES, LARGEST, LATE, WORKERS = 1_000, 200, 10_000, 2
"""How many workspaces there are, the channels of the largest, and its messages."""

_PARTS = 5
_ROLE = "late"
_PATIENCE = 600.0
_TEXT = "The ferry to Lenna stays in port after the storm, the town council said."
_HOLD = "UPDATE outbox SET next_at = {}"
_NEVER = 9_000_000_000_000_000
_STARTED = b'"event": "Sitrep started"'


@dataclass(frozen=True, slots=True)
class Late:
    """What is posted to whom: ``late`` are the channels of the largest workspace."""

    late: Sequence[str]
    others: Sequence[str]

    @classmethod
    def by_zipf(cls, workspaces: int, largest: int) -> Late:
        """Return channels by workspace, of which the n-th has an n-th of the largest."""
        first, *others = (
            [f"slack/{_name(rank)}/C{number:08}" for number in range(largest // rank)]
            or [f"slack/{_name(rank)}/C00000000"]
            for rank in range(1, workspaces + 1)
        )
        dead = f"slack/{_name(1)}/{DEAD}"
        return cls([*first, dead], [channel for each in others for channel in each])

    @property
    def channels(self) -> Sequence[str]:
        """All channels."""
        return *self.late, *self.others


def _name(rank: int) -> str:
    return f"w{rank:04}"


def late(
    server: Server, workspaces: int, messages: int, workers: int
) -> Mapping[str, float]:
    """Return how late the messages of the others come, and what was posted meanwhile."""
    given, key = Late.by_zipf(workspaces, LARGEST), make_key()
    address = server.url_of_a_role(_ROLE)
    owned = address.replace(f"//{_ROLE}@", f"//{USER}@")
    asyncio.run(_prepare(address, key, given, messages))
    server.run(owned, _HOLD.format(_NEVER))
    server.run(owned, "ANALYZE")
    with running_platforms() as platforms, tempfile.TemporaryDirectory() as name:
        environment = platforms.shared_environment(key) | {"DATABASE_URL": address}
        with _workers(Path(name), given, environment, workers):
            time.sleep(1.0)
            released = time.monotonic()
            server.run(owned, _HOLD.format("NULL"))
            return _figures(platforms, given, released)


async def _prepare(address: str, key: str, given: Late, messages: int) -> None:
    """Install the app in all workspaces, and store the messages."""
    async with open_installations(address, key) as installations:
        for name in dict.fromkeys(each.split("/")[1] for each in given.channels):
            await installations.save_installation(_installation(name))
    async with open_store(address) as store:
        await store.database.write(
            lambda connection: _fill(connection, given, messages)
        )


def _figures(
    platforms: SlowPlatforms, given: Late, released: float
) -> Mapping[str, float]:
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
        raise RuntimeError(f"{len(given.others) - len(came)} messages did not come")
    cuts = quantiles(came.values(), n=100)
    return {
        "others": len(came),
        "other_late_s_p50": round(cuts[49], 1),
        "other_late_s_p99": round(cuts[98], 1),
        "late_posted_meanwhile": posted - len(came),
        "posts_per_s": round(posted / max(came.values()), 1),
    }


def _installation(name: str) -> Installation:
    return Installation(
        "slack", _server(name), name, f"xoxb-{name}", SystemClock().now()
    )


def _server(name: str) -> str:
    return f"T000{name.upper()}"


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
    folder: Path, given: Late, environment: Mapping[str, str], number: int
) -> Iterator[None]:
    """Run worker processes until the end of the block."""
    path, log = folder / "sitrep.yaml", folder / "log"
    (folder / "note.txt").write_text(_TEXT)
    path.write_text(_configuration(given))
    command = (sys.executable, "-m", "bot", "worker", "--config", str(path))
    with log.open("wb") as written, ExitStack() as stack:
        for _ in range(number):
            process = subprocess.Popen(
                command,
                stdout=subprocess.DEVNULL,
                stderr=written,
                env=surroundings(environment),
            )
            stack.callback(process.wait)
            stack.callback(process.kill)
        if not wait_for(lambda: log.read_bytes().count(_STARTED) >= number, 120.0):
            raise RuntimeError(log.read_text()[-2_000:])
        yield


def _configuration(given: Late) -> str:
    """Return a configuration in JSON, which YAML includes."""
    names = dict.fromkeys(channel.split("/")[1] for channel in given.channels)
    to = [{"slack": channel.removeprefix("slack/")} for channel in given.channels]
    topic = {"title": "Ports", "sources": [{"file": "note.txt"}]}
    digest = {"topics": ["ports"], "at": "00:01", "to": to}
    return json.dumps(
        {
            "topics": {"ports": topic},
            "engine": "fast",
            "digests": {"all": digest},
            "workspaces": {name: _server(name) for name in names},
        }
    )
