from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from typing_extensions import override

from bot.bootstrap.app_context import open_app, try_configured
from bot.bootstrap.demo import run_demo
from bot.bootstrap.network import DEFAULT_NETWORK
from bot.bootstrap.run import run_bot
from bot.bootstrap.runtime import Runtime, make_runtime
from bot.bootstrap.store import source_states, why
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.core.domain.errors import ConfigError, StoreError
from bot.core.messages.markdown import to_markdown
from bot.core.platforms.pacing import Pace
from bot.platforms import PLATFORMS
from bot.platforms.console.terminal import ConsoleMessenger
from bot.scheduling import FixedClock
from bot.stores.sql import open_store
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeJournal
from tests.fakes.reports import BRIDGE, FERRY
from tests.fakes.versions import TODAY, TOMORROW, before_tomorrow, make_tomorrow

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)


LEFT_OUT = ["platform is not set up; Sitrep posts nothing there"] * (len(PLATFORMS) - 1)
"""What is said of all platforms but the console where no variable is set."""

SCHEDULED = "digest scheduled"
"""What is said of each digest."""


class Journal(io.StringIO):
    """A log that somebody waits for."""

    def __init__(self) -> None:
        super().__init__()
        self._written = asyncio.Event()

    @override
    def write(self, text: str, /) -> int:
        self._written.set()
        return super().write(text)

    def events(self) -> list[str]:
        """What was written so far, in order."""
        return [json.loads(line)["event"] for line in self.getvalue().splitlines()]

    async def hear(self, event: str) -> None:
        """Wait until this is written."""
        while event not in self.events():
            self._written.clear()
            await self._written.wait()


@pytest.fixture(autouse=True)
def _root_logger() -> Iterator[None]:
    """The log takes over what libraries tell."""
    root = logging.getLogger()
    before = list(root.handlers)
    yield
    root.handlers[:] = before


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for report in (FERRY, BRIDGE):
        text = f"{report.title}\n\n{report.text}"
        (articles / f"{report.name}.txt").write_text(text)
    return articles


@pytest.fixture
def configuration(folder: Path) -> Configuration:
    """One topic of a folder, and a digest of it for the console."""
    topic = Topic("coast", "Coast", (Source(SourceKind.FILE, str(folder)),))
    plan = make_plan(topic, platform="console")
    return Configuration((topic,), (plan,), engine="fast")


@pytest.fixture
def desk(tmp_path: Path) -> Runtime:
    return Runtime(f"sqlite:///{tmp_path}/a.db", FixedClock(NOW), FakeJournal())


def written(tmp_path: Path, folder: Path, at: str = "00:00") -> Path:
    """A configuration file."""
    path = tmp_path / "sitrep.yaml"
    path.write_text(
        f"topics:\n  coast:\n    title: Coast\n    sources:\n      - file: {folder}\n"
        "engine: fast\n"
        f'digests:\n  morning:\n    topics: [coast]\n    at: "{at}"\n'
        "    to: [console]\n"
    )
    return path


async def read(
    desk: Runtime, configuration: Configuration, output: io.StringIO
) -> None:
    """Read the sources and post the digest."""
    given = FixedConfiguration(configuration)
    async with open_app(desk, given, [ConsoleMessenger(output)]) as app:
        (plan,) = configuration.digests
        await app.services.delivery.post_now(plan)


async def test_processes_share_limits_as_long_as_their_database_is_open(
    postgresql_tables: str, configuration: Configuration
) -> None:
    runtime = Runtime(postgresql_tables, FixedClock(NOW), FakeJournal())

    async with open_app(runtime, FixedConfiguration(configuration), ()):
        assert runtime.reservations.reserve is not None
        await Pace(1.0, runtime.reservations).turn("app")

    assert runtime.reservations.reserve is None


def test_a_time_that_is_given_is_kept_in_utc(tmp_path: Path) -> None:
    given = NOW.astimezone(timezone(timedelta(hours=9)))

    found = make_runtime(
        tmp_path / "sitrep.yaml", {}, log=io.StringIO(), allow_private=False, now=given
    )

    assert found.clock.now() == given
    assert found.clock.now().tzinfo is UTC
    assert not found.network.allow_private


def test_the_database_stands_beside_the_configuration_or_is_named(
    tmp_path: Path,
) -> None:
    path, log = tmp_path / "sitrep.yaml", io.StringIO()
    named = {"DATABASE_URL": "sqlite:////elsewhere/a.db"}

    beside = make_runtime(path, {}, log=log, allow_private=False)
    elsewhere = make_runtime(path, named, log=log, allow_private=False)

    assert str(tmp_path) in beside.database
    assert elsewhere.database == "sqlite:////elsewhere/a.db"


async def test_files_become_a_digest_on_the_console(
    desk: Runtime, configuration: Configuration
) -> None:
    output = io.StringIO()

    await read(desk, configuration, output)

    assert output.getvalue().startswith("morning")
    assert FERRY.title in output.getvalue()
    assert BRIDGE.title in output.getvalue()


async def test_what_was_read_is_known_to_those_who_ask_later(
    desk: Runtime, configuration: Configuration, folder: Path
) -> None:
    await read(desk, configuration, io.StringIO())

    states = await source_states(desk)
    message = await why(desk, configuration, str(folder))

    assert states[str(folder)].items == 2
    assert message is not None
    assert "rank" in to_markdown(message)


async def test_an_address_that_no_source_had_is_unknown(
    desk: Runtime, configuration: Configuration
) -> None:
    assert await why(desk, configuration, "https://a.example/") is None
    assert await source_states(desk) == {}


async def test_a_database_that_cannot_be_opened_is_told_of(
    configuration: Configuration,
) -> None:
    nowhere = Runtime("sqlite:////nowhere/at/all/a.db", FixedClock(NOW), FakeJournal())

    with pytest.raises(StoreError):
        await read(nowhere, configuration, io.StringIO())


async def test_every_source_is_tried(folder: Path) -> None:
    sources = (
        Source(SourceKind.FILE, str(folder)),
        Source(SourceKind.FILE, f"{folder}/none"),
        Source(SourceKind.PAGE, "http://127.0.0.1:1/"),
    )
    configuration = Configuration((Topic("coast", "Coast", sources),), (), "fast")

    found, missing, forbidden = await try_configured(configuration, DEFAULT_NETWORK)

    assert (found.summary, found.error) == ("2 texts", None)
    assert missing.error == f'file not found: "{folder}/none"'
    assert forbidden.error is not None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_bot_keeps_the_store_fresh_until_it_is_told_to_end(
    tmp_path: Path, folder: Path, number: signal.Signals
) -> None:
    log = Journal()
    path = written(tmp_path, folder)

    async with asyncio.timeout(60):
        running = asyncio.create_task(run_bot(path, {}, output=io.StringIO(), log=log))
        await log.hear("Sitrep started")
        os.kill(os.getpid(), number)
        await running

    begins = [*LEFT_OUT, SCHEDULED, "Sitrep started"]
    assert log.events()[: len(begins)] == begins
    assert log.events()[-3:] == [
        "Sitrep is stopping; it finishes running posts first",
        "longest block of the event loop since the start",
        "Sitrep stopped",
    ]


async def test_a_bot_that_upgrades_its_database_logs_it(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, path = Journal(), written(tmp_path, folder)
    make_tomorrow(tmp_path / "versions", monkeypatch)
    database = make_runtime(path, {}, log=log, allow_private=False).database
    with before_tomorrow():
        async with open_store(database):
            pass

    async with asyncio.timeout(60):
        running = asyncio.create_task(run_bot(path, {}, output=io.StringIO(), log=log))
        await log.hear("Sitrep started")
        os.kill(os.getpid(), signal.SIGTERM)
        await running

    lines = map(json.loads, log.getvalue().splitlines())
    (upgraded,) = (line for line in lines if line["event"] == "database upgraded")
    assert (upgraded["before"], upgraded["after"]) == (TODAY, TOMORROW)


async def test_a_running_bot_posts_an_alert_once(tmp_path: Path, folder: Path) -> None:
    log, output = Journal(), io.StringIO()
    path = written(tmp_path, folder)
    alert = "alerts:\n  fires:\n    topics: coast\n    when: {match: Aurora}\n"
    path.write_text(f"{path.read_text()}{alert}    to: [console]\n")

    async with asyncio.timeout(60):
        running = asyncio.create_task(run_bot(path, {}, output=output, log=log))
        await log.hear("alert posted")
        await log.hear("message posted")
        os.kill(os.getpid(), signal.SIGTERM)
        await running

    assert "alert active" in log.events()
    assert log.events().count("alert posted") == 1
    assert output.getvalue().count("ALERT · fires") == 1
    assert "Aurora" in output.getvalue()


async def test_a_bot_that_may_fetch_private_addresses_says_so(
    tmp_path: Path, folder: Path
) -> None:
    log = Journal()
    path, environment = written(tmp_path, folder), {"SITREP_ALLOW_PRIVATE": "1"}

    async with asyncio.timeout(60):
        running = asyncio.create_task(
            run_bot(path, environment, output=io.StringIO(), log=log)
        )
        await log.hear("Sitrep started")
        os.kill(os.getpid(), signal.SIGTERM)
        await running

    warned = "Sitrep may fetch pages from private IP addresses, which is for tests only"
    expected = [warned, *LEFT_OUT, SCHEDULED, "Sitrep started"]
    assert log.events()[: len(expected)] == expected


async def test_a_bot_without_a_configuration_does_not_start(tmp_path: Path) -> None:
    log = Journal()

    with pytest.raises(ConfigError):
        await run_bot(tmp_path / "none.yaml", {}, output=io.StringIO(), log=log)

    assert log.events() == []


@pytest.mark.slow
async def test_the_demonstration_tells_on_its_second_day_only_what_is_new() -> None:
    output = io.StringIO()

    await run_demo("fast", output=output)

    first, second, _ = output.getvalue().split("Edition demo-")
    assert "Islands close schools" not in first
    assert "Islands close schools" in second
    assert output.getvalue().count("Edition demo-") == 2
