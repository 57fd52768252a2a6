"""Starts processes from a server that has imported the program.

``python -m tests.fakes.fork_server FOLDER`` forks a process for each request at a socket in
the folder. The process runs ``-m MODULE`` or ``-c CODE`` as a new interpreter does, with the
environment, file descriptors and directory of its request. A new interpreter imports the
program for a second, and that of its workers for another second; a fork takes milliseconds.

The server ends with the process that started it, and kills what it has forked.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import io
import marshal
import multiprocessing
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from importlib import import_module
from multiprocessing.util import _args_from_interpreter_flags  # type: ignore[attr-defined] # untyped
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import coverage

import bot
from bot.core.ports.services import Page
from bot.demo import sample_page
from tests.fakes import fork_client
from tests.fakes.fork_client import ADDRESS, DESCRIPTORS, INTERPRETER

_READ_AT_START = ("LANG", "LC_", "PYTHON")
"""How the names of variables begin that an interpreter reads when it starts."""

_OPTIONS = tuple(_args_from_interpreter_flags())
"""The options of this interpreter, which multiprocessing passes to its processes."""

_NOT_IMPORTED = ("bot.__main__", "bot.workers.preloading")
_STANDARD_INPUT = 0
_MESSAGE_BYTES = 1_000_000


class Request(NamedTuple):
    """The arguments, directory, environment and descriptors of a process to start."""

    arguments: tuple[str, ...]
    directory: str
    environment: dict[str, str]
    numbers: tuple[int, ...]
    blocked: tuple[int, ...]


class Child(NamedTuple):
    """A process, a descriptor of it, and the connection of its client."""

    process: int
    handle: int
    connection: socket.socket


class Server:
    """Forks a process for each request; answers with its id, and later its status."""

    def __init__(self, listener: socket.socket) -> None:
        self._listener = listener
        self._children: set[Child] = set()
        self._waiting = selectors.DefaultSelector()
        self._waiting.register(_STANDARD_INPUT, selectors.EVENT_READ)
        self._waiting.register(listener, selectors.EVENT_READ, self._accept)

    def serve(self) -> Request | None:
        """Serve until standard input is closed.

        Return in each forked process its request.
        """
        while (react := self._waiting.select()[0][0].data) is not None:
            request: Request | None = react()
            if request is not None:
                return request
        for child in self._children:
            os.kill(child.process, signal.SIGKILL)
        return None

    def _accept(self) -> Request | None:
        connection, _ = self._listener.accept()
        message, received, *_ = socket.recv_fds(connection, _MESSAGE_BYTES, DESCRIPTORS)
        request = Request(*marshal.loads(message))  # noqa: S302 - our own client's
        process = os.fork() if _can_fork(request) else None
        if process == 0:
            self._close(connection)
            _become(request, received)
            return request
        for descriptor in received:
            os.close(descriptor)
        if process is None:
            connection.close()
        else:
            self._watch(Child(process, os.pidfd_open(process), connection))
        return None

    def _watch(self, child: Child) -> None:
        self._children.add(child)
        for source, react in (
            (child.handle, self._report),
            (child.connection, self._kill),
        ):
            self._waiting.register(source, selectors.EVENT_READ, partial(react, child))
        with suppress(OSError):
            child.connection.send(str(child.process).encode())

    def _report(self, child: Child) -> None:
        """Send the status of a process that has ended."""
        _, status = os.waitpid(child.process, 0)
        with suppress(OSError):
            child.connection.send(str(status).encode())
        self._waiting.unregister(child.handle)
        with suppress(KeyError):
            self._waiting.unregister(child.connection)
        child.connection.close()
        os.close(child.handle)
        self._children.remove(child)

    def _kill(self, child: Child) -> None:
        """Kill a process whose client closed the connection."""
        self._waiting.unregister(child.connection)
        os.kill(child.process, signal.SIGKILL)

    def _close(self, connection: socket.socket) -> None:
        """Close what only the server needs; their objects must not do it later."""
        self._waiting.close()
        for own in (
            self._listener,
            connection,
            *(one.connection for one in self._children),
        ):
            own.close()


def _import_program() -> None:
    """Import all modules, and load the words and models that a briefing needs."""
    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if module.name not in _NOT_IMPORTED:
            import_module(module.name)
    from bot.sources.pages.articles import parse_page  # noqa: PLC0415 - see main
    from bot.workers.briefing_tasks import brief  # noqa: PLC0415
    from summarizers.text.language import detect_language  # noqa: PLC0415

    page = Page("https://example.org/", sample_page("dam-warning.html"), "text/html")
    brief("fast", parse_page(page))
    detect_language("port")


def _can_fork(request: Request) -> bool:
    """Return whether a new interpreter would be like this one, and run a module or code."""
    match _without_options(request.arguments):
        case ("-m" | "-c", _, *_):
            return _fixed(request.environment) == _fixed(os.environ)
        case _:
            return False


def _without_options(arguments: tuple[str, ...]) -> tuple[str, ...]:
    """Return the arguments without the options of this interpreter."""
    count = len(_OPTIONS)
    return arguments[count:] if arguments[:count] == _OPTIONS else arguments


def _fixed(environment: Mapping[str, str]) -> dict[str, str]:
    return {
        name: value
        for name, value in environment.items()
        if name.startswith(_READ_AT_START)
    }


def _become(request: Request, received: list[int]) -> None:
    """Take over the descriptors, environment, directory and signals of the request."""
    aside = [
        fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, DESCRIPTORS)
        for descriptor in received
    ]
    os.closerange(0, DESCRIPTORS)
    for descriptor, number in zip(aside, request.numbers, strict=True):
        os.dup2(descriptor, number)
        os.close(descriptor)
    os.environ.clear()
    os.environ.update(request.environment)
    time.tzset()
    os.chdir(request.directory)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.pthread_sigmask(signal.SIG_SETMASK, request.blocked)
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        _open_stream(number, name)


def _open_stream(number: int, name: str) -> None:
    """Open a standard stream as an interpreter does; none for a closed descriptor."""
    before, stream = getattr(sys, name), None
    is_unbuffered = before.write_through
    with suppress(OSError):
        binary = open(  # noqa: SIM115 - for the life of the process
            number,
            "wb" if number else "rb",
            buffering=0 if number and is_unbuffered else -1,
            closefd=False,
        )
        stream = io.TextIOWrapper(
            binary,
            encoding=before.encoding,
            errors=before.errors,
            line_buffering=not is_unbuffered and (name == "stderr" or binary.isatty()),
            write_through=is_unbuffered,
        )
    setattr(sys, name, stream)
    setattr(sys, f"__{name}__", stream)


def _run(arguments: tuple[str, ...]) -> None:
    """Run a module or code with the interpreter's arguments, as the main module.

    Raises:
        ValueError: the arguments name neither.
    """
    match _without_options(arguments):
        case ("-m", module, *rest):
            sys.argv = [module, *rest]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ("-c", code, *rest):
            sys.argv = ["-c", *rest]
            main = sys.modules["__main__"] = ModuleType("__main__")
            exec(code, main.__dict__)  # noqa: S102 - as the interpreter does
        case _:
            raise ValueError(arguments)


def _run_to_the_end(arguments: tuple[str, ...]) -> None:
    """Run, and end as an interpreter does, without a tenth of a second of tidying up."""
    code = 0
    try:
        _run(arguments)
    except SystemExit as end:
        if isinstance(end.code, str):
            raise
        code = end.code or 0
    threading._shutdown()  # type: ignore[attr-defined] # as a worker of multiprocessing
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and not stream.closed:
            stream.flush()
    os._exit(code)


def main(folder: Path) -> None:
    """Listen, import the program, and serve; run in each forked process its request."""
    script = Path(fork_client.__file__).read_text("utf8")
    (folder / INTERPRETER).write_text(f"#!{sys.executable} -IS\n{script}", "utf8")
    (folder / INTERPRETER).chmod(0o700)
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(str(folder / ADDRESS))
        listener.listen()
        print("listening", flush=True)  # noqa: T201 - to the process that waits for it
        _import_program()
        gc.collect()
        gc.freeze()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        request = Server(listener).serve()
    if request is not None:
        multiprocessing.set_executable(str(folder / INTERPRETER))
        coverage.process_startup()  # measures only if the environment asks for it
        _run_to_the_end(request.arguments)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
