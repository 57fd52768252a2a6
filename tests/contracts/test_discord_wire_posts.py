"""Whether the peer's channels behave as Discord's do, with the real discord.py."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TypeVar

import discord
import pytest

from tests.fakes.discord.bot import Bot, Card, running
from tests.fakes.discord.requests import too_early
from tests.fakes.discord.town import Town, open_town

pytestmark = pytest.mark.equipment

Kind = TypeVar("Kind")

WRONG = "another"


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Bot]:
    async with running(town) as connected:
        yield connected


def channel(town: Town, bot: Bot, name: str, kind: type[Kind]) -> Kind:
    found = bot.get_channel(town.channels[name].id)
    assert isinstance(found, kind)
    return found


@pytest.fixture
def desk(town: Town, bot: Bot) -> discord.TextChannel:
    return channel(town, bot, "desk", discord.TextChannel)


async def test_a_repeated_nonce_gives_the_message_that_is_there(
    town: Town, bot: Bot, desk: discord.TextChannel
) -> None:
    ids = [await bot.post(desk.id, text, "a1") for text in ("One", "Two")]

    assert len(set(ids)) == 1
    assert [one.text for one in town.history("desk")] == ["One"]


async def test_a_nonce_is_forgotten_after_minutes(
    town: Town, bot: Bot, desk: discord.TextChannel
) -> None:
    await bot.post(desk.id, "One", "a1")
    town.pass_time(timedelta(minutes=5).total_seconds())
    await bot.post(desk.id, "Two", "a1")

    assert [one.text for one in town.history("desk")] == ["One", "Two"]


async def test_a_nonce_has_25_characters_at_most(
    bot: Bot, desk: discord.TextChannel
) -> None:
    await bot.post(desk.id, "One", "a" * 25)
    with pytest.raises(discord.HTTPException) as caught:
        await bot.post(desk.id, "Two", "a" * 26)

    assert caught.value.code == 50035


async def test_the_history_does_not_tell_nonces(
    bot: Bot, desk: discord.TextChannel
) -> None:
    await bot.post(desk.id, "One", "a1")

    (message,) = [one async for one in desk.history()]
    assert message.nonce is None


@pytest.mark.parametrize("oldest_first", [True, False])
async def test_a_long_history_is_read_page_by_page(
    town: Town, desk: discord.TextChannel, *, oldest_first: bool
) -> None:
    said = [town.say("ada", "desk", f"{number}").id for number in range(250)]

    history = desk.history(limit=None, oldest_first=oldest_first)
    found = [one.id async for one in history]

    assert found == (said if oldest_first else said[::-1])


async def test_what_others_wrote_is_not_told_without_the_intent(
    town: Town, desk: discord.TextChannel
) -> None:
    town.say("ada", "desk", "A secret")
    await desk.send("No secret")

    found = [one.content async for one in desk.history()]

    assert found == ["No secret", ""]


async def test_a_thread_is_started_from_a_message_once(
    town: Town, desk: discord.TextChannel
) -> None:
    message = await desk.send("Front")
    thread = await message.create_thread(name="Stories")
    reply = await thread.send("Story")
    with pytest.raises(discord.HTTPException) as caught:
        await message.create_thread(name="Again")

    assert (thread.id, caught.value.code) == (message.id, 160004)
    assert [one.id for one in town.messages(thread.id)] == [reply.id]


async def test_a_forum_takes_posts_with_its_tags(town: Town, bot: Bot) -> None:
    forum = channel(town, bot, "stories", discord.ForumChannel)
    tag = forum.available_tags[0]

    created = await forum.create_thread(
        name="Ferries", view=Card("Sail again"), applied_tags=[tag]
    )

    assert [one.name for one in created.thread.applied_tags] == ["Ports"]
    assert town.threads("stories") == {"Ferries": created.thread.id}
    assert [one.text for one in town.messages(created.thread.id)] == ["Sail again"]


async def test_a_direct_message_is_sent(town: Town, bot: Bot) -> None:
    user = await bot.fetch_user(town.users["ben"].id)

    await user.send("Good morning")

    assert [one.text for one in town.direct("ben")] == ["Good morning"]


async def test_who_takes_no_direct_messages_gets_none(town: Town, bot: Bot) -> None:
    town.close_door("ben")
    user = await bot.fetch_user(town.users["ben"].id)

    with pytest.raises(discord.Forbidden) as caught:
        await user.send("Good morning")

    assert caught.value.code == 50007


async def test_a_file_comes_along(town: Town, desk: discord.TextChannel) -> None:
    await desk.send("See", file=discord.File(io.BytesIO(b"rows"), "rows.csv"))

    (seen,) = town.history("desk")
    assert seen.files == ("rows.csv",)


async def test_a_lost_permission_is_told(town: Town, desk: discord.TextChannel) -> None:
    town.forbid("desk", "view_channel")

    with pytest.raises(discord.Forbidden) as caught:
        await desk.send("One")

    assert caught.value.code == 50001


async def test_a_deleted_channel_is_told(town: Town, desk: discord.TextChannel) -> None:
    town.delete_channel("desk")

    with pytest.raises(discord.NotFound) as caught:
        await desk.send("One")

    assert caught.value.code == 10003


async def test_a_wrong_token_is_told(bot: Bot, desk: discord.TextChannel) -> None:
    bot.http.token = WRONG

    with pytest.raises(discord.HTTPException) as caught:
        await desk.send("One")

    assert caught.value.status == 401


@pytest.mark.parametrize("everywhere", [True, False])
async def test_a_client_waits_as_it_is_told(
    town: Town, desk: discord.TextChannel, *, everywhere: bool
) -> None:
    scope = "global" if everywhere else "user"
    told = too_early(0.001, scope=scope, everywhere=everywhere)
    town.script("POST", "channels/*/messages", told, times=2)

    await desk.send("One")

    statuses = [one.status for one in town.records.of("POST", "/messages")]
    assert statuses == [429, 429, 200]


async def test_what_no_peer_can_answer_is_noted(town: Town, bot: Bot) -> None:
    with pytest.raises(discord.HTTPException):
        await bot.http.request(discord.http.Route("GET", "/voice/regions"))

    assert town.gaps
    town.gaps.clear()
