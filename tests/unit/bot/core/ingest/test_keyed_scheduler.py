from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable

import pytest

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


def test_everything_is_done_once_and_begun_in_turn_of_the_lanes() -> None:
    async def scene(crew: Crew) -> None:
        await crew.scheduler.run(crew.jobs(["a/1", "a/2", "a/3", "b/1", "c/1"]))

    crew = run(scene)

    assert crew.begun == [
        *((0.0, "a/1"), (0.0, "b/1"), (0.0, "c/1"), (0.0, "a/2")),
        (1.0, "a/3"),
    ]


def test_a_slow_lane_holds_up_no_other() -> None:
    async def scene(crew: Crew) -> None:
        slow = crew.jobs(["slow/1", "slow/2", "slow/3", "slow/4"], LONG)
        await crew.scheduler.run([*slow, *crew.jobs(f"host{n}/1" for n in range(10))])

    crew = run(scene)

    hosts = [at for at, name in crew.ended if name.startswith("host")]
    assert len(hosts) == 10
    assert max(hosts) == 4.0


def test_no_more_is_done_at_once_than_may_be() -> None:
    async def scene(crew: Crew) -> None:
        await crew.scheduler.run(crew.jobs(f"host{n}/1" for n in range(9)))

    crew = run(scene, limit=3)

    assert [at for at, _ in crew.begun] == [*(0.0,) * 3, *(1.0,) * 3, *(2.0,) * 3]


def test_two_rounds_share_the_places() -> None:
    async def scene(crew: Crew) -> None:
        rounds = ([f"{name}{n}/1" for n in range(3)] for name in "ab")
        await asyncio.gather(*(crew.scheduler.run(crew.jobs(one)) for one in rounds))

    crew = run(scene)

    assert [at for at, _ in crew.begun] == [*(0.0,) * 4, *(1.0,) * 2]


def test_what_two_want_is_done_once_for_both() -> None:
    async def scene(crew: Crew) -> None:
        first = asyncio.create_task(crew.scheduler.run([crew.job("a/1", 9)]))
        await asyncio.sleep(5)
        await crew.scheduler.run([crew.job("a/1", 9), crew.job("b/1")])
        assert now() == 9.0
        await first

    crew = run(scene)

    assert crew.begun == [(0.0, "a/1"), (5.0, "b/1")]


def test_what_is_there_can_be_waited_for_and_what_is_not_is_no_matter() -> None:
    async def scene(crew: Crew) -> None:
        first = asyncio.create_task(crew.scheduler.run([crew.job("a/1", 9)]))
        await asyncio.sleep(1)
        assert crew.scheduler.has("a/1")
        await crew.scheduler.run([], joining=["a/1", "b/1"])
        assert first.done()
        assert not crew.scheduler.has("a/1")

    crew = run(scene)

    assert crew.ended == [(9.0, "a/1")]


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


def test_the_first_error_ends_the_others_and_is_raised() -> None:
    async def scene(crew: Crew) -> None:
        broken = crew.job("b/1", 2, ValueError("broken"))
        waiting = crew.jobs(["a/2", "a/3", "a/4"], 9)
        with pytest.raises(ValueError, match="broken"):
            await crew.scheduler.run([crew.job("a/1"), broken, *waiting])
        assert now() == 2.0
        assert not any(map(crew.scheduler.has, ["a/1", "a/2", "a/3", "a/4", "b/1"]))

    crew = run(scene)

    assert crew.cancelled == ["a/2", "a/3"]


def test_an_error_is_raised_to_all_who_wait() -> None:
    async def scene(crew: Crew) -> None:
        broken = crew.job("a/1", 2, ValueError("broken"))
        both = crew.scheduler.run([broken]), crew.scheduler.run([], joining=["a/1"])
        found = await asyncio.gather(*both, return_exceptions=True)
        assert [str(one) for one in found] == ["broken", "broken"]

    run(scene)


def test_an_error_ends_nothing_that_another_one_wants() -> None:
    async def scene(crew: Crew) -> None:
        wanted = asyncio.create_task(crew.scheduler.run([crew.job("a/1", 9)]))
        broken = crew.job("b/1", 2, ValueError("broken"))
        with pytest.raises(ValueError, match="broken"):
            await crew.scheduler.run([crew.job("a/1", 9), broken])
        await wanted

    crew = run(scene)

    assert crew.ended == [(9.0, "a/1")]


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


def test_what_is_cancelled_before_it_began_leaves_its_place() -> None:
    async def scene(crew: Crew) -> None:
        task = asyncio.create_task(crew.scheduler.run([crew.job("a/1", LONG)]))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await crew.scheduler.run([crew.job("a/1")])

    crew = run(scene, limit=1, limit_per_queue=1)

    assert crew.ended == [(1.0, "a/1")]


def test_nothing_is_done_anew_before_its_end() -> None:
    async def scene(crew: Crew) -> None:
        async def reluctant() -> None:
            try:
                await asyncio.sleep(LONG)
            finally:
                await asyncio.sleep(5)
                crew.ended.append((now(), "the first"))

        first = asyncio.create_task(crew.scheduler.run([Job("a/1", "a", reluctant)]))
        await asyncio.sleep(1)
        first.cancel()
        await asyncio.sleep(0)
        await crew.scheduler.run([], joining=["a/1"])
        assert now() == 1.0
        await crew.scheduler.run([crew.job("a/1")])

    crew = run(scene)

    assert crew.ended == [(6.0, "the first"), (7.0, "a/1")]


def test_a_lane_that_takes_too_long_is_not_waited_for() -> None:
    async def scene(crew: Crew) -> None:
        slow = crew.jobs(["slow/1", "slow/2", "slow/3"], 20)
        good = crew.jobs([f"good/{n}" for n in range(3)], 9)
        left = await crew.scheduler.run([*slow, *good], wait=Wait(seconds=25))
        assert left == {"slow/3"}
        assert now() == 25.0

    crew = run(scene)

    assert len(crew.ended) == 5
    assert crew.cancelled == ["slow/3"]


def test_what_another_one_wants_goes_on_when_it_is_not_waited_for() -> None:
    async def scene(crew: Crew) -> None:
        round_ = asyncio.create_task(crew.scheduler.run([crew.job("slow/1", 60)]))
        await asyncio.sleep(1)
        left = await crew.scheduler.run(
            [crew.job("good/1")], joining=["slow/1"], wait=Wait(seconds=25)
        )
        assert left == {"slow/1"}
        assert now() == 26.0
        await round_

    crew = run(scene)

    assert crew.ended == [(2.0, "good/1"), (60.0, "slow/1")]


def test_the_time_of_a_lane_does_not_count_while_all_places_are_taken() -> None:
    async def scene(crew: Crew) -> None:
        others = asyncio.create_task(crew.scheduler.run(crew.jobs(["a/1", "b/1"], 100)))
        await asyncio.sleep(0)
        left = await crew.scheduler.run([crew.job("c/1", 5)], wait=Wait(seconds=25))
        assert not left
        await others

    crew = run(scene, limit=2)

    assert crew.ended[-1] == (105.0, "c/1")


def test_an_error_in_a_lane_that_is_waited_for_is_raised_at_once() -> None:
    async def scene(crew: Crew) -> None:
        broken = crew.job("b/1", 2, ValueError("broken"))
        with pytest.raises(ValueError, match="broken"):
            await crew.scheduler.run(
                [crew.job("a/1", 9), broken, crew.job("b/2", 9)], wait=Wait(seconds=25)
            )
        assert now() == 2.0

    run(scene)


def test_told_to_stop_it_does_nothing_any_more() -> None:
    async def scene(crew: Crew) -> None:
        jobs = crew.jobs([f"a/{n}" for n in range(9)], LONG)
        task = asyncio.create_task(crew.scheduler.run(jobs))
        await asyncio.sleep(1)
        crew.scheduler.stop()
        await crew.scheduler.run([crew.job("b/1")])
        await task
        assert crew.scheduler.stopped
        assert now() == 1.0
        assert not crew.scheduler._scheduled

    crew = run(scene)

    assert crew.ended == []
    assert crew.cancelled == ["a/0", "a/1"]


def test_told_to_stop_it_does_what_is_waited_for_as_the_first() -> None:
    async def scene(crew: Crew) -> None:
        rest = crew.scheduler.run(crew.jobs(["a/1", "a/2", "a/3", "b/1"], 9))
        first = crew.scheduler.run(
            crew.jobs(["c/1", "c/2", "c/3"], 5),
            joining=["a/1", "a/3"],
            wait=Wait(priority=True),
        )
        both = [asyncio.create_task(rest), asyncio.create_task(first)]
        await asyncio.sleep(1)
        crew.scheduler.stop()
        await crew.scheduler.run([crew.job("b/1", 2)], wait=Wait(priority=True))
        await asyncio.gather(*both)

    crew = run(scene, limit=9)

    assert {name for _, name in crew.ended} == {
        *("a/1", "a/3", "b/1"),
        *("c/1", "c/2", "c/3"),
    }
    assert sorted(crew.cancelled) == ["a/2", "b/1"]


def test_what_is_there_and_what_comes_while_one_looks_is_noted() -> None:
    async def scene(crew: Crew) -> None:
        first = asyncio.create_task(crew.scheduler.run([crew.job("a/1", 1)]))
        await asyncio.sleep(0)
        with crew.scheduler.observing() as noted:
            await crew.scheduler.run([crew.job("b/1", 5)])
        await crew.scheduler.run([crew.job("c/1")])
        assert noted == {"a/1", "b/1"}
        await first

    run(scene)


def test_nothing_is_kept_of_what_is_over() -> None:
    async def scene(crew: Crew) -> None:
        await crew.scheduler.run(crew.jobs([f"{n}/1" for n in range(50)]))
        assert not crew.scheduler._scheduled
        assert not crew.scheduler._queues
        assert not crew.scheduler._ready

    run(scene)
