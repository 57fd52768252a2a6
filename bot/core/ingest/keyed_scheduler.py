"""Work in lanes: each piece once, so much at once, and little of it in one lane.

A lane is what makes pieces wait for each other, such as a host. One that is slow fills
its own places and holds up no other.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from bot.core.text.bounded_gather import in_turns


@dataclass(frozen=True, slots=True)
class Job:
    """A piece of work: what names it, the lane that it is in, and how it is done."""

    key: Hashable
    lane: str
    work: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Wait:
    """How one waits: for how long for each lane, in seconds, and whether as the first.

    The time of a lane counts from when anything in it is done. What is waited for as
    the first is done even when all else is stopped.
    """

    seconds: float | None = None
    first: bool = False


@dataclass(eq=False, slots=True)
class _Lane:
    waiting: deque[_Piece] = field(default_factory=deque)
    busy: int = 0


@dataclass(eq=False, slots=True)
class _Piece:
    job: Job
    lane: _Lane
    begun: asyncio.Future[None]
    done: asyncio.Future[None]
    holders: int = 0
    task: asyncio.Task[None] | None = None
    urgent: bool = False
    ending: bool = False


class Lanes:
    """Work that is waiting or being done, for all who want it.

    Whoever wants what another one wants as well waits for the same piece. One that
    nobody waits for any more is ended.
    """

    def __init__(self, *, at_once: int, per_lane: int) -> None:
        self._room = at_once
        self._per_lane = per_lane
        self._pieces: dict[Hashable, _Piece] = {}
        self._lanes: dict[str, _Lane] = {}
        # The lanes in which something waits that has room there.
        self._ready: OrderedDict[str, _Lane] = OrderedDict()
        self._notes: list[set[Hashable]] = []
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether nothing is done any more but what is waited for as the first."""
        return self._stopped

    def has(self, key: Hashable) -> bool:
        """Whether the piece is waiting or being done."""
        return key in self._pieces

    @contextmanager
    def noting(self) -> Iterator[set[Hashable]]:
        """The pieces that are there, and those that come while one looks.

        What is read meanwhile may be older than the end of any of them.
        """
        noted = set(self._pieces)
        self._notes.append(noted)
        try:
            yield noted
        finally:
            self._notes = [one for one in self._notes if one is not noted]

    async def do(
        self,
        jobs: Iterable[Job],
        *,
        joining: Iterable[Hashable] = (),
        wait: Wait = Wait(),
    ) -> frozenset[Hashable]:
        """Do all of these; what was not waited for is given by its key.

        What is there already is not done twice. Of ``joining`` what is there is waited
        for as well. The first error ends the others and is raised.
        """
        wanted = tuple(jobs)
        await self._end_of_ending([job.key for job in wanted])
        pieces = [self._enter(job, first=wait.first) for job in wanted]
        held = (piece for piece in self._those(joining) if not piece.ending)
        pieces += [self._hold(piece, first=wait.first) for piece in held]
        self._begin()
        try:
            await _end_of(pieces, wait.seconds)
            return frozenset(one.job.key for one in pieces if not one.done.done())
        finally:
            await self._leave(pieces)

    def stop(self) -> None:
        """Do nothing any more but what is waited for as the first.

        Who waits for anything else waits no longer: it counts as done.
        """
        self._stopped = True
        others = [piece for piece in self._pieces.values() if not piece.urgent]
        for piece in others:
            if piece.task is None:
                self._forget(piece)
                piece.done.set_result(None)
            else:
                piece.ending = True
                piece.task.cancel()

    def _enter(self, job: Job, *, first: bool) -> _Piece:
        piece = self._pieces.get(job.key) or self._add(job, first=first)
        if first and piece.task is None:
            self._put_first(piece)
        return self._hold(piece, first=first)

    def _add(self, job: Job, *, first: bool) -> _Piece:
        lane = self._lanes.get(job.lane, _Lane())
        loop = asyncio.get_running_loop()
        piece = _Piece(job, lane, loop.create_future(), loop.create_future())
        if self._stopped and not first:
            piece.done.set_result(None)
            return piece
        self._pieces[job.key], self._lanes[job.lane] = piece, lane
        for noted in self._notes:
            noted.add(job.key)
        lane.waiting.append(piece)
        self._offer(job.lane, lane)
        return piece

    def _put_first(self, piece: _Piece) -> None:
        lane, name = piece.lane, piece.job.lane
        lane.waiting.remove(piece)
        lane.waiting.appendleft(piece)
        if name in self._ready:
            self._ready.move_to_end(name, last=False)

    def _hold(self, piece: _Piece, *, first: bool) -> _Piece:
        piece.holders += 1
        piece.urgent = piece.urgent or first
        return piece

    def _offer(self, name: str, lane: _Lane) -> None:
        """Let the lane be ready if something waits in it that has room."""
        if lane.waiting and lane.busy < self._per_lane:
            self._ready.setdefault(name, lane)

    def _begin(self) -> None:
        """Begin what there is room for, one of each lane in turn."""
        while self._room and self._ready:
            name, lane = self._ready.popitem(last=False)
            piece = lane.waiting.popleft()
            self._room -= 1
            lane.busy += 1
            piece.begun.set_result(None)
            piece.task = asyncio.create_task(_work(piece))
            piece.task.add_done_callback(partial(self._ended, piece))
            self._offer(name, lane)

    def _ended(self, piece: _Piece, task: asyncio.Task[None]) -> None:
        self._room += 1
        piece.lane.busy -= 1
        self._forget(piece)
        if task.cancelled() and self._stopped and not piece.urgent:
            piece.done.set_result(None)
        elif task.cancelled():
            piece.done.cancel()
        elif error := task.exception():
            piece.done.set_exception(error)
            # It is no mistake if nobody waits for it any more.
            piece.done.exception()
        else:
            piece.done.set_result(None)
        self._begin()

    def _forget(self, piece: _Piece) -> None:
        """Forget the piece, and its lane if it was the last in it."""
        lane, name = piece.lane, piece.job.lane
        del self._pieces[piece.job.key]
        if piece.task is None:
            lane.waiting.remove(piece)
        if not lane.waiting:
            self._ready.pop(name, None)
        if not lane.waiting and not lane.busy:
            del self._lanes[name]
        self._offer(name, lane)

    async def _end_of_ending(self, keys: Sequence[Hashable]) -> None:
        """Wait until what was given up is over, so that it is not done twice."""
        while ending := [piece.done for piece in self._those(keys) if piece.ending]:
            await asyncio.wait(ending)

    def _those(self, keys: Iterable[Hashable]) -> Iterator[_Piece]:
        return (self._pieces[key] for key in keys if key in self._pieces)

    async def _leave(self, pieces: Sequence[_Piece]) -> None:
        """Wait for these no longer, and end what nobody waits for."""
        ended = []
        for piece in pieces:
            piece.holders -= 1
            if piece.holders or piece.done.done():
                continue
            if piece.task is None:
                self._forget(piece)
                piece.done.cancel()
            else:
                piece.ending = True
                piece.task.cancel()
                ended.append(piece.done)
        if ended:
            await asyncio.wait(ended)


async def _work(piece: _Piece) -> None:
    await piece.job.work()


async def _end_of(pieces: Sequence[_Piece], seconds: float | None) -> None:
    """Wait for the end of all, or of what ends in this time in its lane."""
    if seconds is None:
        if pieces:
            every = [piece.done for piece in pieces]
            await asyncio.wait(every, return_when=asyncio.FIRST_EXCEPTION)
            _raise_first(pieces)
        return
    lanes: dict[str, list[_Piece]] = {}
    for piece in pieces:
        lanes.setdefault(piece.job.lane, []).append(piece)

    async def end_of_lane(lane: Sequence[_Piece]) -> None:
        await _end_of_lane(lane, seconds)

    await in_turns(lanes.values(), end_of_lane, at_once=len(lanes))


async def _end_of_lane(lane: Sequence[_Piece], seconds: float) -> None:
    first = lane[0]
    if not first.lane.busy:
        waited = (first.begun, first.done)
        await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
    every = [piece.done for piece in lane]
    await asyncio.wait(every, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
    _raise_first(lane)


def _raise_first(pieces: Iterable[_Piece]) -> None:
    for piece in pieces:
        if piece.done.done():
            piece.done.result()
