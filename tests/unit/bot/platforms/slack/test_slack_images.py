"""A timeline on Slack: a file is uploaded, and the message shows it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import pytest
from aiohttp import web

from bot.core.domain.errors import NotSentError, RejectedError
from bot.core.domain.messages import Image, Message
from bot.core.messages.briefing_json import Json, JsonObject
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.messenger import SlackMessenger
from tests.fakes.slack.clerk import message
from tests.fakes.slack.requests import read_request
from tests.fakes.slack.server import listening
from tests.fakes.timelines import TIMELINE

PLAIN = message("Course of the story.")
DRAWN: Message = replace(PLAIN, image=TIMELINE)
PNG = b"\x89PNG of the tests"
FILE = "F0TIMELINE"
LONGEST_FILE_ALT = 1_000


@dataclass(slots=True)
class FileServer:
    """Slack's methods for files, and posts.

    ``refusals`` are errors by method; ``upload_status`` is that of an upload.
    """

    url: str = ""
    refusals: dict[str, str] = field(default_factory=dict[str, str])
    upload_status: int = 200
    uploads: list[bytes] = field(default_factory=list[bytes])
    asked: list[tuple[str, JsonObject]] = field(
        default_factory=list[tuple[str, JsonObject]]
    )

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a method of the API."""
        read = await read_request(request)
        self.asked.append((read.method, dict(read.payload)))
        error = self.refusals.get(read.method)
        if len(str(read.payload.get("alt_txt"))) > LONGEST_FILE_ALT:
            error = "alt_txt_too_large"
        answers: dict[str, JsonObject] = {
            "files.getUploadURLExternal": {
                "upload_url": f"{self.url}/upload/v1/x",
                "file_id": FILE,
            },
            "files.completeUploadExternal": {"files": [{"id": FILE}]},
            "chat.postMessage": {"ts": "1.1", "channel": "C1"},
        }
        body: JsonObject = {"ok": True, **answers[read.method]}
        return web.json_response(
            body if error is None else {"ok": False, "error": error}
        )

    async def take(self, request: web.Request) -> web.Response:
        """Take an upload."""
        self.uploads.append(await request.read())
        return web.Response(text="OK", status=self.upload_status)

    def payloads(self, method: str) -> list[JsonObject]:
        """Return what a method was asked with."""
        return [payload for name, payload in self.asked if name == method]

    @property
    def images(self) -> list[Json]:
        """Return the image block of each message, or null."""
        found: list[Json] = []
        for payload in self.payloads("chat.postMessage"):
            blocks = payload["blocks"]
            assert isinstance(blocks, list)
            last = blocks[-1]
            assert isinstance(last, dict)
            found.append(last if last["type"] == "image" else None)
        return found


def draw(_: Image) -> bytes | None:
    return PNG


def draw_nothing(_: Image) -> bytes | None:
    return None


@asynccontextmanager
async def opened(
    server: FileServer, *, can_draw: bool = True
) -> AsyncIterator[SlackMessenger]:
    application = web.Application()
    application.router.add_post("/api/{method}", server.answer)
    application.router.add_post("/upload/{path:.*}", server.take)
    async with (
        listening(application) as url,
        SlackApi("xoxb", f"{url}/api/", 5.0) as api,
    ):
        server.url = url
        yield SlackMessenger(api, draw=draw if can_draw else draw_nothing)


async def post(messenger: SlackMessenger, content: Message = DRAWN) -> str:
    """Prepare and post a message, as the sender does."""
    await messenger.prepare("C1", content, idempotency_key="k")
    return await messenger.post("C1", content, idempotency_key="k", parent="0.9")


async def test_the_image_is_uploaded_and_shown_with_its_words() -> None:
    server = FileServer()
    async with opened(server) as messenger:
        assert await post(messenger) == "1.1"

    assert server.uploads == [PNG]
    (asked,) = server.payloads("files.getUploadURLExternal")
    assert (asked["length"], asked["alt_txt"]) == (str(len(PNG)), TIMELINE.alt)
    assert server.images == [
        {"type": "image", "slack_file": {"id": FILE}, "alt_text": TIMELINE.alt}
    ]
    (payload,) = server.payloads("chat.postMessage")
    assert payload["thread_ts"] == "0.9"
    assert "Course of the story." in str(payload["text"])


async def test_a_message_refused_with_its_image_goes_out_as_text_in_the_end() -> None:
    server = FileServer(refusals={"chat.postMessage": "invalid_blocks"})
    async with opened(server) as messenger:
        for _ in range(2):
            with pytest.raises(NotSentError) as refused:
                await post(messenger)
            assert not isinstance(refused.value, RejectedError)
        server.refusals.clear()
        assert await post(messenger) == "1.1"

    assert [image is not None for image in server.images] == [True, True, False]
    assert len(server.uploads) == 1
