"""Deletes a person, an article, old data or a chat user from all tables.

Articles that mention the subject of the request are deleted as a whole, together with
their printed lines. Then all texts of all tables are searched. A row that still mentions
the subject is deleted; if other data needs the row, only the text is deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Table,
    Text,
    TypeDecorator,
    and_,
    delete,
    func,
    select,
    type_coerce,
    update,
)

from bot.core.domain.errors import StoreError
from bot.core.domain.forget import (
    ForgetAddress,
    ForgetBefore,
    ForgetRequest,
    ForgetSpeaker,
    ForgetUser,
    Forgotten,
)
from bot.core.record.mentions import (
    AddressMentions,
    Mentions,
    NameMentions,
    UserMentions,
    name_words,
)
from bot.core.text.identity import HASH_LENGTH, address_key
from bot.stores.sql import record_tables, tables
from bot.stores.sql.bodies import bodies, delete_bodies, rows_with
from bot.stores.sql.columns import Words
from bot.stores.sql.forgotten import forget_keys, forget_names
from bot.stores.sql.housekeeping import STEPS
from bot.stores.sql.items import key_digest
from bot.stores.sql.locks import locks
from bot.stores.sql.paces import paces
from bot.stores.sql.record_entries import delete_unused, forget_articles, note_changed
from bot.stores.sql.record_events import event_states, keep_sequences
from bot.stores.sql.statements import chunks
from bot.stores.sql.tables import metadata
from bot.stores.sql.unprint import empty_editions, empty_messages, unprint_articles

_ARTICLES, _ITEMS, _KEYS = tables.articles, tables.items, tables.item_keys
_PRINTS, _BRIEFINGS, _SLOTS = tables.fingerprints, tables.briefings, tables.slots
_RECORDED, _CLAIMS = record_tables.articles, record_tables.claims
_SPEAKERS = record_tables.speakers

_ROWS = 1_000
_PASSES = 3
"""The number of times that the tables are searched.

Rows with several texts need two searches, and the last search checks the result.
"""

_EMPTIED = frozenset(
    {
        *("calendar_addresses.by", "mutes.by", "reminder_settings.by"),
        *("story_edits.by", "story_edits.title"),
    }
)
"""The columns whose texts can be emptied: other people in the channel still need the
row.
"""


@dataclass(frozen=True, slots=True)
class _Found:
    """A row that mentions the subject of the request in ``columns``.

    ``article`` is the number of the article to which the row belongs, if any.
    """

    table: Table
    key: tuple[Any, ...]
    columns: tuple[str, ...]
    article: int | None


@dataclass(frozen=True, slots=True)
class _Search:
    """A search for mentions in all tables.

    The articles ``spared`` and the speakers ``namesakes`` are skipped: they mention
    another person with the same name.
    """

    mentions: Mentions
    spared: frozenset[int] = frozenset()
    namesakes: frozenset[int] = frozenset()

    def hits(self, connection: Connection) -> tuple[_Found, ...]:
        """Return the rows of all tables that contain a mention."""
        return tuple(
            hit
            for table in metadata.sorted_tables
            for hit in self._hits_in(connection, table)
            if hit.article not in self.spared
            and not (table is _SPEAKERS and hit.key[0] in self.namesakes)
        )

    def _hits_in(self, connection: Connection, table: Table) -> Iterator[_Found]:
        names = [column.name for column in table.c if _is_text(column)]
        if not names:
            return
        texts = [type_coerce(table.c[name], Text) for name in names]
        keys, owner = list(table.primary_key), _owner(table)
        columns = [*texts, *keys, *([] if owner is None else [owner])]
        query = select(*columns).execution_options(yield_per=_ROWS)
        for row in connection.execute(query):
            mentioning = [
                name
                for name, text in zip(names, row, strict=False)
                if text is not None and self.mentions.occur_in(text)
            ]
            if mentioning:
                key = tuple(row[len(names) : len(names) + len(keys)])
                article = None if owner is None else row[-1]
                yield _Found(table, key, tuple(mentioning), article)


def forget(connection: Connection, request: ForgetRequest) -> Forgotten:
    """Delete the subject of ``request`` from all tables; return the numbers of rows.

    Raises:
        StoreError: a table still mentions the subject, which is a bug of Sitrep.
    """
    before = _counts(connection)
    cleared: Counter[str] = Counter()
    match request:
        case ForgetSpeaker():
            _forget_speaker(connection, request, cleared)
        case ForgetAddress():
            _forget_address(connection, request.url, cleared)
        case ForgetBefore():
            _forget_before(connection, request.moment)
        case ForgetUser():
            _forget_mentions(connection, _Search(UserMentions(request.id)), cleared)
    delete_unused(connection)
    delete_bodies(connection)
    after = _counts(connection)
    deleted = {name: before[name] - after[name] for name in before}
    return Forgotten(
        {name: count for name, count in deleted.items() if count > 0}, dict(+cleared)
    )


def _counts(connection: Connection) -> Mapping[str, int]:
    return {
        table.name: connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
        if table not in {locks, paces}
    }


def _forget_speaker(
    connection: Connection, request: ForgetSpeaker, cleared: Counter[str]
) -> None:
    key = name_words(request.name)
    said = _articles_of(connection, request.speakers)
    # Their claims alone distinguish people with the same name.
    spared = _articles_of(connection, request.namesakes) - said
    search = _Search(NameMentions(frozenset({key})), spared, request.namesakes)
    _forget_mentions(connection, search, cleared, also=said)
    for chunk in chunks(request.speakers):
        connection.execute(delete(_SPEAKERS).where(_SPEAKERS.c.id.in_(chunk)))
    if not request.namesakes:
        forget_names(connection, [key])


def _forget_address(connection: Connection, url: str, cleared: Counter[str]) -> None:
    key = key_digest(address_key(url))
    listed = select(_ITEMS.c.article).join(_KEYS, _KEYS.c.item == _ITEMS.c.id)
    numbers = connection.scalars(listed.where(_KEYS.c.key == key))
    also = frozenset(number for number in numbers if number is not None)
    _forget_mentions(connection, _Search(AddressMentions(url)), cleared, also=also)
    forget_keys(connection, [key])


def _forget_before(connection: Connection, moment: datetime) -> None:
    for table in (_ARTICLES, _RECORDED):
        old = select(table.c.number).where(table.c.seen < moment)
        numbers = list(connection.scalars(old))
        _forget_record(connection, numbers)
        for chunk in chunks(numbers):
            connection.execute(delete(table).where(table.c.number.in_(chunk)))
    connection.execute(delete(_SLOTS).where(_SLOTS.c.slot_utc < moment))
    for step in STEPS:
        step(connection, before=moment)
    # Feeds still list the other items; their keys show that they are not new.
    emptied = {"guid": None, "url": None, "title": None, "authors": ()}
    connection.execute(update(_ITEMS).where(_ITEMS.c.seen < moment).values(emptied))


def _forget_mentions(
    connection: Connection,
    search: _Search,
    cleared: Counter[str],
    *,
    also: frozenset[int] = frozenset(),
) -> None:
    """Delete the articles ``also`` and those with a mention, then all other mentions.

    ``cleared`` counts, by table, the rows that lose only their text.
    """
    hits = search.hits(connection)
    named = {
        hit.key[0] for hit in hits if hit.table is _SPEAKERS and "name" in hit.columns
    }
    numbers = {hit.article for hit in hits if hit.article is not None}
    numbers |= also | _articles_of(connection, named)
    _delete_articles(connection, numbers - search.spared, cleared)
    for _ in range(_PASSES):
        hits = search.hits(connection)
        for hit in hits:
            _remove(connection, hit, cleared)
    if hits:
        names = sorted({hit.table.name for hit in hits})
        raise StoreError(
            "nothing was deleted, since these tables would still mention the subject: "
            f"{', '.join(names)}; report this bug"
        )


def _articles_of(
    connection: Connection, speakers: Collection[object]
) -> frozenset[int]:
    """Return the numbers of the articles with a claim of one of these speakers."""
    return frozenset(
        number
        for chunk in chunks(speakers)
        for number in connection.scalars(
            select(_CLAIMS.c.article).where(_CLAIMS.c.speaker.in_(chunk)).distinct()
        )
    )


def _is_text(column: Column[object]) -> bool:
    kind = column.type
    stored = kind.impl_instance if isinstance(kind, TypeDecorator) else kind
    return isinstance(stored, Text)


def _owner(table: Table) -> Column[int] | None:
    """Return the column of ``table`` that holds the number of the row's article.

    Return ``None`` if the rows of the table belong to no article.
    """
    if table in {_ARTICLES, _RECORDED}:
        return table.c.number
    column = table.c.get("article")
    is_number = column is not None and column.type.python_type is int
    return column if is_number else None


def _delete_articles(
    connection: Connection, numbers: Collection[int], cleared: Counter[str]
) -> None:
    """Delete articles from all tables, and keep sources from adding them again."""
    ids: set[str] = set()
    for chunk in chunks(numbers):
        of_items = _ITEMS.c.article.in_(chunk)
        _delete_items(
            connection, list(connection.scalars(select(_ITEMS.c.id).where(of_items)))
        )
        for table in (_ARTICLES, _RECORDED):
            named = select(table.c.id).where(table.c.number.in_(chunk))
            ids.update(connection.scalars(named))
        hashes = select(_ARTICLES.c.digest).where(_ARTICLES.c.number.in_(chunk))
        text = func.substr(_BRIEFINGS.c.digest, 1, HASH_LENGTH, type_=Words)
        connection.execute(delete(_BRIEFINGS).where(text.in_(hashes)))
        connection.execute(delete(_PRINTS).where(_PRINTS.c.article.in_(chunk)))
        connection.execute(delete(_ARTICLES).where(_ARTICLES.c.number.in_(chunk)))
    _forget_record(connection, numbers)
    unprint_articles(connection, ids, cleared)
    # The record has no sentences of copies, so copies go with their originals.
    for some in chunks(ids):
        copies = select(_ARTICLES.c.number).where(_ARTICLES.c.copy_of.in_(some))
        for number in list(connection.scalars(copies)):
            note_changed(connection, number)


def _forget_record(connection: Connection, numbers: Collection[int]) -> None:
    """Delete the record's data of the articles ``numbers``.

    Their events remain, in the state that the reports of other articles give.
    """
    states = event_states(connection, numbers)
    forget_articles(connection, numbers)
    keep_sequences(connection, states)


def _delete_items(connection: Connection, ids: Collection[object]) -> None:
    for chunk in chunks(ids):
        keys = select(_KEYS.c.key).where(_KEYS.c.item.in_(chunk))
        forget_keys(connection, list(connection.scalars(keys)))
        connection.execute(delete(_ITEMS).where(_ITEMS.c.id.in_(chunk)))


def _remove(connection: Connection, hit: _Found, cleared: Counter[str]) -> None:
    """Delete the row ``hit``, or only its text if other data needs the row.

    ``cleared`` counts, by table, the rows that lose only their text.
    """
    table = hit.table
    at = and_(*(c == v for c, v in zip(table.primary_key, hit.key, strict=True)))
    names = set(hit.columns)
    if table is _ITEMS:
        _delete_items(connection, hit.key)
    elif table is tables.editions and names == {"document"}:
        empty_editions(connection, hit.key, cleared)
    elif table is tables.outbox and "body" in names:
        slots = select(table.c.slot).where(at)
        empty_messages(connection, list(connection.scalars(slots)), cleared)
    elif table is bodies:
        _remove_body(connection, hit, cleared)
    elif empty := _emptied(table, names):
        connection.execute(update(table).where(at).values(empty))
        cleared[table.name] += 1
    else:
        connection.execute(delete(table).where(at))


def _remove_body(connection: Connection, hit: _Found, cleared: Counter[str]) -> None:
    """Delete a shared text, and empty the editions and messages that use it."""
    editions, slots = rows_with(connection, hit.key)
    empty_editions(connection, editions, cleared)
    empty_messages(connection, slots, cleared)
    connection.execute(delete(bodies).where(bodies.c.hash.in_(hit.key)))


def _emptied(table: Table, names: Collection[str]) -> Mapping[str, str | None]:
    """Return the values that replace the texts in the columns ``names``.

    Return an empty mapping if one of the texts cannot be replaced; the whole row must
    then be deleted.
    """
    emptied = {name: "" for name in names if f"{table.name}.{name}" in _EMPTIED}
    nulls = {name: None for name in names if table.c[name].nullable}
    return {**emptied, **nulls} if len(emptied) + len(nulls) == len(names) else {}
