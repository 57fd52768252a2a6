"""Looks up keys in the JSON Schema, and writes the schema."""

from __future__ import annotations

import json
from typing import Any, cast

from bot.settings.problems import Path
from bot.settings.schema import Platforms, json_schema


def keys_at(path: Path, platforms: Platforms) -> tuple[str, ...]:
    """The keys that the mapping at this path may have."""
    schema = json_schema(platforms)
    node = schema
    for part in path:
        node = _resolved(schema, _below(_resolved(schema, node), part))
    return tuple(node.get("properties", ()))


def schema_text(platforms: Platforms) -> str:
    """The JSON Schema of the file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **json_schema(platforms),
        "title": "Sitrep configuration",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _below(node: dict[str, Any], part: str | int) -> dict[str, Any]:
    if isinstance(part, int):
        return cast("dict[str, Any]", node.get("items", {}))
    named = node.get("properties", {}).get(part)
    patterns = (*node.get("patternProperties", {}).values(), {})
    return cast("dict[str, Any]", named or patterns[0])


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node itself, or its alternative that has keys."""
    kinds: list[dict[str, Any]] = node.get("oneOf", [])
    node = next((kind for kind in kinds if "$ref" in kind), node)
    name = str(node.get("$ref", "")).rpartition("/")[2]
    return cast("dict[str, Any]", schema["$defs"][name]) if name else node
