"""A digest that somebody asks for."""

from __future__ import annotations

from dataclasses import replace

from bot.core.model import Destination
from tests.fakes.bureau import open_bureau
from tests.fakes.plans import make_plan
from tests.fakes.ports import FakeClock

MANY = 300


async def test_a_digest_that_is_asked_for_goes_to_hundreds_of_channels() -> None:
    to = tuple(Destination("slack", f"C{number}") for number in range(MANY))
    async with open_bureau(FakeClock()) as bureau:
        keys = await bureau.delivery.post_now(replace(make_plan(), to=to))

    assert len(keys) == len(bureau.model.posted) == MANY
