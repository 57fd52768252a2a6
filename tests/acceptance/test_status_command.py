"""``sitrep status``: from the database alone, with and without a bot."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.domain.slots import PlannedSlot, SlotKey
from bot.stores.sql import open_store
from tests.fakes.command import sitrep

CONFIGURATION = """\
topics:
  coast: {title: The coast, sources: [file: coast]}
digests:
  morning: {topics: coast, at: "06:30", to: console}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a configuration of one digest."""
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION)
    (tmp_path / "coast").mkdir()
    return tmp_path


def test_before_the_first_run_it_says_what_is_next(place: Path) -> None:
    done = sitrep("status", place=place)

    words = " ".join(done.output.split())
    assert (done.status, done.messages) == (0, "")
    assert "no bot has run with this database: start one with sitrep run" in words
    assert "0 digests to build; 0 messages to send; 0 articles to read" in words
    assert words.index("RUNNING") < words.index("FAILING") < words.index("NEXT")
    assert "morning" in words


async def test_a_slot_that_waits_is_in_the_json(place: Path) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the command has the machine's clock
    key = SlotKey("morning", "console/stdout", now.date() - timedelta(days=1), 0)
    async with open_store(f"sqlite:///{place / 'sitrep.db'}") as store:
        await store.plan([PlannedSlot(key, now)], until=now)
        await store.claim_slot("desk-7-ab", now, timedelta(hours=1))

    document = json.loads(sitrep("status", "--format", "json", place=place).output)

    assert document["bot"]["running"] is True
    assert document["waiting"]["digests"] == 1
    assert [process["process"] for process in document["processes"]] == ["desk-7-ab"]
    assert [slot["digest"] for slot in document["next"]] == ["morning"]


def test_a_wrong_configuration_is_told(tmp_path: Path) -> None:
    done = sitrep("status", place=tmp_path)

    assert (done.status, done.output) == (2, "")
