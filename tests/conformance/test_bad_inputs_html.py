"""Pages that hang or break parsers, row by row, in a real worker."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from importlib import import_module
from inspect import getsource
from pkgutil import walk_packages
from time import thread_time
from types import ModuleType

import pytest

import bot
import summarizers
from bot.core.domain.errors import BotError, NoTextError, ParseTimeoutError
from bot.core.ports.services import Page
from bot.workers.adapter import Workers
from bot.workers.calls import Call, Preload
from bot.workers.pool import Pool, WorkerLimits
from summarizers.model import Article, Briefing
from tests.conformance.rows import Row, rows

pytestmark = pytest.mark.process

PARSE: Call[[Page], Article] = Call("bot.sources.pages", "parse_page")
READ: Call[[re.Pattern[str], str, bool], float] = Call("tests.fakes.work", "read")
GOOD = "<p>The harbour of Norrvik will close in March, the port authority said.</p>"
SECONDS = 120.0
"""The time for a page that must not hang, on a machine that is busy with other work."""

PROBES = (
    " " * 50_000,
    "a" * 50_000,
    "." * 50_000,
    "“" * 50_000,
    '"' * 50_000,
    "-" * 50_000,
    "<" * 50_000,
    "\n" * 50_000,
    "a " * 25_000,
    "Aa. " * 12_500,
)


@pytest.fixture
async def workers() -> AsyncIterator[Workers]:
    limits = WorkerLimits(seconds=SECONDS)
    async with Workers(PARSE, engine="fast", size=1, limits=limits) as workers:
        await workers.parse(page(GOOD * 5))
        yield workers


def page(html: str) -> Page:
    return Page("https://example.org/", html.encode(), "text/html", "utf-8")


async def briefed(workers: Workers, html: str) -> Briefing | BotError:
    try:
        return await workers.brief(await workers.parse(page(html)))
    except BotError as error:
        return error


async def hangs(html: str) -> None:
    """The page costs its worker, and neither the loop nor the next page."""
    limits = WorkerLimits()
    assert limits.seconds <= 5
    async with Workers(PARSE, engine="fast", size=1, limits=limits) as workers:
        lag = asyncio.create_task(longest_lag())
        with pytest.raises(ParseTimeoutError):
            await workers.parse(page(html))
        lag.cancel()
        async with asyncio.timeout(SECONDS):
            await workers.parse(page(GOOD * 5))

        assert await lag < 1


async def longest_lag() -> float:
    """How long the event loop computed one thing, in seconds of its CPU time.

    The time of the clock also has what other programs took.
    """
    longest = 0.0
    try:
        while True:
            before = thread_time()
            await asyncio.sleep(0.001)
            longest = max(longest, thread_time() - before)
    except asyncio.CancelledError:
        return longest


@pytest.mark.slow
@rows("html_dos")
async def test_page_breaks_nothing(row: Row, workers: Workers) -> None:
    if "parse_timeout" in row.expected:
        await hangs(row.input)
        return
    async with asyncio.timeout(SECONDS):
        outcome = await briefed(workers, row.input)

    if "sentence cap" in row.expected:
        assert isinstance(outcome, Briefing)
        assert outcome.summary
    else:
        assert isinstance(outcome, NoTextError)


def patterns() -> Iterator[tuple[str, re.Pattern[str], bool]]:
    """Every regular expression that a module of ours keeps, and if it is searched for.

    Those that are only matched at a known place need not be quick at every place.
    """
    for module in modules():
        source = getsource(module)
        for name, value in vars(module).items():
            searched = re.search(rf"\b{name}\.(?:search|sub|find|split)", source)
            for pattern in value if isinstance(value, tuple | list) else (value,):
                if isinstance(pattern, re.Pattern):
                    yield f"{module.__name__}.{name}", pattern, searched is not None


def modules() -> Iterator[ModuleType]:
    for package in (bot, summarizers):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                yield import_module(module.name)


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(2, preload=Preload(), limits=WorkerLimits(seconds=20.0)) as pool:
        yield pool


@pytest.mark.slow
@pytest.mark.long
def test_every_pattern_is_quick_on_every_probe(pool: Pool) -> None:
    probes = (*PROBES, "x" * 50_000 + "!", " " * 100_000 + "a")
    work = {
        (name, probe[:4]): pool.submit(READ, pattern, probe, searched)
        for name, pattern, searched in patterns()
        for probe in probes
    }

    slow = [name for name, reading in work.items() if reading.result(60) >= 1]

    assert len(work) > 500
    assert not slow
