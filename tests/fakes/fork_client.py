"""Asks the fork server for a process; run as a script, it stands for the interpreter.

Hundreds of scripts run, so this module imports only what an interpreter has in memory.
"""

from __future__ import annotations

import marshal
import os
import sys
from _signal import (  # type: ignore[import-not-found] # of the interpreter
    SIG_BLOCK,
    SIG_DFL,
    SIGHUP,
    SIGINT,
    SIGTERM,
    pthread_sigmask,
    signal,
)
from _socket import AF_UNIX, SCM_RIGHTS, SOCK_SEQPACKET, SOL_SOCKET, socket
from collections.abc import Mapping, Sequence

ADDRESS, INTERPRETER = "socket", "python"
"""The files of a server's folder."""

DESCRIPTORS = 256
"""Processes have file descriptors below this number."""

_ANSWER_BYTES = 64


def start(
    folder: str,
    arguments: Sequence[str],
    *,
    directory: str,
    environment: Mapping[str, str],
    descriptors: Mapping[int, int],
) -> tuple[int, socket]:
    """Start a process with the interpreter's ``arguments``; return its id, 0 for none.

    ``descriptors`` gives each file descriptor of the process as one of the caller's.
    The process is killed when the connection is closed.
    """
    blocked = tuple(map(int, pthread_sigmask(SIG_BLOCK, ())))
    request = (
        tuple(arguments),
        directory,
        dict(environment),
        tuple(descriptors),
        blocked,
    )
    rights = b"".join(own.to_bytes(4, sys.byteorder) for own in descriptors.values())
    connection = socket(AF_UNIX, SOCK_SEQPACKET)
    connection.connect(f"{folder}/{ADDRESS}")
    connection.sendmsg([marshal.dumps(request)], [(SOL_SOCKET, SCM_RIGHTS, rights)])
    process = int(connection.recv(_ANSWER_BYTES) or 0)
    if not process:
        connection.close()
    return process, connection


def wait(connection: socket) -> int:
    """Wait for the end of the process; return its exit status, or minus its signal."""
    status = int(connection.recv(_ANSWER_BYTES))
    connection.close()
    return os.waitstatus_to_exitcode(status)


def _is_open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True


def _stand_in(folder: str) -> None:
    """Start what the interpreter would run, pass signals on, and end as it ends."""
    own = {number: number for number in range(DESCRIPTORS) if _is_open(number)}
    process, connection = start(
        folder,
        sys.argv[1:],
        directory=os.getcwd(),  # noqa: PTH109 - pathlib takes long to import
        environment=os.environ,
        descriptors=own,
    )
    if not process:
        os.execv(sys.executable, [sys.executable, *sys.argv[1:]])  # noqa: S606
    for number in (SIGHUP, SIGINT, SIGTERM):
        signal(number, lambda number, _: os.kill(process, number))
    for number in own:
        os.close(number)
    code = wait(connection)
    if code < 0:
        signal(-code, SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


if __name__ == "__main__":
    _stand_in(os.path.dirname(__file__))  # noqa: PTH120 - as above
