"""The sample sites of ``sitrep demo``: two newspapers with a feed each, on loopback.

The pages are our own writing; every person, place and organisation is invented. The
demonstration moves their dates into one week.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from typing_extensions import override

from bot.core.domain.configuration import (
    CONSOLE,
    CONSOLE_CHANNEL,
    Configuration,
    Destination,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
    WatchedActor,
    Weekday,
)

PAGES = (
    "port-strike.html",
    "dockers-walkout.html",
    "river-treaty.html",
    "hospital-attack.html",
    "election-ruling.html",
    "dam-warning.html",
    "battery-plant.html",
    "fever-outbreak.html",
)
"""The sample pages; the first two report the same event."""

FEED = "news.xml"
"""The file name of each sample site's feed."""

COURIER = ("port-strike.html",)
POST = ("dockers-walkout.html", "dam-warning.html")
LATER_COURIER = ("crane-deal.html", "hospital-attack.html")
LATER_POST = ("dam-lowered.html", "battery-plant.html")
"""The pages of the days before the first digest, and before the second."""

_MORNING = time(6)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July", "August"),
    *("September", "October", "November", "December"),
)
_MONTH_DAYS = 30.44
_NAMES = "|".join(f"{month}|{month[:3]}|{month[:4]}" for month in _MONTHS)
_DATE = re.compile(
    r"(?P<iso>\d{4}-\d\d-\d\d)"
    rf"|\b(?P<month>{_NAMES})(?P<dot>\.?) (?P<day>\d{{1,2}})(?!\d)(?:, (?P<year>\d{{4}}))?"
    rf"|\b(?P<day_>\d{{1,2}}) (?P<month_>{_NAMES})\b(?: (?P<year_>\d{{4}}))?"
    rf"|\b(?P<whole>{'|'.join(_MONTHS)})\b"
)
_TITLE = re.compile(r"<title>([^<]{1,300}?)(?: [-|\u2013\u2014] [^<]{1,60})?</title>")
_STOP_POLL_SECONDS = 0.02


@contextmanager
def serve_pages(read: Callable[[str], bytes]) -> Iterator[str]:
    """Serve HTML pages on a free port of 127.0.0.1; yield the base URL.

    ``read`` returns the page with a name, or raises ``KeyError``. The page's URL is
    ``f"{base}/{name}"``. The server has its own thread, so that it answers while the
    event loop is busy.
    """
    server = _Server(read)
    thread = Thread(target=server.serve_forever, args=(_STOP_POLL_SECONDS,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(slots=True)
class Paper:
    """A sample site with a feed of its published pages.

    ``base`` is its URL; ``pages`` are listed newest first. If ``monday`` is set, the
    pages have dates of its week; otherwise those that they were written with.
    """

    title: str
    pages: tuple[str, ...]
    base: str = ""
    monday: date | None = None

    def read(self, name: str) -> bytes:
        """Return the bytes of the page with this name, or of the feed.

        Raises:
            KeyError: the site has no such page.
        """
        if name == FEED:
            return self._feed().encode()
        page = sample_page(name)
        if self.monday is None:
            return page
        return moved(page.decode(), self.monday).encode()

    def _feed(self) -> str:
        items = "".join(map(self._item, self.pages))
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
            f"<title>{escape(self.title)}</title><link>{self.base}</link>{items}"
            "</channel></rss>"
        )

    def _item(self, name: str) -> str:
        link = f"{self.base}/{name}"
        page = self.read(name.partition("?")[0]).decode()
        title = _TITLE.search(page)
        published = datetime.combine(_published(page), _MORNING, UTC)
        return (
            f"<item><title>{title[1] if title else name}</title><link>{link}</link>"
            f"<guid>{link}</guid><pubDate>{format_datetime(published)}</pubDate></item>"
        )


@contextmanager
def serve_papers(monday: date | None = None) -> Iterator[tuple[Paper, Paper]]:
    """Serve both sample sites with the pages of Monday; yield the two papers.

    ``print_more`` adds those of the rest of the week. ``monday`` is as in ``Paper``.
    """
    courier = Paper("Halden Courier", COURIER, monday=monday)
    post = Paper("Inland Post", POST, monday=monday)
    with serve_pages(courier.read) as courier.base, serve_pages(post.read) as post.base:
        yield courier, post


def print_more(courier: Paper, post: Paper) -> None:
    """Publish the rest of the week on both sample sites.

    The older links of ``courier`` get tracking parameters, as real feeds add them.
    """
    courier.pages = (*LATER_COURIER, *(f"{name}?utm_source=feed" for name in COURIER))
    post.pages = (*LATER_POST, *post.pages)


def demo_configuration(papers: Sequence[Paper]) -> Configuration:
    """Make the demo's configuration: one topic with both feeds, one console digest."""
    sources = tuple(Source(SourceKind.FEED, f"{paper.base}/{FEED}") for paper in papers)
    watched = (WatchedActor("Dockworkers' Federation", ("dockers",)),)
    topic = Topic("region", "The region", sources, actors=watched)
    plan = DigestPlan(
        id="demo",
        topics=(topic,),
        at=(time(7, 30),),
        days=frozenset(Weekday),
        timezone=ZoneInfo("UTC"),
        to=(Destination(CONSOLE, CONSOLE_CHANNEL),),
    )
    return Configuration((topic,), (plan,))


def sample_page(name: str) -> bytes:
    """Return the HTML of one sample page.

    Raises:
        KeyError: the samples have no page with this name.
    """
    if name in PAGES:
        return files("bot.demo").joinpath(name).read_bytes()
    if name in (*LATER_COURIER, *LATER_POST):
        return files("bot.demo").joinpath("week", name).read_bytes()
    raise KeyError(name)


def moved(page: str, monday: date) -> str:
    """Move all dates of a page by the same number of weeks, into the week of ``monday``.

    The page's first date in ISO form is that of its publication, and tells its week. The
    weekdays that the text names stay right.
    """
    written = _published(page)
    by = monday - (written - timedelta(days=written.weekday()))

    def move(match: re.Match[str]) -> str:
        if match["iso"]:
            return (date.fromisoformat(match["iso"]) + by).isoformat()
        if match["whole"]:
            place = _MONTHS.index(match["whole"]) + round(by.days / _MONTH_DAYS)
            return _MONTHS[place % len(_MONTHS)]
        year = match["year"] or match["year_"]
        month, number = match["month"] or match["month_"], match["day"] or match["day_"]
        day = _nearest(written, int(year or 0), month, int(number)) + by
        name = _MONTHS[day.month - 1]
        name = name if month in _MONTHS else name[:3]
        shown = f" {day.year}" if year else ""
        if match["day_"]:
            return f"{day.day} {name}{shown}"
        return f"{name}{match['dot']} {day.day}{',' if year else ''}{shown}"

    return _DATE.sub(move, page)


def _published(page: str) -> date:
    return date.fromisoformat(
        next(match["iso"] for match in _DATE.finditer(page) if match["iso"])
    )


def _nearest(written: date, year: int, month: str, day: int) -> date:
    """Return the date of a day in a text; without a year, the one nearest to ``written``."""
    number = next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(month))
    years = (year,) if year else range(written.year - 1, written.year + 2)
    return min(
        (date(each, number, day) for each in years), key=lambda at: abs(at - written)
    )


class _Server(ThreadingHTTPServer):
    def __init__(self, read: Callable[[str], bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.read = read


class _Handler(BaseHTTPRequestHandler):
    """Responds with a page or 404, and logs nothing."""

    server: _Server

    def do_GET(self) -> None:
        try:
            body = self.server.read(urlsplit(self.path).path.removeprefix("/"))
        except KeyError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        kind = "application/rss+xml" if self.path.endswith(".xml") else "text/html"
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        # An interrupted reader closes the connection early.
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
