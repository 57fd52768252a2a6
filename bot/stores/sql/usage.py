"""Detects whether a process has the store of a database open.

Each open store holds a shared lock; ``restore`` and ``vacuum`` take an exclusive lock.
The operating system or the server releases the locks of a killed process.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from bot.core.domain.errors import StoreError, StoreFault

_POLL_SECONDS = 0.05


def wait_until(attempt: Callable[[], bool], seconds: float) -> bool:
    """Repeat ``attempt`` until it succeeds; return false after ``seconds``."""
    end = time.monotonic() + seconds
    while not attempt():
        if time.monotonic() > end:
            return False
        time.sleep(_POLL_SECONDS)
    return True


class UsageFile:
    """The lock that shows that an SQLite database is used: a file beside it.

    The file is never removed. The database itself is not locked, because SQLite loses
    its own locks on a file as soon as the process closes that file.
    """

    def __init__(self, database: str) -> None:
        # Different paths may lead to the same database.
        self._path = f"{os.path.realpath(database)}.lock"
        self._descriptor: int | None = None
        self._changing = threading.Lock()

    def lock(self, *, seconds: float, alone: bool = False) -> bool:
        """Take the lock unless this object holds it; return whether that worked.

        With ``alone`` the lock is exclusive; otherwise several processes may share it.
        The method waits at most ``seconds``.

        Raises:
            StoreError: the file cannot be opened.
        """
        with self._changing:
            if self._descriptor is not None:
                return True
            descriptor = self._open()
            kind = fcntl.LOCK_EX if alone else fcntl.LOCK_SH
            try:
                if wait_until(lambda: _try(descriptor, kind), seconds):
                    self._descriptor = descriptor
                    return True
            except OSError as error:
                raise StoreError(
                    f"{self._path} cannot be locked ({error.strerror}): move the "
                    "database to a local disk"
                ) from error
            finally:
                if self._descriptor is None:
                    os.close(descriptor)
            return False

    def unlock(self) -> None:
        """Release the lock if this object holds it."""
        with self._changing:
            if self._descriptor is not None:
                os.close(self._descriptor)
                self._descriptor = None

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
        except OSError as error:
            # Another user may have created it, as with sudo. Reading permits a lock.
            with suppress(OSError):
                return os.open(self._path, os.O_RDONLY)
            raise StoreError(
                f"{self._path} cannot be opened ({error.strerror}): check that its "
                "folder exists and is writable",
                StoreFault.REFUSED,
            ) from error


def _try(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
