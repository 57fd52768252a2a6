"""A bot that reads articles again is killed at each of its steps, and starts again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import SlotBuilder, SlotComposer
from bot.core.delivery.sender import Sender
from bot.core.domain.messages import Message
from bot.core.ingest.poller import SourceReaders
from bot.core.ingest.rereading import Rereader
from bot.sources.files import Files
from bot.stores.sql import SqlStore
from bot.stores.sql.database import Database, Work
from tests.fakes.ports import FakeMessenger
from tests.fakes.reports import FERRY
from tests.fakes.town import GAZETTE, Hands, Paper, Town, open_town

Result = TypeVar("Result")
PAGE = f"{GAZETTE}/ferry"
HOURS = (2, 5, 18, 49)
"""The hours between the readings."""

LIVES = 3
RESTART = timedelta(minutes=2)


class KilledError(BaseException):
    """The process is dead: no code of it goes on."""


@dataclass
class Kill:
    """The step at which a process dies, before or after the work of the step."""

    at: int
    late: bool
    steps: int = 0

    @property
    def is_done(self) -> bool:
        """Whether a process died."""
        return self.steps >= self.at

    async def step(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Do a step, unless the process dies before or after it."""
        self.steps += 1
        is_last = self.steps == self.at
        if is_last and not self.late:
            raise KilledError
        result = await work()
        if is_last:
            raise KilledError
        return result


class MortalDatabase(Database):
    """A database whose process may die at a transaction."""

    def __init__(self, address: str, kill: Kill) -> None:
        super().__init__(address, in_use=True)
        self.kill = kill

    @override
    async def read(self, work: Work[Result]) -> Result:
        return await self.kill.step(partial(super().read, work))

    @override
    async def write(self, work: Work[Result], *, alone: bool = False) -> Result:
        return await self.kill.step(partial(super().write, work, alone=alone))

    @override
    async def claim(self, work: Work[Result]) -> Result:
        return await self.kill.step(partial(super().claim, work))


class Platform(FakeMessenger):
    """A platform without idempotency keys, as Slack: each post appears.

    The process may die when it posts.
    """

    memory = timedelta(0)

    def __init__(self) -> None:
        super().__init__()
        self.log: list[str] = []
        self.kill = Kill(0, late=False)

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        async def post() -> str:
            self.log.append(idempotency_key)
            return await super(Platform, self).post(
                channel, message, idempotency_key=idempotency_key, parent=parent
            )

        return await self.kill.step(post)


async def live(
    town: Town, platform: Platform, address: str, kill: Kill, name: str
) -> None:
    """Do what a process does for corrections, until all is done or it is killed."""
    database = MortalDatabase(address, kill)
    store, hands = SqlStore(database), Hands()
    readers = SourceReaders(town.web, hands, Files(), hands)
    platform.kill = kill
    composer = town.digest_service.composer
    stores = replace(composer.stores, corrections=store)
    slots = SlotComposer(
        town.clock,
        town.wanted,
        town.digest_service.ingest,
        replace(composer, stores=stores),
        {},
    )
    builder = SlotBuilder(name, town.clock, store, slots, town.event_log)
    sender = Sender(name, town.clock, store, {"fake": platform}, town.event_log)
    rereader = Rereader(town.clock, readers, store, town.event_log)
    try:
        await rereader.read_due(town.configuration.sources)
        while await builder.build_next():
            pass
        while await sender.send_next():
            pass
    finally:
        database.close_now()


async def history(address: str, kill: Kill) -> tuple[list[str | None], int]:
    """Post a digest, correct its page, and read it again with a death.

    The threads of the corrections, and the number of requests for the page.
    """
    paper, platform = Paper(GAZETTE, [FERRY]), Platform()
    async with open_town(paper, database=address, messenger=platform) as town:
        await town.publish()
        posted, before = list(platform.log), town.web.asked.count(PAGE)
        text = FERRY.text.replace("until Friday", "until Sunday")
        paper.reports[:] = [replace(FERRY, text=text)]
        for hours in HOURS:
            await town.wait(hours)
            for number in range(LIVES):
                with suppress(KilledError):
                    await live(town, platform, address, kill, f"{hours} {number}")
                town.clock.move(RESTART)
        new = [key for key in platform.log if key not in posted]
        threads = [platform.parents[key] for key in new]
        assert set(threads) <= {posted[0]}
        return threads, town.web.asked.count(PAGE) - before


@pytest.mark.slow
@pytest.mark.parametrize(
    ("late", "step"),
    [
        pytest.param(False, 1, id="before", marks=pytest.mark.long),
        pytest.param(True, 1, id="after", marks=pytest.mark.long),
        pytest.param(True, 3, id="after every third"),
    ],
)
async def test_a_correction_outlives_each_death(
    late: bool,  # noqa: FBT001 - a parameter of the test
    step: int,
    tmp_path: Path,
) -> None:
    deaths = 0
    for at in range(1, 60, step):
        kill = Kill(at, late)
        threads, requests = await history(f"sqlite:///{tmp_path / f'{at}.db'}", kill)

        assert len(threads) == 1, at
        assert requests <= len(HOURS), at
        deaths += kill.is_done
        if not kill.is_done:
            break

    # The loop ended because a process did all its work, not because it was cut.
    assert 10 < deaths * step < 59
