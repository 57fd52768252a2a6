"""The emulator's clients: as the app, as the administrator, as a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import aiohttp

from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.seeds import (
    BOT_USER,
    CONTROL,
    INNER,
    OWN,
    Workspace,
    copy,
)
from tests.fakes.slack.values import inner, objects, text_in

_asked: Counter[str] = Counter()


class Upstream:
    """A connection to the emulator."""

    def __init__(self, url: str, workspace: Workspace) -> None:
        self.workspace = workspace
        self.users: dict[str, str] = {}
        self.channels: dict[str, str] = {}
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession()
        await self._learn()
        for name in (*self.workspace.channels, *self.workspace.private):
            await self.control(
                "conversations.invite", channel=self.channels[name], users=BOT_USER
            )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def as_app(self, method: str, payload: Mapping[str, Json]) -> JsonObject:
        """Ask as the app, with the scopes that it has."""
        return await self.ask(method, payload, OWN)

    async def as_self(self, method: str, **payload: Json) -> JsonObject:
        """Ask as the app's user, whatever its scopes are."""
        return await self.ask(method, payload, INNER)

    async def control(self, method: str, **payload: Json) -> JsonObject:
        """Ask as the administrator.

        Raises:
            AssertionError: it was refused.
        """
        found = await self.ask(method, payload, CONTROL)
        assert found["ok"], f"{method}: {found}"
        return found

    async def ask(
        self, method: str, payload: Mapping[str, Json], token: str
    ) -> JsonObject:
        """Ask with a token that the emulator knows, as a person's name."""
        assert self._session is not None
        _asked[token] += 1
        url = f"{self._url}/api/{method}"
        headers = {"Authorization": f"Bearer {copy(token, _asked[token])}"}
        async with self._session.post(
            url, json=dict(payload), headers=headers
        ) as response:
            if response.status == 404:
                return {"ok": False, "error": "unknown_method"}
            body: JsonObject = await response.json()
            return body

    async def _learn(self) -> None:
        """Learn what ids the seed was given."""
        people = objects(await self.control("users.list", limit=1000), "members")
        self.users = {text_in(one, "name"): text_in(one, "id") for one in people}
        asked: JsonObject = {"limit": 1000, "types": "public_channel,private_channel"}
        while True:
            found = await self.control("conversations.list", **asked)
            for one in objects(found, "channels"):
                self.channels[text_in(one, "name")] = text_in(one, "id")
            cursor = text_in(inner(found, "response_metadata"), "next_cursor")
            if not cursor:
                return
            asked["cursor"] = cursor
