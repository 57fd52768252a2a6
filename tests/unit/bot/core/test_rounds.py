from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import NoReturn

from typing_extensions import override

from bot.core.errors import ConfigError, PostError
from bot.core.model import Configuration, Destination, Message
from bot.core.rounds import Office, Rounds
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock, FakeConfiguration, FakeMessenger
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE, Paper, Town, open_town

KEY = "morning/2026-03-02/07:30/fake/desk"


class Hanging(FakeMessenger):
    """Never gets anything posted."""

    @override
    async def post(
        self, channel: str, message: Message, *, nonce: str, parent: str | None = None
    ) -> str:
        await asyncio.Event().wait()
        return nonce


class Broken(FakeMessenger):
    """Has a mistake in it."""

    @override
    async def post(
        self, channel: str, message: Message, *, nonce: str, parent: str | None = None
    ) -> NoReturn:
        raise ZeroDivisionError("by zero")


class Bench:
    """Rounds with one digest at 07:30, an hour and a half after the start."""

    def __init__(self, town: Town, messenger: FakeMessenger) -> None:
        self.town = town
        self.messenger = messenger
        self.configuration = FakeConfiguration(town.configuration)
        office = Office(
            town.clock, self.configuration, town.newsroom, town.journal, town.store
        )
        self.rounds = Rounds(office, town.clock.now())

    async def pass_time(self, minutes: int) -> None:
        """Let time pass and make a round."""
        self.town.clock.move(timedelta(minutes=minutes))
        await self.rounds.make()


@asynccontextmanager
async def open_bench(
    messenger: FakeMessenger | None = None, *, database: str = "sqlite://"
) -> AsyncIterator[Bench]:
    used = messenger or FakeMessenger()
    paper = Paper(GAZETTE, [FERRY])
    opening = open_town(paper, messenger=used, database=database, clock=FakeClock())
    async with opening as town:
        town.clock.move(timedelta(hours=6))
        yield Bench(town, used)


async def test_nothing_is_posted_before_its_time() -> None:
    async with open_bench() as bench:
        await bench.pass_time(89)
        await bench.rounds.finish()

    assert bench.messenger.posts == {}


async def test_a_digest_is_posted_with_its_key_and_its_briefings_follow() -> None:
    async with open_bench() as bench:
        await bench.pass_time(90)
        await bench.rounds.finish()

    assert list(bench.messenger.posts) == [f"{KEY}/0", f"{KEY}/1"]


async def test_a_digest_is_posted_once_however_many_rounds_are_made() -> None:
    async with open_bench() as bench:
        for _ in range(5):
            await bench.pass_time(30)
        await bench.pass_time(-100)
        await bench.rounds.finish()

    assert bench.town.journal.events("info").count("digest started") == 1


async def test_a_round_does_not_wait_for_a_slow_digest() -> None:
    async with open_bench(Hanging()) as bench, asyncio.timeout(20):
        await bench.pass_time(90)
        await bench.rounds.abandon()

    assert bench.town.journal.events("warning") == ["digests abandoned"]


async def test_a_digest_that_does_not_end_in_time_is_abandoned() -> None:
    async with open_bench(Hanging()) as bench, asyncio.timeout(20):
        await bench.pass_time(90)
        await bench.rounds.end(0.01)

    assert bench.town.journal.events("warning") == ["digests abandoned"]
    assert bench.messenger.posts == {}


async def test_a_digest_that_ends_in_time_is_not_abandoned() -> None:
    async with open_bench() as bench, asyncio.timeout(60):
        await bench.pass_time(90)
        await bench.rounds.end(50)

    assert bench.town.journal.events("warning") == []
    assert f"{KEY}/0" in bench.messenger.posts


async def test_the_end_does_not_wait_where_nothing_was_begun() -> None:
    async with open_bench() as bench, asyncio.timeout(20):
        await bench.rounds.end(3_600)

    assert bench.town.journal.entries == []


async def test_a_platform_that_refuses_is_noted() -> None:
    async with open_bench(FakeMessenger(PostError("no such channel"))) as bench:
        await bench.pass_time(90)
        await bench.rounds.finish()

    facts = {"key": KEY, "reason": "no such channel"}
    assert ("error", "post failed", facts) in bench.town.journal.entries


async def test_a_platform_that_is_not_connected_is_noted() -> None:
    async with open_bench() as bench:
        elsewhere = Destination("telegraph", "desk")
        plan = replace(bench.town.plan, to=(elsewhere, *bench.town.plan.to))
        bench.configuration.value = replace(bench.town.configuration, digests=(plan,))
        await bench.pass_time(90)
        await bench.rounds.finish()

    assert "post failed" in bench.town.journal.events("error")
    assert f"{KEY}/0" in bench.messenger.posts


async def test_a_digest_that_breaks_is_noted_and_ends_nothing() -> None:
    async with open_bench() as bench:
        await bench.pass_time(90)
        bench.configuration.value = ConfigError("broken")
        await bench.rounds.finish()
        bench.configuration.value = bench.town.configuration
        await bench.pass_time(24 * 60)
        await bench.rounds.finish()

    assert bench.town.journal.events("error") == ["digest failed"]
    assert bench.town.journal.events("info").count("digest ended") == 1


async def test_a_mistake_in_a_platform_costs_no_other_channel() -> None:
    async with open_bench(Broken()) as bench:
        plan = bench.town.plan
        bench.configuration.value = replace(
            bench.town.configuration, digests=(replace(plan, to=plan.to * 2),)
        )
        await bench.pass_time(90)
        await bench.rounds.finish()

    assert bench.town.journal.events("error") == ["post failed"] * 2


async def test_a_round_that_breaks_is_noted_and_the_next_one_is_made() -> None:
    async with open_bench() as bench:
        bench.configuration.value = ConfigError("broken")
        await bench.pass_time(90)
        bench.configuration.value = bench.town.configuration
        await bench.pass_time(1)
        await bench.rounds.finish()

    assert bench.town.journal.events("error") == ["round failed"]
    assert f"{KEY}/0" in bench.messenger.posts


async def test_a_digest_that_was_added_while_running_is_posted() -> None:
    async with open_bench() as bench:
        later = replace(make_plan(*bench.town.plan.topics, at="08:00"), id="later")
        bench.configuration.value = replace(bench.town.configuration, digests=(later,))
        await bench.pass_time(120)
        await bench.rounds.finish()

    assert "later/2026-03-02/08:00/fake/desk/0" in bench.messenger.posts


async def test_a_digest_that_was_taken_out_is_not_posted() -> None:
    async with open_bench() as bench:
        bench.configuration.value = Configuration((), ())
        await bench.pass_time(90)
        await bench.rounds.finish()

    assert bench.messenger.posts == {}


async def test_the_store_is_kept_fresh_between_digests() -> None:
    async with open_bench() as bench:
        await bench.rounds.tend()
        await bench.rounds.read()
        states = await bench.town.store.states()

    assert [state.items for state in states.values()] == [1]
    assert bench.town.web.asked == [f"{GAZETTE}/feed.xml", f"{GAZETTE}/ferry"]


async def test_keeping_fresh_survives_a_broken_configuration() -> None:
    async with open_bench() as bench:
        bench.configuration.value = ConfigError("broken")
        await bench.rounds.tend()
        await bench.rounds.read()
        await bench.rounds.clear()

    assert bench.town.journal.events("error") == [
        "polling failed",
        "reading failed",
        "clearing failed",
    ]


async def test_what_is_old_is_forgotten() -> None:
    async with open_bench() as bench:
        await bench.rounds.tend()
        await bench.rounds.read()
        bench.town.clock.move(timedelta(days=91))
        removed = await bench.town.newsroom.clear(bench.town.configuration)

    assert removed == 1
