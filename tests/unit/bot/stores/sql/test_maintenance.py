"""Backing up, restoring and vacuuming databases."""

from __future__ import annotations

import sqlite3
from datetime import time
from itertools import product
from pathlib import Path

import pytest

from bot.core.domain.errors import StoreError, StoreFault
from bot.core.domain.record import StatementQuery
from bot.core.domain.records import Contents, ItemStatus, Mute, Subscription
from bot.stores.sql import SqlStore, open_maintenance, open_store
from tests.fakes.record import make_entry
from tests.fakes.records import (
    DAY,
    FEED,
    NOW,
    OTHER,
    make_edition,
    make_sighting,
    make_stored,
    show,
    wait_for,
)
from tests.fakes.samples import make_briefing

pytestmark = pytest.mark.both_databases

PRINTS = tuple(range(2**32 - 20, 2**32))
WANTED = Subscription("slack", "U1", "ferries", time(7, 30), "Asia/Tokyo")
MUTED = Mute("slack/C1", "football", "U1", NOW)
KINDS = ("sqlite", "postgresql")
from_one_to_the_other = pytest.mark.parametrize(
    ("database", "new_database"),
    [
        pytest.param(*pair, marks=() if len({*pair}) > 1 else pytest.mark.long)
        for pair in product(KINDS, repeat=2)
    ],
    indirect=True,
)
FULL = Contents(articles=1, items=2, editions=1, sources=2)


async def fill(address: str) -> None:
    """Add rows to every table."""
    async with open_store(address) as store:
        item = await wait_for(store, "ferry")
        await store.add_article(item, make_stored(fingerprint=PRINTS))
        await show(store, make_sighting("ferry"), make_sighting("bridge"), url=OTHER)
        await store.keep_briefing("hash", "fast", make_briefing())
        await store.freeze(make_edition())
        await store.first_seen("Ev1", NOW, DAY)
        await store.save_note("b:1", "body", NOW)
        await store.subscribe(WANTED)
        await store.mute(MUTED)
        due = await store.due_entries(1)
        entry = make_entry(due.articles[0].article, number=due.through)
        assert await store.record(due, [entry])


async def told(store: SqlStore) -> list[object]:
    """Return the results of all methods that read."""
    copy = make_stored("copy", text="copy", fingerprint=PRINTS, seen=NOW + DAY)
    return [
        await store.states(),
        await store.pending(NOW, 10),
        await store.trace("ferry"),
        await store.articles([FEED], after=NOW - DAY, until=NOW),
        await store.twins(copy),
        await store.articles_by_id(["id-ferry"]),
        await store.cached_briefing("hash", "fast"),
        await store.editions("morning", 10),
        await store.history("console/desk", after=NOW - DAY),
        await store.load_note("b:1"),
        await store.subscriptions(),
        await store.mutes("slack/C1"),
        await store.statements(StatementQuery(frozenset({"harbours"}))),
        await store.due_entries(10),
    ]


def backup(address: str, file: Path) -> Contents:
    """Back up a database."""
    with open_maintenance(address) as maintenance:
        return maintenance.backup(str(file))


def restore(file: Path, address: str, *, force: bool = False) -> Contents:
    """Fill a database from a backup."""
    with open_maintenance(address) as maintenance:
        return maintenance.restore(str(file), force=force).contents


async def test_a_backup_fills_either_kind_with_the_same(
    database: str, new_database: str, tmp_path: Path
) -> None:
    await fill(database)

    assert backup(database, tmp_path / "backup") == FULL
    assert restore(tmp_path / "backup", new_database) == FULL

    async with open_store(database) as before, open_store(new_database) as after:
        assert await told(before) == await told(after)


@from_one_to_the_other
async def test_numbers_go_on_after_those_that_were_restored(
    database: str, new_database: str, tmp_path: Path
) -> None:
    await fill(database)
    backup(database, tmp_path / "backup")
    restore(tmp_path / "backup", new_database)

    async with open_store(new_database) as store:
        await store.add_article(await wait_for(store, "tunnel"), make_stored("tunnel"))
        tunnel = await store.trace("tunnel")

        due = await store.due_entries(10)
        entry = make_entry(make_stored("tunnel"), number=due.through)
        assert await store.record(due, [entry])
        statements = await store.statements(StatementQuery(frozenset({"harbours"})))

    assert tunnel is not None
    assert tunnel.status is ItemStatus.READ
    assert [each.article.id for each in statements] == ["id-tunnel", "id-ferry"]
    assert len({each.id for each in statements}) == 2


async def test_a_backup_overwrites_no_file(database: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("mine")

    with pytest.raises(StoreError, match=f"{file} already exists: choose another"):
        backup(database, file)

    assert file.read_text() == "mine"


async def test_contents_are_replaced_only_with_force(
    database: str, tmp_path: Path
) -> None:
    await fill(database)
    backup(database, tmp_path / "backup")
    async with open_store(database) as store:
        await show(store, make_sighting("tunnel"))

    with pytest.raises(StoreError, match=r"is not empty: use --force"):
        restore(tmp_path / "backup", database)

    assert restore(tmp_path / "backup", database, force=True) == FULL
    async with open_store(database) as store:
        assert await store.trace("tunnel") is None
        (found,) = await store.articles_by_id(["id-ferry"])
        assert found.id == "id-ferry"


async def test_each_restore_keeps_a_copy_of_the_previous_contents(
    database: str, tmp_path: Path
) -> None:
    backup(database, tmp_path / "empty")
    await fill(database)

    with open_maintenance(database) as maintenance:
        first = maintenance.restore(str(tmp_path / "empty"), force=True)
        second = maintenance.restore(str(first.previous), force=False)
        third = maintenance.restore(str(tmp_path / "empty"), force=True)

    assert (first.contents, second.contents) == (Contents(), FULL)
    assert second.previous is None
    assert str(third.previous) == f"{first.previous}-2"
    assert Path(str(third.previous)).parent == tmp_path


async def test_restore_and_vacuum_are_refused_while_a_store_is_open(
    database: str, tmp_path: Path
) -> None:
    backup(database, tmp_path / "backup")
    expected = pytest.raises(StoreError, match="stop it, then try again")

    async with open_store(database) as store:
        assert await show(store, make_sighting("ferry")) == 1
        with expected as caught:
            restore(tmp_path / "backup", database, force=True)
        with open_maintenance(database) as maintenance, expected:
            maintenance.vacuum()
        assert await show(store, make_sighting("tunnel")) == 1

    assert caught.value.reason is StoreFault.IN_USE


async def test_a_damaged_backup_is_reported_before_any_change(
    database: str, tmp_path: Path
) -> None:
    await fill(database)
    backup(database, tmp_path / "backup")
    content = (tmp_path / "backup").read_bytes()
    damaged = tmp_path / "damaged"
    damaged.write_bytes(content[:20_000] + bytes(20_000) + content[40_000:])

    with pytest.raises(StoreError, match="damaged"):
        restore(damaged, database, force=True)

    async with open_store(database) as store:
        assert await store.trace("ferry") is not None


async def test_a_newer_programs_backup_is_refused(
    database: str, tmp_path: Path
) -> None:
    backup(database, tmp_path / "backup")
    with sqlite3.connect(tmp_path / "backup") as newer:
        newer.execute("UPDATE alembic_version SET version_num = '9999'")
    newer.close()

    with pytest.raises(
        StoreError, match=r"a newer version of Sitrep created its tables"
    ):
        restore(tmp_path / "backup", database)


async def test_a_backup_is_made_while_others_write(
    database: str, tmp_path: Path
) -> None:
    await fill(database)

    async with open_store(database) as store:
        with open_maintenance(database) as maintenance:
            copied = maintenance.database.read_now(
                lambda _: maintenance.backup(str(tmp_path / "backup"))
            )
        assert await show(store, make_sighting("tunnel")) == 1

    assert copied == FULL
