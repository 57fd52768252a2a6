"""Whether the peer treats interactions as Discord does, with the real discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest

from tests.fakes.discord.bot import Bot, running
from tests.fakes.discord.town import Town, open_town

pytestmark = pytest.mark.equipment


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town() as opened:
        yield opened
    assert not opened.gaps


@pytest.fixture
async def bot(town: Town) -> AsyncIterator[Bot]:
    async with running(town) as connected:
        yield connected


async def test_an_answer_after_three_seconds_is_refused(town: Town, bot: Bot) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        town.pass_time(3)
        await interaction.response.send_message(text)

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="Oslo", wait=False)

    failure = await bot.failure()
    assert (failure.code, exchange.acknowledged) == (10062, False)


async def test_a_second_acknowledgement_is_refused(town: Town, bot: Bot) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text)
        # As another process would that got the same event.
        interaction.response._response_type = None
        await interaction.response.defer()

    bot.act = act
    await town.slash("ben", "desk", "try it", text="Oslo")

    failure = await bot.failure()
    assert failure.code == 40060
