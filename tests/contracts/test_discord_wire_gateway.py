"""Whether the peer's gateway behaves as Discord's does, with the real discord.py."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import discord
import pytest

from tests.fakes.discord.bot import Bot, answer, running
from tests.fakes.discord.gateway import BAD_TOKEN
from tests.fakes.discord.town import TOKEN, Town, open_town, pointed_at

pytestmark = pytest.mark.equipment


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Bot]:
    async with running(town) as connected:
        connected.act = answer
        yield connected


async def replies(town: Town) -> bool:
    """Whether a command is answered over the connection of now."""
    await town.connected()
    exchange = await town.slash("ben", "desk", "try it", text="Oslo")
    return exchange.message.text == "Oslo"


async def test_a_client_is_told_of_the_guild(bot: Bot) -> None:
    (guild,) = bot.guilds

    names = {channel.name for channel in guild.channels}
    assert (guild.name, names) == ("Port office", {"desk", "harbour", "stories"})


async def test_commands_of_a_guild_are_its_own(town: Town, bot: Bot) -> None:
    guild = discord.Object(town.guild.id)
    bot.tree.copy_global_to(guild=guild)

    synced = await bot.tree.sync(guild=guild)

    assert {one.name for one in synced} == {"try", "Try this"}
    assert {one.guild_id for one in synced} == {guild.id}
    assert await replies(town)


async def test_a_wrong_token_is_no_login(town: Town) -> None:
    with pointed_at(town.api, town.gateway.url):
        async with discord.Client(intents=discord.Intents.none()) as client:
            with pytest.raises(discord.LoginFailure):
                await client.login("wrong")


async def test_a_privileged_intent_is_refused(town: Town) -> None:
    intents = discord.Intents(guilds=True, message_content=True)
    with pointed_at(town.api, town.gateway.url):
        async with discord.Client(intents=intents) as client:
            await client.login(TOKEN)
            with pytest.raises(discord.PrivilegedIntentsRequired):
                await client.connect()


async def test_messages_are_told_to_those_with_the_intent(town: Town, bot: Bot) -> None:
    town.say("ada", "desk", "Ferries sail again.")
    town.world.backend.create_channel(town.guild.id, "quay")

    await bot.heard("guild_channel_create")
    assert "message" not in bot.events


@pytest.mark.usefixtures("bot")
async def test_who_is_asked_to_reconnect_resumes(town: Town) -> None:
    town.gateway.ask_to_reconnect()

    await town.pulse.until(lambda: town.gateway.counts["resumes"] == 1)
    assert await replies(town)
    assert town.gateway.counts["identifies"] == 1


@pytest.mark.usefixtures("bot")
async def test_what_was_missed_is_told_on_resuming(town: Town) -> None:
    town.gateway.fall_silent()
    exchange = await town.slash("ben", "desk", "try it", text="Oslo", wait=False)
    before = exchange.acknowledged

    town.gateway.cut()

    assert (await exchange.end()).message.text == "Oslo"
    assert not before
    assert town.gateway.counts["identifies"] == 1


@pytest.mark.usefixtures("bot")
async def test_who_is_invalidated_identifies_again(town: Town) -> None:
    town.gateway.invalidate()

    await town.pulse.until(lambda: town.gateway.counts["identifies"] == 2)
    assert await replies(town)
    assert town.gateway.counts["resumes"] == 0


@pytest.mark.usefixtures("bot")
async def test_a_session_that_may_be_resumed_is(town: Town) -> None:
    town.gateway.invalidate(resumable=True)

    await town.pulse.until(lambda: town.gateway.counts["resumes"] == 1)
    assert await replies(town)


@pytest.mark.usefixtures("bot")
async def test_an_unknown_session_is_not_resumed(town: Town) -> None:
    town.gateway.forget_sessions()
    town.gateway.cut()

    await town.pulse.until(lambda: town.gateway.counts["identifies"] == 2)
    assert await replies(town)
    assert town.gateway.counts["resumes"] == 1


async def test_a_silent_gateway_is_left(town: Town) -> None:
    town.gateway.heartbeat_ms = 20
    async with running(town, Bot(heartbeat_timeout=0.05)) as bot:
        bot.act = answer
        town.gateway.fall_silent()

        await town.pulse.until(lambda: town.gateway.counts["resumes"] == 1)
        assert await replies(town)


async def test_a_gateway_that_acknowledges_nothing_is_left(town: Town) -> None:
    town.gateway.heartbeat_ms = 20
    async with running(town, Bot(heartbeat_timeout=0.05)) as bot:
        bot.act = answer
        town.gateway.go_deaf()

        await town.pulse.until(lambda: town.gateway.counts["resumes"] == 1)
        assert await replies(town)


async def test_heartbeats_are_acknowledged(town: Town) -> None:
    town.gateway.heartbeat_ms = 10
    async with running(town, Bot(heartbeat_timeout=0.05)):
        await town.pulse.until(lambda: town.gateway.counts["heartbeats"] > 10)

    assert town.gateway.counts["connects"] == 1


@pytest.mark.usefixtures("bot")
async def test_a_close_after_each_resume_makes_a_storm(town: Town) -> None:
    town.gateway.ends_resumes = True
    town.gateway.cut()

    await town.pulse.until(lambda: town.gateway.counts["resumes"] >= 20)
    town.gateway.ends_resumes = False
    assert await replies(town)


async def test_a_shard_hears_of_its_guilds_only(town: Town) -> None:
    town.service.shards = 2
    others = [town.world.create_guild(f"Guild {number}") for number in range(3)]
    async with running(town) as bot:
        shards = {guild.id: guild.shard_id for guild in bot.guilds}

    ids = [town.guild.id, *(guild.id for guild in others)]
    assert shards == {id_: (id_ >> 22) % 2 for id_ in ids}
    assert town.gateway.counts["identifies"] == 2


async def test_bots_that_are_killed_leave_few_sessions(town: Town) -> None:
    intents = discord.Intents(guilds=True).value
    identify = {"op": 2, "d": {"token": TOKEN, "intents": intents}}
    async with aiohttp.ClientSession() as session:
        for number in range(10):
            async with session.ws_connect(town.gateway.url) as websocket:
                await websocket.send_json(identify)
                await town.connected()
                await websocket.close(code=4000)
            await town.pulse.until(lambda: not town.gateway.sockets)
            assert len(town.gateway.sessions) == min(number + 1, 5)


async def test_who_sends_too_much_is_closed(town: Town) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(town.gateway.url) as websocket,
    ):
        for _ in range(121):
            await websocket.send_json({"op": 1, "d": None})
        async for _ in websocket:
            pass

        assert websocket.close_code == 4008


async def test_a_token_that_is_worth_nothing_ends_it(town: Town) -> None:
    with pointed_at(town.api, town.gateway.url):
        async with Bot() as bot:
            await bot.login(TOKEN)
            town.gateway.refusal = BAD_TOKEN
            with pytest.raises(discord.ConnectionClosed) as caught:
                await bot.connect()

    assert caught.value.code == 4004


async def test_a_revoked_token_ends_a_connection(town: Town) -> None:
    with pointed_at(town.api, town.gateway.url):
        async with Bot() as bot:
            await bot.login(TOKEN)
            connecting = asyncio.create_task(bot.connect())
            await town.connected()
            town.revoke()
            with pytest.raises(discord.ConnectionClosed) as caught:
                await connecting

    assert caught.value.code == 4004


async def test_a_guild_that_the_bot_is_thrown_out_of_is_gone(
    town: Town, bot: Bot
) -> None:
    town.remove_bot()

    await bot.heard("guild_remove")
    assert not bot.guilds
