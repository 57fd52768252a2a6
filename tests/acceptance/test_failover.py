"""A PostgreSQL primary dies and its standby is promoted: no digest is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.domain.slots import SlotState
from bot.stores.sql import open_maintenance
from tests.fakes.platforms.service import Service, in_service, stopped
from tests.fakes.standby import Pair, running_pair

pytestmark = [pytest.mark.slow, pytest.mark.process]

CHANNELS = 6


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A primary with the tables of a store, and a standby that every commit waits for."""
    with running_pair() as servers:
        with open_maintenance(servers.address) as maintenance:
            maintenance.upgrade()
        yield servers


def fail_over(service: Service, pair: Pair) -> None:
    """Kill the primary, and promote the standby when the bots have noticed."""
    noticed = service.said("sending messages failed; Sitrep tries again")
    pair.primary.kill()
    service.hear("sending messages failed; Sitrep tries again", noticed + 1)
    pair.promote()


def test_a_promoted_standby_goes_on_where_the_primary_died(
    pair: Pair, tmp_path: Path
) -> None:
    opening = in_service(pair.address, tmp_path, to=("slack", CHANNELS))
    with opening as service, service.bots():
        service.hear("message posted")
        fail_over(service, pair)
        service.finish(CHANNELS)

        assert service.states() == [SlotState.POSTED] * CHANNELS
        assert service.posted() == service.wanted()


def test_a_post_on_its_way_while_the_primary_dies_is_found_and_not_repeated(
    pair: Pair, tmp_path: Path
) -> None:
    with in_service(pair.address, tmp_path) as service, service.bots():
        with stopped(service.platform.process):
            service.sender()
            pair.primary.kill()
            pair.promote()
            service.pass_time(timedelta(seconds=5))
        service.finish()

        assert service.states() == [SlotState.POSTED]
        assert service.posted() == service.wanted()
