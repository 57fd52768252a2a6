"""Hostile load on the readers of the web: ``python -m benchmarks.hostile``.

Servers on loopback do their worst: 10,000 hosts that take a connection and never answer,
beside 100 that work; a body of 1 GB; bombs of 1 GB in each compression; a feed of
100,000 items. The fetcher's 20 seconds of patience are half a second here.

``good_s`` is the time in which the 100 feeds were polled although all others hang, at
their first poll and later; ``at_once`` the most open connections. ``read_mb`` is what
was taken of the body, ``growth_mb`` the growth of the process. The last line is one JSON
object.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import resource
import time
import zlib
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.errors import FetchError
from bot.core.ingest.poller import SourceReaders
from bot.core.ingest.service import IngestService
from bot.core.ports.services import Page
from bot.fetching import GuardedFetcher
from bot.fetching.fetcher import FetchLimits
from bot.sources.feeds.parser import parse_feed
from bot.sources.files import Files
from bot.stores.sql import open_store
from tests.fakes.ports import FakeClock, FakeJournal
from tests.fakes.town import Hands
from tests.fakes.web import LoopbackSite, names, page

HOSTS, GOOD, ITEMS = 10_000, 100, 100_000
PATIENCE = 0.5
"""Seconds of the fetcher in the place of 20."""

BODY = 1_000_000_000
INTERVAL = timedelta(minutes=15)

_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_PIECE = 65_536
_MB = 1_000_000
_FEED = page(
    '<rss version="2.0"><channel><title>Town</title></channel></rss>',
    "Content-Type: application/rss+xml",
)


class Hosts:
    """Hosts on one server: those whose name begins with ``good`` answer."""

    def __init__(self) -> None:
        self.answered: set[str] = set()
        self.open, self.most = 0, 0
        self.all_answered = asyncio.Event()

    async def serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection."""
        self.open += 1
        self.most = max(self.most, self.open)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            host = head.lower().partition(b"host: ")[2].split(b":")[0].decode()
            if host.startswith("good"):
                writer.write(_FEED)
                await writer.drain()
                self.answered.add(host)
                if len(self.answered) == GOOD:
                    self.all_answered.set()
            else:
                await reader.read()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()


@asynccontextmanager
async def _polling(hosts: list[str]) -> AsyncIterator[tuple[IngestService, FakeClock]]:
    """A service that polls these hosts."""
    lookup = names(dict.fromkeys(hosts, ("127.0.0.1",)))
    limits, clock, hands = FetchLimits(seconds=PATIENCE), FakeClock(), Hands()
    async with (
        GuardedFetcher(allow_private=True, lookup=lookup, limits=limits) as fetcher,
        open_store("sqlite://") as store,
    ):
        readers = SourceReaders(fetcher, hands, Files(), hands)
        yield IngestService(clock, readers, store, store, FakeJournal()), clock


async def hanging(number: int) -> Mapping[str, float]:
    """Poll so many hosts that hang, and others, which answer; first and later."""
    served = Hosts()
    server = await asyncio.start_server(served.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    hosts = [f"bad{i}.example" for i in range(number)]
    hosts += [f"good{i}.example" for i in range(GOOD)]
    sources = [Source(SourceKind.FEED, f"http://{host}:{port}/feed") for host in hosts]
    async with server, _polling(hosts) as (ingest, clock):
        begun = time.perf_counter()
        polled = await ingest.poll(sources, INTERVAL)
        first = time.perf_counter() - begun
        later = await _later(served, ingest, clock, sources)
    return {"polled": polled, "first_s": first, "good_s": later, "at_once": served.most}


async def _later(
    served: Hosts, ingest: IngestService, clock: FakeClock, sources: list[Source]
) -> float:
    """Poll all again; return the seconds until all that answer were polled."""
    served.answered.clear()
    served.all_answered.clear()
    clock.move(4 * INTERVAL)
    begun = time.perf_counter()
    polling = asyncio.create_task(ingest.poll(sources, INTERVAL))
    await served.all_answered.wait()
    seconds = time.perf_counter() - begun
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    return seconds


async def refused(site: LoopbackSite) -> Mapping[str, object]:
    """Fetch a page that must be refused; return how, in which time and memory."""
    before, begun = _peak_mb(), time.perf_counter()
    outcome = "read"
    async with GuardedFetcher(allow_private=True) as fetcher:
        try:
            await fetcher.fetch(site.url())
        except FetchError as error:
            outcome = error.kind
    return {
        "outcome": outcome,
        "seconds": time.perf_counter() - begun,
        "growth_mb": _peak_mb() - before,
    }


async def long_body() -> Mapping[str, object]:
    """Fetch a page of 1 GB whose length is not announced."""
    sent = 0

    def pieces() -> Iterator[bytes]:
        nonlocal sent
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
        while sent < BODY:
            sent += _PIECE
            yield b"a" * _PIECE

    async with LoopbackSite({"/": pieces(), "/robots.txt": page("")}) as site:
        figures = await refused(site)
    return {**figures, "read_mb": sent / _MB}


async def bombs() -> Mapping[str, object]:
    """Fetch pages that are 1 GB when they are decompressed."""
    big = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(big.compress(bytes(_MB)) for _ in range(BODY // _MB)) + big.flush()
    found: dict[str, object] = {}
    kinds = {
        "gzip": (body, "gzip"),
        "gzip_in_gzip": (gzip.compress(body), "gzip"),
        "gzip_twice": (gzip.compress(body), "gzip, gzip"),
        "br": (body, "br"),
        "zstd": (body, "zstd"),
    }
    for name, (content, encoding) in kinds.items():
        answer = page(content.decode("latin-1"), f"Content-Encoding: {encoding}")
        answer = answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" + content
        async with LoopbackSite({"/": answer, "/robots.txt": page("")}) as site:
            found[name] = await refused(site)
    return found


def long_feed(number: int) -> Mapping[str, object]:
    """Parse a feed of so many items; the newest 500 are kept."""
    items = "".join(
        f"<item><title>{i}</title><pubDate>{_day(i)}</pubDate></item>"
        for i in range(number)
    )
    body = f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()
    before, begun = _peak_mb(), time.process_time()
    feed = parse_feed(Page("https://a.example/feed", body, "application/rss+xml"))
    return {
        "items": len(feed.items),
        "newest": feed.items[-1].title == str(number - 1),
        "cpu_s": time.process_time() - begun,
        "growth_mb": _peak_mb() - before,
        "body_mb": len(body) / _MB,
    }


def _day(number: int) -> str:
    return (_FIRST + timedelta(seconds=number)).isoformat()


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000


def _rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, Mapping):
        return {name: _rounded(one) for name, one in value.items()}
    return value


async def measure(hosts: int, items: int) -> Mapping[str, object]:
    """Return all figures."""
    return {
        "long_body": await long_body(),
        "bombs": await bombs(),
        "long_feed": long_feed(items),
        "hanging": await hanging(hosts),
    }


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(description="Hostile load.")
    parser.add_argument("--hosts", type=int, default=HOSTS)
    parser.add_argument("--items", type=int, default=ITEMS)
    options = parser.parse_args()
    figures = asyncio.run(measure(options.hosts, options.items))
    print(json.dumps(_rounded(figures)))


if __name__ == "__main__":
    main()
