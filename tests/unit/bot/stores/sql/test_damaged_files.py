"""A forced restore renames damaged files."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.domain.errors import StoreError
from bot.stores.sql import open_maintenance, open_store
from bot.stores.sql.maintenance import set_aside_if_damaged
from tests.fakes.records import NOW, make_sighting, show


@pytest.fixture
async def backup(tmp_path: Path) -> str:
    """A backup of a store with one item."""
    address = f"sqlite:///{tmp_path / 'other.db'}"
    async with open_store(address) as store:
        await show(store, make_sighting("ferry"))
    with open_maintenance(address) as maintenance:
        maintenance.backup(str(tmp_path / "news.bak"))
    return str(tmp_path / "news.bak")


@pytest.mark.parametrize(
    "content", [b"These are no pages. " * 99, b"SQLite format 3\0"]
)
async def test_a_damaged_file_is_renamed_and_the_backup_restored(
    content: bytes, backup: str, tmp_path: Path
) -> None:
    file = tmp_path / "news.db"
    file.write_bytes(content)

    with open_maintenance(f"sqlite:///{file}") as maintenance:
        restored = maintenance.restore(backup, force=True)

    assert restored.previous == f"{file}.damaged"
    assert (tmp_path / "news.db.damaged").read_bytes() == content
    async with open_store(f"sqlite:///{file}") as store:
        assert len(await store.pending(NOW, 10)) == 1


def test_without_force_a_damaged_file_is_not_renamed(
    backup: str, tmp_path: Path
) -> None:
    file = tmp_path / "news.db"
    file.write_bytes(b"These are no pages. " * 99)

    with (
        open_maintenance(f"sqlite:///{file}") as maintenance,
        pytest.raises(StoreError),
    ):
        maintenance.restore(backup, force=False)

    assert [one.name for one in tmp_path.glob("*.damaged*")] == []


def test_an_earlier_damaged_file_is_kept(tmp_path: Path) -> None:
    (tmp_path / "news.db.damaged").write_text("the first")
    file = tmp_path / "news.db"
    file.write_bytes(b"These are no pages. " * 99)

    assert set_aside_if_damaged(file) == tmp_path / "news.db.damaged-2"

    assert (tmp_path / "news.db.damaged").read_text() == "the first"
