"""Whether requests are such as Discord's own OpenAPI document describes.

The document is Discord's (github.com/discord/discord-api-spec, MIT) and is not kept
here. It knows operations, shapes, counts and lengths; simcord knows the rest, such as
the sum of all texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from re import Pattern, compile, escape, sub  # noqa: A004 - as patterns are made
from typing import Any

from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from jsonschema.exceptions import ValidationError, best_match  # type: ignore[import-untyped]
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.fakes.discord.records import Recorded

_NAME = "urn:discord"
_SHOWN = 200
_REF = "$ref"
_JSON = "application/json"

_UNDOCUMENTED = frozenset({"use_nested_fields"})
"""What discord.py 2.7 asks of forums besides, so that a post's message is nested."""


class Operation:
    """One operation of the document; its validator is made when it is first needed."""

    def __init__(self, known: Mapping[str, Any], registry: Registry[Any]) -> None:
        self._known = known
        self._registry = registry

    def faults(self, request: Recorded) -> Iterator[str]:
        """What is wrong with a request."""
        for name in set(request.query) - self._queries - _UNDOCUMENTED:
            yield f"there is no query parameter {name}"
        if self._validator is None:
            if request.body is not None:
                yield "it takes no body"
        elif error := best_match(self._validator.iter_errors(request.body)):
            yield _told(error)

    @cached_property
    def _queries(self) -> frozenset[str]:
        known = self._known.get("parameters", ())
        return frozenset(one["name"] for one in known if one["in"] == "query")

    @cached_property
    def _validator(self) -> Draft202012Validator | None:
        content = self._known.get("requestBody", {}).get("content", {})
        if _JSON not in content:
            return None
        return Draft202012Validator(content[_JSON]["schema"], registry=self._registry)


class OpenApi:
    """Discord's OpenAPI document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        named = dict(_named(document))
        _admit_numbers(named["components"]["schemas"]["SnowflakeType"])
        resource = DRAFT202012.create_resource(named)
        registry: Registry[Any] = Registry().with_resource(_NAME, resource)
        # A path without a name in braces is meant before one with it.
        self._operations = sorted(
            (
                (path.count("{"), _pattern(path), method.upper(), known)
                for path, methods in named["paths"].items()
                for method, one in methods.items()
                if method != "parameters"
                for known in [Operation(one, registry)]
            ),
            key=lambda one: one[0],
        )

    @classmethod
    def read(cls, path: Path) -> OpenApi:
        """The document in a file."""
        return cls(json.loads(path.read_text(encoding="utf8")))

    def faults(self, request: Recorded) -> tuple[str, ...]:
        """What is wrong with a request, each with the operation it is about."""
        name = f"{request.method} {request.path}"
        for _, pattern, method, operation in self._operations:
            if method == request.method and pattern.fullmatch(request.path):
                found = operation.faults(request)
                return tuple(f"{name}: {fault}" for fault in found)
        return (f"{name}: there is no such operation",)


def _told(error: ValidationError) -> str:
    """An error; of a union, the one of the member that went furthest."""
    while error.context:
        error = max(error.context, key=lambda one: len(one.absolute_path))
    message = error.message
    shown = message if len(message) <= _SHOWN else f"{message[:60]} … {message[-80:]}"
    return f"{error.json_path}: {shown}"


def _named(value: Any) -> Any:
    """The document with references that say into which document they point."""
    if isinstance(value, list):
        return [_named(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: f"{_NAME}{one}" if name == _REF and isinstance(one, str) else _named(one)
        for name, one in value.items()
    }


def _admit_numbers(snowflake: dict[str, Any]) -> None:
    """Let ids be numbers: Discord takes them, and discord.py sends some so."""
    snowflake["type"] = ["string", "integer"]


def _pattern(path: str) -> Pattern[str]:
    return compile(sub(r"\\\{\w+\\\}", "[^/]+", escape(path)))
