"""HTTP requests as values, and answers in Discord's form."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import discord
from aiohttp import BodyPartReader, web

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.platforms.wires import Answer, Request

LISTED = "="
"""The name under which a bare list stands in an answer, which is a document."""

_LIMITS = {
    "X-RateLimit-Limit": "50",
    "X-RateLimit-Remaining": "49",
    "X-RateLimit-Reset-After": "1.0",
}


@dataclass(frozen=True, slots=True)
class Asked(Request):
    """A request; ``payload`` is its JSON object, or its query where it has no body.

    ``body`` is the JSON as it came.
    """

    body: Json = None
    query: Mapping[str, str] = field(default_factory=dict[str, str])
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    files: tuple[discord.File, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The path in pieces."""
        return tuple(self.path.split("/"))


async def read_request(request: web.Request) -> Asked:
    """The request as a value; its path is what follows the version."""
    query = dict(request.query)
    body, files = await _read_body(request)
    return Asked(
        request.method,
        request.match_info["path"],
        body if isinstance(body, dict) else dict(query),
        body,
        query,
        dict(request.headers),
        files,
    )


def to_response(asked: Request, answer: Answer) -> web.Response:
    """An answer on the wire.

    The content type is exactly ``application/json``: discord.py compares it literally.
    """
    headers = dict(answer.headers)
    if answer.status != 429:
        bucket = (
            f"{asked.method}:{asked.path.split('/')[0]}:{asked.path.split('/')[-1]}"
        )
        headers = _LIMITS | {"X-RateLimit-Bucket": bucket} | headers
    if answer.status == 204:
        return web.Response(status=204, headers=headers)
    body: Json = answer.body[LISTED] if set(answer.body) == {LISTED} else answer.body
    headers["Content-Type"] = "application/json"
    return web.Response(
        status=answer.status, body=json.dumps(body).encode(), headers=headers
    )


def refused(status: int, code: int, words: str) -> Answer:
    """An error in Discord's form."""
    return Answer(status, {"message": words, "code": code})


def too_early(
    seconds: float, *, scope: str = "user", everywhere: bool = False
) -> Answer:
    """A 429: ``scope`` is user, global or shared.

    Without ``Via`` discord.py would take it for a ban by Cloudflare.
    """
    headers = {
        "Retry-After": str(max(1, round(seconds + 0.499))),
        "Via": "1.1 google",
        "X-RateLimit-Scope": scope,
    }
    if everywhere:
        headers["X-RateLimit-Global"] = "true"
    body: JsonObject = {
        "message": "You are being rate limited.",
        "retry_after": seconds,
        "global": everywhere,
    }
    return Answer(429, body, headers)


async def _read_body(request: web.Request) -> tuple[Json, tuple[discord.File, ...]]:
    if not request.can_read_body:
        return None, ()
    if request.content_type == "multipart/form-data":
        return await _read_parts(request)
    text = await request.text()
    return (json.loads(text) if text else None), ()


async def _read_parts(request: web.Request) -> tuple[Json, tuple[discord.File, ...]]:
    body: Json = None
    files = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        data = bytes(await part.read(decode=True))
        if part.name == "payload_json":
            body = json.loads(data)
        else:
            files.append(discord.File(io.BytesIO(data), part.filename or "file"))
    return body, tuple(files)
