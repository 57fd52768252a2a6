"""Many people who ask a bot something, at times that do not depend on its answers.

A crowd stands at a platform's fake, in the fake's own process, and measures there: what
it sees is what the platform would see. Its collector of garbage rests, so that no pause
of its own is taken for the bot's.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
from abc import abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.fakes.command import surroundings

_ROOT = Path(__file__).parents[1]
_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Order:
    """What a crowd does: ``rate`` commands a second for ``seconds``, and briefings.

    Each of ``pages`` has one reader who asks for it again as soon as it is answered,
    every time by another address. After the last command the crowd waits for
    ``patience`` seconds at most.
    """

    rate: float
    seconds: float
    patience: float
    pages: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> Order:
        """Return the order that was written as JSON."""
        told = json.loads(text)
        return cls(**told | {"pages": tuple(told["pages"])})

    def written(self) -> str:
        """Return the order as a line of JSON."""
        return json.dumps(asdict(self))

    def times(self) -> Iterator[float]:
        """When each command is sent, in seconds from the begin."""
        return (number / self.rate for number in range(round(self.rate * self.seconds)))


@dataclass(slots=True)
class Outcome:
    """Seconds until each acknowledgement; what was never acknowledged is at the end.

    ``tardy`` is the most by which a command was sent too late: that is the crowd's
    fault, and not counted. ``briefed`` and ``unread`` are of the pages.
    """

    seconds: list[float] = field(default_factory=list[float])
    unanswered: int = 0
    tardy: float = 0.0
    briefed: int = 0
    unread: int = 0

    @classmethod
    def read(cls, text: str) -> Outcome:
        """Return the outcome that was written as JSON."""
        return cls(**json.loads(text))


class Place(Protocol):
    """A platform's fake with people in it."""

    @abstractmethod
    async def ready(self) -> None:
        """Wait until the bot is there."""

    @abstractmethod
    async def ask(self, number: int) -> float:
        """Send a command that is answered at once; seconds to its acknowledgement."""

    @abstractmethod
    async def brief(self, reader: int, url: str) -> bool:
        """Have a page briefed, and wait for the end; whether there was a briefing."""


async def gather(place: Place, order: Order) -> Outcome:
    """Let the crowd do what it is ordered."""
    outcome, loop, numbers = Outcome(), asyncio.get_running_loop(), count(1)
    readers = [
        asyncio.create_task(_read(place, page, numbers, outcome))
        for page in order.pages
    ]
    begun, asked = loop.time(), []
    for number, due in enumerate(order.times()):
        await asyncio.sleep(begun + due - loop.time())
        outcome.tardy = max(outcome.tardy, loop.time() - begun - due)
        asked.append((loop.time(), asyncio.create_task(place.ask(number))))
    _, late = await asyncio.wait([task for _, task in asked], timeout=order.patience)
    for task in (*late, *readers):
        task.cancel()
    await asyncio.gather(*late, *readers, return_exceptions=True)
    outcome.unanswered = len(late)
    ended = loop.time()
    outcome.seconds = [
        ended - sent if task in late else task.result() for sent, task in asked
    ]
    return outcome


async def _read(
    place: Place, page: str, numbers: Iterator[int], outcome: Outcome
) -> None:
    """Have a page briefed again and again, each time by another reader."""
    for number in numbers:
        if await place.brief(number, f"{page}?{number}"):
            outcome.briefed += 1
        else:
            outcome.unread += 1


async def until(settled: Callable[[], bool]) -> None:
    """Look again and again whether something is so: that costs less than being told."""
    while not settled():  # noqa: ASYNC110 - see above
        await asyncio.sleep(_LOOK_SECONDS)


@dataclass(frozen=True, slots=True)
class CrowdProcess:
    """A crowd in a process of its own; ``url`` is its platform's."""

    url: str
    process: subprocess.Popen[str] = field(repr=False)

    def begin(self, order: Order) -> None:
        """Let it wait for the bot, and then begin."""
        self._say(order.written())

    def end(self) -> Outcome:
        """Wait for what came of it."""
        return Outcome.read(self._hear())

    def _say(self, line: str) -> None:
        if self.process.stdin is not None:
            self.process.stdin.write(f"{line}\n")
            self.process.stdin.flush()

    def _hear(self) -> str:
        return self.process.stdout.readline() if self.process.stdout else ""


@contextmanager
def standing(module: str) -> Iterator[CrowdProcess]:
    """Let a crowd stand there until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=_ROOT,
        env=surroundings({}),
        text=True,
    )
    with process:
        crowd = CrowdProcess("", process)
        try:
            yield CrowdProcess(crowd._hear().strip(), process)  # noqa: SLF001 - its own
        finally:
            process.kill()


async def stand(opening: AbstractAsyncContextManager[tuple[str, Place]]) -> None:
    """Serve a place; tell its address, then do each order that comes, to the end."""
    gc.disable()
    async with opening as (url, place):
        print(url, flush=True)
        async for line in _lines():
            await place.ready()
            outcome = await gather(place, Order.read(line))
            print(json.dumps(asdict(outcome)), flush=True)


async def _lines() -> AsyncIterator[str]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line


def share(values: Sequence[float], part: float) -> float:
    """The least of the values that so many of all are not above; 1 is the greatest."""
    ordered = sorted(values)
    place = -int(-part * len(ordered) // 1)
    return ordered[max(0, place - 1)]
