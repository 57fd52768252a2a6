"""A story that moved gets its timeline in the thread: the real command, both platforms."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.core.messages.briefing_json import Json, JsonObject
from bot.demo import serve_pages
from tests.fakes.command import SITREP, Done, Forked, sitrep, surroundings
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.town import TOKEN, open_town
from tests.fakes.reports import FERRY, FERRY_LATER
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import BOT_TOKEN
from tests.fakes.town import Paper

pytestmark = [pytest.mark.slow, pytest.mark.timeout(90), pytest.mark.process]

PRIVATE = {"SITREP_ALLOW_PRIVATE": "1"}
FIRST, SECOND, LATER = "2026-03-02T07:30", "2026-03-04T07:30", "2026-03-04T07:40"
PATIENCE = 60
TURNS = ("1. Mon 2 Mar", "2. Wed 4 Mar")


@dataclass(frozen=True, slots=True)
class Desk:
    """A paper, and a folder with a configuration."""

    folder: Path
    paper: Paper

    def configure(self, to: str, timeline: str = "light") -> None:
        (self.folder / "sitrep.yaml").write_text(
            "topics:\n  town:\n    title: Town\n"
            f"    sources: [feed: {self.paper.feed}]\n"
            "digests:\n  morning:\n    topics: [town]\n"
            f'    at: "07:30"\n    to: [{to}]\n'
            f"engine: fast\ntimeline: {timeline}\n"
        )

    def post(self, environment: Mapping[str, str]) -> list[Done]:
        """Post a digest, let the story move, and post the next one."""
        done = [self.digest(FIRST, environment)]
        self.paper.publish(FERRY_LATER)
        return [*done, self.digest(SECOND, environment)]

    def digest(self, now: str, environment: Mapping[str, str]) -> Done:
        return sitrep(*self.command(now), environment={**PRIVATE, **environment})

    def command(self, now: str) -> tuple[str, ...]:
        """The arguments that post the digest of a time."""
        file = str(self.folder / "sitrep.yaml")
        return ("digest", "morning", "--post", "--now", now, "--config", file)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    paper = Paper("", [FERRY])
    with serve_pages(lambda name: paper.pages()[f"{paper.base}/{name}"]) as paper.base:
        yield Desk(tmp_path, paper)


def on_slack(slack: SlackPeer) -> dict[str, str]:
    return {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api}


def courses(bodies: list[JsonObject]) -> list[JsonObject]:
    """The messages that tell the turns of the story."""
    return [body for body in bodies if all(turn in text_of(body) for turn in TURNS)]


def text_of(body: JsonObject) -> str:
    written = json.dumps(body, ensure_ascii=False)
    return written.replace("\N{NO-BREAK SPACE}", " ")


def images(body: JsonObject) -> list[Json]:
    blocks = body["blocks"]
    assert isinstance(blocks, list)
    return [one for one in blocks if isinstance(one, dict) and one["type"] == "image"]


async def test_slack_shows_the_timeline_once_as_text_and_image(
    desk: Desk, slack: SlackPeer
) -> None:
    desk.configure('slack: "#desk"')

    done = await asyncio.to_thread(desk.post, on_slack(slack))

    assert [one.status for one in done] == [0, 0]
    (course,) = courses([dict(one.body) for one in slack.posted])
    (image,) = images(course)
    assert isinstance(image, dict)
    assert "Course of the story" in str(image["alt_text"])
    (parent,) = {one.parent for one in slack.posted if one.body == course}
    assert parent
    assert len(slack.asked("files.completeUploadExternal")) == 1
    assert not slack.mistakes()


async def test_without_the_permission_slack_gets_the_text_once(
    desk: Desk, slack: SlackPeer
) -> None:
    desk.configure('slack: "#desk"')
    slack.gateway.refusals["files.getUploadURLExternal"] = "missing_scope"

    done = await asyncio.to_thread(desk.post, on_slack(slack))

    assert [one.status for one in done] == [0, 0]
    (course,) = courses([dict(one.body) for one in slack.posted])
    assert images(course) == []
    assert "image not prepared" in done[1].messages


async def test_killed_in_its_upload_the_timeline_is_posted_once(
    desk: Desk, slack: SlackPeer
) -> None:
    desk.configure('slack: "#desk"')
    environment, files = on_slack(slack), slack.gateway.files
    await asyncio.to_thread(desk.digest, FIRST, environment)
    desk.paper.publish(FERRY_LATER)
    files.open.clear()
    command = [*SITREP, *desk.command(SECOND)]
    with Forked(command, env=surroundings({**PRIVATE, **environment})) as killed:
        await asyncio.wait_for(files.waiting.wait(), PATIENCE)
        killed.kill()
    files.open.set()

    done = await asyncio.to_thread(desk.digest, LATER, environment)

    assert done.status == 0
    (course,) = courses([dict(one.body) for one in slack.posted])
    assert len(images(course)) == 1


async def test_timelines_that_are_off_are_not_posted(
    desk: Desk, slack: SlackPeer
) -> None:
    desk.configure('slack: "#desk"', "false")

    done = await asyncio.to_thread(desk.post, on_slack(slack))

    assert [one.status for one in done] == [0, 0]
    assert courses([dict(one.body) for one in slack.posted]) == []


async def test_discord_shows_the_timeline_once_with_its_file(desk: Desk) -> None:
    async with open_town() as town:
        where = channel_id(town, next(iter(town.channels)))
        desk.configure(f'discord: "{where}"')
        environment = {"DISCORD_TOKEN": TOKEN, "DISCORD_API_URL": town.api}

        done = await asyncio.to_thread(desk.post, environment)

        asked = town.records.of("POST", "/messages")
        bodies = [one.body for one in asked if isinstance(one.body, dict)]
        (course,) = courses(bodies)
        assert [one.status for one in done] == [0, 0]
        assert course["attachments"] == [{"id": 0, "filename": "sitrep.png"}]
        assert "attachment://sitrep.png" in str(course["components"])
        assert not town.gaps
