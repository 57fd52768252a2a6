"""Encodes briefings as JSON without loss: spans are stored as offsets only."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import UnionType
from typing import TypeAlias, cast, get_args, get_origin, get_type_hints

from summarizers.errors import SummarizerError
from summarizers.model import Briefing, Span

FORM = 2
"""The version of the encoding. Briefings of another version are ignored.

Increase it with every change to the fields of a briefing.
"""

Json: TypeAlias = "str | float | Sequence[Json] | Mapping[str, Json] | None"


def to_json(briefing: Briefing) -> str:
    """Encode a briefing as ASCII JSON."""
    return json.dumps(_plain(briefing), separators=(",", ":"))


def from_json(document: str) -> Briefing | None:
    """Decode a briefing; ``None`` if the JSON does not hold a valid briefing."""
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
    raise TypeError(f"a briefing cannot hold a {type(value).__name__}")


def _value(kind: object, plain: object, text: str) -> object:
    """Decode the JSON value ``plain`` to the type ``kind``.

    The annotations of a dataclass give the types of its fields. A span is decoded from
    its two offsets in ``text``.
    """
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
    """Decode ``plain`` to ``X | None`` or ``tuple[X, ...]``.

    A briefing has no other generic types.
    """
    inner = get_args(kind)[0]
    if get_origin(kind) is UnionType:
        return None if plain is None else _value(inner, plain, text)
    return tuple(_value(inner, part, text) for part in cast("list[object]", plain))


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)
