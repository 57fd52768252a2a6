"""Whether the peer treats interactions as Discord does, with the real discord.py."""

from __future__ import annotations

from collections.abc import AsyncIterator

import discord
import pytest
from simcord import SetupError

from tests.fakes.discord.bot import Bot, Card, answer, running, work
from tests.fakes.discord.people import DIRECT
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


async def test_a_command_is_answered(town: Town, bot: Bot) -> None:
    bot.act = answer

    exchange = await town.slash("ben", "desk", "try it", text="Oslo")

    assert exchange.message.text == "Oslo"
    assert not exchange.message.ephemeral


async def test_a_command_is_answered_in_direct_messages(town: Town, bot: Bot) -> None:
    bot.act = answer

    exchange = await town.slash("ben", DIRECT, "try it", text="Oslo")

    assert [one.id for one in town.direct("ben")] == [exchange.message.id]


async def test_a_later_answer_keeps_who_may_see_it(town: Town, bot: Bot) -> None:
    bot.act = work

    exchange = await town.slash("ben", "desk", "try it", text="Oslo")

    assert exchange.message.versions == ("", "Oslo")
    assert [one.text for one in town.history("desk", viewer="ben")] == ["Oslo"]
    assert not town.history("desk", viewer="ada")


async def test_what_follows_is_a_message_of_its_own(town: Town, bot: Bot) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text)
        second = await interaction.followup.send("More", wait=True)
        third = await interaction.followup.send("Too much", wait=True)
        await second.edit(content="More of it")
        await third.delete()

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="Oslo")

    await exchange.until(
        lambda one: len(one.messages) == 2 and "of" in one.messages[1].text
    )
    assert [one.text for one in exchange.messages] == ["Oslo", "More of it"]


@pytest.mark.usefixtures("bot")
async def test_names_are_offered_while_one_is_typed(town: Town) -> None:
    offered = await town.type_in("ben", "desk", "try it", text="l")

    assert offered.choices == ("Lisbon", "London")
    assert offered.seconds is not None


async def test_a_message_is_given_to_its_menu(town: Town, bot: Bot) -> None:
    bot.act = answer
    said = town.say("ada", "desk", "Ferries sail again.")

    exchange = await town.menu("ben", "desk", "Try this", said)

    assert exchange.message.text == "Ferries sail again."


async def test_a_button_changes_its_message(town: Town, bot: Bot) -> None:
    bot.act = work
    shown = (await town.slash("ben", "desk", "try it", text="Oslo")).message

    exchange = await town.click("ben", shown, "More")

    assert exchange.message.id == shown.id
    assert exchange.message.text == "More of a card"


async def test_a_button_is_known_after_a_restart(town: Town) -> None:
    async with running(town) as bot:
        bot.act = work
        shown = (await town.slash("ben", "desk", "try it", text="Oslo")).message
    async with running(town):
        exchange = await town.click("ben", shown, "More")

    assert exchange.message.text == "More of a card"


async def test_a_menu_gives_what_was_chosen(town: Town, bot: Bot) -> None:
    bot.act = work
    shown = (await town.slash("ben", "desk", "try it", text="Oslo")).message

    exchange = await town.select("ben", shown, "Asia")

    assert [one.text for one in exchange.messages] == ["Oslo", "In Asia"]


async def test_a_form_is_shown_and_sent(town: Town, bot: Bot) -> None:
    bot.act = work
    shown = (await town.slash("ben", "desk", "try it", text="Oslo")).message

    form = await town.click("ben", shown, "Ask")
    exchange = await town.submit("ben", form, {"words": "tea"})

    assert exchange.message.text == "Thank you for tea"


async def test_a_message_that_only_another_sees_cannot_be_clicked(
    town: Town, bot: Bot
) -> None:
    bot.act = work
    shown = (await town.slash("ben", "desk", "try it", text="Oslo")).message

    with pytest.raises(SetupError):
        await town.click("ada", shown, "More")


async def test_an_answer_after_three_seconds_is_refused(town: Town, bot: Bot) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        town.pass_time(3)
        await interaction.response.send_message(text)

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="Oslo", wait=False)

    failure = await bot.failure()
    assert (failure.code, exchange.acknowledged) == (10062, False)


async def test_an_edit_after_fifteen_minutes_is_refused(town: Town, bot: Bot) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.defer()
        town.pass_time(15 * 60)
        await interaction.edit_original_response(content=text)

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="Oslo", wait=False)

    failure = await bot.failure()
    assert (failure.status, failure.code, exchange.finished) == (401, 50027, False)


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


async def test_a_refused_answer_does_not_use_up_the_interaction(
    town: Town, bot: Bot
) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        try:
            await interaction.response.send_message("x" * 2_001)
        except discord.HTTPException:
            await interaction.response.send_message(text)

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="Oslo")

    assert exchange.message.text == "Oslo"


async def test_a_card_may_hold_4000_characters(town: Town, bot: Bot) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(view=Card(text * 800))
        await interaction.followup.send(view=Card(text * 801))

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="Oslo.")

    failure = await bot.failure()
    assert (failure.code, len(exchange.message.text)) == (50035, 4_000)


async def test_a_ping_is_seen(town: Town, bot: Bot) -> None:
    everybody = discord.AllowedMentions.all()

    async def act(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, allowed_mentions=everybody)
        nobody = discord.AllowedMentions.none()
        await interaction.followup.send(text, allowed_mentions=nobody)

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="@everyone")

    await exchange.until(lambda one: len(one.messages) == 2)
    assert [one.pings for one in exchange.messages] == [True, False]


async def test_an_event_may_come_twice(town: Town, bot: Bot) -> None:
    asked: list[int] = []

    async def act(interaction: discord.Interaction, text: str) -> None:
        asked.append(interaction.id)
        await interaction.response.send_message(text)

    bot.act = act
    exchange = await town.slash("ben", "desk", "try it", text="Oslo")
    town.repeat(exchange)

    failure = await bot.failure()
    assert (failure.code, asked) == (40060, [exchange.id] * 2)


async def test_an_event_may_come_late(town: Town, bot: Bot) -> None:
    ages: list[float] = []

    async def act(interaction: discord.Interaction, text: str) -> None:
        age = discord.utils.utcnow() - interaction.created_at
        ages.append(age.total_seconds())
        await interaction.response.send_message(text)

    bot.act = act
    with town.earlier(3):
        await town.slash("ben", "desk", "try it", text="Oslo", wait=False)

    failure = await bot.failure()
    assert failure.code == 10062
    assert ages[0] >= 3


async def test_a_user_may_bring_the_bot_elsewhere(town: Town, bot: Bot) -> None:
    async def act(interaction: discord.Interaction, text: str) -> None:
        await interaction.response.send_message(text, ephemeral=True)
        for _ in range(6):
            await interaction.followup.send(text)

    bot.act = act
    town.found_elsewhere()
    exchange = await town.slash("ben", "elsewhere", "try it", text="Oslo")

    failure = await bot.failure()
    assert (failure.code, len(exchange.messages)) == (40094, 6)
    assert [guild.id for guild in bot.guilds] == [town.guild.id]
