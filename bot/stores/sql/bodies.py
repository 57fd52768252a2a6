"""Texts that several rows share: a digest for a hundred channels is stored once.

Such a text is called a body. Messages and editions refer to a body by its hash. The
texts of two channels differ in the ids of their editions and in the channels' names, so
a body has marks in these places. Short texts stay in their own rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import blake2b

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    LargeBinary,
    Table,
    bindparam,
    delete,
    func,
    select,
)

from bot.stores.sql import tables
from bot.stores.sql.columns import Moment, Words, storable
from bot.stores.sql.statements import Insert, insertion

bodies = Table(
    "bodies",
    tables.metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("text", Words, nullable=False),
    Column("used", Moment, nullable=False),
)
"""Texts by their hashes; ``used`` is the time of the latest slot with the text."""

_LEAST = 200
"""The least length of a shared text, in characters.

A shorter text takes no more space in its own row.
"""

_MARKS = ("\x01", "\x02")
"""The characters that stand for the edition's id and for the channel in a body.

JSON has no such characters.
"""

_MESSAGES, _EDITIONS = tables.outbox, tables.editions
_FRESH = select(bodies.c.hash).where(
    bodies.c.hash.in_(bindparam("hashes", expanding=True)),
    bodies.c.used >= bindparam("since", type_=Moment),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names in which the texts of two channels differ: edition id and channel."""

    edition: str | None
    channel: str

    def hidden(self, text: str) -> str | None:
        """Return a text with marks in place of the names.

        Return ``None`` if the text already has a character that is used as a mark.
        """
        if any(mark in text for mark in _MARKS):
            return None
        for mark, name in zip(_MARKS, (self.edition, self.channel), strict=True):
            if name:
                text = text.replace(name, mark)
        return text

    def shown(self, text: str) -> str:
        """Return a text with the names in place of the marks."""
        for mark, name in zip(_MARKS, (self.edition, self.channel), strict=True):
            text = text.replace(mark, name or "")
        return text


def text_of(table: FromClause, own: ColumnElement[str]) -> ColumnElement[str]:
    """Select the text of a row: the body that it shares, else its own column ``own``.

    The result has the name of the column.
    """
    shared = select(bodies.c.text).where(bodies.c.hash == table.c.shared)
    scalar = shared.correlate(table).scalar_subquery()
    return func.coalesce(scalar, own, type_=Words).label(own.name)


def keep_bodies(
    connection: Connection, texts: Iterable[str], names: Names, used: datetime
) -> Mapping[str, bytes]:
    """Store the texts that are long enough; map each to the hash of its body."""
    hidden = {text: names.hidden(text) for text in texts if len(text) >= _LEAST}
    if not hidden:
        return {}
    stored = {_hash(body): body for body in hidden.values() if body is not None}
    # Many channels get a digest at the same time: their builders need no lock.
    kept = {"hashes": list(stored), "since": used}
    fresh = set(connection.scalars(_FRESH, kept)) if stored else set()
    # In a fixed order, so that no two transactions wait for each other.
    for key in sorted(stored.keys() - fresh):
        row = {"hash": key, "text": stored[key], "used": used}
        connection.execute(_keeping(connection.dialect.name), row)
    return {text: _hash(body) for text, body in hidden.items() if body is not None}


def own_text(
    text: str, shared: Mapping[str, bytes], column: str
) -> Mapping[str, object]:
    """Return the values of the columns for a row's own text and for its body's hash.

    ``shared`` maps texts that are stored as bodies to their hashes. ``column`` is the
    name of the column for the row's own text.
    """
    key = shared.get(text)
    return {column: text if key is None else "", "shared": key}


def delete_bodies(connection: Connection, before: datetime | None = None) -> None:
    """Delete the bodies to which no row refers.

    With ``before``, a body that was used since then is kept.
    """
    unused = [
        ~select(table.c.shared).where(table.c.shared == bodies.c.hash).exists()
        for table in (_MESSAGES, _EDITIONS)
    ]
    # A transaction that uses one at this moment changes ``used``.
    old = [] if before is None else [bodies.c.used < before]
    connection.execute(delete(bodies).where(*old, *unused))


def rows_with(
    connection: Connection, keys: Collection[object]
) -> tuple[list[int], list[int]]:
    """Return the editions that have these bodies, and the slots of messages that do.

    Both are row numbers. A slot with several such messages occurs several times.
    """
    slots = select(_MESSAGES.c.slot).where(_MESSAGES.c.shared.in_(keys))
    editions = select(_EDITIONS.c.number).where(_EDITIONS.c.shared.in_(keys))
    return list(connection.scalars(editions)), list(connection.scalars(slots))


def _hash(text: str) -> bytes:
    return blake2b(storable(text).encode(), digest_size=16).digest()


@cache
def _keeping(dialect: str) -> Insert:
    adding = insertion(dialect, bodies)
    latest = func.max if dialect == "sqlite" else func.greatest
    return adding.on_conflict_do_update(
        index_elements=[bodies.c.hash],
        set_={"used": latest(bodies.c.used, adding.excluded.used)},
    )
