"""Seven days of the sample papers, with all that may happen to feeds and to the bot."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.errors import FetchTimeoutError, StatusError
from bot.core.domain.records import Edition
from bot.core.ports.services import Page
from bot.demo import COURIER, LATER_COURIER, LATER_POST, POST, sample_page
from tests.fakes.ports import FakeClock, FakeMessenger
from tests.fakes.reports import BRIDGE, FERRY, FERRY_LATER, FERRY_TOO, SCHOOL
from tests.fakes.town import START, FakeWeb, Report, Town, open_town

DAYS = 7
PAPERS = ("https://halden-courier.example", "https://inland-post.example")
PAGES = (*COURIER, *POST, LATER_COURIER, LATER_POST)
REPORTS = (FERRY, BRIDGE, SCHOOL, FERRY_TOO, FERRY_LATER)


@dataclass
class Site(FakeWeb):
    """Both papers: each day's feed lists what was printed so far, edited each day."""

    day: int = 0
    dead: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    forbidden: set[str] = field(default_factory=set)
    interrupt: Callable[[], object] | None = None

    @override
    async def crawl(self, url: str) -> Page:
        self.asked.append(url)
        if self.interrupt is not None and len(self.asked) % 3 == 0:
            self.interrupt()
            await asyncio.sleep(0)
        base, _, name = url.partition("?")[0].rpartition("/")
        if base in self.dead:
            raise FetchTimeoutError("the server is too slow")
        body = self._feed(base) if name == "feed.xml" else self._body(name)
        return Page(url, body, "text/html", "utf-8")

    def printed(self, base: str) -> list[str]:
        """The reports that a paper has printed by now, the newest first."""
        mine = [name for at, name in enumerate(NAMES) if PAPERS[at % 2] == base]
        return mine[: 1 + self.day][::-1]

    def _feed(self, base: str) -> bytes:
        items = "".join(self._item(base, name) for name in self.printed(base))
        return f'<rss version="2.0"><channel>{items}</channel></rss>'.encode()

    def _item(self, base: str, name: str) -> str:
        """The item as it stands today: title, date, guid or parameters are edited."""
        title, guid, query = f"News: {name}", f"{base}/{name}", ""
        day = START
        match (self.day + len(name)) % 4:
            case 0:
                title = f"Update {self.day}: {name}"
            case 1:
                day = START + timedelta(days=self.day)
            case 2:
                guid = f"{name}-{self.day}"
            case _:
                query = f"?utm_campaign=day-{self.day}"
        return (
            f"<item><title>{title}</title><link>{base}/{name}{query}</link>"
            f"<guid>{guid}</guid><pubDate>{format_datetime(day)}</pubDate></item>"
        )

    def _body(self, name: str) -> bytes:
        if name in PAGES:
            return sample_page(name)
        report = next((one for one in REPORTS if one.name == name), None)
        if report is None:
            raise StatusError("the server answers 404 Not Found", 404)
        return _html(report)


NAMES = (*PAGES[:4], "ferry", "bridge", *PAGES[4:], "school", "aurora", "divers")


def _html(report: Report) -> bytes:
    paragraphs = "".join(f"<p>{part}</p>" for part in report.text.split("\n\n"))
    return f"<html><body><article>{paragraphs}</article></body></html>".encode()


@dataclass(slots=True)
class Week:
    """The digests of seven days, with or without failures."""

    database: str
    trouble: bool
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    site: Site = field(default_factory=Site)
    deaths: int = 0

    async def live(self) -> tuple[Edition, ...]:
        """Live through it; the edition of each day."""
        return tuple([await self._day(day) for day in range(DAYS)])

    async def _day(self, day: int) -> Edition:
        self.site.day = day
        self.site.dead = {PAPERS[day % 2]} if day in {2, 3} and self.trouble else set()
        for hour in range(0, 24, 8):
            # The bot is started anew each time, and now and then dies at its work.
            async with self.town() as town:
                await self._work(town, dies=self.trouble and (day + hour) % 3 == 1)
            self.clock.move(timedelta(hours=8))
        async with self.town() as town:
            return await town.publish()

    async def _work(self, town: Town, *, dies: bool) -> None:
        task = asyncio.create_task(self._tend(town))
        self.site.interrupt = task.cancel if dies else None
        try:
            await task
        except asyncio.CancelledError:
            self.deaths += 1
        self.site.interrupt = None

    async def _tend(self, town: Town) -> None:
        await town.digest_service.poll(town.configuration)
        await town.digest_service.fetch(town.configuration)

    def town(self) -> AbstractAsyncContextManager[Town]:
        """The bot, started anew on the same database."""
        sources = tuple(Source(SourceKind.FEED, f"{base}/feed.xml") for base in PAPERS)
        return open_town(
            topic=Topic("region", "The region", sources),
            database=self.database,
            clock=self.clock,
            messenger=self.messenger,
            web=self.site,
        )


def shown(editions: Sequence[Edition]) -> Counter[str]:
    """How often each page was new in an edition."""
    found: Counter[str] = Counter()
    for edition in editions:
        document = json.loads(edition.document)
        for place in ("stories", "more", "passed", "repeated"):
            for story in document[place]:
                found.update(one["url"] for one in story["articles"] if one["new"])
    return Counter({url.partition("?")[0]: count for url, count in found.items()})


@pytest.fixture(
    params=[
        pytest.param(False, id="calm", marks=pytest.mark.long),
        pytest.param(True, id="troubled"),
    ]
)
def week(request: pytest.FixtureRequest, tmp_path: Path) -> Week:
    return Week(f"sqlite:///{tmp_path / 'week.db'}", trouble=request.param)


async def test_nothing_is_lost_and_nothing_comes_twice(week: Week) -> None:
    editions = await week.live()

    printed = {
        f"{base}/{name}": 1 for base in PAPERS for name in week.site.printed(base)
    }
    assert shown(editions) == printed
    assert (week.deaths > 1) is week.trouble


async def test_no_sentence_is_printed_twice(week: Week) -> None:
    editions = await week.live()

    sentences = [key for edition in editions for key in edition.sentences]
    assert len(sentences) > DAYS
    assert len(sentences) == len(set(sentences))


async def test_the_same_week_gives_the_same_bytes(week: Week, tmp_path: Path) -> None:
    first = await week.live()
    again = Week(f"sqlite:///{tmp_path / 'again.db'}", trouble=week.trouble)

    assert await again.live() == first


async def test_asking_again_for_a_day_gives_what_was_posted(week: Week) -> None:
    first = await week.live()
    posts = dict(week.messenger.posts)
    async with week.town() as town:
        again = await town.publish()

    assert again == first[-1]
    assert week.messenger.posts == posts
