"""Runs jobs in named queues, with a limit in total and a limit per queue.

A queue has jobs that share a resource, such as one host. A slow queue uses up only its
own limit and does not delay the others. Requests for the same key share one job.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial

from bot.core.text.bounded_gather import bounded_gather


@dataclass(frozen=True, slots=True)
class Job:
    """A function to run, with the job's key and the name of its queue."""

    key: Hashable
    queue: str
    run: Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Wait:
    """How long a caller waits, and whether its jobs come first.

    ``seconds`` is the timeout of each queue, from the start of its first job; ``None``
    means no timeout. Jobs with ``priority`` run before others and even after ``stop``.
    """

    seconds: float | None = None
    priority: bool = False


@dataclass(eq=False, slots=True)
class _Queue:
    waiting: deque[_ScheduledJob] = field(default_factory=deque)
    running: int = 0


@dataclass(eq=False, slots=True)
class _ScheduledJob:
    job: Job
    queue: _Queue
    started: asyncio.Future[None]
    done: asyncio.Future[None]
    waiters: int = 0
    task: asyncio.Task[None] | None = None
    priority: bool = False
    cancelling: bool = False


class KeyedScheduler:
    """Runs jobs for any number of callers; each key has at most one job.

    Callers that request the same key wait for the same job. A job is cancelled when its
    last caller stops waiting.
    """

    def __init__(self, *, limit: int, limit_per_queue: int) -> None:
        self._free_slots = limit
        self._limit_per_queue = limit_per_queue
        self._scheduled: dict[Hashable, _ScheduledJob] = {}
        self._queues: dict[str, _Queue] = {}
        # Queues with a waiting job whose own limit allows another.
        self._ready: OrderedDict[str, _Queue] = OrderedDict()
        self._observers: list[set[Hashable]] = []
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Return whether only jobs with priority still run."""
        return self._stopped

    def has(self, key: Hashable) -> bool:
        """Return whether a job with this key waits or runs."""
        return key in self._scheduled

    @contextmanager
    def observing(self) -> Iterator[set[Hashable]]:
        """Yield a set with the keys of all jobs that wait or run during the block.

        The set grows while the block runs. Data about a key in it may be outdated when
        the block has loaded it, because the job may end during the block.
        """
        keys = set(self._scheduled)
        self._observers.append(keys)
        try:
            yield keys
        finally:
            self._observers = [other for other in self._observers if other is not keys]

    async def run(
        self,
        jobs: Iterable[Job],
        *,
        joining: Iterable[Hashable] = (),
        wait: Wait = Wait(),
    ) -> frozenset[Hashable]:
        """Run the jobs and return the keys of those that exceeded the timeout.

        If a job with the same key is scheduled already, wait for it instead. Also wait
        for the scheduled jobs with keys in ``joining``. The first error cancels the
        other jobs and is raised.
        """
        requested = tuple(jobs)
        await self._await_cancelled([job.key for job in requested])
        entries = [self._request(job, priority=wait.priority) for job in requested]
        joined = [entry for entry in self._entries(joining) if not entry.cancelling]
        entries += [self._join(entry, priority=wait.priority) for entry in joined]
        self._start_ready()
        try:
            await _await_all(entries, wait.seconds)
            return frozenset(
                entry.job.key for entry in entries if not entry.done.done()
            )
        finally:
            await self._leave(entries)

    def stop(self) -> None:
        """Cancel every job without priority; its callers return without an error."""
        self._stopped = True
        for entry in tuple(self._scheduled.values()):
            if entry.priority:
                continue
            if entry.task is None:
                self._remove(entry)
                entry.done.set_result(None)
            else:
                entry.cancelling = True
                entry.task.cancel()

    def _request(self, job: Job, *, priority: bool) -> _ScheduledJob:
        entry = self._scheduled.get(job.key) or self._add(job, priority=priority)
        if priority and entry.task is None:
            self._move_to_front(entry)
        return self._join(entry, priority=priority)

    def _add(self, job: Job, *, priority: bool) -> _ScheduledJob:
        queue = self._queues.get(job.queue, _Queue())
        loop = asyncio.get_running_loop()
        entry = _ScheduledJob(job, queue, loop.create_future(), loop.create_future())
        if self._stopped and not priority:
            entry.done.set_result(None)
            return entry
        self._scheduled[job.key], self._queues[job.queue] = entry, queue
        for keys in self._observers:
            keys.add(job.key)
        queue.waiting.append(entry)
        self._mark_ready(job.queue, queue)
        return entry

    def _move_to_front(self, entry: _ScheduledJob) -> None:
        queue, name = entry.queue, entry.job.queue
        queue.waiting.remove(entry)
        queue.waiting.appendleft(entry)
        if name in self._ready:
            self._ready.move_to_end(name, last=False)

    def _join(self, entry: _ScheduledJob, *, priority: bool) -> _ScheduledJob:
        entry.waiters += 1
        entry.priority = entry.priority or priority
        return entry

    def _mark_ready(self, name: str, queue: _Queue) -> None:
        """Mark the queue as ready if a job waits and the queue's limit allows it."""
        if queue.waiting and queue.running < self._limit_per_queue:
            self._ready.setdefault(name, queue)

    def _start_ready(self) -> None:
        """Start jobs while the limit allows, taking the queues in turn."""
        while self._free_slots and self._ready:
            name, queue = self._ready.popitem(last=False)
            entry = queue.waiting.popleft()
            self._free_slots -= 1
            queue.running += 1
            entry.started.set_result(None)
            entry.task = asyncio.create_task(_run(entry.job))
            entry.task.add_done_callback(partial(self._finish, entry))
            self._mark_ready(name, queue)

    def _finish(self, entry: _ScheduledJob, task: asyncio.Task[None]) -> None:
        self._free_slots += 1
        entry.queue.running -= 1
        self._remove(entry)
        if task.cancelled() and self._stopped and not entry.priority:
            entry.done.set_result(None)
        elif task.cancelled():
            entry.done.cancel()
        elif error := task.exception():
            entry.done.set_exception(error)
            # Marks the exception as retrieved: all callers may have left.
            entry.done.exception()
        else:
            entry.done.set_result(None)
        self._start_ready()

    def _remove(self, entry: _ScheduledJob) -> None:
        """Remove the job, and its queue if the queue is empty then."""
        queue, name = entry.queue, entry.job.queue
        del self._scheduled[entry.job.key]
        if entry.task is None:
            queue.waiting.remove(entry)
        if not queue.waiting:
            self._ready.pop(name, None)
        if not queue.waiting and not queue.running:
            del self._queues[name]
        self._mark_ready(name, queue)

    async def _await_cancelled(self, keys: Sequence[Hashable]) -> None:
        """Wait until cancelled jobs with these keys end, so that no key runs twice."""
        while ending := [
            entry.done for entry in self._entries(keys) if entry.cancelling
        ]:
            await asyncio.wait(ending)

    def _entries(self, keys: Iterable[Hashable]) -> Iterator[_ScheduledJob]:
        return (self._scheduled[key] for key in keys if key in self._scheduled)

    async def _leave(self, entries: Sequence[_ScheduledJob]) -> None:
        """Stop waiting for these jobs, and cancel jobs for which nothing else waits."""
        cancelled = []
        for entry in entries:
            entry.waiters -= 1
            if entry.waiters or entry.done.done():
                continue
            if entry.task is None:
                self._remove(entry)
                entry.done.cancel()
            else:
                entry.cancelling = True
                entry.task.cancel()
                cancelled.append(entry.done)
        if cancelled:
            await asyncio.wait(cancelled)


async def _run(job: Job) -> None:
    await job.run()


async def _await_all(entries: Sequence[_ScheduledJob], seconds: float | None) -> None:
    """Wait until all jobs end, or until each queue has used up ``seconds``."""
    if seconds is None:
        if entries:
            ends = [entry.done for entry in entries]
            await asyncio.wait(ends, return_when=asyncio.FIRST_EXCEPTION)
            _raise_first(entries)
        return
    queues: dict[str, list[_ScheduledJob]] = {}
    for entry in entries:
        queues.setdefault(entry.job.queue, []).append(entry)

    async def await_queue(queue: Sequence[_ScheduledJob]) -> None:
        await _await_queue(queue, seconds)

    await bounded_gather(queues.values(), await_queue, limit=len(queues))


async def _await_queue(queue: Sequence[_ScheduledJob], seconds: float) -> None:
    first = queue[0]
    if not first.queue.running:
        ends = (first.started, first.done)
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    ends_of_all = [entry.done for entry in queue]
    await asyncio.wait(
        ends_of_all, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION
    )
    _raise_first(queue)


def _raise_first(entries: Iterable[_ScheduledJob]) -> None:
    for entry in entries:
        if entry.done.done():
            entry.done.result()
