"""The cut network of the tests delivers no request that its sender has given up."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from time import sleep

import pytest

from tests.fakes.wires import Wire

pytestmark = pytest.mark.equipment


@pytest.fixture
def server() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


@pytest.fixture
def wire(server: socket.socket) -> Iterator[Wire]:
    host, port = server.getsockname()
    wire = Wire((host, port))
    yield wire
    wire.close()


def received(connection: socket.socket) -> bytes:
    """All that comes until the other end hangs up."""
    with connection:
        connection.settimeout(30)
        return b"".join(iter(lambda: connection.recv(1_000), b""))


@pytest.mark.parametrize("pieces", [[b"post"], [b"po", b"st"], [b"p", b"o", b"st"]])
def test_a_request_that_was_given_up_while_the_wire_was_cut_is_lost(
    pieces: list[bytes], wire: Wire, server: socket.socket
) -> None:
    with socket.create_connection(("127.0.0.1", wire.port)) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(b"hello ")
        far, _ = server.accept()
        assert far.recv(100) == b"hello "
        wire.cut()
        for piece in pieces:
            client.sendall(piece)
            # The wire reads each piece for itself.
            sleep(0.1)
    wire.mend()

    assert received(far) == b""
