"""The bot as it runs: rounds, health and what the operator is told, until told to end."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

from bot.app import ALLOW_PRIVATE, may_fetch_private
from bot.core.findings import (
    CONFIGURATION,
    PLATFORM,
    configuration_troubles,
    platform_troubles,
)
from bot.core.health import Health
from bot.core.meters import NO_METER, Meter
from bot.core.model import Endpoint
from bot.core.notices import Notices
from bot.core.oversight import Oversight, Scene
from bot.core.ports import Messenger
from bot.core.rounds import Office, Rounds
from bot.core.secrecy import redaction
from bot.operation import console, open_office, setting
from bot.scheduling import ticking, watch_loop
from bot.settings import FileConfiguration
from bot.stores.sql import SqlStore
from bot.web import PrometheusMeter, open_web

FINISH_SECONDS = 8.0
"""How long posts that were begun may go on when the bot is told to end."""

BUILDERS, SENDERS = 2, 4
"""How many digests are built, and parts sent, at the same time."""

_PLAN_SECONDS, _BUILD_SECONDS, _SEND_SECONDS = 2.0, 1.0, 1.0
_TEND_SECONDS, _READ_SECONDS, _CLEAR_SECONDS = 5.0, 3.0, 3600.0
_LOOK_SECONDS = 15.0

Tick = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Watch:
    """Who watches while the bot runs: probes, figures, and the operator's eye."""

    health: Health
    meter: Meter = NO_METER
    oversight: Oversight | None = None


async def run_bot(
    path: Path, environment: Mapping[str, str], *, output: TextIO, log: TextIO
) -> None:
    """Keep the store fresh and post each digest at its time, until told to end.

    SIGTERM or SIGINT tells it.

    Raises:
        ConfigError: the configuration is wrong, or nothing can listen where it says.
        StoreError: the database cannot be used.
    """
    found = setting(
        path, environment, log=log, allow_private=may_fetch_private(environment)
    )
    if found.allow_private:
        found.journal.warning(
            "private addresses may be fetched", variable=ALLOW_PRIVATE
        )
    configuration = FileConfiguration(path, found.journal)
    endpoint = (await configuration.current()).health
    figures = PrometheusMeter()
    meter = figures if endpoint else NO_METER
    messengers = [console(output)]
    opening = open_office(found, configuration, messengers, meter=meter)
    async with opening as (office, store):
        health = Health(office.clock, store.planned_until)
        for messenger in messengers:
            health.connected(messenger.platform)
        hide = redaction(environment).text
        oversight = _oversee(office, store, messengers, hide)
        oversight.scene = replace(oversight.scene, meter=meter)
        oversight.reports = {
            CONFIGURATION: lambda: configuration_troubles(configuration.problem),
            PLATFORM: lambda: platform_troubles(health.unconnected()),
        }
        async with _served(endpoint, health, figures):
            await make_rounds(office, Watch(health, meter, oversight))


async def make_rounds(office: Office, watch: Watch) -> None:
    """Make rounds until a signal comes; then let what was begun end, for a while."""
    rounds = Rounds(office, office.clock.now(), ticked=watch.health.ticked)
    journal, told = office.journal, _signals()
    lagged = watch.health.lagged
    pulse = asyncio.create_task(watch_loop(journal, watch.meter, lagged=lagged))
    async with AsyncExitStack() as stack:
        for tick, seconds in _ticks(rounds, watch.oversight):
            await stack.enter_async_context(ticking(tick, seconds=seconds))
        journal.info("started")
        await told.wait()
        watch.health.end()
        journal.info("ending")
        await rounds.end(FINISH_SECONDS)
    pulse.cancel()
    await asyncio.gather(pulse, return_exceptions=True)
    journal.info("ended")


def _ticks(rounds: Rounds, oversight: Oversight | None) -> Sequence[tuple[Tick, float]]:
    """All that is done again and again, and how many seconds lie between."""
    return (
        (rounds.plan, _PLAN_SECONDS),
        *((rounds.build, _BUILD_SECONDS),) * BUILDERS,
        *((rounds.send, _SEND_SECONDS),) * SENDERS,
        (rounds.tend, _TEND_SECONDS),
        (rounds.read, _READ_SECONDS),
        (rounds.clear, _CLEAR_SECONDS),
        *(() if oversight is None else ((oversight.look, _LOOK_SECONDS),)),
    )


def _oversee(
    office: Office,
    store: SqlStore,
    messengers: Sequence[Messenger],
    hide: Callable[[str], str],
) -> Oversight:
    platforms = {messenger.platform: messenger for messenger in messengers}
    notices = Notices(office.clock, store, platforms, office.journal, hide)
    scene = Scene(office.clock, office.configuration, store, store, office.journal)
    return Oversight(scene, notices)


@asynccontextmanager
async def _served(
    endpoint: Endpoint | None, health: Health, figures: PrometheusMeter
) -> AsyncIterator[None]:
    """Answer those who watch, if the configuration says where."""
    if endpoint is None:
        yield
        return
    async with open_web(endpoint, health, figures):
        yield


def _signals() -> asyncio.Event:
    """An event that SIGTERM and SIGINT set."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told.set)
    return told
