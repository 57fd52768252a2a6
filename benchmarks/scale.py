"""How much one machine posts with PostgreSQL: ``python -m benchmarks.scale``.

Processes of the real bot post a message to each of ``--channels`` channels of a Slack on
loopback that answers after 150 ms and has no limits. The messages are built and held
back until all processes run and are at rest. CPU time is that of the bot and the database.
``limits_s`` are the seconds in which ``--limited`` processes post two messages to each
of 1,000 channels of platforms that have the limits of Slack and Discord; ``refused`` are
the requests beyond them. ``benchmarks.claims`` measures the store without a
platform. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from benchmarks.processes import cpu_seconds
from benchmarks.slow_platforms import (
    Post,
    SlowPlatforms,
    discord_channel,
    running_platforms,
)
from bot.core.domain.slots import NewMessage, PlannedSlot, SlotKey, idempotency_key_of
from bot.scheduling import SystemClock
from bot.stores.sql import SqlStore, open_store
from tests.fakes import report_files
from tests.fakes.platforms.bot import Edition, Order
from tests.fakes.platforms.crashes import BOT, begin
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.killing import Replicas, wait_for
from tests.fakes.platforms.tallies import Tally, tally
from tests.fakes.postgresql import Server, running_server
from tests.fakes.postroom import body

PROCESSES = 1, 2, 4, 8
CHANNELS = 1_000
LIMITED_CHANNELS, LIMITED_PARTS = 1_000, 2

_PATIENCE = 180.0
_QUIET_SECONDS, _QUIET_SHARE, _START_SECONDS = 2.0, 0.06, 60.0
"""The bots are at rest when each uses less than this share of a core."""

_LEASE = timedelta(minutes=5)
_SOON = timedelta(minutes=1)
_HOLD = "UPDATE outbox SET next_at = {}"
_NEVER = 9_000_000_000_000_000
"""A time in microseconds, in some centuries."""


@dataclass(frozen=True, slots=True)
class Office:
    """A database, the platforms, and the channels to which is posted."""

    server: Server
    address: str
    platforms: SlowPlatforms
    folder: Path
    channels: Sequence[str]

    def order(self) -> Path:
        """Write down what the bots are to do: a digest that came due an hour ago."""
        begin(self.address, SystemClock().now())
        texts = self.folder / "texts"
        if not texts.exists():
            report_files.write(texts, 0, 1)
        passed = SystemClock().now() - timedelta(hours=1)
        edition = Edition("all", f"{passed:%H:%M:%S}", str(texts), self.channels)
        path = self.folder / "order.json"
        clock = str(HastyClock.started(1.0))
        Order(self.address, clock, self.environment, [edition]).write(path)
        return path

    def replicas(self, number: int) -> Replicas:
        """Return so many processes of the bot, to be started."""
        command = (sys.executable, "-m", BOT, str(self.order()))
        return Replicas(command, number, self.log)

    @property
    def environment(self) -> dict[str, str]:
        """The variables of the platforms of its channels."""
        names = {channel.partition("/")[0] for channel in self.channels}
        return self.platforms.environment(names)

    @property
    def log(self) -> Path:
        """Where the bots say what they do."""
        return self.folder / "log"

    def started(self, number: int) -> None:
        """Wait until so many bots have started.

        Raises:
            RuntimeError: they do not.
        """
        said = b'"event": "Sitrep started"'
        if not wait_for(lambda: self.log.read_bytes().count(said) >= number, _PATIENCE):
            raise RuntimeError(self.log.read_text())

    def settle(self, processes: Sequence[int]) -> None:
        """Wait until the processes have done what they do after their start."""

        def is_quiet() -> bool:
            before = sum(map(cpu_seconds, processes))
            time.sleep(_QUIET_SECONDS)
            used = sum(map(cpu_seconds, processes)) - before
            return used < _QUIET_SHARE * len(processes) * _QUIET_SECONDS

        wait_for(is_quiet, _START_SECONDS)

    def hold(self) -> None:
        """Let no message be sent for a while."""
        self.server.run(self.address, _HOLD.format(_NEVER))

    def release(self) -> None:
        """Let all messages be sent."""
        self.server.run(self.address, _HOLD.format("NULL"))


async def fill(
    store: SqlStore, channels: Sequence[str], parts: int, index: int
) -> None:
    """Store the messages of one digest in each channel, as the builder would."""
    now = SystemClock().now()
    keys = [SlotKey("all", channel, now.date(), index) for channel in channels]
    # Of a time to come, so that no process builds one itself.
    later = now + _SOON
    await store.plan([PlannedSlot(key, later) for key in keys], None)
    messages = [NewMessage(number, body(f"Part {number}")) for number in range(parts)]
    for _ in keys:
        slot = await store.claim_slot("benchmark", later, _LEASE)
        if slot is None or not await store.store_messages(slot, None, messages):
            raise RuntimeError("a slot could not be built")


async def fill_all(office: Office, parts: int) -> None:
    """Fill the database of an office."""
    async with open_store(office.address) as store:
        await fill(store, office.channels, parts, 1)


def posts(office: Office, parts: int, number: int) -> dict[str, float]:
    """Return posts per second and CPU per post of so many processes.

    Raises:
        RuntimeError: not each message was posted once, in order.
    """
    asyncio.run(fill_all(office, parts))
    office.hold()
    total = parts * len(office.channels)
    with office.replicas(number) as replicas:
        office.started(number)
        office.settle(replicas.processes)
        counted = (*replicas.processes, office.server.process)
        before = sum(map(cpu_seconds, counted))
        served = cpu_seconds(office.platforms.process)
        released = time.monotonic()
        office.release()
        wait_for(lambda: office.platforms.count() >= total, _PATIENCE, pause=0.1)
        used = sum(map(cpu_seconds, counted)) - before
        served = cpu_seconds(office.platforms.process) - served
        time.sleep(1.0)
    found = office.platforms.posts()
    outcome = judged(office, found, parts)
    if outcome.exactly_once != outcome.digests or outcome.out_of_order:
        raise RuntimeError(f"{number} processes: {outcome}")
    last = max(post.at for post in found)
    lasted = last - min(post.at for post in found)
    return {
        "per_s": round((len(found) - 1) / lasted, 1),
        "s": round(last - released, 1),
        "cpu_ms": round(1000 * used / total, 2),
        "platform_cpu_ms": round(1000 * served / total, 2),
        "refused": office.platforms.refused(),
    }


def judged(office: Office, found: Sequence[Post], parts: int) -> Tally:
    """Compare what stands in the channels with what should."""
    day = SystemClock().now().date()
    wanted = {
        channel: [
            [
                idempotency_key_of(SlotKey("all", channel, day, 1), part)
                for part in range(parts)
            ]
        ]
        for channel in office.channels
    }
    seen: dict[str, list[str]] = {}
    for post in found:
        seen.setdefault(post.channel, []).append(post.key)
    return tally(wanted, seen)


def channels_of(slack: int, discord: int) -> list[str]:
    """Return so many channels of each platform."""
    return [
        *(f"slack/C{number:08}" for number in range(slack)),
        *(f"discord/{discord_channel(number)}" for number in range(discord)),
    ]


@contextmanager
def furnished(
    server: Server, platforms: SlowPlatforms, channels: Sequence[str]
) -> Iterator[Office]:
    """Yield an office with a new database, until the end of the block."""
    with tempfile.TemporaryDirectory() as name:
        address = server.url(server.create())
        yield Office(server, address, platforms, Path(name), channels)


def posted(server: Server, given: argparse.Namespace) -> Iterator[dict[str, float]]:
    """Yield how much so many processes post without limits."""
    with running_platforms() as platforms:
        channels = channels_of(given.channels, 0)
        for number in given.processes:
            with furnished(server, platforms, channels) as office:
                found = posts(office, 1, number)
            print(f"{number} processes: {found}", flush=True)
            yield {
                f"posts_per_s_{number}": found["per_s"],
                f"cpu_ms_per_post_{number}": found["cpu_ms"],
            }


def limited(server: Server, processes: Sequence[int]) -> Iterator[dict[str, float]]:
    """Yield how long it takes within the limits of the platforms."""
    half = LIMITED_CHANNELS // 2
    settings = {
        "slack": channels_of(LIMITED_CHANNELS, 0),
        "both": channels_of(half, half),
        "discord": channels_of(0, LIMITED_CHANNELS),
    }
    with running_platforms(limits=True) as platforms:
        for number in processes:
            for name, channels in settings.items():
                with furnished(server, platforms, channels) as office:
                    found = posts(office, LIMITED_PARTS, number)
                print(f"{number} processes, {name}: {found}", flush=True)
                yield {
                    f"limits_s_{name}_{number}": found["s"],
                    f"refused_{name}_{number}": found["refused"],
                }


def main() -> None:
    """Measure one thing after the other, and print the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.scale")
    parser.add_argument("--processes", type=int, nargs="*", default=PROCESSES)
    parser.add_argument("--channels", type=int, default=CHANNELS)
    parser.add_argument("--limited", type=int, nargs="*", default=(1, 4))
    given = parser.parse_args()
    figures: dict[str, float] = {}
    with running_server() as server:
        for found in (*posted(server, given), *limited(server, given.limited)):
            figures |= found
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
