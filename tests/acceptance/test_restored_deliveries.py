"""A backup of before the last posts is put back: nothing is posted a second time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typing_extensions import override

from bot.core.delivery.digest_builder import BuiltDigest, DigestComposer
from bot.core.domain.slots import StoredSlot
from tests.fakes.command import sitrep
from tests.fakes.delivery_bot import OneMessage, open_delivery_bot
from tests.fakes.plans import make_plan
from tests.fakes.platforms.apis import MODELS
from tests.fakes.platforms.platform import PlatformModel
from tests.fakes.ports import FakeClock

pytestmark = pytest.mark.process

MORNING = datetime(2026, 3, 2, 6, 50, tzinfo=UTC)
"""Ten minutes before the first digest."""


class ThreeMessages(DigestComposer):
    """Makes a digest of a message and two below it."""

    @override
    async def compose(self, slot: StoredSlot) -> BuiltDigest | None:
        made = await OneMessage().compose(slot)
        return made and replace(made, messages=made.messages * 3)


async def live(
    model: PlatformModel, kind: str, database: str, clock: FakeClock, *, hours: float
) -> None:
    """Let a bot run for so long; digests are due at 7, 8 and 9 o'clock."""
    plan = make_plan(at="07:00 08:00 09:00", platform=kind)
    async with open_delivery_bot(
        clock, database=database, model=model, kind=kind
    ) as bot:
        bot.composer = ThreeMessages()
        await bot.deliver_for(plan, hours=hours, minutes=5)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["slack", "discord"])
@pytest.mark.parametrize(
    "lived",
    [
        pytest.param(0.0, id="none", marks=pytest.mark.long),
        pytest.param(0.5, id="one"),
        pytest.param(1.5, id="two", marks=pytest.mark.long),
    ],
)
async def test_a_restored_backup_posts_nothing_again(
    kind: str, lived: float, tmp_path: Path
) -> None:
    model, clock = MODELS[kind](), FakeClock(MORNING)
    database = f"sqlite:///{tmp_path / 'sitrep.db'}"
    place = {"DATABASE_URL": database}
    backup = tmp_path / "news.bak"

    await live(model, kind, database, clock, hours=lived)
    assert sitrep("db", "backup", backup, environment=place).status == 0
    await live(model, kind, database, clock, hours=2.5 - lived)
    before = model.keys("desk")
    done = sitrep("db", "restore", backup, "--force", environment=place)
    await live(model, kind, database, clock, hours=10)

    assert done.status == 0
    assert len(set(before)) == 9
    assert model.keys("desk") == before


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["slack", "discord"])
async def test_after_a_restore_the_next_day_is_posted_as_ever(
    kind: str, tmp_path: Path
) -> None:
    model, clock = MODELS[kind](), FakeClock(MORNING)
    database = f"sqlite:///{tmp_path / 'sitrep.db'}"
    place = {"DATABASE_URL": database}
    backup = tmp_path / "news.bak"

    await live(model, kind, database, clock, hours=0)
    saved = sitrep("db", "backup", backup, environment=place)
    await live(model, kind, database, clock, hours=2.5)
    done = sitrep("db", "restore", backup, "--force", environment=place)
    await live(model, kind, database, clock, hours=0.1)
    clock.move(timedelta(hours=21))
    await live(model, kind, database, clock, hours=3)

    posted = model.keys("desk")
    assert (saved.status, done.status) == (0, 0), (saved, done)
    assert len(posted) == len(set(posted)) == 2 * 9
