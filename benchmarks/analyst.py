"""A narrow week: does the front of each digest hold what an analyst needs?

``python -m benchmarks.analyst`` publishes the articles of ``benchmarks/analyst`` on a
simulated clock, posts a digest at seven each morning, and compares its front (the top
message, not its thread) with the ideal list of the day. A point counts as found if one
row prints most words of one of its sentences; a claim also needs its speaker in the row.
``--missing`` lists what is not found, with the row that comes nearest, ``--wrong`` the
rows that are wrong. ``--folder`` plays another world of the same form. The last line is
one JSON object.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from benchmarks.printed_digests import words_of
from bot.core.delivery.planner import plan_slots
from bot.core.digests.editions import rendered_digest
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    DigestPlan,
    Topic,
    Weekday,
)
from bot.core.domain.messages import Row, Style
from bot.core.domain.records import Edition
from tests.fakes.ports import FakeClock
from tests.fakes.town import FakeWeb, Paper, Report, open_desks

FOLDER = Path(__file__).parent / "analyst"
HOUR = time(7)
KINDS = "event", "claim", "next", "number"

_POLL_EVERY = timedelta(minutes=15)
# A row prints a sentence if it has this share of its words in runs of some words.
_ENOUGH = 0.5
_FEWEST_WORDS = 4


class Point(NamedTuple):
    """A thing that the front of a day should hold; ``texts`` are its wordings."""

    day: date
    story: str
    kind: str
    texts: tuple[str, ...]
    speaker: str | None


class WrongLine(NamedTuple):
    """A sentence that is false on any front from ``day`` on, and why."""

    day: date
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class World:
    """The articles of a folder in the order of their times, and what digests should hold."""

    papers: Mapping[str, Paper]
    articles: Sequence[Mapping[str, str]]
    points: Sequence[Point]
    wrong: Sequence[WrongLine]

    @property
    def stories(self) -> dict[str, str | None]:
        """Map the addresses of articles to their stories."""
        return {
            f"{self.papers[article['paper']].base}/{article['id']}": article["story"]
            for article in self.articles
        }


class FrontRow(NamedTuple):
    """A printed row of a front, and the articles of the story that it belongs to."""

    text: str
    articles: tuple[str, ...]


class Front(NamedTuple):
    """The front of one digest: its rows, and the addresses of each story's articles."""

    day: date
    rows: tuple[FrontRow, ...]
    stories: tuple[tuple[str, ...], ...]


def load(folder: Path) -> World:
    """Read a world."""

    def read(name: str) -> list[dict[str, str]]:
        lines = (folder / f"{name}.jsonl").read_text("utf8").splitlines()
        return [json.loads(line) for line in lines if line]

    papers = json.loads((folder / "papers.json").read_text("utf8"))
    points = [
        Point(
            date.fromisoformat(article["day"]),
            article["story"],
            article["kind"],
            tuple(article["any"]),
            article.get("speaker"),
        )
        for article in read("ideal")
    ]
    wrong = [
        WrongLine(date.fromisoformat(article["day"]), article["text"], article["why"])
        for article in read("wrong")
    ]
    return World(
        {
            article["name"]: Paper(f"https://{article['slug']}.example")
            for article in papers
        },
        sorted(read("articles"), key=lambda article: article["published"]),
        points,
        wrong,
    )


async def play(world: World) -> list[Front]:
    """Publish the articles, poll each quarter of an hour, and read each digest's front."""
    days = sorted({point.day for point in world.points})
    sources = tuple(paper.source() for paper in world.papers.values())
    topic = Topic("beat", "Beat", sources)
    plan = DigestPlan(
        id="daily",
        topics=(topic,),
        at=(HOUR,),
        days=frozenset(Weekday),
        timezone=ZoneInfo("UTC"),
        to=(Destination("fake", "daily"),),
    )
    settings = Configuration((topic,), (plan,))
    web = FakeWeb(*world.papers.values())
    clock = FakeClock(datetime.combine(days[0] - timedelta(days=1), time(), UTC))
    waiting = list(world.articles)
    fronts = []
    async with open_desks(settings, web, clock=clock) as town:
        start, end = clock.now(), datetime.combine(days[-1], time(12), UTC)
        for slot in plan_slots((plan,), since=start, now=end):
            while clock.now() < slot.at:
                clock.move(min(_POLL_EVERY, slot.at - clock.now()))
                if publish(world, waiting, clock.now()):
                    await town.digest_service.refresh(town.plan, town.configuration)
            await town.delivery.post_now(plan)
            (edition,) = await town.store.editions(plan.id, 1)
            fronts.append(read_front(edition))
    return [front for front in fronts if front.day in days]


def publish(world: World, waiting: list[Mapping[str, str]], now: datetime) -> bool:
    """Publish the waiting articles whose time has come; return whether any came."""
    count = len(waiting)
    while waiting and datetime.fromisoformat(waiting[0]["published"]) <= now:
        article = waiting.pop(0)
        at = datetime.fromisoformat(article["published"])
        report = Report(article["id"], article["title"], article["text"], at)
        world.papers[article["paper"]].publish(report)
    return len(waiting) < count


def read_front(edition: Edition) -> Front:
    """Read the rows of an edition's top message."""
    document = json.loads(edition.document)
    by_title = {
        story["url"]: tuple(article["url"] for article in story["articles"])
        for place in ("stories", "more")
        for story in document[place]
    }
    rows = []
    current: tuple[str, ...] = ()
    for section in rendered_digest(edition).front.sections:
        for row in section.rows:
            current = next(_stories_of(row, by_title), current)
            rows.append(FrontRow(" ".join(part.text for part in row.parts), current))
    stories = tuple(
        tuple(article["url"] for article in story["articles"])
        for story in document["stories"]
    )
    return Front(edition.at.date(), tuple(rows), stories)


def _stories_of(
    row: Row, by_title: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    for part in row.parts:
        if part.style is Style.TITLE and part.url:
            yield by_title.get(part.url.partition("#")[0], ())


def printed_share(sentence: str, row: str) -> float:
    """Return the share of a sentence's words that a row prints in runs of some words."""
    wanted, printed = words_of(sentence).split(), words_of(row).split()
    runs = SequenceMatcher(None, wanted, printed, autojunk=False).get_matching_blocks()
    fewest = min(_FEWEST_WORDS, len(wanted))
    return sum(run.size for run in runs if run.size >= fewest) / max(1, len(wanted))


def share_of(point: Point, row: FrontRow) -> float:
    """Return how much of a point a row prints; a claim needs the name of its speaker."""
    best = max(printed_share(text, row.text) for text in point.texts)
    surname = words_of(point.speaker or "").rpartition(" ")[2]
    return best if surname in words_of(row.text).split() or not surname else best / 10


def wrong_rows(world: World, front: Front) -> Iterator[tuple[str, FrontRow]]:
    """Yield the rows that are wrong on a front, with the reason."""
    for row in front.rows:
        for line in world.wrong:
            if front.day >= line.day and printed_share(line.text, row.text) > _ENOUGH:
                yield line.why, row
                break


def merges(world: World, front: Front) -> list[set[str | None]]:
    """Return the stories of the world behind each printed story that mixes several."""
    of = world.stories
    mixed = ({of[url] for url in urls if url in of} for urls in front.stories)
    return [stories for stories in mixed if len(stories) > 1]


def figures(world: World, fronts: Iterable[Front]) -> dict[str, float]:
    """Return recall by kind, the wrong rows and merges, and the size of the fronts."""
    due: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for front in fronts:
        total["stories"] += len(front.stories)
        total["words"] += sum(len(row.text.split()) for row in front.rows)
        total["wrong_lines"] += len(list(wrong_rows(world, front)))
        total["wrong_merges"] += len(merges(world, front))
        for point, share in nearest(world, front):
            due[point.kind] += 1
            hits[point.kind] += share[0] >= _ENOUGH
    shares = {kind: round(hits[kind] / due[kind], 3) for kind in KINDS if due[kind]}
    return shares | dict(total)


def nearest(
    world: World, front: Front
) -> Iterator[tuple[Point, tuple[float, FrontRow]]]:
    """Yield each point of a front's day with the row that prints most of it."""
    for point in world.points:
        if point.day == front.day:
            shares = [(share_of(point, row), row) for row in front.rows]
            none = (0.0, FrontRow("", ()))
            yield point, max(shares, key=lambda article: article[0], default=none)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what is missing or wrong, if asked for, then the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.analyst")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="another world")
    parser.add_argument("--missing", action="store_true", help="list missing points")
    parser.add_argument("--wrong", action="store_true", help="list wrong rows")
    parser.add_argument("--fronts", action="store_true", help="print each front")
    given = parser.parse_args(arguments)
    world = load(given.folder)
    fronts = asyncio.run(play(world))
    for front in fronts:
        if given.fronts:
            print(front.day, *(row.text for row in front.rows), sep="\n  ")
        for point, (share, row) in nearest(world, front) if given.missing else ():
            if share < _ENOUGH:
                print(f"{front.day} {point.story}, {point.kind}: {point.texts[0]}")
                print(f"    {share:.2f} {row.text}")
        if given.wrong:
            for why, row in wrong_rows(world, front):
                print(f"{front.day} {why}: {row.text}")
            for stories in merges(world, front):
                print(f"{front.day} one story of {', '.join(map(str, stories))}")
    print(json.dumps(figures(world, fronts)))


if __name__ == "__main__":
    main()
