"""Odd things that people ask for: the same sentence tells it on both platforms."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.chat_payloads import Reading, read_discord, read_slack
from tests.fakes.connected_bots import (
    ConnectedBot,
    Grounds,
    configured,
    open_connected_bot,
    plan_of,
)
from tests.fakes.discord.town import open_town
from tests.fakes.slack.peer import SlackPeer
from tests.tables import blocks

NOWHERE = "http://127.0.0.1:9/"
PORTS = plan_of("ports", NOWHERE, to=("slack/#desk",))
RIVERS = plan_of("great-rivers", NOWHERE, to=("slack/#desk",))


@pytest.fixture
async def bot(slack: SlackPeer, tmp_path: Path) -> AsyncIterator[ConnectedBot]:
    database = f"sqlite:///{tmp_path / 'sitrep.db'}"
    async with open_town() as town:
        grounds = Grounds(slack, town, database)
        async with open_connected_bot(grounds, configured(PORTS, RIVERS)) as bot:
            yield bot


async def told(
    bot: ConnectedBot, verb: str, option: str, typed: str
) -> tuple[Reading, Reading]:
    """What is told on either platform to somebody who types this."""
    before = len(bot.slack.requests), len(bot.town.records.all)
    asked = await bot.slack.desk.slash("mei", "desk", f"/brief {verb} {typed}")
    sight = await asked.seen()
    options: dict[str, Any] = {option: typed}
    exchange = await bot.town.slash("ben", "desk", f"brief {verb}", **options)
    assert sight.user == bot.slack.desk.user("mei")
    assert exchange.message.ephemeral
    on_slack = read_slack(bot.slack.requests[before[0] :])
    return on_slack, read_discord(bot.town.records.all[before[1] :])


async def test_what_nobody_can_serve_is_told_in_one_sentence(
    bot: ConnectedBot, subtests: pytest.Subtests
) -> None:
    async with bot.guarded():
        for block in blocks("asked"):
            written = block["typed"].encode("latin-1", "backslashreplace")
            typed = written.decode("unicode-escape")
            with subtests.test(block["typed"]):
                asked = await told(bot, block["verb"], block["option"], typed)

                for reading in asked:
                    assert not reading.faults
                    assert not reading.links
                    assert block["told"] in reading.text


async def test_what_may_be_meant_is_offered_and_does_what_was_asked_for(
    bot: ConnectedBot,
) -> None:
    asked = await bot.slack.desk.slash("mei", "desk", "/brief sources prots")
    sight = await asked.seen("Did you mean")
    exchange = await bot.town.slash("ben", "desk", "brief sources", name="prots")

    chosen = await bot.slack.desk.click("mei", sight, "sitrep:menu", "r|sources|ports")
    on_discord = await bot.town.select("ben", exchange.message, "r|sources|ports")

    await chosen.seen("not read yet")
    assert "not read yet" in on_discord.message.text
