"""``sitrep digest`` and ``sitrep why``: from feeds on loopback to stories."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.demo import FEED, Paper, print_more, serve_papers
from bot.scheduling import SystemClock
from bot.stores import open_store
from tests.fakes.command import Done, sitrep
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import BOT_TOKEN

pytestmark = pytest.mark.slow

PRIVATE = {"SITREP_ALLOW_PRIVATE": "1"}


class Desk:
    """A folder with a configuration of both sample papers."""

    def __init__(
        self, folder: Path, papers: tuple[Paper, Paper], to: str = "console"
    ) -> None:
        self.papers = papers
        self._path = folder / "sitrep.yaml"
        feeds = "".join(f"      - feed: {paper.base}/{FEED}\n" for paper in papers)
        self._path.write_text(
            f"topics:\n  region:\n    title: The region\n    sources:\n{feeds}"
            "    exclude: [made to hang parsers]\n"
            "digests:\n  morning:\n    topics: [region]\n"
            f'    at: "07:30"\n    to: [{to}]\n'
            "engine: fast\n"
        )

    def run(self, *arguments: str, environment: Mapping[str, str] = PRIVATE) -> Done:
        return sitrep(*arguments, "--config", self._path, environment=environment)

    def let_bot_run(self) -> None:
        """Leave behind what a bot leaves that has run on the database."""

        async def plan() -> None:
            file = self._path.with_name("sitrep.db")
            async with open_store(f"sqlite:///{file}") as store:
                await store.plan((), SystemClock().now())

        asyncio.run(plan())

    def digest(self, *arguments: str, environment: Mapping[str, str] = PRIVATE) -> Done:
        return self.run("digest", "morning", *arguments, environment=environment)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with serve_papers() as papers:
        yield Desk(tmp_path, papers)


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk whose digest was previewed: its articles are stored, and none is posted."""
    with serve_papers() as papers:
        desk = Desk(tmp_path_factory.mktemp("previewed"), papers)
        desk.digest("--now", "2026-11-25T07:30")
        yield desk


def test_a_digest_tells_stories_and_a_posted_one_is_not_told_again(desk: Desk) -> None:
    preview = desk.digest("--now", "2026-11-25T07:30")
    posted = desk.digest("--now", "2026-11-25T07:30", "--post")
    print_more(*desk.papers)
    later = desk.digest("--now", "2026-11-26T07:30")

    assert [done.status for done in (preview, posted, later)] == [0, 0, 0]
    assert "Port Halden dockers vote to strike" in preview.output
    assert posted.output.startswith(preview.output.rstrip("\n"))
    assert "Port Halden dockers vote" not in later.output
    assert "Islands close schools as marsh fever" in later.output


def test_a_digest_is_json_for_programs(previewed: Desk) -> None:
    done = previewed.digest("--now", "2026-11-25T07:30", "--format", "json")

    document = json.loads(done.output)
    assert document["digest"] == "morning"
    assert document["nothing_new"] is False
    assert len(document["stories"]) == 5
    assert {"title", "url", "sentence", "claim", "risk"} <= set(document["stories"][0])


def test_the_same_store_and_time_print_the_same_bytes(previewed: Desk) -> None:
    one = previewed.digest("--now", "2026-11-25T07:30", "--all")
    two = previewed.digest("--now", "2026-11-25T07:30", "--all")

    assert one.output == two.output
    assert one.output.count("WHO SAID WHAT") == 5


def test_a_digest_explains_itself(previewed: Desk) -> None:
    done = previewed.digest("--now", "2026-11-25T07:30", "--explain")

    words = " ".join(done.output.split())
    told = "In region: no `include`: every article matches; score "
    assert words.count(told) == 6


def test_why_tells_the_way_of_an_article(desk: Desk) -> None:
    desk.digest("--post")
    page = f"{desk.papers[0].base}/hospital-attack.html"

    told = desk.run("why", page)
    unknown = desk.run("why", "https://example.org/nothing")

    assert "First seen" in told.output
    assert "no `include`: every article matches" in told.output
    assert "rank 1, with a summary" in " ".join(told.output.split())
    assert unknown.status == 1
    assert "no source has listed https://example.org/nothing" in unknown.messages


def test_a_pretended_time_leaves_the_database_of_a_bot_as_it_is(desk: Desk) -> None:
    desk.let_bot_run()

    rehearsed = desk.digest("--now", "2027-06-01T07:30")
    sources = desk.run("sources")
    real = desk.digest()

    assert "Port Halden dockers vote to strike" in rehearsed.output
    assert sources.output.count("never read") == 2
    assert "Port Halden dockers vote to strike" in real.output


def test_sources_tell_how_they_fare(previewed: Desk) -> None:
    done = previewed.run("sources")

    words = " ".join(done.output.split())
    assert words.count("read 25 Nov 2026, 07:30") == 2
    assert "3 items" in words


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("evening",), 'unknown digest "evening"'),
        (
            ("morning", "--now", "tomorrow"),
            '"tomorrow" is not a date and time; use 2026-11-25T07:30',
        ),
        (("--now", "0001-01-01"), "--now takes years from 1970 to 9000"),
        (("--now", "9999-12-31T23:59"), "--now takes years from 1970 to 9000"),
    ],
)
def test_a_wrong_wish_is_one_sentence(
    desk: Desk, arguments: tuple[str, ...], told: str
) -> None:
    done = desk.run("digest", *arguments)

    assert done.status == 2
    assert told in done.messages
    assert "Traceback" not in done.messages


async def test_a_digest_is_posted_to_slack_when_somebody_asks(
    tmp_path: Path, slack: SlackPeer
) -> None:
    with serve_papers() as papers:
        desk = Desk(tmp_path, papers, 'slack: "#desk"')
        environment = {
            **PRIVATE,
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_API_URL": slack.api,
        }
        done = await asyncio.to_thread(desk.digest, "--post", environment=environment)
    messages = await slack.messages("desk")

    assert (done.status, done.output) == (0, "")
    assert "Hospitals in Aldersund turn away patients" in str(messages)
