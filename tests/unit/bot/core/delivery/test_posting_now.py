"""A digest that somebody asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.domain.configuration import Destination
from bot.core.domain.slots import MessageState
from tests.fakes.delivery_bot import open_delivery_bot
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock


async def test_what_goes_elsewhere_is_left_to_the_bot_that_runs() -> None:
    asked_for = replace(make_plan(), to=(Destination("slack", "C1"),))
    other = replace(make_plan(at="23:00"), id="other", to=(Destination("fax", "1"),))
    async with open_delivery_bot(FakeClock()) as bot:
        started = bot.clock.now() - timedelta(days=1)
        await bot.delivery.plan((other,), started=started)
        await bot.delivery.build()

        await bot.delivery.post_now(asked_for)
        states = {one.slot.digest: one.state for one in await bot.parts()}

    assert states == {"other": MessageState.PENDING, asked_for.id: MessageState.SENT}
