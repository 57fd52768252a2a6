"""Whether a town in a process of its own can be used from another."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import discord
import pytest

from tests.fakes.discord.bot import running_at, work
from tests.fakes.discord.process import CannotBeDoneError, TownProcess, running_town

pytestmark = pytest.mark.equipment


@pytest.fixture(scope="module")
def town() -> Iterator[TownProcess]:
    with running_town(channels=(100, 101)) as started:
        yield started


async def do(town: TownProcess, action: str, **arguments: Any) -> Any:
    """Let the town do something while the bot of this process goes on."""
    return await asyncio.to_thread(town.do, action, **arguments)


async def test_a_bot_connects_and_answers(town: TownProcess) -> None:
    async with running_at(town.api, town.gateway) as bot:
        bot.act = work
        asked = {"who": "ben", "where": "desk", "command": "try it"}
        exchange = await do(town, "slash", **asked, options={"text": "Oslo"})
        (message,) = exchange["messages"]
        where = {"channel": message["channel"], "message": message["id"]}
        clicked = await do(town, "click", who="ben", label="More", **where)
        form = await do(town, "click", who="ben", label="Ask", **where)
        values = {"words": "tea"}
        sent = await do(town, "submit", who="ben", exchange=form["id"], values=values)

    assert message["versions"] == ["", "Oslo"]
    assert clicked["messages"][0]["text"] == "More of a card"
    assert sent["messages"][0]["text"] == "Thank you for tea"


async def test_names_are_offered(town: TownProcess) -> None:
    async with running_at(town.api, town.gateway):
        typed = {"text": "lo"}
        asked = {"who": "ben", "where": "desk", "command": "try it"}
        offered = await do(town, "autocomplete", **asked, typed=typed)

    assert offered == ["London"]


async def test_a_post_is_told_by_its_nonce(town: TownProcess) -> None:
    async with running_at(town.api, town.gateway) as bot:
        await bot.post(100, "Front", "a1")

    assert town.keys("100") == ("a1",)
    assert any(one.path == "/channels/100/messages" for one in town.requests())


async def test_faults_are_planned(town: TownProcess) -> None:
    town.set_plan({"always": ["forbidden"], "call": "post", "channel": "101"})
    async with running_at(town.api, town.gateway) as bot:
        with pytest.raises(discord.Forbidden):
            await bot.post(101, "Front", "b1")
    town.set_plan({})

    assert not town.keys("101")


def test_what_cannot_be_done_is_told(town: TownProcess) -> None:
    where = {"channel": 100, "message": 1}
    with pytest.raises(CannotBeDoneError, match="Unknown Message"):
        town.do("click", who="ben", label="More", **where)
