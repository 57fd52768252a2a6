"""What the schema tells editors beyond the types; each changes one part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Schema = dict[str, Any]


def optional(schema: Schema) -> None:
    """Show no value that only stands for what is not there."""
    schema.pop("default", None)


def listed(schema: Schema) -> None:
    """One item without its list is taken as well."""
    optional(schema)
    schema["anyOf"] = [schema["items"], _array(schema)]


def listed_or_nothing(schema: Schema) -> None:
    """One item without its list is taken as well, and so is nothing."""
    schema["anyOf"] = [schema["items"], _array(schema), {"type": "null"}]


def spanning(units: Sequence[str]) -> Callable[[Schema], None]:
    """A number and one of these units is taken."""

    def change(schema: Schema) -> None:
        schema["pattern"] = f"^[0-9]{{1,6}} ?({'|'.join(units)})s?$"

    return change


def matching(pattern: str) -> Callable[[Schema], None]:
    """A text of this pattern is taken, and none stands for what is not there."""

    def change(schema: Schema) -> None:
        optional(schema)
        schema["pattern"] = f"^{pattern}$"

    return change


def matching_or_number(pattern: str) -> Callable[[Schema], None]:
    """As ``matching``, and the text is taken as a number too."""

    def change(schema: Schema) -> None:
        optional(schema)
        schema.pop("type", None)
        text = {"type": "string", "pattern": f"^{pattern}$"}
        schema["anyOf"] = [text, {"type": "integer", "minimum": 10**14}]

    return change


def exactly_one(keys: Sequence[str]) -> Callable[[Schema], None]:
    """One of these keys is there, and no other of them."""

    def change(schema: Schema) -> None:
        schema["oneOf"] = [{"required": [key]} for key in keys]

    return change


def _array(schema: Schema) -> Schema:
    kept = ("items", "minItems", "maxItems", "type")
    return {key: schema.pop(key) for key in kept if key in schema}
