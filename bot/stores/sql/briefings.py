"""Briefings in the database: as JSON and back without loss, spans as offsets alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import TypeAlias, cast, get_args, get_origin, get_type_hints

from sqlalchemy import Connection, select

from bot.stores.sql import tables
from bot.stores.sql.statements import upsertion
from summarizers.errors import SummarizerError
from summarizers.model import Briefing, Span

FORM = 1
"""The version of the JSON's form; what another version wrote is not looked at.

It is raised with every change to what a briefing is made of.
"""

Json: TypeAlias = "str | float | Sequence[Json] | Mapping[str, Json] | None"

_BRIEFINGS = tables.briefings


def cached_briefing(
    connection: Connection, digest: str, engine: str
) -> Briefing | None:
    """The briefing that was kept; ``None`` too when what was kept cannot be read."""
    document = connection.scalar(
        select(_BRIEFINGS.c.document).where(
            _BRIEFINGS.c.digest == digest,
            _BRIEFINGS.c.engine == engine,
            _BRIEFINGS.c.form == FORM,
        )
    )
    return None if document is None else from_json(document)


def keep_briefing(
    connection: Connection, digest: str, engine: str, document: str
) -> None:
    """Keep a briefing's JSON, in place of another for the same text."""
    values = {"digest": digest, "engine": engine, "form": FORM, "document": document}
    keeping = upsertion(connection.dialect.name, _BRIEFINGS, ("document",))
    connection.execute(keeping, values)


def to_json(briefing: Briefing) -> str:
    """The briefing as JSON; ASCII, whatever is in the article."""
    return json.dumps(_plain(briefing), separators=(",", ":"))


def from_json(document: str) -> Briefing | None:
    """The briefing that was written; ``None`` if it is none."""
    try:
        plain = json.loads(document)
        text = plain["article"]["text"]
        return cast("Briefing", _value(Briefing, plain, text))
    except (KeyError, TypeError, ValueError, SummarizerError):
        return None


def _plain(value: object) -> Json:
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float):
        return value
    if is_dataclass(value):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    raise TypeError(type(value))


def _value(kind: object, plain: object, text: str) -> object:
    """The value of a kind: what its fields are is told by their annotations."""
    if kind is Span:
        start, end = cast("tuple[int, int]", plain)
        return Span(start, end, text[start:end])
    if get_args(kind):
        return _inner_value(kind, plain, text)
    if kind is date:
        return date.fromisoformat(cast("str", plain))
    if isinstance(kind, type) and is_dataclass(kind):
        hints, parts = _hints(kind), cast("dict[str, object]", plain)
        return kind(**{name: _value(hints[name], parts[name], text) for name in hints})
    return cast("type[str]", kind)(plain)


def _inner_value(kind: object, plain: object, text: str) -> object:
    """The value of ``X | None`` or ``tuple[X, ...]``, which is all that there is."""
    inner = get_args(kind)[0]
    if get_origin(kind) is UnionType:
        return None if plain is None else _value(inner, plain, text)
    return tuple(_value(inner, part, text) for part in cast("list[object]", plain))


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)
