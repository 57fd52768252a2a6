"""Builds the demonstration: two sample newspapers, fetched on two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TextIO

from bot.bootstrap.app_context import open_app
from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.runtime import Runtime
from bot.core.digests.service import FixedConfiguration
from bot.demo import demo_configuration, print_more, serve_papers
from bot.logs import NullEventLog
from bot.platforms.console.terminal import ConsoleMessenger
from bot.scheduling import FixedClock, SystemClock


async def run_demo(engine: str, *, output: TextIO) -> None:
    """Print the digests of two days of the sample newspapers.

    Raises:
        PostError: the output does not accept a digest.
    """
    with serve_papers() as papers:
        configuration = replace(demo_configuration(papers), engine=engine)
        clock = FixedClock(SystemClock().now())
        runtime = Runtime(
            "sqlite://", clock, NullEventLog(), NetworkSettings(allow_private=True)
        )
        given = FixedConfiguration(configuration)
        async with open_app(runtime, given, [ConsoleMessenger(output)]) as app:
            (plan,) = configuration.digests
            await app.services.delivery.post_now(plan)
            print_more(*papers)
            clock.move(timedelta(days=1))
            await app.services.delivery.post_now(plan)
