"""The contract of CorrectionStore, and of messages that answer others."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, update

from bot.core.domain.corrections import (
    Correction,
    DueReading,
)
from bot.core.domain.records import Edition, ExtractedArticle, Validators
from bot.core.domain.slots import NewMessage
from bot.core.ports.outbox import Outbox
from bot.stores.sql import SqlStore, open_store, tables
from summarizers.model import Article
from summarizers.stories.corrections import ChangeKind
from tests.fakes import outboxes
from tests.fakes.records import (
    DAY,
    NOW,
    TEXT,
    add,
    make_edition,
    make_line,
    make_stored,
)

HOUR = timedelta(hours=1)
OTHER_TEXT = TEXT.replace("Thursday", "Friday")
VERSION = ExtractedArticle(Article(OTHER_TEXT), "digest of the version", (7, 9))
SLOT = "morning/2026-03-02/0/console/desk"


def edition_of(name: str = "ferry", *, slot: str = SLOT) -> Edition:
    """An edition that prints one line of an article."""
    return replace(make_edition(slot=slot), lines=(make_line(name),))


async def told(store: SqlStore) -> DueReading:
    """Tell a line of an article, and start the first reading of the article."""
    await add(store, "ferry")
    await store.freeze(edition_of())
    reading = await store.start_reading(NOW + HOUR)
    assert reading is not None
    return reading


def corrected(reading: DueReading, now: str | None = OTHER_TEXT) -> Correction:
    """The correction of the first line of a reading."""
    (printed,) = reading.lines
    return Correction(
        channel=printed.channel,
        edition=printed.number,
        place=printed.place,
        story=printed.line.story,
        article=reading.article.id,
        kind=ChangeKind.NAME if now else ChangeKind.GONE,
        printed=printed.text,
        told_at=printed.line.at,
        at=NOW + HOUR,
        now=now,
        link="https://lenna-gazette.example/ferry#:~:text=Friday",
        title="News of ferry",
        paper="Lenna Gazette",
        url="https://lenna-gazette.example/ferry",
    )


async def test_a_told_article_is_read_again_after_an_hour(store: SqlStore) -> None:
    await add(store, "ferry")
    await store.freeze(edition_of())

    assert await store.start_reading(NOW + HOUR - timedelta(seconds=1)) is None
    reading = await store.start_reading(NOW + HOUR)

    assert reading is not None
    assert reading.article.article.text == TEXT
    assert [line.line for line in reading.lines] == [make_line()]
    assert [line.channel for line in reading.lines] == ["console/desk"]


async def test_of_missed_readings_one_is_made_up_for(store: SqlStore) -> None:
    await add(store, "ferry")
    await store.freeze(edition_of())

    assert await store.start_reading(NOW + 7 * HOUR) is not None
    assert await store.start_reading(NOW + 8 * HOUR) is None
    assert await store.start_reading(NOW + DAY) is not None


async def test_a_version_replaces_the_text(store: SqlStore) -> None:
    await store.finish_reading(await told(store), Validators(), version=VERSION)

    (stored,) = await store.articles(
        make_stored().sources, after=NOW - DAY, until=NOW + DAY
    )

    assert (stored.id, stored.digest) == ("id-ferry", VERSION.digest)
    assert stored.article == replace(make_stored().article, text=OTHER_TEXT)


async def test_a_text_is_not_replaced_if_a_line_was_printed_meanwhile(
    store: SqlStore,
) -> None:
    reading = await told(store)
    await store.freeze(edition_of(slot="evening/2026-03-02/0/console/desk"))
    corrections = [corrected(reading)]

    assert not await store.finish_reading(
        reading, Validators("new"), version=VERSION, corrections=corrections
    )

    latest = await store.reading_of("id-ferry")
    assert latest is not None
    assert latest.article == reading.article
    assert len(latest.lines) == 2
    assert await store.corrections(after=NOW) == ()
    assert await store.finish_reading(latest, Validators(), version=VERSION)


async def test_a_deleted_article_is_not_stored_again(store: SqlStore) -> None:
    reading = await told(store)
    await store.purge(NOW + DAY)

    stored = await store.finish_reading(reading, Validators(), version=VERSION)

    assert stored is False


async def test_a_reading_includes_a_write_whose_caller_was_cancelled(
    database: str,
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def write(connection: Connection) -> None:
        begun.set()
        go_on.wait()
        connection.execute(update(tables.articles).values(digest="new"))

    async with open_store(database) as store:
        await told(store)
        writing = asyncio.create_task(store.database.write(write))
        await asyncio.to_thread(begun.wait)
        writing.cancel()
        reading = asyncio.create_task(store.reading_of("id-ferry"))
        # A reading that does not wait for the write ends here, with the old text.
        await asyncio.wait([reading], timeout=0.2)
        go_on.set()
        latest = await reading

    assert latest is not None
    assert latest.article.digest == "new"


async def test_a_correction_comes_back_as_it_was(store: SqlStore) -> None:
    reading = await told(store)
    await store.finish_reading(reading, Validators(), corrections=[corrected(reading)])

    desk = await store.corrections(channel="console/desk", after=NOW)

    assert desk == (corrected(reading),)
    assert await store.corrections(after=NOW) == desk
    assert await store.corrections(after=NOW + HOUR) == ()
    assert await store.corrections(channel="console/night", after=NOW) == ()


async def test_correction_names_the_message_that_printed_its_line(
    store: SqlStore,
) -> None:
    names = ("ferry", "bridge", "school")
    slots = [outboxes.make_slot(index=index) for index in range(len(names))]
    await store.plan(slots, outboxes.NOW)
    for name in names:
        await add(store, name)
        slot = await outboxes.take_slot(store)
        edition = replace(outboxes.edition_of(slot, name), lines=(make_line(name),))
        assert await store.store_messages(slot, edition, outboxes.make_parts(1, name))
    for number in (1, 2):
        message = await outboxes.take_part(store)
        await store.mark_sent(message, "one", f"message {number}")
    for name in names:
        reading = await store.reading_of(f"id-{name}")
        assert reading is not None
        changes = [corrected(reading)]
        await store.finish_reading(reading, Validators(), corrections=changes)

    corrections = await store.corrections(after=NOW)

    assert {each.article: each.message for each in corrections} == {
        "id-ferry": "message 1",
        "id-bridge": "message 2",
        "id-school": None,
    }


async def test_the_next_reading_compares_with_the_corrected_line(
    store: SqlStore,
) -> None:
    reading = await told(store)
    await store.finish_reading(reading, Validators(), corrections=[corrected(reading)])

    again = await store.start_reading(NOW + 6 * HOUR)

    assert again is not None
    assert [(line.text, line.line.text) for line in again.lines] == [(OTHER_TEXT, TEXT)]


async def test_a_message_goes_into_the_thread_that_it_answers(outbox: Outbox) -> None:
    await outboxes.build(outbox, outboxes.make_slot(), parts=1)
    carrier = await outboxes.take_part(outbox)
    assert await outbox.mark_sent(carrier, "one", "message 1")
    later = outboxes.make_slot(index=1)
    await outbox.plan([later], outboxes.NOW)
    slot = await outboxes.take_slot(outbox)
    answer = NewMessage(0, "{}", reply_to=carrier.id)

    assert await outbox.store_messages(slot, None, [answer])

    assert (await outboxes.take_part(outbox)).parent == "message 1"


async def test_a_digest_with_a_line_of_a_replaced_text_is_not_stored(
    store: SqlStore,
) -> None:
    reading = await told(store)
    digest = reading.article.digest
    await store.finish_reading(reading, Validators(), version=VERSION)
    await store.plan([outboxes.make_slot()], outboxes.NOW)
    slot = await outboxes.take_slot(store)
    outdated = edition_of(slot=str(slot.key))
    outdated = replace(outdated, texts=(("id-ferry", digest),))
    (line,) = outdated.lines
    shared = replace(line, text=TEXT[:20])
    parts = outboxes.make_parts()

    assert OTHER_TEXT.startswith(shared.text)
    assert not await store.store_messages(slot, outdated, parts)
    assert await store.editions("morning", 10) == (edition_of(),)
    assert await store.store_messages(slot, replace(outdated, lines=(shared,)), parts)
