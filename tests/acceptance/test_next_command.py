"""``sitrep next``, and what ``sitrep run`` says of the next digests."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.domain.slots import PlannedSlot, SlotKey
from bot.stores.sql import open_store
from tests.fakes import command
from tests.fakes.command import sitrep

SECONDS = 60
ZONE = ZoneInfo("Europe/Berlin")
CONFIGURATION = """\
timezone: Europe/Berlin
topics:
  coast: {title: The coast, sources: [file: coast]}
digests:
  morning:
    topics: [coast]
    at: "06:30"
    to:
      - console
      - slack: {channel: "#shipping", quiet: "21:30-07:00"}
  friday:
    topics: [coast]
    at: "12:00"
    days: [fri]
    to: [console]
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a configuration of two digests."""
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION)
    (tmp_path / "coast").mkdir()
    return tmp_path


def test_each_digest_says_when_it_comes_and_where(place: Path) -> None:
    done = sitrep("next", place=place)

    words = " ".join(done.output.split())
    assert done.status == 0
    assert words.index("morning (Europe/Berlin)") < words.index(
        "friday (Europe/Berlin)"
    )
    assert words.count("console/stdout") == 2
    assert words.count("07:00 (due 06:30, quiet hours)") == 3
    assert "variables are not set: SLACK_BOT_TOKEN." in words


def test_the_json_has_the_times_in_the_zone_of_the_digest(place: Path) -> None:
    done = sitrep("next", "morning", "--format", "json", place=place)

    (digest,) = json.loads(done.output)["digests"]
    console, slack = digest["destinations"]
    now = datetime.now(UTC)  # noqa: TID251 - the command has the machine's clock
    first = datetime.fromisoformat(console["next"][0]["at"])
    assert (digest["digest"], digest["timezone"]) == ("morning", "Europe/Berlin")
    assert f"{first.astimezone(ZONE):%H:%M}" == "06:30"
    assert timedelta(0) < first - now < timedelta(days=1, hours=2)
    assert [slot["held"] for slot in slack["next"]] == [True] * 3
    assert slack["missing"] == ["SLACK_BOT_TOKEN"]


async def test_a_digest_of_today_does_not_come_again_and_may_wait(place: Path) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the command has the machine's clock
    tomorrow = (now + timedelta(days=1)).astimezone(ZONE).date()
    key = SlotKey("morning", "console/stdout", tomorrow, 0)
    async with open_store(f"sqlite:///{place / 'sitrep.db'}") as store:
        await store.plan([PlannedSlot(key, now)], until=now)

    done = sitrep("next", "morning", "-f", "json", place=place)

    (digest,) = json.loads(done.output)["digests"]
    console, _ = digest["destinations"]
    assert str(key) not in [slot["slot"] for slot in console["next"]]
    assert [slot["slot"] for slot in console["waiting"]] == [str(key)]


def test_an_unknown_digest_is_wrong_usage(place: Path) -> None:
    done = sitrep("next", "mornin", place=place)

    assert done.status == 2
    assert done.messages == 'unknown digest "mornin"; did you mean "morning"?\n'


async def test_the_running_bot_says_it_once(place: Path) -> None:
    scheduled = []
    async with (
        asyncio.timeout(SECONDS),
        command.running(place / "sitrep.yaml", {}) as process,
    ):
        async for entry in command.event_log(process):
            if entry["event"] == "digest scheduled":
                scheduled.append(entry)
            if entry["event"] == "Sitrep started":
                process.terminate()

    assert [entry["digest"] for entry in scheduled] == ["morning", "friday"]
    assert "06:30: console/stdout" in str(scheduled[0]["next"])
    assert "(due 06:30, quiet hours): slack/#shipping" in str(scheduled[0]["next"])
    assert str(scheduled[1]["next"]).startswith("Fri ")
