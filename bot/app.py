"""The only place that builds adapters.

What a verb does not need is not imported for it: a file is briefed without the network,
the configuration is checked without a language model.
"""

from __future__ import annotations

import sys
from collections.abc import (
    AsyncIterator,
    Callable,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TextIO

from bot.core.batch.briefs import Reader
from bot.core.batch.feed_import import Change, Subscription
from bot.core.batch.jsonl import Answer
from bot.core.domain.configuration import Configuration, Topic
from bot.core.domain.errors import ConfigError
from bot.core.domain.messages import Message
from bot.core.ports.services import Fetcher, Page
from bot.core.ports.stores import Upkeep

ALLOW_PRIVATE = "SITREP_ALLOW_PRIVATE"
"""Set to 1, it lets pages of private addresses be fetched; meant for tests."""

_PARSER = ("bot.sources.pages", "parse_page")
_PLAIN_PARSER = ("bot.core.batch.input_rows", "parse_plain")


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
    from bot.core.batch.clusters import Clusters

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


def absent_sources(path: Path) -> Iterator[tuple[str, bool]]:
    """What is told of each file or folder that is configured and not there.

    Beside it stands whether it may well come later.
    """
    from bot.settings import absences

    return ((found.told, found.later) for found in absences(path))


def wrong_environment(environment: Mapping[str, str]) -> Iterator[str]:
    """All that is wrong with the environment, a sentence each, without its values."""
    from bot.settings import wrong_variables
    from bot.stores import VARIABLE, wrong_database

    yield from wrong_variables(environment)
    if environment.get(VARIABLE):
        told = wrong_database(environment)
        if told is not None:
            yield told


def check_environment(environment: Mapping[str, str]) -> None:
    """Refuse an environment with which the bot would not run as it is meant to.

    Raises:
        ConfigError: the message tells all that is wrong, a line each.
    """
    wrong = "\n".join(wrong_environment(environment))
    if wrong:
        raise ConfigError(wrong)


@contextmanager
def open_upkeep(named: Path | None, environment: Mapping[str, str]) -> Iterator[Upkeep]:
    """The database of the environment, else the one beside the configuration file.

    Raises:
        ConfigError: neither is there, or the address in the environment is none.
    """
    from bot.settings import find_file
    from bot.stores import VARIABLE, database_url, open_upkeep

    given = environment.get(VARIABLE) and named is None
    place = Path() if given else find_file(named, environment)
    with open_upkeep(database_url(environment, place)) as upkeep:
        yield upkeep


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


def plan_feeds(
    opml: bytes, topic: str | None, named: Path | None, environment: Mapping[str, str]
) -> Change:
    """How the configuration changes when the feeds of an OPML file are added.

    Raises:
        ParseError: it is no OPML.
        ConfigError: there is no configuration, or it is wrong, or it would be.
    """
    from bot.settings import find_file, plan_change
    from bot.sources.opml import parse_opml

    feeds = [
        Subscription(found.url, " / ".join(found.folders) or None)
        for found in parse_opml(opml)
    ]
    return plan_change(find_file(named, environment), feeds, topic)


def keep_feeds(change: Change) -> None:
    """Write the changed configuration.

    Raises:
        ConfigError: it was changed in the meantime, or cannot be written.
    """
    from bot.settings import make_change

    make_change(change)


def feeds_opml(topics: Sequence[Topic]) -> bytes:
    """The feeds of these topics as OPML."""
    from bot.settings import exported
    from bot.sources.opml import Outline, write_opml

    return write_opml(
        Outline(None, feed.url, (feed.folder,) if feed.folder else ())
        for feed in exported(topics)
    )
