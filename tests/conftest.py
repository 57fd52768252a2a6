"""Shared fixtures: databases, and the emulator of Slack.

An SQLite file and a PostgreSQL server are brought up to date. Servers start when the
first test asks for them, and are stopped in the end.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.core.ports.outbox import Outbox
from bot.stores.sql import SqlStore, open_maintenance, open_store
from tests.fakes.command import FORK_SERVER, fork_server
from tests.fakes.postgresql import Server, running_server
from tests.fakes.slack.emulator import Emulator, running_emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.peer import SlackPeer

# A busy machine is no failure: time limits are left to pytest.
_PATIENT: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
}
settings.register_profile("short", max_examples=50, **_PATIENT)
settings.register_profile("long", max_examples=200, **_PATIENT)
settings.register_profile("nightly", max_examples=1_000, **_PATIENT)
settings.load_profile("short")

_SERVERS = {"postgresql", "slack_emulator"}
"""Fixtures that start a server."""

_STARTS = ("subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn")
"""Events of the interpreter at the start of a process."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that keeps ``make quick`` quick."""
    parser.addoption(
        "--refuse-processes",
        action="store_true",
        help="fail each test that starts a process without the mark process",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Let the processes that tests start handle signals, even below nohup.

    All workers share one fork server.

    A program inherits ignored signals, but not handled ones: nohup ignores SIGHUP, and
    a shell ignores SIGINT for a job in the background.
    """
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)
    refuses = config.getoption("refuse_processes")
    if config.getoption("numprocesses", None) and not refuses:
        os.environ[FORK_SERVER] = fork_server()


def _refuse_processes(event: str, _: tuple[object, ...]) -> None:
    """Refuse the start of a process.

    Raises:
        RuntimeError: A process is about to be started.
    """
    if event in _STARTS:
        raise RuntimeError("this test starts a process: mark it with `process`")


@pytest.hookimpl(tryfirst=True, specname="pytest_collection_modifyitems")
def pytest_mark_servers(items: list[pytest.Item]) -> None:
    """Mark the tests whose fixtures start a server, before marks select tests.

    A row on PostgreSQL of the fixture `database` is long unless the test has the mark
    `both_databases`; a test that chooses its databases itself keeps them.
    """
    for item in items:
        if not isinstance(item, pytest.Function):
            continue
        rows = item.callspec.params if hasattr(item, "callspec") else {}
        if "postgresql" in rows.values() or _SERVERS.intersection(item.fixturenames):
            item.add_marker("process")
        chosen = [mark.args[0] for mark in item.iter_markers("parametrize")]
        if (
            rows.get("database") == "postgresql"
            and not any("database" in names for names in chosen)
            and not item.get_closest_marker("both_databases")
        ):
            item.add_marker("long")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Keep what collection made out of garbage collections, which read all of it."""
    gc.collect()
    gc.freeze()
    if session.config.getoption("refuse_processes"):
        sys.addaudithook(_refuse_processes)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that wait for real programs; the order is random else.

    Left to the end, one of them would run alone while the other cores have nothing.
    """
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_tables(postgresql: Server) -> str:
    """The address of the one database that tests use by turns, with its tables."""
    address = postgresql.url(postgresql.create())
    with open_maintenance(address) as maintenance:
        maintenance.upgrade()
    return address


@pytest.fixture(scope="session")
def sqlite_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the tables of a store."""
    file = tmp_path_factory.mktemp("sqlite") / "tables.db"
    with open_maintenance(f"sqlite:///{file}") as maintenance:
        maintenance.upgrade()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that is up to date and empty, of each kind."""
    return empty_database(request, tmp_path)


def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of the kind that is asked for."""
    if request.param == "sqlite":
        tables: Path = request.getfixturevalue("sqlite_tables")
        return f"sqlite:///{shutil.copy(tables, tmp_path / 'sitrep.db')}"
    server: Server = request.getfixturevalue("postgresql")
    address: str = request.getfixturevalue("postgresql_tables")
    server.clear(address)
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    server: Server = request.getfixturevalue("postgresql")
    return server.url(server.create())


@pytest.fixture
async def store(database: str) -> AsyncIterator[SqlStore]:
    """An empty store, in each kind of database."""
    async with open_store(database) as opened:
        yield opened


@pytest.fixture
def outbox(store: SqlStore) -> Outbox:
    """An empty outbox, in each kind of database."""
    return store


@pytest.fixture(scope="session")
def slack_emulator() -> Iterator[Emulator]:
    """The emulator of Slack, which each test finds as it was seeded."""
    with running_emulator() as emulator:
        yield emulator


@pytest.fixture
async def slack(slack_emulator: Emulator) -> AsyncIterator[SlackPeer]:
    """A workspace of Slack that an app can be installed in."""
    async with slack_peer(slack_emulator) as peer:
        yield peer


@pytest.fixture
async def tidy_slack(slack: SlackPeer) -> AsyncIterator[SlackPeer]:
    """The same; in the end nothing may be wrong with what the app has sent."""
    yield slack
    assert slack.mistakes() == []
