"""The sample sites of ``sitrep demo``: two newspapers with a feed each, on loopback.

The pages are our own writing; every person, place and organisation is invented.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import time
from html import escape, unescape
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

HOSTILE_PAGE = "hostile.html"
"""A page that hangs HTML parsers; it is generated on request."""

FEED = "news.xml"
"""The file name of each sample site's feed."""

COURIER = ("port-strike.html", "hospital-attack.html", "river-treaty.html")
POST = ("election-ruling.html", "battery-plant.html", "dam-warning.html")
LATER_COURIER, LATER_POST = "fever-outbreak.html", "dockers-walkout.html"

_TITLE = re.compile(r"<title>([^<]{1,300}?)(?: [-|\u2013\u2014] [^<]{1,60})?</title>")
_HOSTILE_ATTRIBUTES = 200_000
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

    ``base`` is its URL; ``pages`` are listed newest first.
    """

    title: str
    pages: tuple[str, ...]
    base: str = ""

    def read(self, name: str) -> bytes:
        """Return the bytes of the page with this name, or of the feed.

        Raises:
            KeyError: the site has no such page.
        """
        return self._feed().encode() if name == FEED else sample_page(name)

    def _feed(self) -> str:
        items = "".join(map(self._item, self.pages))
        return (
            '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
            f"<title>{escape(self.title)}</title><link>{self.base}</link>{items}"
            "</channel></rss>"
        )

    def _item(self, name: str) -> str:
        link = f"{self.base}/{name}"
        return (
            f"<item><title>{escape(_title(name))}</title><link>{link}</link>"
            f"<guid>{link}</guid></item>"
        )


@contextmanager
def serve_papers() -> Iterator[tuple[Paper, Paper]]:
    """Serve both sample sites with the pages of the first day; yield the two papers.

    ``print_more`` adds the pages of the second day.
    """
    courier = Paper("Halden Courier", COURIER)
    post = Paper("Inland Post", (*POST, HOSTILE_PAGE))
    with serve_pages(courier.read) as courier.base, serve_pages(post.read) as post.base:
        yield courier, post


def print_more(courier: Paper, post: Paper) -> None:
    """Publish the second day: add one report to each sample site.

    The older links of ``courier`` get tracking parameters, as real feeds add them.
    """
    courier.pages = (LATER_COURIER, *(f"{name}?utm_source=feed" for name in COURIER))
    post.pages = (LATER_POST, *post.pages)


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
    if name == HOSTILE_PAGE:
        return _hostile_page()
    if name not in PAGES:
        raise KeyError(name)
    return files("bot.demo").joinpath(name).read_bytes()


def _title(name: str) -> str:
    page = sample_page(name.partition("?")[0]).decode()
    title = _TITLE.search(page)
    return unescape(title[1]) if title else "A page made to hang parsers"


def _hostile_page() -> bytes:
    attributes = " ".join(f"a{i}=x" for i in range(_HOSTILE_ATTRIBUTES))
    return f"<html><body><p {attributes}>Click here.</p></body></html>".encode()


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
