"""Polling thousands of feeds: ``python -m benchmarks.polling``.

A server in a process of its own speaks TLS 1.3 for thousands of hosts, each of which is
connected to anew; only the polling process is measured. First 5,000 feeds none of which
was modified, the cost of which is the least of five parts. Then a cycle of 10,000, of which a tenth was and is parsed, each at its
place in a minute that stands for 15. A poll is late when its connection begins more
than a second (15 of the real cycle) after its place. The last line is one JSON object.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean

from benchmarks.feedserver import ETAG
from benchmarks.processes import peak_mb
from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.records import Validators
from bot.core.ingest.poll_policy import after_success, new_state
from bot.core.ports.services import Reply
from bot.fetching import ANYWHERE, GuardedFetcher
from bot.sources.feeds.parser import parse_feed
from tests.fakes.certificates import Certificates, make_certificates

UNMODIFIED = 5_000
CYCLE = 10_000
CYCLE_SECONDS = 60.0
INTERVAL_SECONDS = 900.0
ALLOWED_SECONDS = 1.0
KEPT = 1_000

_MODIFIED_EVERY = 10
_AT_ONCE = 64
_WARM_UP = 200
_PATIENCE_SECONDS = 170
_SAME = Validators(ETAG)
_OLD = Validators('"yesterday"')


@dataclass(slots=True)
class Beginnings:
    """When each host was connected to, by the clock of the loop."""

    at: dict[str, float] = field(default_factory=dict)

    async def look_up(self, host: str) -> tuple[str, ...]:
        """Every name is this machine's; asked for when its connection is begun."""
        self.at[host] = asyncio.get_running_loop().time()
        return ("127.0.0.1",)


def host(number: int) -> str:
    """Return the host of a feed."""
    return f"feed-{number}.feeds.test"


def places(number: int, seconds: float) -> tuple[float, ...]:
    """When each feed is polled, in seconds from the begin: as the bot spreads them."""
    now, interval = datetime(2026, 3, 3, tzinfo=UTC), timedelta(seconds=seconds)
    due = [
        after_success(new_state(source, now), Reply(None), now=now, interval=interval)
        for source in (
            Source(SourceKind.FEED, f"https://{host(i)}/") for i in range(number)
        )
    ]
    first = min(state.due for state in due)
    return tuple((state.due - first).total_seconds() for state in due)


async def unmodified(fetcher: GuardedFetcher, urls: Sequence[str]) -> None:
    """Poll feeds that are what they were, as many at once as the bot does.

    Raises:
        RuntimeError: one was modified.
    """
    left = iter(urls)

    async def work() -> None:
        for url in left:
            if (await fetcher.poll(url, _SAME)).page is not None:
                raise RuntimeError(f"{url} was modified")

    await asyncio.gather(*(work() for _ in range(_AT_ONCE)))


async def cost(fetcher: GuardedFetcher, urls: Sequence[str]) -> float:
    """Milliseconds of CPU for each of these feeds, none of which was modified."""
    before = time.process_time()
    await unmodified(fetcher, urls)
    return 1e3 * (time.process_time() - before) / len(urls)


async def cycle(fetcher: GuardedFetcher, urls: Sequence[str]) -> None:
    """Poll each feed at its place; parse what was modified."""

    async def poll(url: str, known: Validators) -> None:
        reply = await fetcher.poll(url, known)
        if reply.page is not None:
            parse_feed(reply.page)

    loop = asyncio.get_running_loop()
    begun, polls = loop.time(), []
    due = places(len(urls), CYCLE_SECONDS)
    for number in sorted(range(len(urls)), key=due.__getitem__):
        await asyncio.sleep(max(0.0, begun + due[number] - loop.time()))
        known = _SAME if number % _MODIFIED_EVERY else _OLD
        polls.append(asyncio.create_task(poll(urls[number], known)))
    await asyncio.gather(*polls)


async def measure(port: int, authority: Path) -> Mapping[str, float]:
    """Poll, and tell what it took of this process."""
    beginnings = Beginnings()
    urls = [f"https://{host(number)}:{port}/feed.xml" for number in range(CYCLE)]
    async with GuardedFetcher(
        reach=ANYWHERE, lookup=beginnings.look_up, authorities=authority
    ) as fetcher:
        await unmodified(fetcher, urls[:_WARM_UP])
        costs = [
            await cost(fetcher, urls[first : first + KEPT])
            for first in range(0, UNMODIFIED, KEPT)
        ]
        start, before = asyncio.get_running_loop().time(), time.process_time()
        await cycle(fetcher, urls)
        cycled = time.process_time() - before
    due = places(CYCLE, CYCLE_SECONDS)
    delays = [beginnings.at[host(i)] - start - due[i] for i in range(CYCLE)]
    return {
        "cpu_ms_per_304": round(min(costs), 3),
        "cpu_ms_per_304_mean": round(fmean(costs), 3),
        "core_share_15min": round(cycled / INTERVAL_SECONDS, 4),
        "peak_mb": round(peak_mb(), 1),
        "late": sum(delay > ALLOWED_SECONDS for delay in delays),
        "latest_s": round(max(delays), 3),
    }


@contextmanager
def serving(certificates: Certificates) -> Iterator[int]:
    """Return a server in a process of its own; gives its port."""
    command = [sys.executable, "-m", "benchmarks.feedserver"]
    command += [str(certificates.chain), str(certificates.key)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            yield int(line)
        finally:
            server.kill()


def main() -> None:
    """Serve, and let a process of its own print the figures."""
    if len(sys.argv) > 1:
        print(json.dumps(asyncio.run(measure(int(sys.argv[1]), Path(sys.argv[2])))))
        return
    with tempfile.TemporaryDirectory() as folder:
        certificates = make_certificates(Path(folder), "*.feeds.test")
        with serving(certificates) as port:
            address = str(port), str(certificates.authority)
            command = [sys.executable, "-m", "benchmarks.polling", *address]
            subprocess.run(command, check=True, timeout=_PATIENCE_SECONDS)


if __name__ == "__main__":
    main()
