"""Whether the peer's channels behave as Discord's do, with the real discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import TypeVar

import discord
import pytest

from tests.fakes.discord.bot import Bot, running
from tests.fakes.discord.town import Town, open_town

pytestmark = pytest.mark.equipment

Kind = TypeVar("Kind")


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


async def test_a_lost_permission_is_told(town: Town, desk: discord.TextChannel) -> None:
    town.forbid("desk", "view_channel")

    with pytest.raises(discord.Forbidden) as caught:
        await desk.send("One")

    assert caught.value.code == 50001
