"""The contract of RecordStore."""

from __future__ import annotations

from dataclasses import replace

from bot.core.domain.record import (
    RecordEntry,
    Statement,
    StatementQuery,
)
from bot.core.domain.records import StoredArticle
from bot.stores.sql import SqlStore
from tests.contracts.test_correction_stores import VERSION, edition_of
from tests.fakes.record import (
    LINE,
    make_claim,
    make_entry,
    make_sentence,
    make_speaker,
)
from tests.fakes.records import (
    DAY,
    NOW,
    add,
    make_stored,
)

HARBOURS = frozenset({"harbours"})
ALL = StatementQuery(HARBOURS)


async def record(store: SqlStore, *entries: RecordEntry, limit: int = 10) -> bool:
    """Record what is due, with these entries."""
    return await store.record(await store.due_entries(limit), entries)


async def said(store: SqlStore, query: StatementQuery = ALL) -> tuple[Statement, ...]:
    """The statements that match."""
    return await store.statements(query)


async def add_recorded(
    store: SqlStore, name: str = "ferry", stored: StoredArticle | None = None
) -> StoredArticle:
    """Add an article and record it with one claim."""
    article = await add(store, name, stored)
    (due,) = (await store.due_entries(1)).articles
    assert await record(store, make_entry(article, number=due.number), limit=1)
    return article


async def numbers(store: SqlStore) -> list[str]:
    """The ids of the articles to record, in order."""
    return [each.article.id for each in (await store.due_entries(10)).articles]


async def test_a_statement_has_its_words_speaker_article_and_sentence(
    store: SqlStore,
) -> None:
    article = await add_recorded(store)

    (statement,) = await said(store)

    expected = make_entry(article)
    assert statement.text == LINE[:26]
    assert (statement.start, statement.end, statement.cue) == (0, 26, "said")
    assert statement.article == expected.article
    assert statement.sentence == expected.sentences[0]
    assert statement.speaker is not None
    assert replace(statement.speaker, id=0) == make_speaker()


async def test_a_known_speaker_keeps_the_id_and_gets_the_latest_role(
    store: SqlStore,
) -> None:
    await add_recorded(store)
    (ida,) = await store.speakers(["ida brandt"])
    article = await add(store, "bridge")
    (due,) = (await store.due_entries(1)).articles
    claim = make_claim(replace(ida, role="mayor of Lenna"))

    await record(store, make_entry(article, number=due.number, claims=[claim]))

    assert await store.speakers(["brandt"]) == (replace(ida, role="mayor of Lenna"),)
    assert len(await said(store, replace(ALL, speakers=frozenset({ida.id})))) == 2


async def test_a_corrected_text_is_recorded_in_place_of_the_old_one(
    store: SqlStore,
) -> None:
    article = await add_recorded(store)
    await store.freeze(edition_of())
    reading = await store.start_reading(NOW + DAY / 24)
    assert reading is not None
    assert await store.finish_reading(reading, VERSION.validators, version=VERSION)

    (due,) = (await store.due_entries(10)).articles
    changed = make_entry(due.article, claims=[make_claim(text="It sails on Friday")])
    assert await record(store, changed)

    assert due.article.article.text != article.article.text
    assert [statement.text for statement in await said(store)] == ["It sails on Friday"]
    assert await numbers(store) == []


async def test_copies_are_papers_of_the_original(store: SqlStore) -> None:
    await add_recorded(store)
    copy = replace(make_stored("copy"), copy_of="id-ferry")
    await add(store, "copy", copy)
    (due,) = (await store.due_entries(1)).articles
    entry = make_entry(due.article, number=due.number, sentences=(), claims=())
    await record(store, entry)

    assert await store.originals(["id-ferry", "id-bridge"]) == {"id-ferry": HARBOURS}
    copies = await store.copies(["id-ferry"], HARBOURS)
    assert [article.id for article in copies] == ["id-ferry", "id-copy"]


async def test_old_entries_and_plain_sentences_are_deleted(store: SqlStore) -> None:
    await add(store, "ferry")
    plain = make_sentence("The sea is calm.", carries=False)
    lines = (make_sentence(), plain)
    await record(store, make_entry(make_stored("ferry"), sentences=lines))
    await add(store, "bridge")
    (due,) = (await store.due_entries(1)).articles
    empty = make_entry(due.article, number=due.number, sentences=[plain], claims=())
    await record(store, empty)

    assert await store.purge_record(plain=NOW, before=NOW) == 0
    assert await store.purge_record(plain=NOW + DAY, before=NOW) == 1
    assert len(await said(store)) == 1
    assert await store.copies(["id-bridge"], HARBOURS) == ()
    assert await store.purge_record(plain=NOW + DAY, before=NOW + DAY) == 1
    assert await said(store) == ()
    assert await store.speakers(["ida brandt"]) == ()
