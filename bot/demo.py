"""The sample site of ``sitrep demo``: eight news pages and a hostile one, on loopback.

The pages are our own writing; every person, place and organisation is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from threading import Thread

from typing_extensions import override

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
"""A page that hangs HTML parsers; it is made when asked for, not stored."""

_HOSTILE_ATTRIBUTES = 200_000
_STOP_POLL_SECONDS = 0.02


@contextmanager
def serve_pages(read: Callable[[str], bytes]) -> Iterator[str]:
    """Serve HTML pages on a free port of 127.0.0.1; yields the base address.

    ``read`` gives the page of a name, or raises ``KeyError``; the page's address is
    ``f"{base}/{name}"``. The server has a thread of its own, so that it also answers
    while an event loop is busy.
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


def serve_samples() -> AbstractContextManager[str]:
    """Serve the sample site, under the names of ``PAGES`` and ``HOSTILE_PAGE``."""
    return serve_pages(sample_page)


def sample_page(name: str) -> bytes:
    """The HTML of one sample page.

    Raises:
        KeyError: there is no sample page of this name.
    """
    if name == HOSTILE_PAGE:
        return _hostile_page()
    if name not in PAGES:
        raise KeyError(name)
    return files("bot.samples").joinpath(name).read_bytes()


def _hostile_page() -> bytes:
    attributes = " ".join(f"a{i}=x" for i in range(_HOSTILE_ATTRIBUTES))
    return f"<html><body><p {attributes}>Click here.</p></body></html>".encode()


class _Server(ThreadingHTTPServer):
    def __init__(self, read: Callable[[str], bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.read = read


class _Handler(BaseHTTPRequestHandler):
    """Answers with a page or 404, and logs nothing."""

    server: _Server

    def do_GET(self) -> None:
        try:
            body = self.server.read(self.path.removeprefix("/"))
        except KeyError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        # An interrupted reader is gone before it has everything.
        with suppress(ConnectionError):
            self.end_headers()
            self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass
