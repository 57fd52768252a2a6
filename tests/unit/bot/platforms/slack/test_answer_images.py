"""An answer with an image on Slack: a file is uploaded, and the answer shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.commands.responses import Answer, Button
from bot.core.commands.user_errors import sentence
from bot.core.messages.briefing_json import Json
from bot.platforms.slack import responses
from tests.fakes.slack.bots import RunningBot, running_bot
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.screen import Sight
from tests.fakes.weeks import WEEK

WORDS = "The court reads its ruling on Friday."
CALENDAR = replace(sentence(WORDS), image=WEEK)
POST = Button("Post here", "p|0123456789abcdef|s", main=True)
ANSWER = Answer(CALENDAR, buttons=(POST,))


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


async def test_without_the_permission_the_words_are_shown(
    bot: RunningBot, tidy_slack: SlackPeer
) -> None:
    tidy_slack.gateway.refusals["files.getUploadURLExternal"] = "missing_scope"

    shown = await asked(tidy_slack, bot)

    assert "image" not in types(shown)
    assert types(shown)[-1] == "actions"
