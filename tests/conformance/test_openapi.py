"""Whether the check of requests finds what is wrong with them, by a small document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.core.messages.briefing_json import Json
from tests.conformance.openapi import OpenApi
from tests.fakes.discord.records import Recorded

pytestmark = pytest.mark.equipment


def body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"content": {"application/json": {"schema": schema}}}}


NAME = {"type": "string", "maxLength": 5}
HARBOUR = {
    "type": "object",
    "properties": {
        "name": NAME,
        "owner": {"$ref": "#/components/schemas/SnowflakeType"},
    },
    "required": ["name"],
}
DOCUMENT = {
    "paths": {
        "/harbours/{id}": {
            "parameters": [{"name": "id", "in": "path"}],
            "get": {"parameters": [{"name": "limit", "in": "query"}]},
            "post": body({"$ref": "#/components/schemas/Harbour"}),
        },
        "/harbours/@home": {"post": body({"type": "null"})},
        "/ferries": {
            "post": body(
                {
                    "anyOf": [
                        {"$ref": "#/components/schemas/Harbour"},
                        {
                            "type": "object",
                            "properties": {"to": HARBOUR},
                            "required": ["to"],
                        },
                    ]
                }
            )
        },
    },
    "components": {
        "schemas": {
            "Harbour": HARBOUR,
            "SnowflakeType": {"type": "string", "pattern": "^[0-9]+$"},
        }
    },
}


@pytest.fixture
def openapi(tmp_path: Path) -> OpenApi:
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(DOCUMENT))
    return OpenApi.read(file)


def asked(method: str, path: str, given: Json = None, **query: str) -> Recorded:
    return Recorded(method, path, query, given, {}, 200)


@pytest.mark.parametrize(
    "request_",
    [
        asked("POST", "/harbours/7", {"name": "Oslo", "owner": "12"}),
        asked("POST", "/harbours/@home"),
        asked("GET", "/harbours/7", limit="5"),
        asked("POST", "/ferries", {"to": {"name": "Oslo"}}),
    ],
)
def test_a_request_as_described_has_no_faults(
    openapi: OpenApi, request_: Recorded
) -> None:
    assert not openapi.faults(request_)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (asked("POST", "/harbours/7", {"name": "Rotterdam"}), "$.name: "),
        (asked("POST", "/harbours/7", {"name": "Oslo", "owner": "x"}), "$.owner: "),
        (asked("POST", "/harbours/7"), "$: None is not of type 'object'"),
        (asked("GET", "/harbours/7", {}), "it takes no body"),
        (asked("GET", "/harbours/7", speed="5"), "no query parameter speed"),
        (asked("DELETE", "/harbours/7"), "no such operation"),
        (asked("GET", "/harbours/7/quays"), "no such operation"),
        (asked("POST", "/ferries", {"to": {"name": "Rotterdam"}}), "$.to.name: "),
    ],
)
def test_a_fault_is_told_with_its_place(
    openapi: OpenApi, request_: Recorded, words: str
) -> None:
    (fault,) = openapi.faults(request_)

    assert fault.startswith(f"{request_.method} {request_.path}: ")
    assert words in fault


def test_an_id_may_be_a_number(openapi: OpenApi) -> None:
    request = asked("POST", "/harbours/7", {"name": "Oslo", "owner": 12})

    assert not openapi.faults(request)


def test_a_long_fault_is_cut(openapi: OpenApi) -> None:
    (fault,) = openapi.faults(asked("POST", "/harbours/7", {"name": "x" * 5_000}))

    assert len(fault) < 250
    assert fault.endswith("is too long")
