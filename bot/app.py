"""The only place that builds adapters.

What a verb does not need is not imported for it: a file is briefed without the network,
the configuration is checked without a language model.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TextIO

from bot.core.briefings import Desk, Reader
from bot.core.digests import Digest, compose, digest_message, sample_slot
from bot.core.lines import Answer
from bot.core.model import CONSOLE_CHANNEL, Configuration, Message
from bot.core.ports import Fetcher, Journal, Page
from bot.core.rounds import Office, Rounds

ALLOW_PRIVATE = "SITREP_ALLOW_PRIVATE"
"""Set to 1, it lets pages of private addresses be fetched; meant for tests."""

_PARSER = ("bot.sources.pages", "parse_page")
_PLAIN_PARSER = ("bot.core.entries", "parse_plain")

FINISH_SECONDS = 4.0
"""How long digests that were begun may go on when the bot is told to end."""


def may_fetch_private(environment: Mapping[str, str]) -> bool:
    """Whether the environment allows private addresses."""
    return environment.get(ALLOW_PRIVATE) == "1"


def read_source(name: str) -> Page:
    """Read a file, or standard input for ``-``.

    Raises:
        BadInputError: it cannot be read.
        TooLongError: it is too long.
    """
    from bot.sources.files import read_file, read_stream

    if name == "-":
        return read_stream(sys.stdin.buffer)
    return read_file(Path(name))


@asynccontextmanager
async def open_reader(engine: str, *, markup: bool = True) -> AsyncIterator[Reader]:
    """Worker processes that read and brief pages; quicker to start without markup."""
    from bot.workers import Call, Workers

    parser = _PARSER if markup else _PLAIN_PARSER
    async with Workers(Call(*parser), engine=engine) as workers:
        yield Reader(workers, workers)


@asynccontextmanager
async def open_fetcher(*, allow_private: bool = False) -> AsyncIterator[Fetcher]:
    """The guarded way to the network."""
    from bot.fetching import GuardedFetcher

    async with GuardedFetcher(allow_private=allow_private) as fetcher:
        yield fetcher


@asynccontextmanager
async def open_desk(engine: str, *, allow_private: bool = False) -> AsyncIterator[Desk]:
    """Network and workers together."""
    async with (
        open_fetcher(allow_private=allow_private) as fetcher,
        open_reader(engine) as reader,
    ):
        yield Desk(fetcher, reader)


def brief_lines(
    lines: Iterable[bytes], *, engine: str, everything: bool, workers: int | None
) -> Iterator[Answer]:
    """Brief every line of JSON on all cores, in order."""
    from bot.workers import Call, answer_lines, brief_job

    job = brief_job(Call(*_PARSER), engine=engine, everything=everything)
    return answer_lines(lines, job, workers=workers)


def extract_lines(lines: Iterable[bytes], *, workers: int | None) -> Iterator[Answer]:
    """Extract the article of every line of JSON on all cores, in order."""
    from bot.workers import Call, answer_lines, extract_job

    return answer_lines(lines, extract_job(Call(*_PARSER)), workers=workers)


def cluster_lines(
    lines: Iterable[bytes], advance: Callable[[], None], *, workers: int | None
) -> Iterator[Answer]:
    """Tell the story of every line of JSON; pages are extracted on all cores first."""
    from bot.core.clusters import Clusters

    def extract(pages: Iterable[bytes]) -> Iterator[Answer]:
        return extract_lines(pages, workers=workers)

    return Clusters(extract, advance).answer(lines)


def read_configuration(
    named: Path | None, environment: Mapping[str, str]
) -> tuple[Path, Configuration]:
    """Find and read the configuration file.

    Raises:
        ConfigError: there is none, or it is wrong.
    """
    from bot.settings import find_file, load_configuration

    path = find_file(named, environment)
    return path, load_configuration(path)


def configuration_schema() -> str:
    """The JSON Schema of the configuration file."""
    from bot.settings import schema_text

    return schema_text()


def has_engine(name: str) -> bool:
    """Whether the engine works as it is; without its model another stands in."""
    from summarizers.briefing import Briefer
    from summarizers.errors import ModelMissingError

    try:
        Briefer(name)
    except ModelMissingError:
        return False
    return True


def changed_model_files() -> tuple[str, ...]:
    """The files of the installed language model that are not those tested."""
    from bot.language_model import changed_files, installed_model

    folder = installed_model()
    return () if folder is None else changed_files(folder)


def show(message: Message, stream: TextIO) -> None:
    """Print a message."""
    from bot.terminal import Screen

    Screen(stream).show(message)


@contextmanager
def show_progress(
    stream: TextIO, label: str, total: int | None
) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; yields what moves it on by one."""
    from bot.terminal import progress

    with progress(stream, label=label, total=total) as advance:
        yield advance


async def run_bot(
    path: Path, environment: Mapping[str, str], *, output: TextIO, log: TextIO
) -> None:
    """Post each digest at its time, until SIGTERM or SIGINT.

    Raises:
        ConfigError: the configuration cannot be read, or it is wrong.
    """
    from bot.logs import LogJournal
    from bot.platforms.console import ConsoleMessenger
    from bot.scheduling import SystemClock
    from bot.settings import FileConfiguration
    from bot.stores.memory import MemorySlots

    journal = LogJournal(log, environment)
    allow_private = may_fetch_private(environment)
    if allow_private:
        journal.warning("private addresses may be fetched", variable=ALLOW_PRIVATE)
    configuration = FileConfiguration(path, journal)
    clock = SystemClock()
    engine = (await configuration.current()).engine
    messenger = ConsoleMessenger(output)
    async with open_desk(engine, allow_private=allow_private) as desk:
        office = Office(
            clock,
            configuration,
            desk,
            journal,
            {messenger.platform: messenger},
            MemorySlots(),
        )
        await _until_told(Rounds(office, clock.now()), journal)


async def _until_told(rounds: Rounds, journal: Journal) -> None:
    """Make rounds until a signal comes; then let what was begun end, for a while."""
    from bot.scheduling import ticking, watch_loop

    told = _signals()
    watch = asyncio.create_task(watch_loop(journal))
    journal.info("started")
    async with ticking(rounds.make):
        await told.wait()
    journal.info("ending")
    try:
        await asyncio.wait_for(rounds.finish(), FINISH_SECONDS)
    except TimeoutError:
        await rounds.abandon()
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


async def run_demo(engine: str, *, output: TextIO) -> Digest:
    """Fetch, brief and post the sample pages, which are served on loopback.

    Raises:
        PostError: the output does not take the digest.
    """
    from bot.demo import HOSTILE_PAGE, PAGES, serve_samples
    from bot.platforms.console import ConsoleMessenger
    from bot.scheduling import SystemClock

    with serve_samples() as base:
        urls = tuple(f"{base}/{name}" for name in (*PAGES, HOSTILE_PAGE))
        slot = sample_slot(urls, SystemClock().now())
        async with open_desk(engine, allow_private=True) as desk:
            digest = await compose(slot, desk)
    message = digest_message(digest)
    await ConsoleMessenger(output).post(CONSOLE_CHANNEL, message, key=slot.key)
    return digest
