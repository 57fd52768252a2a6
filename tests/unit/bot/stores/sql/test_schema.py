"""Migrations."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from threading import Barrier
from typing import TypeAlias

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Dialect, Table, insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement

from bot.core.domain.errors import StoreError
from bot.core.domain.records import ToldKind
from bot.core.domain.slots import SlotState
from bot.core.text.identity import text_hash
from bot.stores.sql import database as database_module
from bot.stores.sql import open_maintenance, open_store, schema
from bot.stores.sql.database import Database
from bot.stores.sql.tables import metadata
from bot.stores.sql.versions import v0001
from tests.fakes.outboxes import build, make_slot, send
from tests.fakes.records import DAY, NOW, make_sighting, show
from tests.fakes.versions import STEP, TODAY, TOMORROW, before_tomorrow

OF_POSTGRESQL = {
    *("lane", "ix_locks_lane", "workspace", "ix_slots_workspace", "ix_slots_turn")
}
"""The generated columns and their indexes, and the index in place of which one is."""

OTHER_KEYS = ["remove_constraint", "add_constraint", "add_constraint", "add_fk"]
"""How the keys of messages differ in PostgreSQL, where they are partitioned by day: the
part's key has the day, and neither the nonce nor the slot is a key."""


def columns(connection: Connection, table: str) -> set[str]:
    """The names of a table's columns."""
    return {column["name"] for column in inspect(connection).get_columns(table)}


def look(address: str) -> tuple[str | None, set[str]]:
    """The version of a database and the columns of one of its tables."""
    database = Database(address)
    try:
        version = database.read_now(schema.schema_version)
        return version, database.read_now(partial(columns, table="marks"))
    finally:
        database.close_now()


def test_a_new_database_gets_all_tables(new_database: str) -> None:
    with open_maintenance(new_database) as maintenance:
        assert maintenance.upgrade() == (None, schema.HEAD)
        assert maintenance.upgrade() == (schema.HEAD, schema.HEAD)


def test_the_migrations_create_the_tables_of_the_program(database: str) -> None:
    def is_ours(_: object, name: str | None, *__: object) -> bool:
        name = name or ""
        is_partition = name.endswith(("_rest", "_before", "_undated", "_old"))
        return name not in OF_POSTGRESQL and "search" not in name and not is_partition

    def differences(connection: Connection) -> list[tuple[str, Table | None]]:
        options = {"include_object": is_ours, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, metadata)
        return [(kind, getattr(what, "table", None)) for kind, what in found]

    opened = Database(database)

    found = opened.read_now(differences)
    opened.close_now()
    assert [kind for kind, _ in found] == ([] if opened.is_sqlite else OTHER_KEYS)
    assert {str(table) for _, table in found} <= {"outbox"}


PINNED = Path(__file__).parents[4] / "data" / "schema"


@pytest.mark.parametrize("kind", [sqlite.dialect, postgresql.dialect])
def test_the_tables_of_the_first_migration_are_pinned(
    kind: Callable[[], Dialect],
) -> None:
    """If this fails, undo the change and write another migration."""
    dialect = kind()
    pinned = (PINNED / f"{dialect.name}.sql").read_text("utf8")

    assert pinned == "".join(definitions(dialect))


def definitions(dialect: Dialect) -> Iterator[str]:
    """The statements that create the tables and their indexes."""
    for table in v0001.metadata.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        created: list[DDLElement] = [CreateTable(table), *map(CreateIndex, indexes)]
        for statement in created:
            lines = str(statement.compile(dialect=dialect)).strip().splitlines()
            yield "\n".join(line.expandtabs(2).rstrip() for line in lines) + ";\n"


async def test_rows_survive_a_migration(new_database: str, tomorrow: Path) -> None:
    with before_tomorrow():
        async with open_store(new_database) as store:
            await show(store, make_sighting("ferry"))

    async with open_store(new_database) as store:
        assert await show(store, make_sighting("ferry")) == 0

    assert look(new_database) == (tomorrow.stem[1:], {"name", "at", "taker"})


@pytest.mark.usefixtures("tomorrow")
async def test_an_older_program_refuses_tables_that_it_cannot_use(
    new_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "OLDEST", TOMORROW)
    async with open_store(new_database):
        pass

    with (
        before_tomorrow(),
        pytest.raises(StoreError, match=r"a newer version of Sitrep created"),
    ):
        async with open_store(new_database):
            pass


@pytest.mark.usefixtures("tomorrow")
async def test_an_older_program_posts_from_tables_to_which_a_newer_one_added(
    new_database: str, tmp_path: Path
) -> None:
    async with open_store(new_database) as store:
        await show(store, make_sighting("ferry"))

    with before_tomorrow():
        async with open_store(new_database) as store:
            await build(store, make_slot())
            await send(store)
            assert await show(store, make_sighting("ferry")) == 0
        with open_maintenance(new_database) as maintenance:
            maintenance.backup(str(tmp_path / "backup"))
        assert look(f"sqlite:///{tmp_path / 'backup'}")[0] == TODAY

    assert look(new_database) == (TOMORROW, {"name", "at", "taker"})
    async with open_store(new_database) as store:
        ((slot, _),) = await store.deliveries(failed=False, limit=1)
    assert slot.state is SlotState.BUILT


def test_the_oldest_program_finds_its_tables_in_those_of_this_one(
    new_database: str,
) -> None:
    """If this fails, a migration is no mere addition: set ``OLDEST`` to its number."""
    opened = Database(new_database)
    with closing_database(opened):
        make = partial(schema.make_schema, name="old", target=schema.OLDEST)
        opened.write_now(make)
        before = opened.read_now(layout)
        opened.write_now(partial(schema.make_schema, name="new"))
        after = opened.read_now(layout)

    assert missing(before, after) == set()


@pytest.mark.parametrize(
    "step",
    [
        "op.drop_column('marks', 'at')",
        "op.rename_table('marks', 'signs')",
        "op.drop_table('marks'); op.create_table('marks', *KEPT, REQUIRED)",
    ],
)
def test_a_migration_that_takes_something_away_is_noticed(
    new_database: str, tomorrow: Path, step: str
) -> None:
    columns = (
        "KEPT = [Column(name, Text) for name in ('name', 'at', 'taker')]\n"
        "REQUIRED = Column('by', Text, nullable=False)\n"
    )
    tomorrow.write_text(STEP.format(more=step) + columns)
    opened = Database(new_database)
    with closing_database(opened):
        opened.write_now(partial(schema.make_schema, name="old", target=TODAY))
        before = opened.read_now(layout)
        opened.write_now(partial(schema.make_schema, name="new"))
        after = opened.read_now(layout)

    assert missing(before, after)


Layout: TypeAlias = dict[str, dict[str, bool]]


def layout(connection: Connection) -> Layout:
    """Whether a row needs a value for a column, by table and column."""
    inspector = inspect(connection)
    return {
        table: {
            column["name"]: not column["nullable"] and column["default"] is None
            for column in inspector.get_columns(table)
        }
        for table in inspector.get_table_names()
    }


def missing(before: Layout, after: Layout) -> set[str]:
    """What a program of the old tables misses, or does not fill, in the new ones."""
    return {
        f"{table}.{column}"
        for table, old in before.items()
        for new in (after.get(table, {}),)
        for column in {*old, *(name for name, needed in new.items() if needed)}
        if column not in new or (column not in old and new[column])
    }


@contextmanager
def closing_database(database: Database) -> Iterator[None]:
    """Close a database after the block."""
    try:
        yield
    finally:
        database.close_now()


async def test_a_migration_takes_the_lines_of_stored_editions(
    new_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    quote = {"article": "id-ferry", "start": 3, "end": 8, "text": "ferry", "link": None}
    story = {"id": "s", "sentence": quote, "claim": None, "risk": quote}
    document = json.dumps({"stories": [story, {**story, "id": "t"}]})
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "HEAD", "0001")
        with open_maintenance(new_database) as maintenance:
            maintenance.upgrade()
            maintenance.database.write_now(partial(add_edition, document=document))

    async with open_store(new_database) as store:
        lines = await store.told_lines("console/desk", after=NOW - DAY)

    assert [(line.story, line.kind) for line in lines] == [
        (story, kind)
        for story in ("s", "t")
        for kind in (ToldKind.SENTENCE, ToldKind.RISK)
    ]
    assert {(line.text, line.start, line.end) for line in lines} == {("ferry", 3, 8)}


def add_edition(connection: Connection, document: str) -> None:
    """Add an edition as the first schema has it."""
    names = ("id", "digest", "channel", "document")
    values = dict(zip(names, ("e", "morning", "console/desk", document), strict=True))
    connection.execute(insert(v0001.editions).values(**values, at=NOW))


async def test_a_migration_moves_articles_that_were_passed_over(
    new_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "HEAD", "0001")
        with open_maintenance(new_database) as maintenance:
            maintenance.upgrade()
            maintenance.database.write_now(partial(add_edition, document="{}"))
            listed = "https://page.example/"
            add = partial(add_listed, kind="feed", listed=listed, url=listed)
            maintenance.database.write_now(partial(add, name="ferry"))
            maintenance.database.write_now(add_keys)

    async with open_store(new_database) as store:
        history = await store.history("console/desk", after=NOW - DAY)
        (edition,) = await store.editions("morning", 1)

    assert history.passed == {"ferry"}
    assert (edition.sentences, edition.passed) == (("a", "correction:b"), ("ferry",))


def add_keys(connection: Connection) -> None:
    """Add the keys of two lines, and between them one of the article "ferry"."""
    keys = ("a", text_hash("… ferry"), "correction:b")
    rows = [
        {"edition": 1, "place": place, "sentence": key}
        for place, key in enumerate(keys)
    ]
    connection.execute(insert(v0001.edition_sentences), rows)


async def test_a_migration_gives_versions_of_a_page_the_url_of_the_page(
    new_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(schema, "HEAD", "0001")
        with open_maintenance(new_database) as maintenance:
            maintenance.upgrade()
            for name, kind in (("page", "page"), ("front", "page"), ("feed", "feed")):
                listed = f"https://{name}.example/"
                item = f"{listed}story" if name == "front" else listed
                add = partial(add_listed, name=name, kind=kind, listed=listed, url=item)
                maintenance.database.write_now(add)

    async with open_store(new_database) as store:
        names = [f"https://{name}.example/" for name in ("page", "front", "feed")]
        stored = await store.articles(names, after=NOW - DAY, until=NOW)

    assert {each.id: each.article.url for each in stored} == {
        "page": "https://page.example/",
        "front": "https://front.example/canonical",
        "feed": "https://feed.example/canonical",
    }


def add_listed(
    connection: Connection, *, name: str, kind: str, listed: str, url: str
) -> None:
    """Add an article as the first schema has it, with its item and its source."""
    blank = {"authors": (), "seen": NOW}
    article = {
        **blank,
        "id": name,
        "origin": "page",
        "digest": name,
        "text": "Ferry.",
        "url": f"https://{name}.example/canonical",
        "hashes": 0,
        "fingerprint": (),
    }
    number = connection.scalar(
        insert(v0001.articles).returning(v0001.articles.c.number), article
    )
    item = {**blank, "status": "read", "due": NOW, "article": number, "content": ""}
    link = {
        "item": connection.scalar(
            insert(v0001.items).returning(v0001.items.c.id), {**item, "url": url}
        ),
        "source": connection.scalar(
            insert(v0001.sources).returning(v0001.sources.c.id),
            {"url": listed, "kind": kind},
        ),
    }
    connection.execute(insert(v0001.item_sources), {**link, "first": NOW, "last": NOW})


def test_a_failed_migration_leaves_the_old_schema(
    new_database: str, tomorrow: Path
) -> None:
    tomorrow.write_text(STEP.format(more="op.execute('SELECT nonsense')"))
    with open_maintenance(new_database) as maintenance:
        with before_tomorrow():
            maintenance.upgrade()

        with pytest.raises(StoreError, match="nonsense"):
            maintenance.upgrade()

    assert look(new_database) == (TODAY, {"name", "at"})


def test_a_failed_first_migration_leaves_no_table(
    new_database: str, tomorrow: Path
) -> None:
    tomorrow.write_text(STEP.format(more="op.execute('SELECT nonsense')"))

    with open_maintenance(new_database) as maintenance:
        with pytest.raises(StoreError, match="nonsense"):
            maintenance.upgrade()
        tables = maintenance.database.read_now(lambda c: inspect(c).get_table_names())

    assert tables == []


def upgrade_with_others(address: str, start: Barrier, told: Pipe) -> None:
    """Migrate a database when all processes are ready, and send the result."""
    with open_maintenance(address) as maintenance:
        start.wait()
        told.send(maintenance.upgrade())


@pytest.mark.slow
def test_processes_that_start_together_make_the_tables_once(new_database: str) -> None:
    context = multiprocessing.get_context("spawn")
    start, (told, tell) = context.Barrier(2), context.Pipe(duplex=False)
    processes = [
        context.Process(target=upgrade_with_others, args=(new_database, start, tell))
        for _ in range(2)
    ]

    for process in processes:
        process.start()
    answers = [told.recv() for _ in processes]

    for process in processes:
        process.join()
    assert sorted(answers, key=str) == [(TODAY, TODAY), (None, TODAY)]


async def test_stores_that_open_together_make_the_tables_once(
    new_database: str,
) -> None:
    databases = [Database(new_database) for _ in range(4)]

    upgrades = [asyncio.to_thread(schema.upgrade, opened) for opened in databases]
    before = [first for first, _ in await asyncio.gather(*upgrades)]

    assert before.count(None) == 1
    for opened in databases:
        opened.close_now()


def hold(file: Path) -> closing[sqlite3.Connection]:
    """Lock a file exclusively, as another program could."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    return closing(other)


def test_the_wait_for_a_locked_file_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (database_module, schema):
        monkeypatch.setattr(module, "LOCK_SECONDS", 0.1)
    address = f"sqlite:///{tmp_path / 'news.db'}"
    refused = pytest.raises(StoreError, match="another process has kept it locked")

    with hold(tmp_path / "news.db"), open_maintenance(address) as maintenance, refused:
        maintenance.upgrade()


async def test_a_file_is_migrated_once_its_lock_is_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "LOCK_SECONDS", 0.01)
    address = f"sqlite:///{tmp_path / 'news.db'}"

    with hold(tmp_path / "news.db") as other, open_maintenance(address) as maintenance:
        upgrading = asyncio.create_task(asyncio.to_thread(maintenance.upgrade))
        await asyncio.sleep(0)
        other.execute("COMMIT")
        assert await upgrading == (None, schema.HEAD)
