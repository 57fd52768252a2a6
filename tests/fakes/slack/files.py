"""Slack's methods for uploads, which the emulator lacks."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.values import objects, text_in

UPLOADS = frozenset({"files.getUploadURLExternal", "files.completeUploadExternal"})


@dataclass(slots=True)
class FileStore:
    """The uploaded files by their id; ``complete`` are those that messages may show.

    While ``open`` is not set, uploads get no answer; ``waiting`` says that one waits.
    """

    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    complete: set[str] = field(default_factory=set[str])
    open: asyncio.Event = field(default_factory=asyncio.Event)
    waiting: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.open.set()

    async def take(self, file: str, content: bytes) -> None:
        """Store an upload."""
        self.waiting.set()
        await self.open.wait()
        self.files[file] = content

    def answer(self, method: str, payload: Mapping[str, Json], site: str) -> JsonObject:
        """Answer a method; ``site`` is the address of the server."""
        if method == "files.getUploadURLExternal":
            file = f"F{len(self.files):09d}"
            self.files[file] = b""
            place = f"{site}/upload/{file}"
            return {"ok": True, "upload_url": place, "file_id": file}
        ids = [text_in(one, "id") for one in objects(dict(payload), "files")]
        if not ids or any(not self.files.get(file) for file in ids):
            return {"ok": False, "error": "file_not_found"}
        self.complete.update(ids)
        return {"ok": True, "files": [{"id": file} for file in ids]}
