"""The bot's real processes start when something has been due for long."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.domain.slots import SlotState
from tests.fakes.platforms.service import in_service

pytestmark = [pytest.mark.slow, pytest.mark.process]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REPLICAS = 4

on_file = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)],
    indirect=True,
)
def test_processes_that_start_at_once_over_a_due_digest_post_it_once(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path, to=("slack", 2)) as service:
        service.replicas = REPLICAS
        with service.bots():
            service.finish(2)

        assert service.states() == [SlotState.POSTED] * 2
        assert service.posted() == service.wanted()


@on_file
def test_down_over_one_slot_the_digest_is_posted_once_and_told_to_be_late(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path, due=-HOUR) as service:
        with service.bots():
            service.finish()

        assert service.slots()[0].late
        assert service.states() == [SlotState.POSTED]
        assert service.posted() == service.wanted()


@on_file
def test_down_for_three_days_only_the_newest_digest_is_posted(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path, due=-HOUR, since=3 * DAY - HOUR) as service:
        with service.bots():
            service.finish(3)

        assert service.said("digest skipped; Sitrep does not post it later") == 2
        assert service.states() == [*[SlotState.SKIPPED] * 2, SlotState.POSTED]
        assert service.posted() == service.wanted()


@on_file
def test_a_channel_that_is_removed_while_its_parts_wait_gets_nothing(
    database: str, tmp_path: Path
) -> None:
    with in_service(database, tmp_path, to=("slack", 2)) as service:
        kept, removed = service.channels
        service.platform.set_plan({"always": ["error_before"], "channel": removed})
        with service.bots():
            service.wait(lambda: service.said("digest built") == 2, "parts that wait")
            service.hear("message posted")
        service.platform.set_plan({})
        service.channels = (kept,)
        with service.bots():
            service.finish(2)

        assert sorted(service.states()) == [SlotState.DEAD, SlotState.POSTED]
        assert service.platform.keys(removed) == ()
        assert service.posted() == service.wanted()
