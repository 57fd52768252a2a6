"""``sitrep deliveries``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.core.domain.slots import BUILD_LEASE, PlannedSlot, SlotKey
from bot.stores.sql import open_store
from tests.fakes.command import sitrep

AT = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
GIVEN_UP = SlotKey("morning", "console/stdout", date(2026, 3, 2), 0)
DUE = SlotKey("morning", "console/stdout", date(2026, 3, 3), 0)


@pytest.fixture
async def place(tmp_path: Path) -> Path:
    """A folder with a configuration, and a store with a slot that was given up."""
    (tmp_path / "sitrep.yaml").write_text("topics: {a: {title: A, sources: [file: a]}}")
    async with open_store(f"sqlite:///{tmp_path / 'sitrep.db'}") as store:
        await store.plan([PlannedSlot(GIVEN_UP, AT)], AT)
        slot = await store.claim_slot("me", AT, BUILD_LEASE)
        assert slot is not None
        await store.return_slot(slot, error="token=abcdefgh is wrong", again=None)
        await store.plan([PlannedSlot(DUE, AT)], AT)
    return tmp_path


def test_deliveries_are_listed_the_newest_first(place: Path) -> None:
    done = sitrep("deliveries", place=place)

    found = [word for word in done.output.split() if word.startswith("morning/")]
    assert done.status == 0
    assert found == [str(DUE), str(GIVEN_UP)]


def test_those_that_failed_say_why_but_no_secret(place: Path) -> None:
    done = sitrep("deliveries", "--failed", place=place)

    assert str(GIVEN_UP) in done.output
    assert str(DUE) not in done.output
    assert "token=[hidden] is wrong" in done.output


def test_what_was_given_up_is_tried_again_when_that_is_asked_for(place: Path) -> None:
    done = sitrep("deliveries", "--retry", str(GIVEN_UP), place=place)

    after = sitrep("deliveries", "--failed", place=place)
    assert done.output == f"{GIVEN_UP}: the running bot will retry it\n"
    assert after.output == ""
    assert after.messages == "no failed deliveries\n"


def test_what_was_not_given_up_is_not_tried_again(place: Path) -> None:
    done = sitrep("deliveries", "--retry", str(DUE), place=place)

    assert done.status == 1
    assert done.messages == (
        f"{DUE}: no failed delivery has this ID; "
        "`sitrep deliveries --failed` lists them\n"
    )


def test_what_is_no_delivery_is_refused_with_what_to_do(place: Path) -> None:
    done = sitrep("deliveries", "--retry", "morning", place=place)

    assert done.status == 2
    assert done.messages == (
        '"morning" is not a delivery ID: copy one from sitrep deliveries --failed\n'
    )
