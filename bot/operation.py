"""What runs: the store with all that reads sources, the bot, the demonstration.

Like ``app``, it builds adapters and imports only those that are needed.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TextIO

from bot.app import ALLOW_PRIVATE, may_fetch_private
from bot.core.composing import Composer, Library
from bot.core.deliveries import Part, SlotKey, StoredSlot
from bot.core.intake import Intake
from bot.core.items import Feed
from bot.core.model import Configuration, Message
from bot.core.newsroom import Newsroom
from bot.core.polls import SourceReaders
from bot.core.ports import Clock, Journal, Page
from bot.core.publishing import Press
from bot.core.records import Edition, SourceState
from bot.core.rounds import Office, Rounds
from bot.core.tracing import Tracer
from bot.core.trials import Trial, try_sources
from bot.demo import demo_configuration, print_more, serve_papers
from bot.fetching import GuardedFetcher
from bot.logs import LogJournal, Silence
from bot.platforms.console import ConsoleMessenger
from bot.scheduling import FixedClock, SystemClock, ticking, watch_loop
from bot.settings import FileConfiguration
from bot.sources.files import Files
from bot.stores.sql import SqlStore, database_url, open_store
from bot.workers import Call, Workers
from bot.workers.selections import main_actors
from summarizers.model import Article

FINISH_SECONDS = 4.0
"""How long digests that were begun may go on when the bot is told to end."""

_PARSER: Call[[Page], Article] = Call("bot.sources.pages", "parse_page")
_FEED_PARSER: Call[[Page], Feed] = Call("bot.sources.feeds.reading", "parse_feed")

_TEND_SECONDS, _READ_SECONDS, _CLEAR_SECONDS = 5.0, 3.0, 3600.0
"""How often it looks for sources that are due, items that wait, and old articles."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a newsroom works; ``database`` is its address."""

    database: str
    clock: Clock
    journal: Journal
    allow_private: bool = False


def setting(
    path: Path,
    environment: Mapping[str, str],
    *,
    log: TextIO,
    allow_private: bool,
    now: datetime | None = None,
) -> Setting:
    """The setting of a configuration file; with ``now`` the clock stands still."""
    return Setting(
        database_url(environment, path),
        SystemClock() if now is None else FixedClock(now),
        LogJournal(log, environment),
        allow_private=allow_private,
    )


@asynccontextmanager
async def open_newsroom(
    setting: Setting, configuration: Configuration, *, output: TextIO
) -> AsyncIterator[tuple[Newsroom, SqlStore]]:
    """The store with all that reads sources and makes digests.

    Raises:
        StoreError: the database cannot be used.
    """
    messenger = ConsoleMessenger(output)
    clock, journal = setting.clock, setting.journal
    async with (
        open_store(setting.database) as store,
        open_readers(configuration, allow_private=setting.allow_private) as opened,
    ):
        readers, workers = opened
        library = Library(store, store, store)
        composer = Composer(library, workers, workers, configuration.engine, journal)
        press = Press(composer, store, {messenger.platform: messenger}, journal)
        intake = Intake(clock, readers, store, store, journal)
        yield Newsroom(clock, intake, press, store), store


@asynccontextmanager
async def open_readers(
    configuration: Configuration, *, allow_private: bool
) -> AsyncIterator[tuple[SourceReaders, Workers]]:
    """All that reads sources: network, files, and the workers that parse."""
    async with (
        GuardedFetcher(
            contact=configuration.contact, allow_private=allow_private
        ) as fetcher,
        Workers(_PARSER, feeds=_FEED_PARSER, engine=configuration.engine) as workers,
    ):
        yield SourceReaders(fetcher, workers, Files(), workers), workers


async def try_configured(
    configuration: Configuration, *, allow_private: bool
) -> tuple[Trial, ...]:
    """Ask every configured source once."""
    opening = open_readers(configuration, allow_private=allow_private)
    async with opening as (readers, _):
        return await try_sources(configuration.sources, readers, SystemClock())


async def source_states(setting: Setting) -> Mapping[str, SourceState]:
    """What is known of every source that was ever read.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(setting.database) as store:
        return await store.states()


async def deliveries(
    setting: Setting, *, failed: bool, limit: int
) -> tuple[tuple[StoredSlot, tuple[Part, ...]], ...]:
    """The latest slots with their parts, or those that were given up.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(setting.database) as store:
        return await store.deliveries(failed=failed, limit=limit)


async def retry(setting: Setting, slot: SlotKey) -> bool:
    """Let a slot that was given up be tried again; false when there is none.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(setting.database) as store:
        return await store.revive(slot, setting.clock.now())


async def why(
    setting: Setting, configuration: Configuration, url: str
) -> Message | None:
    """What became of the article at an address; ``None`` if no source had it.

    Raises:
        StoreError: the database cannot be used.
    """
    async with open_store(setting.database) as store:
        tracer = Tracer(store, store, store, main_actors)
        return await tracer.why(url, configuration, setting.clock.now())


async def run_bot(
    path: Path, environment: Mapping[str, str], *, output: TextIO, log: TextIO
) -> None:
    """Keep the store fresh and post each digest at its time, until told to end.

    SIGTERM or SIGINT tells it.

    Raises:
        ConfigError: the configuration cannot be read, or it is wrong.
        StoreError: the database cannot be used.
    """
    found = setting(
        path, environment, log=log, allow_private=may_fetch_private(environment)
    )
    journal = found.journal
    if found.allow_private:
        journal.warning("private addresses may be fetched", variable=ALLOW_PRIVATE)
    configuration = FileConfiguration(path, journal)
    current = await configuration.current()
    async with open_newsroom(found, current, output=output) as (newsroom, store):
        office = Office(found.clock, configuration, newsroom, journal, store)
        await _until_told(Rounds(office, found.clock.now()), journal)


async def _until_told(rounds: Rounds, journal: Journal) -> None:
    """Make rounds until a signal comes; then let what was begun end, for a while."""
    told = _signals()
    watch = asyncio.create_task(watch_loop(journal))
    journal.info("started")
    async with (
        ticking(rounds.make),
        ticking(rounds.tend, seconds=_TEND_SECONDS),
        ticking(rounds.read, seconds=_READ_SECONDS),
        ticking(rounds.clear, seconds=_CLEAR_SECONDS),
    ):
        await told.wait()
    journal.info("ending")
    await rounds.end(FINISH_SECONDS)
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)
    journal.info("ended")


def _signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    return told


async def run_demo(engine: str, *, output: TextIO) -> tuple[Edition, ...]:
    """Two days of two sample papers: what each day's digest tells is printed.

    Raises:
        PostError: the output does not take a digest.
    """
    with serve_papers() as papers:
        configuration = replace(demo_configuration(papers), engine=engine)
        clock = FixedClock(SystemClock().now())
        setting = Setting("sqlite://", clock, Silence(), allow_private=True)
        opening = open_newsroom(setting, configuration, output=output)
        async with opening as (newsroom, _):
            (plan,) = configuration.digests
            first = await newsroom.publish(
                plan, configuration, slot="demo/first", strict=True
            )
            print_more(*papers)
            clock.move(timedelta(days=1))
            second = await newsroom.publish(
                plan, configuration, slot="demo/second", strict=True
            )
    return (*first, *second)
