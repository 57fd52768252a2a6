"""Real worker processes, and work that goes wrong in them."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from pathlib import Path

import pytest

from bot.core.batch.jsonl import OutputLine
from bot.core.domain.errors import BotError, ParseCrashedError, ParseTimeoutError
from bot.core.ports.services import Page
from bot.workers.adapter import Workers
from bot.workers.calls import Call, Preload
from bot.workers.jsonl_jobs import LineJob, answer_lines
from bot.workers.pool import Pool, WorkerLimits
from tests.fakes.metrics import FakeMetrics
from tests.fakes.work import PARSE

pytestmark = pytest.mark.process

QUICK = WorkerLimits(seconds=0.5)
JOB = LineJob(Call("tests.fakes.work", "answer"), (), Preload())


def page(deed: str) -> Page:
    return Page("https://example.org/", deed.encode(), "text/html")


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    async with Workers(PARSE, engine="fast", size=1, limits=QUICK) as workers:
        yield workers


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(1, preload=Preload(), limits=QUICK) as pool:
        yield pool


@pytest.mark.parametrize(
    ("deed", "error"),
    [
        ("hang", ParseTimeoutError),
        ("spin", ParseTimeoutError),
        ("die", ParseCrashedError),
        ("eat", ParseCrashedError),
    ],
)
async def test_page_that_goes_wrong_costs_only_itself(
    workers: Workers, deed: str, error: type[BotError]
) -> None:
    with pytest.raises(error):
        await workers.parse(page(deed))

    assert (await workers.parse(page("next"))).text == "next"


async def test_work_that_ended_its_worker_is_counted() -> None:
    metrics = FakeMetrics()
    async with Workers(PARSE, engine="fast", limits=QUICK, metrics=metrics) as workers:
        for deed in ("hang", "next", "die"):
            with suppress(BotError):
                await workers.parse(page(deed))

    assert metrics.counts == {("parse_killed_total",): 2}


async def test_idle_worker_that_dies_is_replaced(workers: Workers) -> None:
    first = await workers.parse(page("a"))
    os.kill(int(first.title or ""), signal.SIGKILL)

    answers = [await settled(workers, "b") for _ in range(50)]

    assert answers[-1] == "b"


def test_idle_workers_end_and_the_next_task_starts_new_ones(pool: Pool) -> None:
    pid: Call[[], int] = Call("os", "getpid")
    first: int = pool.submit(pid).result()

    assert pool.rest()

    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert pool.submit(pid).result() != first


async def settled(workers: Workers, text: str) -> str:
    try:
        return (await workers.parse(page(text))).text
    except ParseCrashedError:
        return "crashed"


async def test_given_up_work_ends_its_worker(workers: Workers) -> None:
    work = asyncio.create_task(workers.parse(page("hang")))
    first = asyncio.create_task(workers.parse(page("after")))
    await asyncio.sleep(0)
    work.cancel()

    assert (await first).text == "after"


async def test_closing_does_not_wait_for_busy_workers() -> None:
    async with Workers(PARSE, engine="fast", size=1) as workers:
        await workers.parse(page("a"))
        work = asyncio.create_task(workers.parse(page("hang")))
        await asyncio.sleep(0)

    with pytest.raises(asyncio.CancelledError):
        await work


def test_unfinished_work_is_cancelled_at_the_end(pool: Pool) -> None:
    act: Call[[str], str] = Call("tests.fakes.work", "act")
    work = pool.submit(act, "hang")

    pool.close()

    with pytest.raises(CancelledError):
        work.result(5)


def test_worker_has_one_thread_for_algebra_and_no_main_module(pool: Pool) -> None:
    surroundings: Call[[], tuple[str | None, str | None]] = Call(
        "tests.fakes.work", "surroundings"
    )

    threads, main = pool.submit(surroundings).result(10)

    assert threads == "1"
    assert main is None or "pytest" not in str(main)


def replies(lines: Iterable[bytes], workers: int = 2) -> list[OutputLine]:
    return list(answer_lines(lines, JOB, workers=workers, limits=QUICK))


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_bad_line_costs_none_of_its_neighbours(workers: int) -> None:
    lines = [b"a", b"hang", b"b", b"die", b"c", b"eat", b"d"]

    answers = replies(lines, workers)

    assert [answer.line for answer in answers if not answer.failed] == list("ABCD")
    kinds = ["parse_timeout", "parse_crashed", "parse_crashed"]
    failed = [answer.line for answer in answers if answer.failed]
    assert all(kind in line for kind, line in zip(kinds, failed, strict=True))


def test_long_input_is_not_read_ahead_of_the_work() -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield b"x"

    answers = answer_lines(endless(), JOB, workers=1, limits=QUICK)
    next(answers)

    assert len(taken) < 100


def test_busy_worker_ends_with_its_bot(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal\n"
        "from bot.workers.calls import Call\n"
        "from bot.workers.pool import Pool, WorkerLimits\n"
        "from bot.workers.calls import Preload\n"
        "pool = Pool(1, preload=Preload(), limits=WorkerLimits())\n"
        "print(pool.submit(Call('os', 'getpid')).result(10), flush=True)\n"
        "pool.submit(Call('signal', 'pause'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    # The worker holds the pipe as well: reading it to its end waits for the worker's.
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(script)], capture_output=True, check=False, timeout=20
    )

    assert done.returncode == -signal.SIGKILL
    assert done.stdout.strip().isdigit()
