"""Builds the demonstration: two digests of a week of two sample newspapers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TextIO

from typing_extensions import override

from bot.bootstrap.app_context import open_app
from bot.bootstrap.network import NetworkSettings
from bot.bootstrap.runtime import Runtime
from bot.core.digests.service import FixedConfiguration
from bot.core.domain.messages import Message
from bot.demo import demo_configuration, print_more, serve_papers
from bot.logs import NullEventLog
from bot.platforms.console.terminal import ConsoleMessenger
from bot.scheduling import FixedClock, SystemClock

_AT = time(7, 30)


async def run_demo(
    engine: str, until: Callable[[], Awaitable[object]], *, output: TextIO
) -> None:
    """Print the digests of Tuesday and Saturday of the week that comes.

    The pages of the sample newspapers are served until ``until`` is done.

    Raises:
        PostError: the output does not accept a digest.
    """
    today = SystemClock().now().date()
    monday = today + timedelta(days=7 - today.weekday())
    with serve_papers(monday) as papers:
        configuration = replace(demo_configuration(papers), engine=engine)
        clock = FixedClock(datetime.combine(monday + timedelta(days=1), _AT, UTC))
        runtime = Runtime(
            "sqlite://", clock, NullEventLog(), NetworkSettings(allow_private=True)
        )
        given, fronts = FixedConfiguration(configuration), _Fronts(output)
        async with open_app(runtime, given, [fronts]) as app:
            (plan,) = configuration.digests
            await app.services.delivery.post_now(plan)
            print_more(*papers)
            clock.move(timedelta(days=4))
            fronts.is_printed = False
            await app.services.delivery.post_now(plan)
        await until()


class _Fronts(ConsoleMessenger):
    """Prints the first message of a digest, without the briefings that follow it."""

    is_printed = False

    @override
    def _print(self, message: Message) -> None:
        if not self.is_printed:
            super()._print(message)
        self.is_printed = True
