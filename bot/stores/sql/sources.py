"""Sources, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from sqlalchemy import (
    Connection,
    Integer,
    Row,
    bindparam,
    select,
)
from sqlalchemy.sql.dml import ReturningInsert

from bot.core.domain.configuration import SourceKind
from bot.core.domain.records import (
    SourceState,
    Validators,
)
from bot.stores.sql import tables
from bot.stores.sql.statements import (
    chunks,
    insert_missing,
    insertion,
)

_ITEMS, _KEYS, _LINKS = tables.items, tables.item_keys, tables.item_sources
_SOURCES = tables.sources


def states(connection: Connection) -> dict[str, SourceState]:
    """The states of all sources that were polled."""
    rows = connection.execute(select(_SOURCES).where(_SOURCES.c.kind.is_not(None)))
    return {row.url: _state(row) for row in rows}


def source_numbers(connection: Connection, urls: Iterable[str]) -> list[int]:
    """The numbers of sources, which are made for those that have none."""
    wanted = tuple(dict.fromkeys(urls))
    insert_missing(connection, _SOURCES, ({"url": url} for url in wanted))
    numbers: dict[str, int] = {}
    for chunk in chunks(wanted):
        rows = connection.execute(
            select(_SOURCES.c.url, _SOURCES.c.id).where(_SOURCES.c.url.in_(chunk))
        )
        numbers.update((url, number) for url, number in rows)
    return [numbers[url] for url in wanted if url in numbers]


_PLAIN = (
    *("body_hash", "tried", "read", "moved", "gone", "resting"),
    *("failures", "failing", "error", "told"),
)
"""The fields of a state that stand in a column of their name."""


@cache
def _saving(dialect: str) -> ReturningInsert[int]:
    """Add a state, or change it; the number of items grows by ``new``."""
    saved = insertion(dialect, _SOURCES)
    names = ("kind", "due", "etag", "modified", *_PLAIN)
    changed = {name: saved.excluded[name] for name in names}
    more = _SOURCES.c.brought + bindparam("new", type_=Integer)
    return saved.on_conflict_do_update(
        index_elements=[_SOURCES.c.url], set_={**changed, "brought": more}
    ).returning(_SOURCES.c.id)


def save_state(connection: Connection, state: SourceState, new: int) -> int:
    """Keep a state that brought so many new items; the source's number."""
    values = {
        "url": state.url,
        "kind": state.kind.value,
        "due": state.due,
        "etag": state.validators.etag,
        "modified": state.validators.modified,
        "brought": state.items + new,
        **{name: getattr(state, name) for name in _PLAIN},
    }
    saving = _saving(connection.dialect.name)
    number: int = connection.scalars(saving, {**values, "new": new}).one()
    return number


def _state(row: Row[tuple[object, ...]]) -> SourceState:
    return SourceState(
        url=row.url,
        kind=SourceKind(row.kind),
        due=row.due,
        validators=Validators(row.etag, row.modified),
        items=row.brought,
        **{name: getattr(row, name) for name in _PLAIN},
    )
