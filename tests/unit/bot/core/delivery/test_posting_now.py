"""A digest that somebody asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.domain.configuration import Destination
from bot.core.domain.slots import MessageState
from tests.fakes.delivery_bot import open_delivery_bot
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock

MANY = 300


async def test_a_digest_that_is_asked_for_goes_to_hundreds_of_channels() -> None:
    to = tuple(Destination("slack", f"C{number}") for number in range(MANY))
    async with open_delivery_bot(FakeClock()) as bot:
        keys = await bot.delivery.post_now(replace(make_plan(), to=to))

    assert len(keys) == len(bot.model.posted) == MANY


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


async def test_while_another_process_plans_this_one_looks_every_few_seconds() -> None:
    plan, clock = replace(make_plan(), to=(Destination("slack", "C1"),)), FakeClock()
    clock.move(timedelta(hours=7, minutes=29, seconds=59.5))
    async with open_delivery_bot(clock) as bot:
        await bot.store.plan((), clock.now())
        delivery = bot.delivery
        clock.move(timedelta(seconds=0.9))

        assert await delivery.plan((plan,), started=clock.now()) == 0
        clock.move(timedelta(seconds=4))
        assert await delivery.plan((plan,), started=clock.now()) == 0
        clock.move(timedelta(seconds=1))
        assert await delivery.plan((plan,), started=clock.now()) == 1


async def test_a_process_that_plans_alone_does_so_each_time() -> None:
    plan, clock = replace(make_plan(), to=(Destination("slack", "C1"),)), FakeClock()
    clock.move(timedelta(hours=7, minutes=29, seconds=58.5))
    async with open_delivery_bot(clock) as bot:
        delivery, found = bot.delivery, []
        for _ in range(4):
            found.append(await delivery.plan((plan,), started=clock.now()))
            clock.move(timedelta(seconds=1))

    assert found == [0, 0, 1, 0]
