"""Ports that are reserved for programs which must be told one."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fakes.command import surroundings
from tests.fakes.loopback import reserve_port

pytestmark = pytest.mark.equipment

ROOT = Path(__file__).parents[2]
MANY = 20
FEW = range(31_000, 31_060)
RESERVE = (
    "import sys; from tests.fakes.loopback import reserve_port; "
    f"print(*(reserve_port({FEW}) for _ in range({MANY})), flush=True); "
    "sys.stdin.read()"
)


def test_a_reserved_port_can_be_listened_at() -> None:
    port = reserve_port()

    with socket.create_server(("127.0.0.1", port)) as server:
        assert server.getsockname()[1] == port


def test_none_is_of_those_that_the_system_gives() -> None:
    clients = []
    for _ in range(MANY):
        client = socket.socket()
        client.bind(("127.0.0.1", 0))
        clients.append(client)
    given = {client.getsockname()[1] for client in clients}
    for client in clients:
        client.close()

    assert max(reserve_port() for _ in range(MANY)) < min(given)


def test_no_two_processes_are_given_the_same() -> None:
    with subprocess.Popen(  # noqa: S603 - our own module
        [sys.executable, "-c", RESERVE],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=surroundings({}),
        text=True,
    ) as other:
        assert other.stdout is not None
        theirs = [int(port) for port in other.stdout.readline().split()]
        ours = [reserve_port(FEW) for _ in range(MANY)]
        other.communicate("")

    # So few that they would meet by chance.
    assert len({*theirs, *ours}) == 2 * MANY


def test_there_may_be_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(OSError, match=f"from {port} to {port} is free"):
            reserve_port([port])
