"""Processes that tests kill at random moments and start again."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import monotonic, sleep
from types import TracebackType
from typing import Self

from tests.fakes.command import Forked, surroundings

WORK = b'"slot"'
"""What stands in a line of the log that tells of a digest."""

_AIMED, _LONGEST, _BLIND = 0.8, 2.5, 1.5
_AIMS = (0.0, 0.01, 0.03, 0.1, 0.5)
_LONGEST_END = 60.0
_DOWN = (0.0, 0.0, 0.5)
_ROOT = Path(__file__).parents[3]


@dataclass(slots=True)
class Replicas:
    """So many processes of one command; what they say on standard error is kept.

    ``start`` may be ``subprocess.Popen``, where it matters who started their workers.
    """

    command: Sequence[str]
    number: int
    log: Path
    start: type[subprocess.Popen[bytes]] = Forked
    _running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._running = [self._start() for _ in range(self.number)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for which in range(self.number):
            self.kill(which)

    def kill(self, which: int) -> None:
        """End one at once, whatever it is at."""
        self._running[which].kill()
        self._running[which].wait()

    def terminate(self, which: int) -> None:
        """Tell one to end."""
        self._running[which].terminate()

    def wait(self, which: int) -> int:
        """Wait until one has ended; its status."""
        return self._running[which].wait(_LONGEST_END)

    @property
    def processes(self) -> tuple[int, ...]:
        """The numbers of the processes, in their order."""
        return tuple(process.pid for process in self._running)

    def restart(self, which: int) -> None:
        """Start one that was killed."""
        self._running[which] = self._start()

    def harass(
        self,
        seconds: float,
        chance: Random,
        *,
        struck: Callable[[], None],
        enough: Callable[[], bool] = lambda: False,
    ) -> None:
        """Kill one after the other for so long; ``struck`` is called after each.

        It ends earlier when it is ``enough``.

        Most are killed right after something is told of a digest, or when nothing was
        for half of the time; the others at any time, even before they are ready.
        """
        end = monotonic() + seconds
        longest = max(_LONGEST, seconds / 2)
        while monotonic() < end and not enough():
            if chance.random() < _AIMED:
                self._await_work(min(end, monotonic() + longest))
                sleep(chance.choice(_AIMS))
            else:
                sleep(chance.uniform(0.0, _BLIND))
            which = chance.randrange(self.number)
            self.kill(which)
            struck()
            sleep(chance.choice(_DOWN))
            self.restart(which)

    def _await_work(self, end: float) -> None:
        before = self.log.stat().st_size
        while monotonic() < end:
            with self.log.open("rb") as log:
                log.seek(before)
                if WORK in log.read():
                    return
            sleep(0.004)

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return self.start(
                self.command,
                stdout=log,
                stderr=log,
                cwd=_ROOT,
                env=surroundings({}),
            )


def wait_for(
    settled: Callable[[], bool], seconds: float, *, pause: float = 0.3
) -> bool:
    """Whether something comes about in this time; it is looked at after each pause."""
    end = monotonic() + seconds
    while monotonic() < end:
        if settled():
            return True
        sleep(pause)
    return settled()
