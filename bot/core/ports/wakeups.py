"""The port by which processes tell each other that there is work to do now."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from typing_extensions import override


class Work(StrEnum):
    """A kind of work: slots to build, or messages to send."""

    BUILD = "build"
    SEND = "send"


class Wakeups(Protocol):
    """Tells all processes that share the store of new work.

    A wake-up may be lost or come without reason. The rows of the store say which work
    is due, and processes also look for it at intervals.
    """

    @abstractmethod
    def on(self, work: Work, call: Callable[[], None]) -> None:
        """Call the function ``call`` whenever there may be new work of a kind."""

    @abstractmethod
    def wake(self, work: Work) -> None:
        """Tell this process and all others of new work; return at once."""

    @abstractmethod
    def wake_here(self, work: Work) -> None:
        """Tell this process alone of new work, which it can do at once."""


class LocalWakeups(Wakeups):
    """Wake-ups within one process."""

    def __init__(self) -> None:
        self._calls: dict[Work, list[Callable[[], None]]] = {}

    @override
    def on(self, work: Work, call: Callable[[], None]) -> None:
        self._calls.setdefault(work, []).append(call)

    @override
    def wake(self, work: Work) -> None:
        self.wake_here(work)

    @override
    def wake_here(self, work: Work) -> None:
        for call in self._calls.get(work, ()):
            call()
