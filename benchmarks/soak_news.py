"""The papers of the soak: feeds and pages of invented days, without end, on the loopback.

Each paper has an address of its own. What is published depends on the time in the file
``now`` in the folder, which the bot under test writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread

from typing_extensions import override

from benchmarks.alert_news import DAY, InventedDay
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


class Press:
    """The papers, with so many articles a day in all."""

    def __init__(self, folder: Path, papers: int, articles: int) -> None:
        self._folder, self._papers, self._articles = folder, papers, articles
        self.port = 0
        self._day = lru_cache(_DAYS_KEPT)(self._invented)

    def answer(self, local: str, path: str, known: str) -> tuple[str, bytes]:
        """Return the validator and the body of a feed or page; empty if it is known."""
        now = datetime.fromisoformat((self._folder / "now").read_text())
        paper = int(local.rpartition(".")[2]) - 1
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
        papers: list[list[Report]] = [[] for _ in range(self._papers)]
        later = timedelta(days=day)
        for event in InventedDay(day).events(self._articles):
            for item in event.items:
                paper = item.paper % self._papers
                moved = replace(item, at=item.at + later)
                name = f"{item.event}-{moved.at:%m%d%H%M%S%f}"
                papers[paper].append(Report(name, item.title, item.text, moved.at))
        chance = Random(day)  # noqa: S311 - repeatable, not secret
        announced = DAY + later + timedelta(hours=chance.uniform(1, 20))
        begins = (announced + timedelta(days=EVENT_DAYS)).date()
        title, _, text = report_files.plan(_ANNOUNCED + day, begins).partition("\n\n")
        papers[day % self._papers].append(Report(f"plan-{day}", title, text, announced))
        return [sorted(reports, key=lambda one: one.day) for reports in papers]


@contextmanager
def serving(press: Press) -> Iterator[int]:
    """Serve the papers until the end of the block; gives the port."""

    class Handler(BaseHTTPRequestHandler):
        @override
        def log_message(self, format: str, *args: object) -> None:
            """Requests are not logged."""

        def do_GET(self) -> None:
            local = str(self.connection.getsockname()[0])
            known = self.headers.get("If-None-Match", "")
            validator, body = press.answer(local, self.path, known)
            self.send_response(200 if body else 304 if validator else 404)
            if validator:
                kind = (
                    "application/rss+xml" if self.path == "/feed.xml" else "text/html"
                )
                self.send_header("ETag", validator)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)  # noqa: S104 - 127.*
    press.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield press.port
    finally:
        server.shutdown()
