"""Records of the app's requests to Slack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.values import from_form, text_in


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request: a Web API method, ``response_url``, or ``ack``; and its payload."""

    method: str
    payload: Mapping[str, Json]
    token: str = ""


async def read_request(request: web.Request) -> Recorded:
    """The request, whether it came as JSON, as a form or as a query."""
    payload = await _payload(request)
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ").strip() or text_in(payload, "token")
    kept = {name: value for name, value in payload.items() if name != "token"}
    return Recorded(request.match_info.get("method", "response_url"), kept, token)


async def _payload(request: web.Request) -> JsonObject:
    if not request.can_read_body:
        return from_form(dict(request.query))
    if request.content_type == "application/json":
        read: Json = await request.json()
        return read if isinstance(read, dict) else {}
    form = await request.post()
    return from_form({name: str(value) for name, value in form.items()})
