"""A process killed during writes loses no finished transaction."""

from __future__ import annotations

import asyncio
import multiprocessing
from multiprocessing.connection import Connection

import pytest

from bot.core.domain.record import StatementQuery
from bot.stores.sql import open_store
from tests.fakes.record import make_claim, make_entry, make_sentence, make_speaker
from tests.fakes.records import FEED, NOW, add_at_once, make_sighting, show

ITEMS = 10


def write_polls(address: str, number: int, told: Connection) -> None:
    """Write polls of new items, and report each one when it is stored."""

    async def write() -> None:
        async with open_store(address) as store:
            for poll in range(1_000):
                items = (f"{number} {poll} {item}" for item in range(ITEMS))
                await show(store, *(make_sighting(item) for item in items))
                told.send(poll)

    asyncio.run(write())


@pytest.mark.slow
@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.long)])
async def test_polls_are_whole_whenever_the_process_is_killed(
    kills: int, database: str
) -> None:
    context = multiprocessing.get_context("spawn")
    context.set_forkserver_preload(["bot.stores.sql", "tests.fakes.records"])
    finished = 0

    for number in range(kills):
        told, tell = context.Pipe(duplex=False)
        process = context.Process(target=write_polls, args=(database, number, tell))
        process.start()
        finished += max(told.recv() for _ in range(1 + number % 3)) + 1
        process.kill()
        process.join()
        async with open_store(database) as store:
            kept = (await store.states())[FEED].items
            waiting = await store.pending(NOW, 100_000)

        assert kept == len(waiting)
        assert kept % ITEMS == 0
        assert kept >= finished * ITEMS
        finished = kept // ITEMS


ARTICLES, CLAIMS = 60, 4


def record_articles(address: str, told: Connection) -> None:
    """Record all articles, a few at a time, and report each batch that is stored."""
    speakers = [make_speaker(f"Ida Brandt {number}") for number in range(CLAIMS)]
    claims = [make_claim(speaker) for speaker in speakers]

    async def record() -> None:
        async with open_store(address) as store:
            while (due := await store.due_entries(3)).articles:
                entries = [
                    make_entry(
                        each.article,
                        number=each.number,
                        sentences=[make_sentence()] * CLAIMS,
                        claims=claims,
                    )
                    for each in due.articles
                ]
                if await store.record(due, entries):
                    told.send(due.through)
        told.send(None)

    asyncio.run(record())


@pytest.mark.slow
async def test_entries_are_whole_whenever_the_process_is_killed(database: str) -> None:
    query = StatementQuery(frozenset({"harbours"}))
    async with open_store(database) as store:
        await add_at_once(store, [f"item {number}" for number in range(ARTICLES)])
    context = multiprocessing.get_context("spawn")
    last: int | None = 0
    kills = 0

    while last is not None:
        told, tell = context.Pipe(duplex=False)
        process = context.Process(target=record_articles, args=(database, tell))
        process.start()
        for _ in range(4 if kills < 2 else ARTICLES):
            last = told.recv()
            if last is None:
                break
        process.kill()
        process.join()
        kills += 1
        async with open_store(database) as store:
            statements = await store.statements(query)
            due = await store.due_entries(ARTICLES)

        articles = [statement.article.number for statement in statements]
        assert len(statements) == CLAIMS * len(set(articles))
        assert max(articles) == due.after >= (last or 0)
        assert len(set(articles)) + len(due.articles) == ARTICLES
