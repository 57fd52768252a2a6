"""The index of the record's sentences has their tokens, in every database."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import Connection, text

from bot.core.record.words import folded_query, words_of
from bot.stores.sql import SqlStore
from tests.fakes.record import make_entry, make_sentence
from tests.fakes.records import DAY, NOW, add

pytestmark = pytest.mark.both_databases

SENTENCE = "L'été à Åbo : Москва's 212 passengers left, CVE-2026-41177 or not."

_SQLITE = "SELECT rowid FROM record_search WHERE record_search MATCH :words"
_POSTGRESQL = (
    "SELECT id FROM record_sentences "
    "WHERE record_tokens(words) @@ CAST(replace(:words, ' ', ' & ') AS tsquery) "
    "AND ' ' || words || ' ' LIKE '% ' || :words || ' %'"
)


async def matching(store: SqlStore, words: str) -> Sequence[int]:
    """The ids of the sentences with this phrase."""
    tokens = " ".join(words_of(folded_query(words)))

    def read(connection: Connection) -> Sequence[int]:
        is_sqlite = connection.dialect.name == "sqlite"
        query = f'"{tokens}"' if is_sqlite else tokens
        statement = text(_SQLITE if is_sqlite else _POSTGRESQL)
        return list(connection.scalars(statement, {"words": query}))

    return await store.database.read(read)


async def record(store: SqlStore) -> None:
    """Record one article with two sentences, of which the second carries nothing."""
    article = await add(store, "ferry")
    plain = make_sentence(SENTENCE, carries=False)
    entry = make_entry(article, sentences=(make_sentence(), plain))
    assert await store.record(await store.due_entries(1), [entry])


@pytest.mark.parametrize(
    "phrase",
    ["ete", "L’ÉTÉ À ÅBO", "abo", "Москва", "212 passengers", "CVE-2026-41177"],
)
async def test_every_phrase_of_a_sentence_finds_it(
    store: SqlStore, phrase: str
) -> None:
    await record(store)

    assert await matching(store, phrase) == [2]


@pytest.mark.parametrize("phrase", ["212 left", "passenger", "Моск"])
async def test_other_phrases_do_not_find_it(store: SqlStore, phrase: str) -> None:
    await record(store)

    assert await matching(store, phrase) == []


async def test_a_deleted_sentence_is_not_found(store: SqlStore) -> None:
    await record(store)

    await store.purge_record(plain=NOW + DAY, before=NOW)

    assert await matching(store, "passengers") == []
    assert await matching(store, "stays in port") == [1]
