"""Alerts on one topic for many people: ``python -m benchmarks.alert_people``.

Each person subscribed to the alerts of the same topic, and was shown an edition in each
week of the last year. The store has some hundred articles of the day before. Then two
papers report an event, which is due for no person, and a third paper, which makes it due
for all. The last line is one JSON object: the seconds and the CPU seconds from each poll
until all alerts are evaluated and all messages are stored.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, insert

from benchmarks.alert_news import DAY, PAPERS, InventedDay, NewsItem, site
from bot.core.digests.subscriptions import personal_channel, with_subscriptions
from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.core.domain.records import Subscription
from bot.stores.sql import open_maintenance, tables
from bot.stores.sql.database import Database
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock
from tests.fakes.town import FakeWeb, Paper, Report, Town, open_desks

PEOPLE = 1_500
WEEKS = 52
PRINTED, SHOWN = 10, 5
"""The numbers of sentences that an edition prints, and of articles that it shows."""

_PAPERS_OF_EVENT = 3
_AT_ONCE = 100
_SOURCES = tuple(
    Source(SourceKind.FEED, f"{site(number)}/feed.xml") for number in range(PAPERS)
)
SEA = Topic("sea", "The sea", _SOURCES, ("ferry", "dockers", "tanker"))


def subscribed(people: int) -> Configuration:
    """Return a configuration with the alerts of so many people."""
    configuration = Configuration((SEA,), (make_plan(SEA),), engine="fast")
    subscriptions = (
        Subscription("fake", f"u{number}", SEA.id, None, "UTC")
        for number in range(people)
    )
    return with_subscriptions(configuration, subscriptions)


def show_editions(connection: Connection, people: Iterable[int]) -> None:
    """Store an edition for each week of the last year in the channel of each person."""
    rows = [_edition(person, week) for person in people for week in range(1, WEEKS + 1)]
    connection.execute(insert(tables.editions), rows)
    for table, name, count in (
        (tables.edition_sentences, "sentence", PRINTED),
        (tables.edition_articles, "article", SHOWN),
    ):
        values = [
            {"edition": row["number"], "place": place, name: f"{row['id']} {place}"}
            for row in rows
            for place in range(count)
        ]
        connection.execute(insert(table), values)


def _edition(person: int, week: int) -> dict[str, object]:
    number = person * (WEEKS + 1) + week
    channel = personal_channel("fake", f"u{person}")
    name = {"id": f"shown {number:016}", "digest": f"sea.{person}", "document": "{}"}
    at = DAY - timedelta(weeks=week)
    return {**name, "number": number, "channel": channel, "at": at, "kind": "alert"}


async def measure(people: int, folder: Path) -> dict[str, float]:
    """Let the papers report, and return the figures."""
    database = f"sqlite:///{folder / 'sitrep.db'}"
    with open_maintenance(database) as maintenance:
        maintenance.upgrade()
    _show(database, people)
    invented = InventedDay()
    earlier = [i for event in invented.earlier() for i in event.items]
    reports = _reports_of_one_event(invented)
    configuration, clock = subscribed(people), FakeClock(DAY)
    papers = [Paper(site(number)) for number in range(PAPERS)]
    for item in sorted(earlier, key=lambda item: item.at):
        papers[item.paper].publish(_report(item))
    opening = open_desks(
        configuration, FakeWeb(*papers), database=database, clock=clock
    )
    async with opening as town:
        await _poll(town)
        figures = {"start": await _timed(town)}
        for name, items in (("not_due", reports[:-1]), ("due", reports[-1:])):
            clock.move(timedelta(hours=1))
            for item in items:
                report = replace(_report(item), day=clock.now())
                papers[item.paper].publish(report)
            await _poll(town)
            figures[name] = await _timed(town)
    return {
        f"{name}_{unit}": value
        for name, values in figures.items()
        for unit, value in zip(
            ("messages", "seconds", "cpu_seconds"), values, strict=True
        )
    }


def _show(database: str, people: int) -> None:
    opened = Database(database)
    try:
        for first in range(0, people, _AT_ONCE):
            chosen = range(first, min(people, first + _AT_ONCE))
            opened.write_now(partial(show_editions, people=chosen))
    finally:
        opened.close_now()


def _reports_of_one_event(invented: InventedDay) -> Sequence[NewsItem]:
    """Return the reports of an event at sea by three papers, each with its own text."""
    for event in invented.events(1_000):
        items = {item.paper: item for item in event.items if not item.is_copy}
        own = [item for item in items.values() if not item.is_end]
        if event.topic == "sea" and len(own) >= _PAPERS_OF_EVENT:
            return own[:_PAPERS_OF_EVENT]
    raise LookupError


def _report(item: NewsItem) -> Report:
    return Report(item.url.rpartition("/")[2], item.title, item.text, item.at)


async def _poll(town: Town) -> None:
    await town.digest_service.refresh(town.plan, town.configuration)


async def _timed(town: Town) -> tuple[float, float, float]:
    """Evaluate the alerts; return how many messages were stored, and the seconds."""
    began, cpu = time.monotonic(), time.process_time()
    messages = await town.alerts.evaluate(town.configuration)
    took, used = time.monotonic() - began, time.process_time() - cpu
    return messages, round(took, 1), round(used, 1)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.alert_people")
    parser.add_argument("--people", type=int, default=PEOPLE)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(measure(given.people, Path(folder)))
    print(json.dumps({"people": given.people, **figures}))


if __name__ == "__main__":
    main()
