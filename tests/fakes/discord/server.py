"""A town in a process of its own, which outlives the bot.

``python -m tests.fakes.discord.server ORDER`` serves it and prints its address; the
order is one JSON object, see ``process``.
"""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta

from tests.fakes.clocks import SystemClock
from tests.fakes.discord.control import Control
from tests.fakes.discord.town import Plot, Town, served
from tests.fakes.platforms.haste import HastyClock
from tests.fakes.platforms.pace import Pace


def read_order(text: str) -> Plot:
    """How a town is to be set up."""
    order = json.loads(text)
    rate = float(order["rate"])
    return Plot(
        clock=HastyClock.parse(order["clock"]) if order["clock"] else SystemClock(),
        # A second's worth may come at once, as in limits that are counted by it.
        pace=Pace(everywhere=rate, burst=max(1, int(rate))),
        memory=timedelta(seconds=order["memory"]),
        channels=order["channels"],
    )


async def _serve(order: str) -> None:
    town = Town(read_order(order))
    async with served(town, more=Control(town).routes()) as url:
        print(url, flush=True)  # noqa: T201 - the one thing that it has to say
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1]))
