"""What ``sitrep check --online`` finds out about Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.core.messages.briefing_json import JsonObject
from bot.core.operations.check_results import Finding
from bot.platforms.discord.diagnostics import check_discord, invite_link
from tests.fakes.discord.connections import channel_id
from tests.fakes.discord.town import FORUM, TOKEN, Town, open_town
from tests.fakes.platforms.wires import Answer


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


async def look(town: Town, *channels: str) -> list[Finding]:
    return await check_discord(TOKEN, channels, api_url=town.api)


async def test_a_good_token_is_told_with_the_page_to_invite_the_bot(
    town: Town,
) -> None:
    good, link = await look(town)

    assert good.good
    assert "no privileged intents" in good.words
    assert "&scope=bot+applications.commands&permissions=" in link.words


async def test_a_bad_token_is_told_with_what_to_click(town: Town) -> None:
    town.revoke()

    (finding,) = await look(town, channel_id(town, "desk"))

    assert not finding.good
    assert "Reset Token" in finding.words


async def test_a_discord_that_does_not_answer_is_told(town: Town) -> None:
    town.script("GET", "users/@me", Answer(502, {}))

    assert await look(town) == [
        Finding(
            good=False, about="discord", words="Discord answered with HTTP status 502"
        )
    ]


@pytest.mark.parametrize("name", ["desk", FORUM])
async def test_a_channel_in_which_the_bot_can_post_is_good(
    town: Town, name: str
) -> None:
    *_, finding = await look(town, channel_id(town, name))

    assert finding.good
    assert finding.about == f"discord/{channel_id(town, name)}"


async def test_missing_permissions_are_named(town: Town) -> None:
    town.forbid("desk", "send_messages", "read_message_history")

    *_, finding = await look(town, channel_id(town, "desk"))

    assert not finding.good
    assert "lacks Send Messages, Read Message History" in finding.words


async def test_a_locked_thread_is_told(town: Town) -> None:
    where = channel_id(town, "desk")
    locked: JsonObject = {"id": where, "type": 11, "guild_id": "1", "parent_id": "2"}
    locked["thread_metadata"] = {"locked": True, "archived": False}
    town.script("GET", f"channels/{where}", Answer(200, locked))

    *_, finding = await look(town, where)

    assert not finding.good
    assert "the thread is locked" in finding.words


async def test_a_channel_that_is_not_there_is_told(town: Town) -> None:
    *_, finding = await look(town, "99")

    assert not finding.good
    assert "does not exist" in finding.words


async def test_a_person_can_be_talked_to(town: Town) -> None:
    *_, finding = await look(town, f"@{town.users['ben'].id}")

    assert finding.good


async def test_nothing_is_posted(town: Town) -> None:
    await look(town, channel_id(town, "desk"), channel_id(town, FORUM))

    assert not town.model.posted


def test_an_invitation_asks_for_what_posting_needs() -> None:
    link = invite_link("123")

    assert link.startswith("https://discord.com/oauth2/authorize?client_id=123&")
    permissions = int(link.rpartition("=")[2])
    assert permissions == 1 << 10 | 1 << 11 | 1 << 15 | 1 << 16 | 1 << 35 | 1 << 38
