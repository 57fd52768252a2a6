"""The record at its full size: ``python -m benchmarks.record``.

An invented record (``record_data``) is loaded into an SQLite file and into PostgreSQL.
A process of its own then answers who said what, what falls due, and searches, as the
bot does, and records further articles; ``memory_mb`` is what its memory grows by. The
peers are a plain ``LIKE``, and the full-text search of each database with its own
ranking. The last line is one JSON object with the worse figure of both databases.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, text

from benchmarks.record_data import NOW, TOPICS, InventedRecord
from benchmarks.record_load import load
from bot.bootstrap.memory import limit_heaps, return_memory
from bot.core.domain.calendar import CalendarQuery
from bot.core.domain.record import RecordEntry
from bot.core.domain.records import StoredArticle
from bot.core.domain.search import SearchRequest
from bot.core.record.calendar_answers import Calendar
from bot.core.record.names import identify, keys_of
from bot.core.record.recorder import BATCH
from bot.core.record.search import RecordSearch
from bot.core.record.who import Who, WhoQuery
from bot.stores.sql import SqlStore, open_store
from bot.stores.sql.articles import add_article
from tests.fakes.ports import FakeClock
from tests.fakes.postgresql import running_server
from tests.fakes.records import make_sighting, make_stored, show

CLAIMS, EVENTS = 1_000_000, 200_000
QUESTIONS = 400
INGESTED = 300
"""The number of articles that are recorded while the time is taken."""

_PEER_QUESTIONS = 12
"""The number of questions for each peer: one takes seconds."""

_PERCENT = 95
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1_000_000

_EVERY = frozenset(TOPICS)
Question = TypeVar("Question")


async def answer(
    address: str, invented: InventedRecord, questions: int
) -> dict[str, float]:
    """Ask all questions, record further articles, and return the figures."""
    names, typed = list(invented.names(questions)), list(invented.typed(questions))
    async with open_store(address) as store:
        await _who(store, "nobody", _EVERY)
        await return_memory()
        before = _memory()
        who = await _p95(names, partial(_who, store))
        calendar = await _p95(_weeks(questions), partial(_calendar, store))
        found = await _p95(typed, partial(_search, store))
        # The bot does this every ten minutes.
        await return_memory()
        memory = _memory() - before
        rate = await ingest(store, invented)
        words = [each for each in typed if each.isalpha()][:_PEER_QUESTIONS]
        like = await _p95(words, partial(_peer, store, _like))
        fts = await _p95(words, partial(_peer, store, _fts))
    return {
        "who_p95_ms": who,
        "calendar_p95_ms": calendar,
        "search_p95_ms": found,
        "ingest_claims_per_s": rate,
        "memory_mb": round(memory, 1),
        "peer_like_p95_ms": like,
        "peer_fts_p95_ms": fts,
    }


async def _who(store: SqlStore, name: str, topics: frozenset[str]) -> None:
    await Who(store).ask(WhoQuery(name, topics))


async def _search(store: SqlStore, words: str, topics: frozenset[str]) -> None:
    await RecordSearch(store, store).search(SearchRequest(words, topics))


async def _calendar(store: SqlStore, week: int, topics: frozenset[str]) -> None:
    """Ask for a week, or, once in four times, for all that falls due."""
    first = NOW.date() + timedelta(weeks=week)
    days = (None, None) if week % 4 == 0 else (first, first + timedelta(days=6))
    await Calendar(FakeClock(NOW), store).ask(CalendarQuery(topics, *days))


def _weeks(count: int) -> Iterable[int]:
    """Return weeks before and after the present one."""
    return (number % 40 - 32 for number in range(count))


async def _p95(
    questions: Iterable[Question],
    ask: Callable[[Question, frozenset[str]], Awaitable[None]],
) -> float:
    """Ask each question, a third of them in one topic; return the 95th percentile."""
    seconds = []
    for number, question in enumerate(questions):
        topics = frozenset(TOPICS[number % len(TOPICS) :][:1])
        began = time.perf_counter()
        await ask(question, topics if number % 3 == 0 else _EVERY)
        seconds.append(time.perf_counter() - began)
    return percentile(seconds)


def percentile(seconds: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    place = -(-len(seconds) * _PERCENT // 100) - 1
    return round(1_000 * sorted(seconds)[place], 1)


async def ingest(
    store: SqlStore, invented: InventedRecord, articles: int = INGESTED
) -> float:
    """Record further articles as the bot does; return the claims per second."""
    entries = list(invented.entries(invented.articles + 1, articles))
    await _add_articles(store, entries)
    by_id = {entry.article.id: entry for entry in entries}
    claims, began = 0, time.perf_counter()
    while (due := await store.due_entries(BATCH)).articles:
        read = [_read(by_id[each.article.id], each.number) for each in due.articles]
        speakers = await store.speakers(keys_of(read))
        if not await store.record(due, identify(read, speakers)):
            raise RuntimeError("another process records")
        claims += sum(len(entry.claims) for entry in read)
    return round(claims / (time.perf_counter() - began))


async def _add_articles(store: SqlStore, entries: Sequence[RecordEntry]) -> None:
    """Let a feed list the articles of these entries, and add them at once."""
    names = [entry.article.id for entry in entries]
    await show(store, *map(make_sighting, names))
    waiting = {each.item.title: each for each in await store.pending(NOW, len(names))}

    def add(connection: Connection) -> None:
        for entry in entries:
            name = entry.article.id
            item = waiting[f"News of {name}"]
            add_article(connection, item, _stored(entry))

    await store.database.write(add)


def _stored(entry: RecordEntry) -> StoredArticle:
    lines = "\n".join(line.text for line in entry.sentences)
    return replace(make_stored(entry.article.id, text=lines), id=entry.article.id)


def _read(entry: RecordEntry, number: int) -> RecordEntry:
    """Return the entry as a worker reads it: its speakers are not identified yet."""
    claims = (
        replace(claim, speaker=replace(claim.speaker, id=0)) if claim.speaker else claim
        for claim in entry.claims
    )
    article = replace(entry.article, number=number)
    return replace(entry, article=article, claims=tuple(claims))


async def _peer(
    store: SqlStore,
    statement: Callable[[Connection], str],
    word: str,
    _: frozenset[str],
) -> None:
    """Run a plain statement, which takes a word or a pattern."""

    def run(connection: Connection) -> None:
        wanted = {"word": word, "pattern": f"%{word}%"}
        connection.execute(text(statement(connection)), wanted).all()

    await store.database.read(run)


def _like(_: Connection) -> str:
    return (
        "SELECT id, text FROM record_sentences WHERE text LIKE :pattern "
        "ORDER BY id DESC LIMIT 30"
    )


def _fts(connection: Connection) -> str:
    if connection.dialect.name == "sqlite":
        return (
            "SELECT s.id, s.text FROM record_search JOIN record_sentences s "
            "ON s.id = record_search.rowid WHERE record_search MATCH :word "
            "ORDER BY bm25(record_search) LIMIT 30"
        )
    return (
        "SELECT id, text FROM record_sentences, to_tsquery('simple', :word) AS query "
        "WHERE to_tsvector('simple', words) @@ query "
        "ORDER BY ts_rank(to_tsvector('simple', words), query) DESC LIMIT 30"
    )


def _memory() -> float:
    """Return the memory of this process in megabytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MB


def measure(address: str, invented: InventedRecord, questions: int) -> dict[str, float]:
    """Load the record into a database and measure it there."""
    began = time.perf_counter()
    size = load(address, invented)
    print(f"  loaded in {time.perf_counter() - began:.0f} s", flush=True)
    started = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=started) as process:
        figures = process.submit(_answers, address, invented, questions).result()
    return {**figures, "bytes_per_claim": round(size / invented.claims)}


def _answers(
    address: str, invented: InventedRecord, questions: int
) -> dict[str, float]:
    limit_heaps()
    return asyncio.run(answer(address, invented, questions))


def worse(figures: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the worse of each figure: the least rate, else the most."""
    return {
        name: (min if name.endswith("per_s") else max)(each[name] for each in figures)
        for name in figures[0]
    }


def main() -> None:
    """Print the figures of each database, and the worse of both as JSON."""
    parser = argparse.ArgumentParser(prog="benchmarks.record")
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    given = parser.parse_args()
    invented = InventedRecord(given.claims, given.events)
    figures = []
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        for kind in ("sqlite", "postgresql"):
            print(kind, flush=True)
            address = f"sqlite:///{folder}/sitrep.db"
            if kind == "postgresql":
                server = opened.enter_context(running_server())
                address = server.url(server.create())
            figures.append(measure(address, invented, given.questions))
            print(" ", json.dumps(figures[-1]), flush=True)
    size = {"claims": given.claims, "events": given.events}
    print(json.dumps({**size, **worse(figures)}))


if __name__ == "__main__":
    main()
