"""``sitrep calendar``: what falls due, from the command line."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from bot.stores.sql import open_store
from tests.acceptance.test_record_commands import FILE
from tests.fakes.calendar import LINE, make_date
from tests.fakes.command import Done, sitrep
from tests.fakes.record import make_entry, make_sentence
from tests.fakes.records import add

DAYS = {"ferry": date(2400, 3, 6), "bridge": date(2400, 5, 1)}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and a database with two events."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "sitrep.yaml").write_text(FILE)

    async def record() -> None:
        async with open_store(f"sqlite:///{folder / 'sitrep.db'}") as store:
            for name, day in DAYS.items():
                article = await add(store, name)
                due = await store.due_entries(1)
                entry = make_entry(
                    article,
                    number=due.through,
                    sentences=[make_sentence(LINE)],
                    claims=(),
                )
                dates = (make_date(day, event=name),)
                assert await store.record(due, [replace(entry, dates=dates)])

    asyncio.run(record())
    return folder


def calendar(desk: Path, *arguments: str) -> Done:
    return sitrep("calendar", *arguments, place=desk)


def days(done: Done) -> list[str]:
    """The first days of the listed events."""
    return [event["from"] for event in json.loads(done.output)["events"]]


def test_events_are_listed_by_day(desk: Path) -> None:
    text = calendar(desk)
    markdown = calendar(desk, "--format", "markdown")

    assert text.status == markdown.status == 0
    assert "LATER" in text.output
    assert "#:~:text=ferry" in markdown.output
    assert days(calendar(desk, "--format", "json")) == ["2400-03-06", "2400-05-01"]


def test_the_days_and_the_topic_select_events(desk: Path) -> None:
    later = calendar(desk, "--from", "2400-04-01", "--format", "json")
    early = calendar(desk, "--to", "2400-04-01", "--format", "json")
    other = calendar(desk, "--topic", "schools", "--format", "json")

    assert days(later) == ["2400-05-01"]
    assert days(early) == ["2400-03-06"]
    assert days(other) == []


def test_a_calendar_program_reads_the_events(desk: Path) -> None:
    done = calendar(desk, "--format", "ics", "--to", "2400-04-01")

    (event,) = Calendar.from_ical(done.output).walk("VEVENT")
    assert event["DTSTART"].to_ical() == b"24000306"
    assert str(event["SUMMARY"]) == LINE


@pytest.mark.parametrize(
    ("arguments", "mistake"),
    [
        (("--from", "soon"), '"soon" is not a day; use 2026-11-20'),
        (("--from", "2400-03-06", "--to", "2400-03-01"), "is before --from"),
        (("--topic", "harbour"), 'unknown topic "harbour"'),
    ],
)
def test_a_wrong_option_is_named(
    desk: Path, arguments: tuple[str, ...], mistake: str
) -> None:
    done = calendar(desk, *arguments)

    assert done.status == 2
    assert mistake in done.messages
