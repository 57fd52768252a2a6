"""Stories that move: does each digest lead with the newest state, and tell the ending?

``python -m benchmarks.storylines`` plays ten days of invented newsrooms on a simulated
clock. The papers' feeds and pages are polled into a store, and digests are posted to
channels with different days. ``--set b`` and ``--set c`` play other newsrooms in other
styles. ``--verbose`` lists each failure. The last line is one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.newsroom_files import (
    FIRST_DAY,
    NewsroomSet,
    PaperReport,
    load_newsrooms,
)
from benchmarks.printed_digests import EditionReader, PrintedDigest
from benchmarks.storyline_scores import figures, judge
from bot.core.delivery.planner import plan_slots
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Source,
    SourceKind,
    Topic,
    Weekday,
)
from bot.core.domain.records import Edition
from tests.fakes.ports import FakeClock
from tests.fakes.town import FakeWeb, Paper, Report, Town, open_desks, page_of

FOLDER = Path(__file__).parent / "newsrooms"
SETS = ("a", "b", "c")
DAYS = 13
"""The number of days on which digests are posted; the papers report on the first ten."""

_POLL_EVERY = timedelta(minutes=15)
_EVERY_DAY = "mon tue wed thu fri sat sun"


@dataclass(frozen=True, slots=True)
class ChannelSchedule:
    """The days and the time of a channel's digests, and the first day that has any."""

    channel: str
    at: str
    days: str = _EVERY_DAY
    first: int = 1

    @property
    def starts(self) -> datetime:
        """Return the time from which digests are posted."""
        return FIRST_DAY + timedelta(days=self.first - 1)


SCHEDULES = (
    ChannelSchedule("daily", "07:30"),
    ChannelSchedule("weekdays", "08:00", "mon tue wed thu fri"),
    ChannelSchedule("three-a-week", "16:00", "mon wed fri"),
    ChannelSchedule("late", "12:00", first=7),
)


class Newsstand(FakeWeb):
    """Serves the feeds and pages of the newsrooms as they are at the moment."""

    def __init__(self, newsrooms: NewsroomSet) -> None:
        self._newsrooms = newsrooms
        self._feeds = {
            paper.name: Paper(paper.address)
            for paper in newsrooms.papers
            if paper.kind == "feed"
        }
        super().__init__(*self._feeds.values())

    def publish(self, report: PaperReport) -> None:
        """Publish a report, edit an earlier one, or put up a page's new version."""
        address = self._newsrooms.address(report)
        name = address.rpartition("/")[2]
        page = Report(name, report.title.text, report.text, report.at)
        feed = self._feeds.get(report.paper)
        if feed is None:
            self.extra[address] = page_of(page)
        elif report.edits:
            feed.reports = [page if one.name == name else one for one in feed.reports]
        else:
            feed.publish(page)


def configuration(newsrooms: NewsroomSet, engine: str) -> Configuration:
    """Return a configuration with a digest for each schedule."""
    sources = tuple(
        Source(SourceKind.PAGE, paper.address)
        if paper.kind == "page"
        else Paper(paper.address).source()
        for paper in newsrooms.papers
    )
    topic = Topic("news", "News", sources)
    plans = tuple(_plan(schedule, topic) for schedule in SCHEDULES)
    return Configuration((topic,), plans, engine=engine)


def _plan(schedule: ChannelSchedule, topic: Topic) -> DigestPlan:
    return DigestPlan(
        id=schedule.channel,
        topics=(topic,),
        at=(time.fromisoformat(schedule.at),),
        days=frozenset(Weekday(day) for day in schedule.days.split()),
        timezone=ZoneInfo("UTC"),
        to=(Destination("fake", schedule.channel),),
    )


def digest_times(plans: Iterable[DigestPlan]) -> list[tuple[datetime, DigestPlan]]:
    """Return the digests that are due, with their times, in order."""
    starts = {schedule.channel: schedule.starts for schedule in SCHEDULES}
    end = FIRST_DAY + timedelta(days=DAYS)
    due = [
        (slot.at, plan)
        for plan in plans
        for day in range(DAYS)
        for slot in plan_slots(
            (plan,),
            since=FIRST_DAY + timedelta(days=day),
            now=min(FIRST_DAY + timedelta(days=day + 1), end),
        )
        if slot.at >= starts[plan.id]
    ]
    return sorted(due, key=lambda one: (one[0], one[1].id))


def poll_time(at: datetime) -> datetime:
    """Return the time of the first poll after a publication."""
    midnight = datetime.combine(at, time(), UTC)
    return at + (-(at - midnight) % _POLL_EVERY)


async def play(newsrooms: NewsroomSet, engine: str) -> list[PrintedDigest]:
    """Publish all reports, poll and post all digests; return what was printed."""
    web = Newsstand(newsrooms)
    settings = configuration(newsrooms, engine)
    clock = FakeClock(FIRST_DAY)
    waiting = list(newsrooms.reports)
    editions: list[Edition] = []
    async with open_desks(settings, web, clock=clock) as town:
        for at, plan in digest_times(settings.digests):
            while waiting and poll_time(waiting[0].at) <= at:
                await _publish_next(town, web, waiting)
            clock.move(at - clock.now())
            await town.delivery.post_now(plan)
            editions += await town.store.editions(plan.id, 1)
        urls = [source.url for source in settings.sources]
        stored = await town.store.articles(urls, after=FIRST_DAY, until=clock.now())
    reader = EditionReader(newsrooms, stored)
    return [reader.read(edition.digest, edition) for edition in editions]


async def _publish_next(town: Town, web: Newsstand, waiting: list[PaperReport]) -> None:
    """Publish the reports of the next quarter of an hour, then poll."""
    at = poll_time(waiting[0].at)
    while waiting and poll_time(waiting[0].at) == at:
        web.publish(waiting.pop(0))
    town.clock.move(at - town.clock.now())
    await town.digest_service.refresh(town.plan, town.configuration)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the failures, if asked for, then the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.storylines")
    parser.add_argument("--set", choices=SETS, default="a", help="which newsrooms")
    parser.add_argument("--engine", default="fast", help="which engine briefs")
    parser.add_argument("--verbose", action="store_true", help="list each failure")
    given = parser.parse_args(arguments)
    newsrooms = load_newsrooms(FOLDER / given.set)
    digests = asyncio.run(play(newsrooms, given.engine))
    judgements = judge(newsrooms, digests)
    if given.verbose:
        for one in judgements:
            if not one.holds:
                print(f"{one.figure}: {one.remark}")
    print(json.dumps(figures(judgements)))


if __name__ == "__main__":
    main()
