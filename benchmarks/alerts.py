"""A day of alerts: ``python -m benchmarks.alerts``.

Forty papers publish 10,000 invented articles in 24 hours. Sitrep polls their feeds every
15 minutes, reads the pages, evaluates three alerts and posts, with its own services on an
SQLite file; only the network and the platform are models. The clock skips the time in
which nothing happens; all work takes its real time. In each tick of five seconds the jobs
run in the opposite order of the data, so that each step waits as long as it can. The
store has some hundred articles of the day before, as in an installation in use. The
last line is one JSON object: how late messages are after the poll that made them due, in seconds, and how many
are lost or doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from typing_extensions import override

from benchmarks.alert_news import (
    AGENCY,
    DAY,
    PAPERS,
    InventedDay,
    NewsEvent,
    NewsItem,
    site,
)
from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Configuration,
    Destination,
    Source,
    SourceKind,
    Topic,
    WatchedActor,
)
from bot.core.domain.messages import Message
from bot.core.domain.records import Validators
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import Page
from bot.stores.sql import open_maintenance
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock, FakeMessenger
from tests.fakes.town import FakeWeb, Paper, Report, Town, open_desks, page_of

ARTICLES = 10_000
TICK = timedelta(seconds=5)
LISTED = 40
"""The number of items in a feed."""

_SOURCES = tuple(
    Source(SourceKind.FEED, f"{site(number)}/feed.xml") for number in range(PAPERS)
)
_SEA_WORDS = ("ferry", "dockers", "tanker")
_FLAW_WORDS = ("vulnerability", r"/CVE-\d+/")
SEA = Topic("sea", "The sea", _SOURCES, _SEA_WORDS, actors=(WatchedActor(AGENCY),))
FLAWS = Topic("flaws", "Security flaws", _SOURCES, _FLAW_WORDS)
_MANY = 1_000
_SAME_MESSAGE = timedelta(minutes=1)
"""An ending that is listed so soon after a message is due may be in that message."""


def _plan(name: str, topic: Topic, condition: AlertCondition) -> AlertPlan:
    to = (Destination("fake", name),)
    return AlertPlan(name, (topic,), condition, to, max_per_day=_MANY)


ALERTS = (
    _plan("papers", SEA, AlertCondition(papers=3)),
    _plan("actors", SEA, AlertCondition(any_actor=True)),
    _plan("match", FLAWS, AlertCondition(match=(r"/CVE-\d+/",))),
)


class SkippingClock(FakeClock):
    """A clock that runs as the machine's, and skips the time in which nothing happens."""

    def __init__(self, now: datetime) -> None:
        super().__init__(now)
        self._since = time.monotonic()

    @override
    def now(self) -> datetime:
        return super().now() + timedelta(seconds=time.monotonic() - self._since)

    def skip_to(self, moment: datetime) -> None:
        """Advance to a moment, unless it is past."""
        now = self.now()
        self._since = time.monotonic()
        self.move(max(moment, now) - super().now())


class DayWeb(FakeWeb):
    """Serves the feeds and pages of a day; ``listed`` is when a feed first had an item."""

    def __init__(self, clock: SkippingClock, items: Sequence[NewsItem]) -> None:
        super().__init__()
        self.listed: dict[str, datetime] = {}
        self._clock = clock
        self._items = {item.url: item for item in items}
        self._feeds: dict[str, list[NewsItem]] = {source.url: [] for source in _SOURCES}
        for item in items:
            self._feeds[f"{site(item.paper)}/feed.xml"].append(item)

    @override
    async def crawl(self, url: str) -> Page:
        item = self._items.get(url)
        body = page_of(_report(item)) if item else self._feed(url)
        kind = "text/html" if item else "application/rss+xml"
        validators = Validators(sha256(body).hexdigest())
        return Page(url, body, kind, "utf-8", validators=validators)

    def _feed(self, url: str) -> bytes:
        now = self._clock.now()
        published = [item for item in self._feeds[url] if item.at <= now]
        for item in published:
            self.listed.setdefault(item.url, now)
        paper = Paper(url.removesuffix("/feed.xml"))
        paper.publish(*map(_report, reversed(published[-LISTED:])))
        return paper.pages()[url]


def _report(item: NewsItem) -> Report:
    name = item.url.rpartition("/")[2]
    return Report(name, item.title, item.text, item.at)


@dataclass(frozen=True, slots=True)
class PostedAlert:
    """A message as it was posted."""

    channel: str
    key: str
    parent: str | None
    at: datetime
    message: Message


class RecordingMessenger(FakeMessenger):
    """Records each post with its time."""

    def __init__(self, clock: SkippingClock) -> None:
        super().__init__()
        self.log: list[PostedAlert] = []
        self._clock = clock

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        now = self._clock.now()
        self.log.append(PostedAlert(channel, idempotency_key, parent, now, message))
        return await super().post(
            channel, message, idempotency_key=idempotency_key, parent=parent
        )


@dataclass(frozen=True, slots=True)
class ExpectedAlert:
    """A message that an alert owes its channel, since the poll at ``due``.

    ``is_end`` says that it tells the ending of an event on which it has posted.
    """

    alert: str
    event: int
    due: datetime
    is_end: bool = False


def expected_alerts(
    events: Iterable[NewsEvent], listed: Mapping[str, datetime]
) -> Iterator[ExpectedAlert]:
    """Yield the first message on each event that meets a condition, and its ending."""
    for event in events:
        items = sorted(
            (item for item in event.items if item.url in listed),
            key=lambda item: listed[item.url],
        )
        for alert, item in _met(event, items):
            due = listed[item.url]
            yield ExpectedAlert(alert, event.number, due)
            end = next((listed[each.url] for each in items if each.is_end), due)
            if end > due + _SAME_MESSAGE:
                yield ExpectedAlert(alert, event.number, end, is_end=True)


def _met(event: NewsEvent, items: Sequence[NewsItem]) -> Iterator[tuple[str, NewsItem]]:
    """Yield each alert whose condition the event meets, with the item that makes it so."""
    if not items:
        return
    if event.topic == "flaws":
        yield "match", items[0]
    if event.is_watched:
        yield "actors", items[0]
    papers: dict[str, int] = {}
    for item in items if event.topic == "sea" else ():
        # Of equal texts only the first counts.
        papers.setdefault(item.text, item.paper)
        if len(set(papers.values())) == ALERTS[0].condition.papers:
            yield "papers", item
            return


@dataclass(slots=True)
class Score:
    """What became of the messages that the alerts owed."""

    late: list[float] = field(default_factory=list)
    lost: list[ExpectedAlert] = field(default_factory=list)
    doubled: list[PostedAlert] = field(default_factory=list)
    undue: list[PostedAlert] = field(default_factory=list)


def score(
    expected: Collection[ExpectedAlert],
    posts: Sequence[PostedAlert],
    numbers: Mapping[str, int],
) -> Score:
    """Compare the messages; ``numbers`` are those of the events of pages."""
    result = Score()
    threads: dict[tuple[str, int], list[PostedAlert]] = {}
    for post in posts:
        for event in set(_events(post, numbers)):
            threads.setdefault((post.channel, event), []).append(post)
    for one in expected:
        thread = threads.get((one.alert, one.event), [])
        answers = (each for each in thread if (each.parent is not None) == one.is_end)
        answer = next((each for each in answers if each.at >= one.due), None)
        if answer is None:
            result.lost.append(one)
        else:
            result.late.append((answer.at - one.due).total_seconds())
    first = {(one.alert, one.event) for one in expected}
    for key, thread in threads.items():
        tops = [post for post in thread if post.parent is None]
        result.doubled += tops[1:]
        result.undue += tops if key not in first else []
    result.doubled += _repeated(posts)
    return result


def _events(post: PostedAlert, numbers: Mapping[str, int]) -> Iterator[int]:
    """Yield the events to whose pages the message links."""
    for section in post.message.sections:
        for row in section.rows:
            links = (row.proof, *(part.url for part in row.parts))
            for link in filter(None, links):
                number = numbers.get(link.partition("#")[0])
                if number is not None:
                    yield number


def _repeated(posts: Iterable[PostedAlert]) -> Iterator[PostedAlert]:
    """Yield the messages whose key or text was posted in the channel before."""
    seen: set[tuple[str, str]] = set()
    for post in posts:
        names = {(post.channel, post.key), (post.channel, to_markdown(post.message))}
        if names & seen:
            yield post
        seen |= names


@dataclass(slots=True)
class Costs:
    """The CPU seconds of reading articles, and of evaluating and posting alerts."""

    reading: float = 0.0
    alerts: float = 0.0


async def live(town: Town, clock: SkippingClock, end: datetime) -> Costs:
    """Run the jobs of a bot until the end of the day.

    The time from the last message that follows from a poll to the next poll is skipped.
    """
    ingest, costs, tick = town.digest_service.ingest, Costs(), clock.now()
    while tick < end:
        began = time.process_time()
        await town.delivery.send()
        posted = await town.alerts.evaluate(town.configuration)
        alerted = time.process_time()
        fetched = await ingest.fetch(_SOURCES)
        polled = await ingest.poll(_SOURCES, town.configuration.poll)
        costs.alerts += alerted - began
        costs.reading += time.process_time() - alerted
        tick = max(tick + TICK, clock.now())
        if not (posted or fetched or polled):
            states = await town.store.states()
            tick = max(tick, min(state.due for state in states.values()))
        clock.skip_to(tick)
    return costs


async def run(articles: int, folder: Path) -> dict[str, float]:
    """Let a day pass, and return the figures."""
    invented = InventedDay()
    earlier, events = invented.earlier(), invented.events(articles)
    before, items = _items(earlier), _items(events)
    database = f"sqlite:///{folder / 'sitrep.db'}"
    with open_maintenance(database) as maintenance:
        maintenance.upgrade()
    clock = SkippingClock(DAY)
    web, messenger = DayWeb(clock, (*before, *items)), RecordingMessenger(clock)
    configuration = Configuration(
        (SEA, FLAWS), (make_plan(SEA),), engine="fast", alerts=ALERTS
    )
    opening = open_desks(
        configuration, web, database=database, clock=clock, messenger=messenger
    )
    async with opening as town:
        await town.digest_service.refresh(town.plan, town.configuration)
        costs = await live(town, clock, DAY + timedelta(days=1, minutes=20))
    numbers = {item.url: item.event for item in (*before, *items)}
    result = score(tuple(expected_alerts(events, web.listed)), messenger.log, numbers)
    _print(result, messenger.log)
    return {
        **_figures(result),
        "articles": len(items),
        "messages": len(messenger.log),
        "cpu_ms_per_article": round(1_000 * costs.alerts / len(items), 2),
        "reading_cpu_ms_per_article": round(1_000 * costs.reading / len(items), 2),
    }


def _items(events: Iterable[NewsEvent]) -> list[NewsItem]:
    """Return all articles by time."""
    items = (item for event in events for item in event.items)
    return sorted(items, key=lambda item: item.at)


def _print(result: Score, posts: Sequence[PostedAlert]) -> None:
    for one in result.lost:
        print(f"missing alert: {one}")
    for post in (*result.doubled, *result.undue):
        print(
            f"alert posted twice or without a reason: {post.channel} {post.at}: {post.key}"
        )
    channels = Counter(post.channel for post in posts)
    replies = Counter(post.channel for post in posts if post.parent)
    for channel, number in channels.items():
        print(f"{channel}: {number} messages, {replies[channel]} of them in threads")


def _figures(result: Score) -> dict[str, float]:
    late = sorted(result.late)
    place = max(0, math.ceil(0.99 * len(late)) - 1)
    return {
        "late_s_p99": round(late[place], 1) if late else math.nan,
        "late_s_max": round(late[-1], 1) if late else math.nan,
        "due": len(late) + len(result.lost),
        "doubled": len(result.doubled),
        "lost": len(result.lost),
        "undue": len(result.undue),
    }


def main() -> None:
    """Print what went wrong, then the figures."""
    parser = argparse.ArgumentParser(prog="benchmarks.alerts")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = asyncio.run(run(given.articles, Path(folder)))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
