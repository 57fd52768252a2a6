"""Real worker processes, and work that goes wrong in them."""

from __future__ import annotations

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from bot.core.batch.jsonl import OutputLine
from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.errors import BotError, ParseCrashedError, ParseTimeoutError
from bot.core.domain.record import DueArticle
from bot.core.domain.records import Feed
from bot.core.ports.services import Page
from bot.workers import (
    Call,
    Pool,
    WorkerLimits,
    Workers,
    answer_lines,
    brief_job,
    extract_job,
)
from bot.workers.calls import Preload
from bot.workers.jsonl_jobs import LineJob
from bot.workers.processes import NICENESS
from summarizers.errors import UnknownEngineError
from summarizers.model import Article
from tests.fakes.metrics import FakeMetrics
from tests.fakes.records import FEED, make_stored
from tests.fakes.work import PARSE

TODAY = date(2026, 3, 4)
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


async def test_page_is_parsed_in_another_process(workers: Workers) -> None:
    article = await workers.parse(page("Hello."))

    assert article.text == "Hello."
    assert article.title != str(os.getpid())


async def test_article_is_read_for_the_record_in_another_process(
    workers: Workers,
) -> None:
    stored = make_stored(
        text='"The ferry will sail on Friday," mayor Ida Brandt said on Monday.'
    )
    source = Source(SourceKind.FEED, FEED)
    coast, rail = (
        Topic(name, name.title(), (source,), include=(word,))
        for name, word in (("coast", "sail"), ("rail", "train"))
    )

    entry = await workers.read_entry(DueArticle(7, stored), [coast, rail], None)
    other = await workers.read_entry(DueArticle(8, stored), [rail], None)

    assert entry is not None
    assert entry.topics == ("coast",)
    assert [claim.speaker.name for claim in entry.claims if claim.speaker] == [
        "Ida Brandt"
    ]
    assert other is None


async def test_article_is_briefed_in_another_process(workers: Workers) -> None:
    article = await workers.parse(page("The mayor said on Monday that she would go."))

    briefing = await workers.brief(article)

    assert briefing.article.text == article.text
    assert briefing.engine == "fast"


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


def test_worker_waits_its_turn_behind_the_event_loop(pool: Pool) -> None:
    here = os.getpriority(os.PRIO_PROCESS, 0)

    there: int = pool.submit(Call("os", "getpriority"), os.PRIO_PROCESS, 0).result()

    assert there == min(here + NICENESS, 19)


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


def test_busy_workers_do_not_end(pool: Pool) -> None:
    sleeping: Call[[float], None] = Call("time", "sleep")
    work = pool.submit(sleeping, 0.2)

    assert not pool.rest()
    assert work.result(5) is None


async def test_workers_end_when_no_article_is_read_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.workers.adapter.IDLE_SECONDS", 0.0)
    monkeypatch.setattr("bot.workers.adapter.LOOK_SECONDS", 0.01)
    feeds: Call[[Page], Feed] = Call("tests.fakes.work", "parse_feed")
    async with Workers(PARSE, feeds=feeds, engine="fast", size=1) as workers:
        first = await workers.parse(page("a"))
        await asyncio.to_thread(wait_for_end, int(first.title or ""))
        second = await workers.parse_feed(page("b"))
        third = await workers.parse_feed(page("c"))

    assert first.title != second.title
    assert second.title == third.title


def wait_for_end(pid: int) -> None:
    """Wait until a process has ended, at most 20 seconds."""
    with suppress(ProcessLookupError):
        process = os.pidfd_open(pid)
        ended, _, _ = select.select([process], [], [], 20)
        os.close(process)
        assert ended


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


def test_unused_pool_is_closed_without_a_process() -> None:
    Pool(2, preload=Preload(), limits=QUICK).close()


def test_unfinished_work_is_cancelled_at_the_end(pool: Pool) -> None:
    act: Call[[str], str] = Call("tests.fakes.work", "act")
    work = pool.submit(act, "hang")

    pool.close()

    with pytest.raises(CancelledError):
        work.result(5)


def test_work_after_the_end_is_cancelled(pool: Pool) -> None:
    act: Call[[str], str] = Call("tests.fakes.work", "act")
    pool.submit(act, "a").result(10)

    pool.close()

    assert pool.submit(act, "b").cancelled()


def test_worker_has_one_thread_for_algebra_and_no_main_module(pool: Pool) -> None:
    surroundings: Call[[], tuple[str | None, str | None]] = Call(
        "tests.fakes.work", "surroundings"
    )

    threads, main = pool.submit(surroundings).result(10)

    assert threads == "1"
    assert main is None or "pytest" not in str(main)


def test_worker_imports_neither_the_command_line_nor_the_network(pool: Pool) -> None:
    names = ("typer", "rich", "aiohttp", "discord", "slack_bolt", "sqlalchemy")

    modules: Call[[tuple[str, ...]], tuple[str, ...]] = Call(
        "tests.fakes.work", "modules"
    )

    assert pool.submit(modules, names).result(10) == ()


def replies(lines: Iterable[bytes], workers: int = 2) -> list[OutputLine]:
    return list(answer_lines(lines, JOB, workers=workers, limits=QUICK))


def test_lines_are_answered_in_order() -> None:
    lines = [f"line {number}".encode() for number in range(300)]

    answers = replies(lines)

    assert [answer.line for answer in answers] == [
        f"LINE {number}" for number in range(300)
    ]


def test_no_lines_get_no_answers() -> None:
    assert replies([]) == []


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_bad_line_costs_none_of_its_neighbours(workers: int) -> None:
    lines = [b"a", b"hang", b"b", b"die", b"c", b"eat", b"d"]

    answers = replies(lines, workers)

    assert [answer.line for answer in answers if not answer.failed] == list("ABCD")
    kinds = ["parse_timeout", "parse_crashed", "parse_crashed"]
    failed = [answer.line for answer in answers if answer.failed]
    assert all(kind in line for kind, line in zip(kinds, failed, strict=True))


def test_lines_are_briefed_and_extracted() -> None:
    text = "The mayor of Norrvik said on Monday that the harbour would close."
    lines = [json.dumps({"id": "a", "html": text}).encode()]

    (briefed,) = answer_lines(
        lines, brief_job(PARSE, engine="fast", everything=False, today=TODAY)
    )
    (extracted,) = answer_lines(lines, extract_job(PARSE))

    assert json.loads(briefed.line)["engine"] == "fast"
    assert json.loads(extracted.line)["text"] == text


def test_unknown_engine_is_no_fault_of_the_lines() -> None:
    job = brief_job(PARSE, engine="no-such-engine", everything=False, today=TODAY)

    with pytest.raises(UnknownEngineError):
        list(answer_lines([b"{}"], job))


async def test_unknown_engine_is_no_fault_of_the_article() -> None:
    async with Workers(PARSE, engine="no-such-engine", size=1) as workers:
        with pytest.raises(UnknownEngineError):
            await workers.brief(Article(text="Hello."))


def test_long_input_is_not_read_ahead_of_the_work() -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield b"x"

    answers = answer_lines(endless(), JOB, workers=1, limits=QUICK)
    next(answers)

    assert len(taken) < 100


def test_script_is_not_run_again_in_the_workers(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from bot.workers import Call, WorkerLimits, Pool\n"
        "from bot.workers.calls import Preload\n"
        "print('run')\n"
        "with Pool(2, preload=Preload(), limits=WorkerLimits()) as pool:\n"
        "    print(pool.submit(Call('math', 'sqrt'), 9.0).result(10))\n"
    )

    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(script)], capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == ["run", "3.0"]


def test_busy_worker_ends_with_its_bot(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import os, signal\n"
        "from bot.workers import Call, WorkerLimits, Pool\n"
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
