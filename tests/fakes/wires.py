"""A network that can be cut: connections hang, and go on when it is mended."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import TypeAlias
from urllib.parse import urlsplit

from sqlalchemy import make_url

Place: TypeAlias = str | tuple[str, int]
"""A path of a Unix socket, or a host with its port."""

_CHUNK = 65_536


class Wire:
    """Relays each connection to a place on this machine, unless it is cut.

    Whoever connects meanwhile is accepted, and gets no answer.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self._whole = Event()
        self._whole.set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """The port on which it listens."""
        port: int = self._listener.getsockname()[1]
        return port

    def cut(self) -> None:
        """Let all connections hang."""
        self._whole.clear()

    def mend(self) -> None:
        """Let all connections go on."""
        self._whole.set()

    def close(self) -> None:
        """Accept no more connections."""
        self.mend()
        # To close it would not end the call that waits for connections.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                Thread(target=self._relay, args=(near,), daemon=True).start()

    def _relay(self, near: socket.socket) -> None:
        kind = socket.AF_UNIX if isinstance(self._place, str) else socket.AF_INET
        with near, socket.socket(kind) as far, suppress(OSError):
            if self._is_given_up(near):
                return
            far.connect(self._place)
            back = Thread(target=self._pump, args=(far, near), daemon=True)
            back.start()
            self._pump(near, far)
            back.join()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(_CHUNK):
                if self._is_given_up(source):
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _is_given_up(self, source: socket.socket) -> bool:
        """Wait while the wire is cut; return whether the other end hung up meanwhile."""
        if self._whole.is_set():
            return False
        self._whole.wait()
        return _is_closed(source)


def _is_closed(source: socket.socket) -> bool:
    """Whether the other end hung up; what it had sent before is lost, then.

    More of a request that came in pieces may still be there to be read.
    """
    poll = select.poll()
    poll.register(source, select.POLLRDHUP)
    return bool(poll.poll(0))


@dataclass(frozen=True, slots=True)
class Wires:
    """The way of one process to its database and platform, as it is told of them."""

    database: str
    environment: Mapping[str, str]
    each: tuple[Wire, ...]

    def cut(self) -> None:
        """Cut the process off."""
        for wire in self.each:
            wire.cut()

    def mend(self) -> None:
        """Connect it again."""
        for wire in self.each:
            wire.mend()


@contextmanager
def wires(database: str, environment: Mapping[str, str]) -> Iterator[Wires]:
    """Wires to a PostgreSQL server on a Unix socket, and to Slack."""
    api = urlsplit(environment["SLACK_API_URL"])
    server = make_url(database)
    folder = server.query["host"]
    with ExitStack() as stack:
        to_server = Wire(f"{folder}/.s.PGSQL.5432")
        stack.callback(to_server.close)
        to_slack = Wire((api.hostname or "", api.port or 0))
        stack.callback(to_slack.close)
        near = api._replace(netloc=f"127.0.0.1:{to_slack.port}").geturl()
        yield Wires(
            f"postgresql://{server.username}@127.0.0.1:{to_server.port}/{server.database}",
            {**environment, "SLACK_API_URL": near},
            (to_server, to_slack),
        )
