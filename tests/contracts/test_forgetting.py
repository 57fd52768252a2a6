"""What an operator lets the bot forget is gone from every table, file and backup."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, Table, insert, inspect, text

from bot.core.domain.forget import (
    ForgetAddress,
    ForgetRequest,
    ForgetSpeaker,
    ForgetUser,
    Forgotten,
)
from bot.core.domain.operator_notices import Incident
from bot.core.domain.record import StatementQuery
from bot.core.domain.records import Mute, StoryEdit, StoryEditKind, Subscription
from bot.core.domain.reminders import ReminderSetting
from bot.core.record.forgetting import speaker_to_forget
from bot.core.record.who import Candidates
from bot.stores.sql import SqlStore, open_maintenance, open_store
from bot.stores.sql.database import Database
from bot.stores.sql.tables import metadata
from tests.fakes.ports import FakeClock
from tests.fakes.record import make_claim, make_entry, make_sentence, make_speaker
from tests.fakes.records import NOW, add, make_stored
from tests.fakes.town import (
    GAZETTE,
    START,
    FakeWeb,
    Paper,
    Report,
    Town,
    open_town,
)

NAME = "Ida Brandt"
TOPICS = frozenset({"coast"})
FERRY = Report(
    "ferry-stays",
    "Ida Brandt keeps the ferry to Sandhamn in port",
    "The ferry to Sandhamn stays in port until Thursday.\n\n"
    '"The bow ramp is cracked and must be welded," harbour master Ida Brandt said on '
    "Monday. Brandt expects 300 passengers to wait.",
)
BRIDGE = Report(
    "bridge-opens",
    "Bridge over the Lenna opens",
    "The bridge over the Lenna opens to traffic on Friday after two years.\n\n"
    '"The repair of the bridge cost 12 million crowns," bridge engineer Olof Lind '
    "said on Monday.",
)


def traces(text_or_bytes: object) -> bool:
    """Whether a value has the name in one of the forms in which it could be stored."""
    if isinstance(text_or_bytes, bytes):
        text_or_bytes = text_or_bytes.decode("latin-1")
    folded = str(text_or_bytes).lower()
    return any(form in folded for form in ("brandt", "ida-b", "ferry-stays"))


def mentions(connection: Connection) -> Iterator[str]:
    """Every column of every table that has the name, the indexes of the search too."""
    found = MetaData()
    found.reflect(connection)
    for name in inspect(connection).get_table_names():
        rows = connection.execute(text(f'SELECT * FROM "{name}"')).mappings()  # noqa: S608 - names of tables
        for row in rows:
            yield from (f"{name}.{key}" for key in row if traces(row[key]))


def left_in(address: str) -> Sequence[str]:
    """Every place of a database that has the name."""
    database = Database(address)
    try:
        return database.read_now(lambda connection: list(mentions(connection)))
    finally:
        database.close_now()


def left_in_files(folder: Path, *words: bytes) -> Sequence[str]:
    """The files in a folder that have the name, or one of the words, in their bytes."""
    return [
        file.name
        for file in folder.iterdir()
        if any(word in file.read_bytes() for word in words)
        or (not words and traces(file.read_bytes()))
    ]


def forget(
    address: str, request: ForgetRequest, *, is_trial: bool = False
) -> Forgotten:
    """Let a database forget."""
    with open_maintenance(address) as maintenance:
        return maintenance.forget(request, is_trial=is_trial)


def back_up(address: str, file: Path) -> Path:
    """Copy a database to a file."""
    with open_maintenance(address) as maintenance:
        maintenance.backup(str(file))
    return file


async def asked(address: str, name: str) -> ForgetSpeaker | Candidates:
    """Whom a name means."""
    with open_maintenance(address) as maintenance:
        return await speaker_to_forget(maintenance.record, name)


async def request_for(address: str, name: str) -> ForgetSpeaker:
    """The request to forget the one whom a name means."""
    request = await asked(address, name)
    assert isinstance(request, ForgetSpeaker)
    return request


@asynccontextmanager
async def town_in(address: str, web: FakeWeb, *, days: int = 0) -> AsyncIterator[Town]:
    """The town with its store, some days later."""
    clock = FakeClock(START + timedelta(days=days))
    papers = web.papers
    async with open_town(*papers, database=address, web=web, clock=clock) as town:
        yield town


async def lived_in(address: str, web: FakeWeb) -> None:
    """Let the town record, post a digest, and people use the bot."""
    web.papers[0].publish(FERRY, BRIDGE)
    async with town_in(address, web) as town:
        await town.record()
        await town.publish()
        store = town.store
        await store.save_note("b:1", f'{{"body": "{NAME} said"}}', START)
        await store.mute(Mute("fake/desk", NAME, "U1", START))
        await store.mute(Mute("fake/desk", "football", "U7", START))
        await store.mute(Mute("fake/@U7", "chess", "U7", START))
        for channel in ("fake/desk", "fake/@U7"):
            chosen = ReminderSetting(channel, (timedelta(days=1),), "U7", START)
            await store.set_reminders([channel], chosen)
        await store.subscribe(Subscription("fake", "U7", "coast", time(7), "UTC"))
        split = ("a",), ("b",)
        await store.edit_story(
            StoryEdit(
                "fake/desk", StoryEditKind.SPLIT, *split, f"{NAME} stays", "U7", START
            )
        )
        incident = Incident("sources:ferry", f"{NAME}: page not found")
        await store.note("fake/ops", "sources", [incident], now=START)


def web_of_town() -> FakeWeb:
    """The web of the town."""
    return FakeWeb(Paper(GAZETTE))


async def said_by(store: SqlStore) -> Sequence[str]:
    """The names of all speakers with a statement."""
    statements = await store.statements(StatementQuery(TOPICS))
    return [each.speaker.name for each in statements if each.speaker]


@pytest.mark.both_databases
async def test_a_forgotten_speaker_is_in_no_table_file_or_later_backup(
    database: str, tmp_path: Path
) -> None:
    web = web_of_town()
    await lived_in(database, web)
    before = set(left_in(database))
    request = await request_for(database, "Brandt")

    forgotten = forget(database, request)

    assert {"articles.text", "bodies.text", "mutes.what"} <= before
    assert forgotten.deleted["articles"] == forgotten.deleted["record_articles"] == 1
    # The messages are the digest and a thread for each of the two articles.
    assert forgotten.cleared == {"editions": 1, "outbox": 3, "story_edits": 1}
    assert left_in(database) == []
    back_up(database, tmp_path / "later.bak")
    assert left_in_files(tmp_path) == []


async def test_what_is_forgotten_does_not_come_back_by_polls_pages_or_other_papers(
    database: str,
) -> None:
    web = web_of_town()
    await lived_in(database, web)
    forget(database, await request_for(database, NAME))
    web.papers[0].publish(
        Report("another", "Storm at sea", "A storm came.\n\nIDA  BRANDT went home.")
    )
    web.papers[0].publish(
        Report("storm", "Brandt, Ida: a profile", "A storm came to the coast again.")
    )

    async with town_in(database, web, days=1) as town:
        await town.record()
        await town.publish()

    assert left_in(database) == []


async def test_other_data_stays(database: str) -> None:
    web = web_of_town()
    await lived_in(database, web)

    forget(database, await request_for(database, NAME))

    async with town_in(database, web) as town:
        store = town.store
        (edition,) = await store.channel_editions("fake/desk", 10)
        history = await store.history("fake/desk", after=START - timedelta(days=1))
        assert await said_by(store) == ["Olof Lind"]
        stored = await store.articles_by_id(
            [each.id for each in await store.arrivals(0, 10)]
        )
        assert [each.article.title for each in stored] == [BRIDGE.title]
        assert [line.text for line in edition.lines]
        assert history.articles
        assert [mute.what for mute in await store.mutes("fake/desk")] == ["football"]
        assert [edit.title for edit in await store.story_edits()] == [""]
        assert await town.delivery.post_now(town.plan)


@pytest.mark.both_databases
async def test_every_text_of_every_table_is_searched(database: str) -> None:
    def fill(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            connection.execute(insert(table), _row(table))

    opened = Database(database)
    opened.write_now(fill)
    indexes = opened.read_now(_indexes)
    opened.close_now()

    forget(database, ForgetSpeaker(NAME))

    assert left_in(database) == []
    assert opened.read_now(_indexes) == indexes
    opened.close_now()


def _indexes(connection: Connection) -> set[tuple[str, ...]]:
    """The table and the columns of each index."""
    found = inspect(connection)
    return {
        (table, *map(str, index["column_names"]))
        for table in metadata.tables
        for index in found.get_indexes(table)
    }


def _row(table: Table) -> dict[str, Any]:
    """A row with the name in each text, whose references are rows with the number 1."""
    values: dict[type, Any] = {
        int: 1,
        bool: False,
        float: 1.0,
        bytes: b"1",
        date: NOW.date(),
    }
    values |= {datetime: NOW, str: f"by Ida\nBrandt in {table.name}", tuple: (NAME,)}
    kinds = {"precision": "day", "change": "moved"}
    return {
        column.name: kinds.get(column.name) or _value(column, values)
        for column in table.c
    }


def _value(column: Any, values: dict[type, Any]) -> Any:
    kind = type(column.type).__name__
    special = {"Moment": NOW, "Names": (NAME,), "Numbers": ()}
    if kind in special:
        return special[kind]
    return values[str if "Words" in kind else column.type.python_type]


async def test_an_ambiguous_name_is_asked_back_with_roles(store: SqlStore) -> None:
    await record(store, "ferry", make_speaker(NAME, role="harbour master"))
    await record(store, "bridge", make_speaker("Karl Brandt", role="mayor"))

    by_surname = await speaker_to_forget(store, "Brandt")
    by_role = await speaker_to_forget(store, "Brandt, mayor")
    unknown = await speaker_to_forget(store, "Lind")
    unrecorded = await speaker_to_forget(store, "Mr Olof Lind")

    assert isinstance(by_surname, Candidates)
    assert [each.role for each in by_surname.speakers] == ["harbour master", "mayor"]
    assert isinstance(by_role, ForgetSpeaker)
    assert by_role.name == "karl brandt"
    assert unknown == Candidates(())
    assert unrecorded == ForgetSpeaker("olof lind")


async def record(store: SqlStore, name: str, speaker: Any) -> None:
    """Record an article with a claim of a speaker."""
    line = f'"All is well at the {name}," {speaker.role} {speaker.name} said.'
    stored = await add(store, name, make_stored(name, text=line))
    due = await store.due_entries(10)
    entry = make_entry(
        stored,
        number=due.through,
        topics=("coast",),
        sentences=[make_sentence(line)],
        claims=[make_claim(speaker)],
    )
    assert await store.record(due, [entry])


async def test_another_person_with_the_same_name_stays(database: str) -> None:
    async with open_store(database) as store:
        await record(store, "ferry", make_speaker(NAME, role="harbour master"))
        await record(store, "bridge", make_speaker(NAME, role="mayor"))

    forget(database, await request_for(database, f"{NAME}, mayor"))

    async with open_store(database) as store:
        (statement,) = await store.statements(StatementQuery(TOPICS))
        assert statement.speaker is not None
        assert statement.speaker.role == "harbour master"


async def test_the_article_of_an_address_is_forgotten_alone(
    database: str, tmp_path: Path
) -> None:
    web = web_of_town()
    await lived_in(database, web)

    forget(
        database,
        ForgetAddress(
            f"http://www.{GAZETTE.partition('//')[2]}/ferry-stays/?utm_source=x"
        ),
    )

    async with town_in(database, web, days=1) as town:
        await town.record()
        await town.publish()
        assert await said_by(town.store) == ["Olof Lind"]
    assert [place for place in left_in(database) if "ferry-stays" in place] == []
    assert left_in_files(tmp_path, b"ferry-stays") == []


@pytest.mark.both_databases
async def test_a_forgotten_user_is_in_no_table(database: str, tmp_path: Path) -> None:
    await lived_in(database, web_of_town())

    forgotten = forget(database, ForgetUser("U7"))

    once = dict.fromkeys(("personal_digests", "mutes", "reminder_settings"), 1)
    assert forgotten.deleted == once
    cleared = dict.fromkeys(("mutes", "reminder_settings", "story_edits"), 1)
    assert forgotten.cleared == cleared
    async with open_store(database) as store:
        assert set(await store.reminder_settings()) == {"fake/desk"}
        assert {mute.what for mute in await store.mutes("fake/desk")} == {
            NAME,
            "football",
        }
    assert left_in_files(tmp_path, b"U7") == []
