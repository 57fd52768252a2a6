"""What is wrong with a database holds digests up; none is lost, none comes twice."""

from __future__ import annotations

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.domain.slots import SlotState
from bot.stores.sql.database_errors import LOCK_SECONDS
from tests.fakes.command import sitrep
from tests.fakes.platforms.service import Service, in_service, stopped
from tests.fakes.postgresql import Server
from tests.fakes.wires import wires

pytestmark = [pytest.mark.slow, pytest.mark.process]

POSTED = [SlotState.POSTED]
CHANNELS = 4
on_file = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
on_server = pytest.mark.parametrize("database", ["postgresql"], indirect=True)


def file_of(database: str) -> Path:
    """The file of an SQLite database."""
    return Path(database.removeprefix("sqlite:///"))


@contextmanager
def locked(database: str) -> Iterator[None]:
    """Let nobody write until the end of the block."""
    file = file_of(database)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def lock(service: Service) -> None:
    """Lock the database for longer than the bots wait, whenever they begin to."""
    lasts = timedelta(seconds=(LOCK_SECONDS + 3) * service.clock.speed)
    with locked(service.database):
        service.pass_time(lasts)


@on_file
def test_locked_for_5_seconds_when_a_digest_is_due_it_is_posted_once_thereafter(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service:
        service.at += timedelta(seconds=3 * service.clock.speed)
        with service.bots():
            service.hear("Sitrep started")
            lock(service)
            early = service.posted()
            service.finish()

        assert "has kept it locked for 5 seconds" in service.log.read_text()
        assert early == [()]
        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_file
def test_locked_for_5_seconds_after_a_post_the_post_is_found_and_not_repeated(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service:
        service.platform.set_plan({"scripted": {"0": ["silent_after"]}})
        with service.bots():
            service.wait(lambda: any(service.posted()), "the first post")
            lock(service)
            service.finish()

        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_file
def test_with_a_full_disk_nothing_is_posted_and_with_room_again_the_digest_once(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service:
        service.at += timedelta(seconds=3 * service.clock.speed)
        with service.bots() as bots:
            service.hear("Sitrep started")
            (bot,) = bots.processes
            size, most = file_of(database).stat().st_size, resource.RLIM_INFINITY
            resource.prlimit(bot, resource.RLIMIT_FSIZE, (size // 16, most))
            service.hear("planning digests failed; Sitrep tries again")
            service.pass_time(timedelta(seconds=30))
            early = service.posted()
            resource.prlimit(bot, resource.RLIMIT_FSIZE, (most, most))
            service.finish()

        assert early == [()]
        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_file
def test_a_corrupt_file_is_told_and_its_backup_goes_on_and_repeats_nothing(
    database: str, tmp_path: Path
) -> None:
    file, backup = file_of(database), tmp_path / "news.bak"
    place = {"DATABASE_URL": database}
    with in_service(database, tmp_path) as service:
        sitrep("db", "backup", backup, environment=place)
        with service.bots():
            service.finish()
        posted = service.posted()
        file.write_bytes(file.read_bytes()[:4096] + b"\xff" * 40_960)
        with service.bots() as bots:
            status = bots.wait(0)
        told = "it is damaged" in service.log.read_text()
        restored = sitrep("db", "restore", backup, "--force", environment=place)
        with service.bots():
            service.finish()

        assert (status, told) == (1, True)
        assert restored.status == 0, restored.messages
        assert service.states() == POSTED
        assert service.posted() == posted == service.wanted()


@on_server
@pytest.mark.parametrize("step", ["digest build started", "message posted"])
def test_a_server_that_dies_and_comes_back_costs_no_digest_and_doubles_none(
    step: str, database: str, postgresql: Server, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service, service.bots():
        service.hear(step)
        with postgresql.down():
            service.pass_time(timedelta(seconds=30))
        service.finish()

        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_server
def test_a_server_that_dies_while_a_post_is_on_its_way_leads_to_no_second_post(
    database: str, postgresql: Server, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service, service.bots():
        with stopped(service.platform.process):
            service.sender()
            with postgresql.down():
                service.pass_time(timedelta(seconds=5))
        service.finish()

        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_server
def test_cut_off_from_all_a_process_repeats_nothing_that_another_posted_meanwhile(
    database: str, tmp_path: Path
) -> None:
    opening = in_service(database, tmp_path, to=("slack", CHANNELS))
    with opening as service, wires(database, service.platform.environment) as cut:
        with service.bots(through=cut), service.bots() as others:
            others.kill(0)
            service.cut_off(cut)
            others.restart(0)
            service.finish(CHANNELS)
            before = service.posted()
            cut.mend()
            # Longer than any lease, and than the cut-off process waits for an answer.
            service.pass_time(timedelta(minutes=3))

        assert service.states() == POSTED * CHANNELS
        assert service.posted() == before == service.wanted()


@on_server
@pytest.mark.parametrize("minutes", [5, -5])
def test_a_clock_that_is_minutes_off_doubles_nothing_beside_a_right_one(
    minutes: int, database: str, tmp_path: Path
) -> None:
    due, off = timedelta(minutes=3), timedelta(minutes=minutes)
    opening = in_service(database, tmp_path, to=("slack", 2 * CHANNELS), due=due)
    with opening as service, service.bots(ahead=off), service.bots():
        service.finish(2 * CHANNELS)
        told = service.said(
            "this machine's clock differs from the database server's; Sitrep uses the server's time; correct this machine's clock"
        )

        assert told == 1
        assert service.states() == POSTED * 2 * CHANNELS
        assert service.posted() == service.wanted()
