"""The check of requests finds what is wrong with them, by a small document."""

from __future__ import annotations

from typing import Any

import pytest

from bot.core.messages.briefing_json import Json
from tests.conformance.openapi import OpenApi
from tests.fakes.discord.records import Recorded

pytestmark = pytest.mark.equipment

SNOWFLAKE = {"type": "string", "pattern": "^[0-9]+$"}
HARBOUR = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 5},
        "owner": {"$ref": "#/components/schemas/SnowflakeType"},
    },
    "required": ["name"],
}
POST = {"requestBody": {"content": {"application/json": {"schema": HARBOUR}}}}
GET = {"parameters": [{"name": "limit", "in": "query"}]}
DOCUMENT: dict[str, Any] = {
    "paths": {"/harbours/{id}": {"get": GET, "post": POST}},
    "components": {"schemas": {"SnowflakeType": SNOWFLAKE}},
}


def faults(method: str, path: str, given: Json = None, **query: str) -> str:
    request = Recorded(method, path, query, given, {}, 200)
    return "\n".join(OpenApi(DOCUMENT).faults(request))


def test_a_request_as_described_has_no_faults() -> None:
    assert not faults("POST", "/harbours/7", {"name": "Oslo", "owner": "12"})
    assert not faults("POST", "/harbours/7", {"name": "Oslo", "owner": 12})
    assert not faults("GET", "/harbours/7", limit="5")


def test_a_fault_is_told_with_its_place() -> None:
    asked = faults("POST", "/harbours/7", {"name": "Rotterdam"})
    assert asked.startswith("POST /harbours/7: $.name: ")
    assert "$.owner: " in faults("POST", "/harbours/7", {"name": "x", "owner": "x"})
    assert "it takes no body" in faults("GET", "/harbours/7", {})
    assert "no query parameter speed" in faults("GET", "/harbours/7", speed="5")
    assert "no such operation" in faults("GET", "/harbours/7/quays")
