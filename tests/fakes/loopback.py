"""Free ports of the loopback, reserved until a server opens them."""

from __future__ import annotations

import random
import socket
from collections.abc import Sequence
from contextlib import suppress

PORTS = range(10_000, 32_000)
"""Below those that systems give to whoever asks for any, each client among them.

(Linux: ``ip(7)``, ip_local_port_range; the others begin higher.)
"""

_TRIES = 200
_random = random.SystemRandom()
_held: list[socket.socket] = []


def reserve_port(ports: Sequence[int] = PORTS) -> int:
    """A port on which nobody listens, and which no other test is given.

    It is for programs that must be told one. UDP's port of the same number is kept by
    this process until it ends: it is in nobody's way, and tells every other process that
    the number is taken.

    Raises:
        OSError: none of those tried is free.
    """
    for port in _random.sample(ports, min(_TRIES, len(ports))):
        with suppress(OSError):
            _held.append(_bound(socket.SOCK_DGRAM, port))
            _bound(socket.SOCK_STREAM, port).close()
            return port
    raise OSError(f"no port of 127.0.0.1 from {ports[0]} to {ports[-1]} is free")


def _bound(kind: socket.SocketKind, port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, kind)
    try:
        found.bind(("127.0.0.1", port))
    except OSError:
        found.close()
        raise
    return found
