"""Calls that run together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.stores.sql.batches import Batches


class Kitchen:
    """Cooks orders, and keeps those that it got together."""

    def __init__(self) -> None:
        self.cooked: list[list[str]] = []
        self.open = asyncio.Event()

    async def cook(self, orders: Sequence[str]) -> Sequence[str]:
        """Cook these orders, as soon as it is open."""
        self.cooked.append(list(orders))
        await self.open.wait()
        if "stone" in orders:
            raise ValueError
        return [order.upper() for order in orders]


@pytest.fixture
async def kitchen() -> Kitchen:
    """A kitchen that is not open yet."""
    return Kitchen()


async def test_an_error_is_that_of_all_that_ran_together(kitchen: Kitchen) -> None:
    batches = Batches(kitchen.cook)
    kitchen.open.set()
    orders = (batches.add("stone"), batches.add("soup"))

    errors = await asyncio.gather(*orders, return_exceptions=True)

    assert [type(error) for error in errors] == [ValueError, ValueError]
    assert await batches.add("tea") == "TEA"


async def test_who_has_gone_is_left_out(kitchen: Kitchen) -> None:
    batches = Batches(kitchen.cook)
    first = asyncio.create_task(batches.add("soup"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    gone = asyncio.create_task(batches.add("tea"))
    await asyncio.sleep(0)
    gone.cancel()
    last = asyncio.create_task(batches.add("rice"))
    await asyncio.sleep(0)
    kitchen.open.set()

    assert list(await asyncio.gather(first, last)) == ["SOUP", "RICE"]
    assert kitchen.cooked == [["soup"], ["rice"]]
