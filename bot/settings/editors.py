"""Changes parts of the JSON Schema so that editors check more than types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Schema = dict[str, Any]


def optional(schema: Schema) -> None:
    """Remove a default that only marks a missing value."""
    schema.pop("default", None)


def listed(schema: Schema) -> None:
    """Also accept one item without a list."""
    optional(schema)
    schema["anyOf"] = [schema["items"], _array(schema)]


def listed_or_nothing(schema: Schema) -> None:
    """Also accept one item without a list, or no value."""
    schema["anyOf"] = [schema["items"], _array(schema), {"type": "null"}]


def spanning(units: Sequence[str]) -> Callable[[Schema], None]:
    """Accept a number and one of these units."""

    def change(schema: Schema) -> None:
        schema["pattern"] = f"^[0-9]{{1,6}} ?({'|'.join(units)})s?$"

    return change


def matching(pattern: str) -> Callable[[Schema], None]:
    """Accept a text of this pattern, without a default."""

    def change(schema: Schema) -> None:
        optional(schema)
        schema["pattern"] = f"^{pattern}$"

    return change


def matching_or_number(pattern: str) -> Callable[[Schema], None]:
    """Accept a text of this pattern, or a number."""

    def change(schema: Schema) -> None:
        optional(schema)
        schema.pop("type", None)
        text = {"type": "string", "pattern": f"^{pattern}$"}
        schema["anyOf"] = [text, {"type": "integer", "minimum": 10**14}]

    return change


def exactly_one(keys: Sequence[str]) -> Callable[[Schema], None]:
    """Require exactly one of these keys."""

    def change(schema: Schema) -> None:
        schema["oneOf"] = [{"required": [key]} for key in keys]

    return change


def _array(schema: Schema) -> Schema:
    kept = ("items", "minItems", "maxItems", "type")
    return {key: schema.pop(key) for key in kept if key in schema}
