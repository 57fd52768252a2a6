"""Newspapers on the web: servers at addresses of this machine.

Their addresses are the same in each run, so that golden files can hold them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

from typing_extensions import override

_PAGE = """<html lang="{lang}"><head><title>{title}</title>
<meta property="og:site_name" content="{site}">
<meta property="article:published_time" content="{at}"></head>
<body><article><h1>{title}</h1>{text}</article></body></html>"""
_RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>"""
_ITEM = """<item><title>{title}</title><link>{link}</link><guid>{link}</guid>
<pubDate>{at}</pubDate></item>"""
_KINDS = {"<?xml": "application/rss+xml", "<html": "text/html"}
DAY = datetime(2026, 3, 2, 6, tzinfo=UTC)
PORT = 18_391
ENVIRONMENT = {"SITREP_ALLOW_PRIVATE": "1"}
"""What lets a command read from this machine."""

_PATIENCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Story:
    """An article of a paper; empty lines separate its paragraphs."""

    url: str
    title: str
    text: str
    at: datetime = DAY
    site: str = ""
    lang: str = "en"

    @property
    def page(self) -> str:
        """The page that shows it."""
        return _PAGE.format(
            lang=self.lang,
            title=escape(self.title),
            site=escape(self.site or (urlsplit(self.url).hostname or "")),
            at=self.at.isoformat(),
            text="".join(f"<p>{escape(part)}</p>" for part in self.text.split("\n\n")),
        )


@dataclass(slots=True)
class Press:
    """What all papers serve, and what they were asked for.

    Two presses with different numbers can be served at the same time.
    """

    number: int
    pages: dict[str, str | bytes] = field(default_factory=dict)
    feeds: dict[str, dict[str, Story]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    hanging: set[str] = field(default_factory=set)

    def host(self, paper: int) -> str:
        """The address of a paper, from 1."""
        return f"127.83.{self.number}.{paper}:{PORT}"

    def publish(self, feed: str, *stories: Story) -> None:
        """Put stories at the top of a feed; one with an older address replaces it."""
        for story in stories:
            self.pages[story.url] = story.page
            earlier = self.feeds.get(feed, {})
            if story.url in earlier:
                earlier[story.url] = story
            else:
                self.feeds[feed] = {story.url: story, **earlier}

    def read(self, url: str) -> bytes | None:
        """The bytes at an address, if there are any."""
        self.asked.append(url)
        while url in self.hanging:
            time.sleep(0.05)
        if url in self.feeds:
            return _feed(url, self.feeds[url].values()).encode()
        page = self.pages.get(url)
        return page.encode() if isinstance(page, str) else page


def _feed(url: str, stories: Iterable[Story]) -> str:
    items = "".join(
        _ITEM.format(
            title=escape(story.title), link=story.url, at=format_datetime(story.at)
        )
        for story in stories
    )
    return _RSS.format(title=urlsplit(url).hostname, items=items)


@contextmanager
def served(press: Press, papers: int = 5) -> Iterator[Press]:
    """Serve the papers until the end of the block.

    Wait until another run of the tests on this machine has released the addresses.
    """
    with ExitStack() as stack:
        for number in range(1, papers + 1):
            server = stack.enter_context(_bound(press.host(number)))
            server.press = press
            thread = Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
        yield press


def _bound(host: str) -> _Server:
    address, _, port = host.partition(":")
    for _ in range(_PATIENCE_SECONDS):
        with suppress(OSError):
            return _Server((address, int(port)), _Handler)
        time.sleep(1)
    raise TimeoutError(host)


class _Server(ThreadingHTTPServer):
    request_queue_size = 128
    press: Press


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        body = self.server.press.read(f"http://{self.headers['Host']}{self.path}")
        self.send_response(404 if body is None else 200)
        content = body or b""
        kind = _KINDS.get(content[:5].decode("latin-1"), "text/plain")
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(content)

    @override
    def log_message(self, *_: object) -> None:
        """Log nothing."""
