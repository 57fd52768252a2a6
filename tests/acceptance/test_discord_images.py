"""A timeline on Discord: one request posts the message with its file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.domain.errors import NotSentError, RejectedError
from bot.core.domain.messages import Image, Message, Row, Section, Style, Text
from bot.core.messages.briefing_json import Json
from bot.platforms.discord.components import IMAGE_FILE
from bot.platforms.discord.http_api import DiscordApi
from bot.platforms.discord.messenger import DiscordMessenger
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.requests import refused
from tests.fakes.discord.town import Plot, Town, open_town
from tests.fakes.ports import FakeClock
from tests.fakes.timelines import TIMELINE

FRONT = Message((Section(None, (Row((Text("ports", Style.TITLE),)),)),))
COURSE = Message((Section(None, (Row((Text("Crews fear it."),)),)),))
DRAWN = replace(COURSE, image=TIMELINE)
PNG = b"\x89PNG of the tests"
FIRST, SECOND = "a" * 24, "b" * 24
GALLERY = 12


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(Plot(clock=FakeClock())) as opened:
        yield opened
    assert not opened.gaps


def draw(_: Image) -> bytes | None:
    return PNG


@pytest.fixture
async def messenger(town: Town) -> AsyncIterator[DiscordMessenger]:
    api = DiscordApi(town.token, url=town.api)
    try:
        yield DiscordMessenger(api, town.world.backend.clock, draw)
    finally:
        await api.close()


def bodies(town: Town) -> list[Json]:
    return [asked.body for asked in town.records.of("POST", "/messages")]


async def post(messenger: DiscordMessenger, where: str, front: str) -> str:
    """Prepare and post the timeline below the front, as the sender does."""
    await messenger.prepare(where, DRAWN, idempotency_key=SECOND)
    return await messenger.post(where, DRAWN, idempotency_key=SECOND, parent=front)


async def test_the_message_shows_its_attached_image_with_its_words(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, next(iter(town.channels)))
    front = await messenger.post(where, FRONT, idempotency_key=FIRST)

    posted = await post(messenger, where, front)
    again = await post(messenger, where, front)

    assert posted == again
    body = bodies(town)[1]
    assert isinstance(body, dict)
    assert body["attachments"] == [{"id": 0, "filename": IMAGE_FILE}]
    components = body["components"]
    assert isinstance(components, list)
    assert components[-2] == {
        "type": GALLERY,
        "items": [
            {
                "media": {"url": f"attachment://{IMAGE_FILE}"},
                "description": TIMELINE.alt,
            }
        ],
    }


async def test_a_message_refused_with_its_image_goes_out_as_text(
    town: Town, messenger: DiscordMessenger
) -> None:
    where = channel_id(town, next(iter(town.channels)))
    front = await messenger.post(where, FRONT, idempotency_key=FIRST)
    no_files = refused(403, 50013, "Missing Permissions")
    town.script("POST", "channels/*/messages", no_files)

    with pytest.raises(NotSentError) as error:
        await post(messenger, where, front)
    await post(messenger, where, front)

    assert not isinstance(error.value, RejectedError)
    body = bodies(town)[-1]
    assert isinstance(body, dict)
    assert "attachments" not in body
    assert "Crews fear it." in str(body["components"])
