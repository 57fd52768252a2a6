"""``sitrep worker``: one more process that makes and posts digests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.domain.slots import PlannedSlot, SlotKey, SlotState
from bot.stores.sql import open_store
from tests.fakes.command import stand_in, surroundings
from tests.fakes.postgresql import Server

pytestmark = pytest.mark.slow

SECONDS = 120
TEXT = "The ferry to Lenna stays in port after the storm, the town council said."


def write(folder: Path, to: str = "console") -> Path:
    """A configuration of one note."""
    (folder / "note.txt").write_text(TEXT, "utf8")
    path = folder / "sitrep.yaml"
    path.write_text(
        "topics: {ports: {title: Ports, sources: [file: note.txt]}}\nengine: fast\n"
        f'digests: {{noon: {{topics: [ports], at: "12:00", to: [{to}]}}}}\n',
        "utf8",
    )
    return path


async def test_a_worker_posts_what_is_due_in_the_shared_database(
    tmp_path: Path, postgresql: Server, postgresql_tables: str
) -> None:
    postgresql.clear(postgresql_tables)
    now = datetime.now(UTC)  # noqa: TID251 - the command has the machine's clock
    key = SlotKey("noon", "console/stdout", now.date(), 0)
    async with asyncio.timeout(SECONDS), open_store(postgresql_tables) as store:
        await store.plan([PlannedSlot(key, now)], until=now)
        process = await asyncio.create_subprocess_exec(
            *stand_in(),
            "worker",
            "--config",
            write(tmp_path),
            stdout=asyncio.subprocess.PIPE,
            env=surroundings({"DATABASE_URL": postgresql_tables}),
        )
        for _ in range(SECONDS * 10):
            ((slot, _parts),) = await store.deliveries(failed=False, limit=1)
            if slot.state in {SlotState.POSTED, SlotState.DEAD}:
                break
            await asyncio.sleep(0.1)
        process.terminate()
        output, _ = await process.communicate()

    assert process.returncode == 0
    assert TEXT in " ".join(output.decode().split())
