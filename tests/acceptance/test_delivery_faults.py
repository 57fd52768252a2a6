"""The bot's real process is killed, stopped and told to end: each digest comes once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from subprocess import Popen
from time import sleep

import pytest

from bot.core.domain.slots import LEASE, SlotState
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.service import in_service, is_alive, stopped, workers

pytestmark = [pytest.mark.slow, pytest.mark.process]

FORGETFUL = "tests.fakes.platforms.forgetful_bot"
on_file = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
POSTED = [SlotState.POSTED]


@pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)],
    indirect=True,
)
def test_killed_at_each_step_the_digest_is_posted_once(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service, service.bots() as bots:
        for step in ("digest build started", "digest built"):
            service.hear(step)
            bots.kill(0)
            bots.restart(0)
        with stopped(service.platform.process):
            service.sender()
            bots.kill(0)
        bots.restart(0)
        service.hear("message posted")
        bots.kill(0)
        bots.restart(0)
        service.finish()

        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_file
def test_killed_in_a_post_a_bot_that_does_not_look_back_posts_twice(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service:
        # The answer is lost, so that the part is still on its way when the kill comes.
        service.platform.set_plan({"scripted": {"0": ["silent_after"]}})
        with service.bots(module=FORGETFUL) as bots:
            service.wait(lambda: any(service.posted()), "the first post")
            bots.kill(0)
            bots.restart(0)
            service.finish()

        (posted,) = service.posted()
        assert len(posted) == len(set(posted)) + 1


@on_file
def test_killed_again_and_again_while_it_starts_the_digest_is_posted_once(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service, service.bots() as bots:
        with stopped(service.platform.process):
            service.sender()
            bots.kill(0)
        for seconds in (0.1, 0.5, 1.0, 1.3, 1.6):
            bots.restart(0)
            service.pass_time(timedelta(seconds=seconds * service.clock.speed))
            bots.kill(0)
        bots.restart(0)
        service.finish()

        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_file
def test_sigterm_in_a_post_ends_in_time_and_the_post_is_found_and_not_repeated(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service:
        # At its true pace, its patience with the platform outlasts its end.
        with service.bots(clock=HastyClock.started(1.0)) as bots:
            with stopped(service.platform.process):
                service.sender()
                bots.terminate(0)
                status = bots.wait(0)
            service.wait(lambda: any(service.posted()), "the post that was on its way")
        with service.bots():
            service.finish()

        assert status == 0
        assert service.posted() == service.wanted()


@on_file
def test_sigterm_in_a_post_that_is_answered_ends_with_the_post_noted(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service:
        with service.bots(clock=HastyClock.started(1.0)) as bots:
            with stopped(service.platform.process):
                service.sender()
                # On a busy machine, a claimed message is posted some time later, or by
                # the next bot.
                sleep(1.0)
                bots.terminate(0)
                service.hear("Sitrep is stopping; it finishes running posts first")
            status = bots.wait(0)
            noted, (posted,) = service.said("message posted"), service.posted()
        with service.bots():
            service.finish()

        assert (status, noted) == (0, len(posted))
        assert service.posted() == service.wanted()


@on_file
def test_sigterm_while_a_report_is_read_ends_in_time_and_the_digest_comes_later(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service:
        with service.bots(start=Popen) as bots:
            service.hear("digest build started")
            (bot,) = bots.processes
            service.wait(lambda: bool(workers(bot)), "a worker")
            at_work = workers(bot)
            with stopped(*at_work):
                bots.terminate(0)
                status = bots.wait(0)
            # Another worker may have been quick enough: then it is built already.
            left = tuple(filter(is_alive, at_work))
        with service.bots():
            service.finish()

        assert (status, *left) == (0,)
        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@on_file
@pytest.mark.parametrize("step", ["digest build started", "digest built"])
def test_stopped_for_60_seconds_the_only_process_posts_the_digest_once(
    step: str, database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path) as service, service.bots() as bots:
        service.hear(step)
        with stopped(*bots.processes):
            service.pass_time(timedelta(seconds=60))
        service.finish()

        assert service.states() == POSTED
        assert service.posted() == service.wanted()


@pytest.mark.parametrize(
    ("kind", "database"),
    [("slack", "postgresql"), ("discord", "sqlite")],
    indirect=["database"],
)
def test_stopped_for_60_seconds_in_its_post_it_does_not_repeat_what_another_found(
    kind: str, database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path, to=(kind, 1)) as service:
        service.platform.set_plan({"scripted": {"0": ["silent_after"]}})
        service.replicas = 2
        with service.bots():
            service.wait(lambda: any(service.posted()), "the first post")
            with service.sender_stopped():
                service.pass_time(LEASE)
                service.hear("message posted")
            service.finish()
            service.pass_time(LEASE)

        assert service.states() == POSTED
        assert service.posted() == service.wanted()
