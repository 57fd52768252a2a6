"""The papers of the soak: ``python -m benchmarks.soak_news FOLDER PAPERS ARTICLES``.

It serves feeds and pages of invented days, without end, on the loopback; each paper has
an address of its own. What is published depends on the time in the file ``now`` in the
folder, which the bot under test writes. It prints its port.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from random import Random

from benchmarks.alert_news import DAY, InventedDay, NewsItem
from benchmarks.feedserver import parse_request
from tests.fakes import report_files
from tests.fakes.town import Paper, Report, page_of

LISTED = 40
"""The number of items in a feed."""

EVENT_DAYS = 9
"""An event is announced so many days before it begins."""

_DAYS_KEPT = 8
_ANNOUNCED = 10_000


def host(paper: int) -> str:
    """Return the address of a paper on the loopback."""
    return f"127.0.1.{paper + 1}"


def moment(folder: Path) -> datetime:
    """Return the time that the bot under test has."""
    return datetime.fromisoformat((folder / "now").read_text())


class Press:
    """The papers, with so many articles a day in all."""

    def __init__(self, folder: Path, papers: int, articles: int) -> None:
        self._folder, self._papers, self._articles = folder, papers, articles
        self.port = 0
        self._day = lru_cache(_DAYS_KEPT)(self._invented)

    def answer(self, local: str, path: str, known: str) -> tuple[str, bytes]:
        """Return the validator and the body of a feed or page; empty if it is known."""
        now, paper = moment(self._folder), int(local.rpartition(".")[2]) - 1
        if path == "/robots.txt":
            return "", b""
        published = list(self._published(paper, now))
        if path == "/feed.xml":
            body = self._feed(paper, published[-LISTED:])
        else:
            found = (one for one in published if f"/{one.name}" == path)
            body = b"".join(page_of(one) for one in list(found)[:1])
        validator = f'"{sha256(body).hexdigest()}"'
        return validator, b"" if validator == known else body

    def _feed(self, paper: int, reports: Sequence[Report]) -> bytes:
        site = Paper(f"http://{host(paper)}:{self.port}")
        site.publish(*reversed(reports))
        return site.pages()[site.feed]

    def _published(self, paper: int, now: datetime) -> Iterator[Report]:
        """Yield what a paper published in the last days, the earliest first."""
        today = (now - DAY).days
        for day in range(max(0, today - _DAYS_KEPT + 2), today + 1):
            for report in self._day(day)[paper]:
                if report.day <= now:
                    yield report

    def _invented(self, day: int) -> Sequence[Sequence[Report]]:
        """Return the reports of a day by paper."""
        found: list[list[Report]] = [[] for _ in range(self._papers)]
        later = timedelta(days=day)
        for event in InventedDay(day).events(self._articles):
            for item in event.items:
                paper = item.paper % self._papers
                found[paper].append(_report(replace(item, at=item.at + later)))
        chance = Random(day)  # noqa: S311 - repeatable, not secret
        announced = DAY + later + timedelta(hours=chance.uniform(1, 20))
        begins = (announced + timedelta(days=EVENT_DAYS)).date()
        title, _, text = report_files.plan(_ANNOUNCED + day, begins).partition("\n\n")
        found[day % self._papers].append(Report(f"plan-{day}", title, text, announced))
        return [sorted(reports, key=lambda one: one.day) for reports in found]


def _report(item: NewsItem) -> Report:
    name = f"{item.event}-{item.at:%m%d%H%M%S%f}"
    return Report(name, item.title, item.text, item.at)


async def serve(press: Press) -> None:
    """Serve until the process is ended."""

    async def connected(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path, headers = parse_request(request)
        local = str(writer.get_extra_info("sockname")[0])
        validator, body = press.answer(local, path, headers.get("if-none-match", ""))
        kind = "application/rss+xml" if path == "/feed.xml" else "text/html"
        writer.write(_head(validator, kind, len(body)) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(connected, "0.0.0.0", 0)  # noqa: S104 - 127.*
    press.port = server.sockets[0].getsockname()[1]
    print(press.port, flush=True)
    await server.serve_forever()


def _head(validator: str, kind: str, length: int) -> bytes:
    status = "200 OK" if length else "304 Not Modified" if validator else "404 None"
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {length}", "Connection: close"]
    if validator:
        lines += [f"ETag: {validator}", f"Content-Type: {kind}; charset=utf-8"]
    return "\r\n".join([*lines, "", ""]).encode()


if __name__ == "__main__":
    given = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    asyncio.run(serve(Press(*given)))
