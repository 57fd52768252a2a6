from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from typing_extensions import override

from bot.core.briefings import Desk, Reader
from bot.core.errors import ConfigError, PostError
from bot.core.model import Destination
from bot.core.ports import ArticleBriefer, Fetcher, Page
from bot.core.rounds import Office, Rounds
from bot.stores.memory import MemorySlots
from summarizers.model import Article
from tests.fakes.plans import make_configuration, make_plan, make_topic
from tests.fakes.ports import (
    FakeClock,
    FakeConfiguration,
    FakeFetcher,
    FakeJournal,
    FakeMessenger,
    FakeReader,
)

START = datetime(2026, 3, 2, 7, tzinfo=UTC)
PAGE = "https://example.org/one"
KEY = "morning/2026-03-02/07:30"


class Desks:
    """Desks that work, hang and break."""

    @staticmethod
    def good() -> Desk:
        fetcher = FakeFetcher({PAGE: "Ports close."})
        return Desk(fetcher, Reader(FakeReader(), FakeReader()))

    @staticmethod
    def hanging() -> Desk:
        class Hanging(Fetcher):
            @override
            async def fetch(self, url: str) -> Page:
                return await asyncio.Future()

        return Desk(Hanging(), Reader(FakeReader(), FakeReader()))

    @staticmethod
    def broken() -> Desk:
        class Broken(ArticleBriefer):
            @override
            async def brief(self, article: Article) -> NoReturn:
                raise ZeroDivisionError("by zero")

        fetcher = FakeFetcher({PAGE: "Ports close."})
        return Desk(fetcher, Reader(FakeReader(), Broken()))


class Bench:
    """An office of fakes with one digest at 07:30, half an hour after the start."""

    def __init__(
        self, desk: Desk | None = None, error: PostError | None = None
    ) -> None:
        self.clock = FakeClock(START)
        self.journal = FakeJournal()
        self.messenger = FakeMessenger(error)
        plan = make_plan(make_topic(PAGE, "https://example.org/slow"))
        self.configuration = FakeConfiguration(make_configuration(plan))
        office = Office(
            self.clock,
            self.configuration,
            desk or Desks.good(),
            self.journal,
            {"fake": self.messenger},
            MemorySlots(),
        )
        self.rounds = Rounds(office, START)

    async def pass_time(self, minutes: int) -> None:
        """Let time pass and make a round."""
        self.clock.move(timedelta(minutes=minutes))
        await self.rounds.make()


async def test_nothing_is_posted_before_its_time() -> None:
    bench = Bench()

    await bench.pass_time(29)
    await bench.rounds.finish()

    assert bench.messenger.posts == {}


async def test_a_digest_is_posted_with_its_key() -> None:
    bench = Bench()

    await bench.pass_time(30)
    await bench.rounds.finish()

    assert list(bench.messenger.posts) == [f"{KEY}/fake/desk"]


async def test_a_digest_is_posted_once_however_many_rounds_are_made() -> None:
    bench = Bench()

    for _ in range(5):
        await bench.pass_time(30)
    await bench.pass_time(-100)
    await bench.rounds.finish()

    assert bench.journal.events("info").count("digest started") == 1


async def test_a_round_does_not_wait_for_a_slow_digest() -> None:
    bench = Bench(Desks.hanging())

    async with asyncio.timeout(5):
        await bench.pass_time(30)
        await bench.rounds.abandon()

    assert bench.messenger.posts == {}
    assert bench.journal.events("warning") == ["digests abandoned"]


async def test_pages_that_failed_are_noted() -> None:
    bench = Bench()

    await bench.pass_time(30)
    await bench.rounds.finish()

    assert bench.journal.entries[1] == (
        "warning",
        "page failed",
        {"slot": KEY, "url": "https://example.org/slow", "kind": "timeout"},
    )
    assert bench.journal.entries[-1] == (
        "info",
        "digest ended",
        {"slot": KEY, "briefed": 1, "failed": 1},
    )


async def test_a_digest_that_breaks_is_noted_and_ends_nothing() -> None:
    bench = Bench(Desks.broken())

    await bench.pass_time(30)
    await bench.rounds.finish()
    await bench.pass_time(24 * 60)
    await bench.rounds.finish()

    assert bench.journal.events("error") == ["digest failed", "digest failed"]


async def test_a_platform_that_refuses_is_noted() -> None:
    bench = Bench(error=PostError("the channel is gone"))

    await bench.pass_time(30)
    await bench.rounds.finish()

    assert bench.journal.events("error") == ["post failed"]


async def test_a_round_that_breaks_is_noted_and_the_next_one_is_made() -> None:
    bench = Bench()
    good = bench.configuration.value
    bench.configuration.value = ConfigError("broken")

    await bench.pass_time(30)
    bench.configuration.value = good
    await bench.pass_time(1)
    await bench.rounds.finish()

    assert bench.journal.events("error") == ["round failed"]
    assert len(bench.messenger.posts) == 1


async def test_every_destination_gets_the_digest_though_one_refuses() -> None:
    bench = Bench()
    plan = make_plan(make_topic(PAGE))
    places = (Destination("fake", "one"), Destination("gone", "x"), plan.to[0])
    bench.configuration.value = make_configuration(replace(plan, to=places))

    await bench.pass_time(30)
    await bench.rounds.finish()

    assert list(bench.messenger.posts) == [f"{KEY}/fake/one", f"{KEY}/fake/desk"]
    assert bench.journal.events("error") == ["post failed"]


async def test_two_digests_of_one_minute_are_both_posted() -> None:
    bench = Bench()
    first = make_plan(make_topic(PAGE))
    second = replace(first, id="evening")
    bench.configuration.value = make_configuration(first, second)

    await bench.pass_time(30)
    await bench.rounds.finish()

    assert {key.partition("/")[0] for key in bench.messenger.posts} == {
        *("morning", "evening")
    }


async def test_a_digest_that_was_added_while_running_is_posted() -> None:
    bench = Bench()
    later = replace(make_plan(make_topic(PAGE), at="09:00"), id="later")

    await bench.pass_time(30)
    bench.configuration.value = make_configuration(later)
    await bench.pass_time(90)
    await bench.rounds.finish()

    assert "later/2026-03-02/09:00/fake/desk" in bench.messenger.posts


async def test_a_digest_that_was_taken_out_is_not_posted() -> None:
    bench = Bench()

    bench.configuration.value = make_configuration()
    await bench.pass_time(60)
    await bench.rounds.finish()

    assert bench.messenger.posts == {}
