"""Stores when articles are read again, and the corrections that these readings find."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, TypeAlias

from sqlalchemy import Connection, Row, Select, func, insert, select, update
from typing_extensions import override

from bot.core.domain.corrections import (
    READ_AFTER,
    Correction,
    CorrectionSlot,
    DueReading,
    PrintedLine,
    correction_slot,
    is_too_late,
    next_reading,
)
from bot.core.domain.records import ExtractedArticle, Validators
from bot.core.domain.slots import MessageState, PlannedSlot, SlotKey
from bot.core.ports.stores import CorrectionStore
from bot.stores.sql import tables
from bot.stores.sql.article_rows import articles_in_order
from bot.stores.sql.database import SqlAdapter, reads, writes
from bot.stores.sql.editions import LINES, line_of
from bot.stores.sql.fingerprints import index_fingerprint
from bot.stores.sql.forgotten import names_forgotten
from bot.stores.sql.record_entries import note_changed
from bot.stores.sql.slot_queue import add_slots
from bot.stores.sql.slot_rows import KEY, is_slot
from bot.stores.sql.statements import chunks
from summarizers.stories.corrections import ChangeKind

_TOLD, _LINES, _EDITIONS = tables.told_articles, tables.told_lines, tables.editions
_CORRECTIONS, _ARTICLES = tables.corrections, tables.articles
_SLOTS, _MESSAGES = tables.slots, tables.outbox

_PLAIN = (
    *("edition", "place", "at", "printed", "now"),
    *("link", "note", "title", "paper", "url"),
)
_LINE = (_LINES.c.edition == _CORRECTIONS.c.edition) & (
    _LINES.c.place == _CORRECTIONS.c.place
)
_STORED = (
    select(
        _CORRECTIONS,
        _LINES.c.story,
        _LINES.c.article,
        _EDITIONS.c.channel,
        _EDITIONS.c.at.label("told_at"),
    )
    .join(_LINES, _LINE)
    .join(_EDITIONS, _EDITIONS.c.number == _CORRECTIONS.c.edition)
)

_CARRIER = func.coalesce(_MESSAGES.c.reply_to, _MESSAGES.c.id)

Place: TypeAlias = tuple[int, int]
"""The row number of an edition, and the index of a line in this edition."""


class FirstMessage(NamedTuple):
    """The first message of an edition.

    ``carrier`` is the row number of the message in whose thread corrections are posted:
    the first message itself, or the message to whose thread the first message belongs.
    ``id`` is the first message's id on its platform.
    """

    carrier: int
    id: str | None


class SqlCorrections(SqlAdapter, CorrectionStore):
    """Stores readings and corrections in SQLite or PostgreSQL."""

    @override
    @writes
    def start_reading(self, connection: Connection, now: datetime) -> DueReading | None:
        due = select(_TOLD).where(_TOLD.c.due <= now).order_by(_TOLD.c.due)
        # This does not wait for an article that another process is about to read.
        first = due.limit(1).with_for_update(skip_locked=True)
        for _ in range(_BATCH):
            row = connection.execute(first).one_or_none()
            if row is None:
                break
            is_late = is_too_late(row.since, now)
            _schedule(connection, row, None if is_late else now)
            if not is_late:
                return _reading(connection, row.article)
        return None

    @override
    @writes  # As a write it waits for a write whose caller was cancelled.
    def reading_of(self, connection: Connection, article: str) -> DueReading | None:
        number = _number(connection, article)
        return None if number is None else _reading(connection, number)

    @override
    @writes  # As a write it waits for such writes, too.
    def text_hashes(
        self, connection: Connection, articles: Collection[str]
    ) -> Mapping[str, str]:
        hashes = select(_ARTICLES.c.id, _ARTICLES.c.digest)
        return {
            row.id: row.digest
            for chunk in chunks(articles)
            for row in connection.execute(hashes.where(_ARTICLES.c.id.in_(chunk)))
        }

    @override
    @writes
    def finish_reading(
        self,
        connection: Connection,
        reading: DueReading,
        validators: Validators,
        *,
        version: ExtractedArticle | None = None,
        corrections: Collection[Correction] = (),
    ) -> bool:
        number = _number(connection, reading.article.id, to_change=True)
        if number is None:
            return False
        if version is not None and _reading(connection, number) != reading:
            return False
        connection.execute(
            update(_ARTICLES)
            .where(_ARTICLES.c.number == number)
            .values(etag=validators.etag, modified=validators.modified)
        )
        if version is not None:
            if names_forgotten(connection, [version.article.text]):
                return True
            _replace_text(connection, number, reading, version)
        _add_corrections(connection, corrections)
        return True

    @override
    @reads
    def corrections(
        self, connection: Connection, *, channel: str | None = None, after: datetime
    ) -> tuple[Correction, ...]:
        query = _STORED.where(_CORRECTIONS.c.at > after)
        if channel is not None:
            query = query.where(_EDITIONS.c.channel == channel)
        return _load(connection, query)

    @override
    @reads
    def correction_slot(self, connection: Connection, slot: SlotKey) -> CorrectionSlot:
        of_slot = select(_SLOTS.c.id).where(is_slot(slot)).scalar_subquery()
        corrections = _load(connection, _STORED.where(_CORRECTIONS.c.slot == of_slot))
        if not corrections:
            return CorrectionSlot()
        edition = corrections[0].edition
        first = _first_messages(connection, {edition}).get(edition)
        return CorrectionSlot(corrections, first.carrier if first else None)


_BATCH = 50
"""The maximum number of overdue articles that one transaction skips."""


def _schedule(
    connection: Connection, row: Row[tuple[object, ...]], now: datetime | None
) -> None:
    """Count the reading made at ``now``, and schedule the article's next reading.

    Without ``now`` no reading is counted, and the article is not read again.
    """
    due = None if now is None else next_reading(row.since, now)
    readings = row.readings + (now is not None)
    connection.execute(
        update(_TOLD)
        .where(_TOLD.c.article == row.article)
        .values(due=due if readings < len(READ_AFTER) else None, readings=readings)
    )


def _number(
    connection: Connection, article: str, *, to_change: bool = False
) -> int | None:
    """Return the row number of the article with this id, if it is stored.

    With ``to_change`` its row is locked: no edition with its lines is stored meanwhile.
    """
    stored = select(_ARTICLES.c.number).where(_ARTICLES.c.id == article)
    number: int | None = connection.scalar(
        stored.with_for_update() if to_change else stored
    )
    return number


def _reading(connection: Connection, number: int) -> DueReading | None:
    article = next(iter(articles_in_order(connection, [number])), None)
    if article is None:
        return None
    latest = _latest(connection, article.id)
    selected = LINES.add_columns(_EDITIONS.c.channel)
    lines = connection.execute(
        selected.where(_LINES.c.article == article.id).order_by(
            _EDITIONS.c.at, _LINES.c.edition, _LINES.c.place
        )
    )
    printed = []
    for line in lines:
        told_line, place = line_of(line), (line.edition, line.place)
        text = latest.get(place, told_line.text)
        if text is not None:
            printed.append(PrintedLine(*place, line.channel, told_line, text))
    return DueReading(article, tuple(printed))


def _latest(connection: Connection, article: str) -> Mapping[Place, str | None]:
    """Map each corrected line of ``article`` to its latest text.

    The text is ``None`` if the line is gone.
    """
    rows = connection.execute(
        select(_CORRECTIONS.c.edition, _CORRECTIONS.c.place, _CORRECTIONS.c.now)
        .join(_LINES, _LINE)
        .where(_LINES.c.article == article)
        .order_by(_CORRECTIONS.c.id)
    )
    return {(row.edition, row.place): row.now for row in rows}


def _replace_text(
    connection: Connection,
    number: int,
    reading: DueReading,
    version: ExtractedArticle,
) -> None:
    connection.execute(
        update(_ARTICLES)
        .where(_ARTICLES.c.number == number)
        .values(
            text=version.article.text,
            digest=version.digest,
            fingerprint=version.fingerprint,
            hashes=len(version.fingerprint),
        )
    )
    note_changed(connection, number)
    stored = reading.article
    index_fingerprint(
        connection, number, replace(stored, fingerprint=version.fingerprint)
    )


def _add_corrections(connection: Connection, corrections: Iterable[Correction]) -> None:
    """Store ``corrections``, and add a slot for the corrections of each edition."""
    by_edition: dict[int, list[Correction]] = {}
    for correction in corrections:
        by_edition.setdefault(correction.edition, []).append(correction)
    for edition, group in by_edition.items():
        stored = select(_EDITIONS.c.digest).where(_EDITIONS.c.number == edition)
        digest = connection.scalar(stored.with_for_update(read=True, key_share=True))
        if digest is None:
            continue
        key = correction_slot(digest, group)
        if add_slots(connection, [PlannedSlot(key, group[0].at)]):
            numbered = select(_SLOTS.c.id).where(is_slot(key))
            slot = connection.execute(numbered).scalar_one()
            connection.execute(insert(_CORRECTIONS), _rows(group, slot))


def _rows(corrections: Iterable[Correction], slot: int) -> list[dict[str, object]]:
    return [
        {
            **{name: getattr(correction, name) for name in _PLAIN},
            "kind": correction.kind.value,
            "slot": slot,
        }
        for correction in corrections
    ]


def _load(
    connection: Connection, query: Select[tuple[object, ...]]
) -> tuple[Correction, ...]:
    ordered = query.order_by(_CORRECTIONS.c.at, _CORRECTIONS.c.id)
    rows = connection.execute(ordered).all()
    names = (*_PLAIN, "story", "article", "channel", "told_at")
    messages = _first_messages(connection, {row.edition for row in rows})
    return tuple(
        Correction(
            kind=ChangeKind(row.kind),
            message=message.id if message else None,
            **{name: getattr(row, name) for name in names},
        )
        for row in rows
        for message in [messages.get(row.edition)]
    )


def _first_messages(
    connection: Connection, editions: Collection[int]
) -> Mapping[int, FirstMessage]:
    """Map the numbers of posted editions to their first messages."""
    keys: dict[SlotKey, int] = {}
    for chunk in chunks(editions):
        of_slots = select(_EDITIONS.c.number, _EDITIONS.c.slot).where(
            _EDITIONS.c.number.in_(chunk), _EDITIONS.c.slot.is_not(None)
        )
        for number, slot in connection.execute(of_slots):
            key = _key(slot)
            if key is not None:
                keys[key] = number
    return {
        keys[key]: message
        for chunk in chunks(keys)
        for key, message in _messages_of(connection, chunk)
        if key in keys
    }


def _messages_of(
    connection: Connection, slots: Sequence[SlotKey]
) -> Iterator[tuple[SlotKey, FirstMessage]]:
    """Yield the key and the first message of each of ``slots``.

    Slots of the same channels between the first and last day may be yielded as well.
    """
    days = [key.day for key in slots]
    first = (
        select(_CARRIER, _MESSAGES.c.message_id, *KEY)
        .join(_SLOTS, _SLOTS.c.id == _MESSAGES.c.slot)
        .where(_SLOTS.c.channel.in_({key.channel for key in slots}))
        .where(_SLOTS.c.local_date.between(min(days), max(days)))
        .where(_MESSAGES.c.part == 0, _MESSAGES.c.state != MessageState.DEAD.value)
    )
    for carrier, message_id, *key in connection.execute(first):
        yield SlotKey(*key), FirstMessage(carrier, message_id)


def _key(slot: str) -> SlotKey | None:
    try:
        return SlotKey.parse(slot)
    except ValueError:
        return None
