"""An answer with an image on Discord: shown to who asks, and posted with its file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.commands.responses import Answer, Button, Visibility
from bot.core.commands.user_errors import sentence
from bot.core.messages.briefing_json import JsonObject
from bot.platforms.discord.components import IMAGE_FILE
from tests.fakes.discord.clerk import Presence, presence
from tests.fakes.discord.requests import refused
from tests.fakes.discord.seen import Exchange
from tests.fakes.discord.town import Town, open_town
from tests.fakes.weeks import WEEK

CALENDAR = replace(sentence("The court reads its ruling on Friday."), image=WEEK)
POST = Button("Post here", "p|0123456789abcdef|s", main=True)
ANSWER = Answer(CALENDAR, buttons=(POST,))
POSTED = Answer(CALENDAR, visibility=Visibility.CHANNEL, told=sentence("Posted."))
ATTACHED = [{"id": 0, "filename": IMAGE_FILE}]


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Presence]:
    async with presence(town) as present:
        await town.pulse.until(lambda: present.connected == [True])
        yield present


async def ask(town: Town, bot: Presence) -> Exchange:
    """Let somebody ask for the week as an image."""
    bot.clerk.answers = [ANSWER]
    return await town.slash("ben", "desk", "brief calendar", show="image")


async def post(town: Town, bot: Presence) -> Exchange:
    """Let somebody ask for it, and post it."""
    exchange = await ask(town, bot)
    bot.clerk.answers = [POSTED]
    return await town.click("ben", exchange.message, "Post here")


def bodies(town: Town, method: str, ending: str) -> list[JsonObject]:
    """The bodies of what was asked."""
    records = town.records.of(method, ending)
    return [one.body for one in records if isinstance(one.body, dict)]


async def test_who_asks_sees_the_image_with_its_words(
    town: Town, bot: Presence
) -> None:
    exchange = await ask(town, bot)

    assert exchange.message.ephemeral
    assert exchange.message.text == "The court reads its ruling on Friday."
    assert exchange.message.files == (IMAGE_FILE,)
    (body,) = bodies(town, "PATCH", "/@original")
    assert body["attachments"] == ATTACHED
    assert WEEK.alt in str(body["components"])


async def test_the_image_is_posted_with_the_answer(town: Town, bot: Presence) -> None:
    pressed = await post(town, bot)

    assert pressed.message.text == "Posted."
    (shown,) = town.history("desk", viewer="ada")
    assert shown.files == (IMAGE_FILE,)
    (body,) = bodies(town, "POST", "/messages")
    assert body["attachments"] == ATTACHED


async def test_the_file_leaves_the_message_that_says_posted(
    town: Town, bot: Presence
) -> None:
    await post(town, bot)

    assert bodies(town, "PATCH", "/@original")[-1]["attachments"] == []


async def test_a_refused_image_leaves_the_words(town: Town, bot: Presence) -> None:
    no_files = refused(403, 50013, "Missing Permissions")
    town.script("PATCH", "webhooks/*", no_files)

    exchange = await ask(town, bot)

    assert exchange.message.text == "The court reads its ruling on Friday."
    assert exchange.message.files == ()
    assert (
        "image not accepted by discord; the answer is shown without it"
        in bot.event_log.events("warning")
    )


async def test_where_no_files_may_be_posted_the_words_are(
    town: Town, bot: Presence
) -> None:
    town.script(
        "POST", "channels/*/messages", refused(403, 50013, "Missing Permissions")
    )

    await post(town, bot)

    (shown,) = town.history("desk", viewer="ada")
    assert shown.text == "The court reads its ruling on Friday."
    assert shown.files == ()
