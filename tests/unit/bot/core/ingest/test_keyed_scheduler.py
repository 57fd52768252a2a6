from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable

from bot.core.ingest.keyed_scheduler import Job, KeyedScheduler, Wait
from tests.fakes.loops import hurry

LONG = 1000.0


class Crew:
    """Runs jobs of a given length by the loop's clock, and records their times."""

    def __init__(self, *, limit: int = 4, limit_per_queue: int = 2) -> None:
        self.scheduler = KeyedScheduler(limit=limit, limit_per_queue=limit_per_queue)
        self.begun: list[tuple[float, str]] = []
        self.ended: list[tuple[float, str]] = []
        self.cancelled: list[str] = []

    def job(
        self, name: str, seconds: float = 1.0, error: Exception | None = None
    ) -> Job:
        """A job in the queue that its name begins with."""

        async def work() -> None:
            self.begun.append((now(), name))
            try:
                await asyncio.sleep(seconds)
            except asyncio.CancelledError:
                self.cancelled.append(name)
                raise
            if error is not None:
                raise error
            self.ended.append((now(), name))

        return Job(name, name.partition("/")[0], work)

    def jobs(self, names: Iterable[str], seconds: float = 1.0) -> list[Job]:
        """Jobs that all take this many seconds."""
        return [self.job(name, seconds) for name in names]


def now() -> float:
    return asyncio.get_running_loop().time()


def run(scene: Callable[[Crew], Coroutine[None, None, None]], **size: int) -> Crew:
    """Play a scene with a crew, in no time."""

    async def play() -> Crew:
        crew = Crew(**size)
        await scene(crew)
        return crew

    return hurry(play())


def test_a_slow_lane_holds_up_no_other() -> None:
    async def scene(crew: Crew) -> None:
        slow = crew.jobs(["slow/1", "slow/2", "slow/3", "slow/4"], LONG)
        await crew.scheduler.run([*slow, *crew.jobs(f"host{n}/1" for n in range(10))])

    crew = run(scene)

    hosts = [at for at, name in crew.ended if name.startswith("host")]
    assert len(hosts) == 10
    assert max(hosts) == 4.0


def test_what_two_want_is_done_once_for_both() -> None:
    async def scene(crew: Crew) -> None:
        first = asyncio.create_task(crew.scheduler.run([crew.job("a/1", 9)]))
        await asyncio.sleep(5)
        await crew.scheduler.run([crew.job("a/1", 9), crew.job("b/1")])
        assert now() == 9.0
        await first

    crew = run(scene)

    assert crew.begun == [(0.0, "a/1"), (5.0, "b/1")]


def test_who_is_first_does_not_wait_for_what_waits() -> None:
    async def scene(crew: Crew) -> None:
        every = [f"{lane}/{n}" for lane in "abc" for n in range(5)]
        rest = asyncio.create_task(crew.scheduler.run(crew.jobs(every)))
        await asyncio.sleep(0.5)
        wanted = [crew.job("c/4"), crew.job("d/1")]
        await crew.scheduler.run(wanted, wait=Wait(priority=True))
        assert now() == 2.0
        await rest

    crew = run(scene)

    assert sorted(name for at, name in crew.begun if at == 1.0)[-2:] == ["c/4", "d/1"]
    assert len(crew.begun) == 16


def test_who_gives_up_leaves_nothing_behind() -> None:
    async def scene(crew: Crew) -> None:
        before = asyncio.all_tasks()
        jobs = crew.jobs([f"a/{n}" for n in range(9)], LONG)
        task = asyncio.create_task(crew.scheduler.run(jobs))
        await asyncio.sleep(1)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert asyncio.all_tasks() == before
        await crew.scheduler.run(crew.jobs(["a/8", "b/1", "b/2", "b/3"]))
        assert now() == 3.0

    crew = run(scene, limit=2)

    assert crew.cancelled == ["a/0", "a/1"]
