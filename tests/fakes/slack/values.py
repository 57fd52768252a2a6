"""Access to JSON of unsure shape: a missing value is empty."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from tests.fakes.json_types import Json, JsonObject

_JSON = frozenset({"attachments", "blocks", "metadata", "view"})


def text_in(document: Mapping[str, Json], key: str) -> str:
    """The text of a key; other values as text."""
    found = document.get(key)
    return "" if found is None else str(found)


def inner(document: Mapping[str, Json], key: str) -> JsonObject:
    """The object of a key."""
    found = document.get(key)
    return found if isinstance(found, dict) else {}


def objects(document: Mapping[str, Json], key: str) -> list[JsonObject]:
    """The objects in the list of a key."""
    found = document.get(key)
    return only_objects(found if isinstance(found, list) else [])


def only_objects(values: Sequence[Json]) -> list[JsonObject]:
    """Return the values that are JSON objects."""
    return [one for one in values if isinstance(one, dict)]


def is_true(document: Mapping[str, Json], key: str) -> bool:
    """Whether a flag is set, in a form or in JSON."""
    return str(document.get(key, "")).lower() in {"true", "1"}


def from_form(fields: Mapping[str, str]) -> JsonObject:
    """The fields of a form or query; those that hold JSON are read."""
    return {name: _value(name, value) for name, value in fields.items()}


def _value(name: str, value: str) -> Json:
    if name not in _JSON:
        return value
    try:
        read: Json = json.loads(value)
    except ValueError:
        return value
    return read
