"""What runs: the store with all that reads sources, the bot, the demonstration.

Like ``app``, it builds adapters and imports only those that are needed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from os import getpid
from pathlib import Path
from secrets import token_hex
from socket import gethostname
from tempfile import TemporaryDirectory
from typing import TextIO

from bot.core.delivery.sender import Sender
from bot.core.delivery.service import Delivery
from bot.core.delivery.slot_builder import Builder
from bot.core.delivery.slot_digest import SlotMaker
from bot.core.delivery.uptime import Vigil
from bot.core.digests.composer import Composer, Library
from bot.core.digests.explain import Tracer
from bot.core.digests.mutes import MuteBook
from bot.core.digests.service import GivenConfiguration, Newsroom
from bot.core.digests.subscriptions import PersonalConfiguration
from bot.core.domain.configuration import Configuration
from bot.core.domain.feed import Feed
from bot.core.domain.messages import Message
from bot.core.domain.records import SourceState
from bot.core.domain.slots import Part, SlotKey, StoredSlot
from bot.core.ingest.poller import SourceReaders
from bot.core.ingest.probe import Trial, try_sources
from bot.core.ingest.service import Intake
from bot.core.operations.periodic_jobs import Office
from bot.core.ports.metrics import NO_METER, Meter
from bot.core.ports.services import (
    ChannelNames,
    Clock,
    ConfigurationSource,
    Fetcher,
    Journal,
    Messenger,
    Page,
)
from bot.demo import demo_configuration, print_more, serve_papers
from bot.fetching import GuardedFetcher
from bot.logs import LogJournal, Silence
from bot.platforms.console import ConsoleMessenger
from bot.scheduling import FixedClock, SystemClock
from bot.sources.files import Files
from bot.stores.sql import SqlStore, database_url, open_store, open_upkeep
from bot.workers import Call, Workers
from bot.workers.selections import main_actors
from summarizers.model import Article

_PARSER: Call[[Page], Article] = Call("bot.sources.pages", "parse_page")
_FEED_PARSER: Call[[Page], Feed] = Call("bot.sources.feeds.reading", "parse_feed")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when a newsroom works; ``database`` is its address."""

    database: str = field(repr=False)
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
async def rehearsal(setting: Setting) -> AsyncIterator[Setting]:
    """A setting whose time is pretended, on a copy of the database of a bot that runs.

    What is seen and read at a pretended time would be wrong for that bot. The copy is
    gone at the end of the block.

    Raises:
        StoreError: the database cannot be used or copied.
    """
    async with open_store(setting.database) as store:
        is_of_bot = await store.planned_until() is not None
    if not is_of_bot:
        yield setting
        return
    with TemporaryDirectory(prefix="sitrep-") as folder:
        file = str(Path(folder) / "rehearsal.db")
        with open_upkeep(setting.database) as upkeep:
            await asyncio.to_thread(upkeep.backup, file)
        yield replace(setting, database=f"sqlite:///{file}")


def console(stream: TextIO) -> Messenger:
    """The platform that prints on a stream."""
    return ConsoleMessenger(stream)


@dataclass(frozen=True, slots=True)
class Premises:
    """All that works here: the office, and what people in chats ask of.

    ``given`` is the configuration of the file alone, ``wanted`` that with all personal
    digests.
    """

    setting: Setting
    office: Office
    store: SqlStore
    fetcher: Fetcher
    workers: Workers
    given: ConfigurationSource
    wanted: PersonalConfiguration


@asynccontextmanager
async def open_office(
    setting: Setting,
    configuration: ConfigurationSource,
    messengers: Sequence[Messenger],
    *,
    meter: Meter = NO_METER,
) -> AsyncIterator[tuple[Office, SqlStore]]:
    """The office and its store; see ``open_premises``.

    Raises:
        ConfigError: the configuration cannot be read.
        StoreError: the database cannot be used.
    """
    opening = open_premises(setting, configuration, messengers, meter=meter)
    async with opening as premises:
        yield premises.office, premises.store


@asynccontextmanager
async def open_premises(
    setting: Setting,
    configuration: ConfigurationSource,
    messengers: Sequence[Messenger],
    *,
    meter: Meter = NO_METER,
) -> AsyncIterator[Premises]:
    """The store with all that reads sources, and makes and posts digests.

    Raises:
        ConfigError: the configuration cannot be read.
        StoreError: the database cannot be used.
    """
    current = await configuration.current()
    clock, journal = setting.clock, setting.journal
    opening = open_readers(current, allow_private=setting.allow_private, meter=meter)
    async with (
        open_store(setting.database) as store,
        opening as (readers, workers, fetcher),
    ):
        library = Library(store, store, store)
        named = (one for one in messengers if isinstance(one, ChannelNames))
        muted = MuteBook(store, next(named, None))
        composer = Composer(library, workers, workers, current.engine, journal, muted)
        intake = Intake(clock, readers, store, store, journal, meter)
        # Whoever builds slots must know all: what is planned nowhere is given up.
        wanted = PersonalConfiguration(configuration, store, clock, journal)
        maker = SlotMaker(clock, wanted, intake, composer)
        delivery = _delivery(setting, store, maker, messengers, meter)
        newsroom = Newsroom(clock, intake, composer, store)
        office = Office(clock, wanted, newsroom, delivery, journal)
        yield Premises(setting, office, store, fetcher, workers, configuration, wanted)


def _delivery(
    setting: Setting,
    store: SqlStore,
    maker: SlotMaker,
    messengers: Sequence[Messenger],
    meter: Meter,
) -> Delivery:
    """Builder and sender of this process, under a name that no other has."""
    owner = f"{gethostname()}-{getpid()}-{token_hex(4)}"
    clock, journal = setting.clock, setting.journal
    # While digests are built for long, parts are looked for each second.
    vigil = Vigil()
    builder = Builder(owner, clock, store, maker, journal, meter, vigil)
    platforms = {messenger.platform: messenger for messenger in messengers}
    sender = Sender(owner, clock, store, platforms, journal, meter=meter, vigil=vigil)
    return Delivery(clock, store, builder, sender, journal)


@asynccontextmanager
async def open_readers(
    configuration: Configuration, *, allow_private: bool, meter: Meter = NO_METER
) -> AsyncIterator[tuple[SourceReaders, Workers, Fetcher]]:
    """All that reads sources: network, files, and the workers that parse."""
    async with (
        GuardedFetcher(
            contact=configuration.contact, allow_private=allow_private, meter=meter
        ) as fetcher,
        Workers(
            _PARSER, feeds=_FEED_PARSER, engine=configuration.engine, meter=meter
        ) as workers,
    ):
        yield SourceReaders(fetcher, workers, Files(), workers), workers, fetcher


async def try_configured(
    configuration: Configuration, *, allow_private: bool
) -> tuple[Trial, ...]:
    """Ask every configured source once."""
    opening = open_readers(configuration, allow_private=allow_private)
    async with opening as (readers, _, _):
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
        tracer = Tracer(store, store, store, main_actors, MuteBook(store))
        return await tracer.why(url, configuration, setting.clock.now())


async def run_demo(engine: str, *, output: TextIO) -> None:
    """Two days of two sample papers: what each day's digest tells is printed.

    Raises:
        PostError: the output does not take a digest.
    """
    with serve_papers() as papers:
        configuration = replace(demo_configuration(papers), engine=engine)
        clock = FixedClock(SystemClock().now())
        setting = Setting("sqlite://", clock, Silence(), allow_private=True)
        given = GivenConfiguration(configuration)
        opening = open_office(setting, given, [console(output)])
        async with opening as (office, _):
            (plan,) = configuration.digests
            await office.delivery.post_now(plan)
            print_more(*papers)
            clock.move(timedelta(days=1))
            await office.delivery.post_now(plan)
