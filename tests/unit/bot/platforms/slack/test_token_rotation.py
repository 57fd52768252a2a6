"""Tokens are exchanged before they end, by one process, and survive what happens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.platforms.slack.http_api import ClientKeys, SlackApi
from bot.platforms.slack.token_rotation import EARLY, TokenRotator
from bot.scheduling import SystemClock
from tests.fakes.ports import FakeClock
from tests.fakes.postgresql import Server
from tests.fakes.slack.distribution import CLIENT_ID, CLIENT_SECRET, LIFETIME
from tests.fakes.slack.emulator import Emulator
from tests.fakes.slack.loopback import slack_peer
from tests.fakes.slack.rotations import renewed_at_once
from tests.fakes.slack.shared_bots import (
    ACME,
    SharedBot,
    shared_bot,
)

SOON = LIFETIME - EARLY + timedelta(seconds=1)
"""After this time a token is due."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(SystemClock().now())


@pytest.fixture
async def bot(
    slack_emulator: Emulator, clock: FakeClock, tmp_path: Path
) -> AsyncIterator[SharedBot]:
    async with slack_peer(slack_emulator, clock) as slack:
        slack.gateway.distribution.rotating = True
        address = f"sqlite:///{tmp_path / 'sitrep.db'}"
        async with shared_bot(slack, address, clock=clock) as running:
            await running.install(ACME)
            yield running


def rotator_of(bot: SharedBot, clock: FakeClock, api: SlackApi) -> TokenRotator:
    keys = ClientKeys(CLIENT_ID, CLIENT_SECRET)
    return TokenRotator(bot.directory, keys, lambda _: api, clock, bot.event_log)


@pytest.fixture
async def rotator(bot: SharedBot, clock: FakeClock) -> AsyncIterator[TokenRotator]:
    async with SlackApi("", bot.slack.api) as api:
        yield rotator_of(bot, clock, api)


async def test_a_token_is_exchanged_two_hours_before_its_end(
    bot: SharedBot, rotator: TokenRotator, clock: FakeClock
) -> None:
    before = await bot.store.installation("slack", ACME)
    await rotator.refresh_due()
    assert await bot.store.installation("slack", ACME) == before

    clock.move(SOON)
    await rotator.refresh_due()

    after = await bot.store.installation("slack", ACME)
    assert before is not None
    assert after is not None
    assert before.token != after.token
    assert after.expires == clock.now() + LIFETIME


async def test_a_refused_exchange_is_told_and_not_asked_again_at_once(
    bot: SharedBot, rotator: TokenRotator, clock: FakeClock
) -> None:
    bot.slack.gateway.distribution.uninstall(ACME)
    clock.move(SOON)

    for _ in range(3):
        await rotator.refresh_due()

    assert bot.slack.gateway.distribution.refreshes == 1
    assert "token of a workspace not renewed" in bot.event_log.events("error")[0]
    clock.move(timedelta(hours=1))
    await rotator.refresh_due()
    assert bot.slack.gateway.distribution.refreshes == 2


async def test_a_thousand_requests_of_four_processes_make_one_exchange(
    slack_emulator: Emulator, postgresql: Server, postgresql_tables: str
) -> None:
    postgresql.clear(postgresql_tables)

    calls, tokens = await renewed_at_once(
        slack_emulator, postgresql_tables, requests=1_000, processes=4
    )

    assert (calls, len(tokens)) == (1, 1)
