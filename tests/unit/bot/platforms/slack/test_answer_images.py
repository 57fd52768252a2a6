"""An answer with an image on Slack: a file is uploaded, and the answer shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from typing_extensions import override

from bot.core.commands.responses import Answer, Button, Visibility
from bot.core.commands.user_errors import sentence
from bot.core.domain.errors import RejectedError
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack import responses
from bot.platforms.slack.events import SlackEvent
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.responses import SlackResponses
from tests.fakes.slack.bots import RunningBot, running_bot
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import Sight
from tests.fakes.weeks import WEEK

WORDS = "The court reads its ruling on Friday."
CALENDAR = replace(sentence(WORDS), image=WEEK)
POST = Button("Post here", "p|0123456789abcdef|s", main=True)
ANSWER = Answer(CALENDAR, buttons=(POST,))
POSTED = Answer(CALENDAR, visibility=Visibility.CHANNEL, told=sentence("Posted."))


@pytest.fixture
async def bot(
    tidy_slack: SlackPeer, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[RunningBot]:
    """The bot, which does not wait between attempts."""
    monkeypatch.setattr(responses, "IMAGE_PAUSE", 0.0)
    async with running_bot(tidy_slack) as running:
        yield running


async def asked(slack: SlackPeer, bot: RunningBot) -> Sight:
    """What somebody sees who asked for the week as an image."""
    bot.clerk.reply = ANSWER
    act = await slack.desk.slash("amara", "desk", "/brief calendar image")
    return await act.seen(WORDS)


def types(sight: Sight) -> list[Json]:
    """The types of a message's blocks."""
    return [block["type"] for block in sight.blocks if isinstance(block, dict)]


async def test_who_asks_sees_the_image_above_the_buttons(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await asked(tidy_slack, bot)

    assert shown.is_ephemeral
    *_, image, actions = shown.blocks
    assert isinstance(image, dict)
    assert isinstance(actions, dict)
    assert (image["type"], actions["type"]) == ("image", "actions")
    assert image["alt_text"] == WEEK.alt


async def test_the_image_is_posted_with_the_answer(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    shown = await asked(tidy_slack, bot)
    bot.clerk.reply = POSTED

    act = await tidy_slack.desk.click("amara", shown, "Post here")

    posted = await act.seen(WORDS)
    assert not posted.is_ephemeral
    assert types(posted)[-1] == "image"


async def test_without_the_permission_the_words_are_shown(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    tidy_slack.gateway.refusals["files.getUploadURLExternal"] = "missing_scope"

    shown = await asked(tidy_slack, bot)

    assert "image" not in types(shown)
    assert types(shown)[-1] == "actions"


class Picky(SlackApi):
    """Takes files, but no messages that show them."""

    def __init__(self) -> None:
        super().__init__("xoxb-0", "http://127.0.0.1:9/")
        self.sent: list[bool] = []
        self.refuses = True

    @override
    async def upload(self, name: str, content: bytes, *, alt: str) -> str:
        return "F1"

    @override
    async def write(self, method: str, **payload: Json) -> JsonObject:
        self._take(payload)
        return {"ok": True, "ts": "1.0"}

    @override
    async def respond(self, address: str, payload: JsonObject) -> None:
        self._take(payload)

    def _take(self, payload: JsonObject) -> None:
        blocks = payload["blocks"]
        assert isinstance(blocks, list)
        has_image = any(
            isinstance(block, dict) and block["type"] == "image" for block in blocks
        )
        self.sent.append(has_image)
        if has_image and self.refuses:
            raise RejectedError("invalid_blocks", code="invalid_blocks")


async def opens(_: str) -> str:
    return "D1"


@pytest.fixture
def picky(monkeypatch: pytest.MonkeyPatch) -> SlackResponses:
    """Answers to an event, by way of such an API."""
    monkeypatch.setattr(responses, "IMAGE_PAUSE", 0.0)
    event = SlackEvent("1", "U1", channel="C1", response_url="http://127.0.0.1:9/r")
    return SlackResponses(Picky(), event, opens)


async def test_an_answer_refused_with_its_image_is_shown_without_it(
    picky: SlackResponses,
) -> None:
    await picky.show(ANSWER)

    assert isinstance(picky.api, Picky)
    assert picky.api.sent == [True, True, False]


async def test_a_post_refused_with_its_image_is_posted_without_it(
    picky: SlackResponses,
) -> None:
    await picky.show(POSTED)

    assert isinstance(picky.api, Picky)
    assert picky.api.sent == [True, True, False, False]
    assert not picky.unposted
