"""Response URLs: each takes five answers in half an hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from tests.fakes.clocks import Clock
from tests.fakes.json_types import Json, JsonObject
from tests.fakes.slack.rules import content_error, refused
from tests.fakes.slack.screen import Screen, Sight
from tests.fakes.slack.seeds import APP, BOT
from tests.fakes.slack.upstream import Upstream
from tests.fakes.slack.values import is_true, text_in

POSTS, LIFE = 5, timedelta(minutes=30)

_CONTENT = ("text", "blocks")


@dataclass(slots=True)
class Address:
    """One such address: who gets the answers, and what was clicked, if anything."""

    channel: str
    user: str
    born: datetime
    origin: Sight | None = None
    left: int = POSTS


@dataclass(slots=True)
class Responses:
    """All addresses, below ``url``."""

    upstream: Upstream
    screen: Screen
    clock: Clock
    url: str = ""
    _open: dict[str, Address] = field(default_factory=dict[str, Address])
    _numbers: count[int] = field(default_factory=count)

    def issue(self, channel: str, user: str, origin: Sight | None = None) -> str:
        """A new address."""
        name = f"{next(self._numbers)}"
        self._open[name] = Address(channel, user, self.clock.now(), origin)
        return f"{self.url}/response/{name}"

    async def take(self, name: str, payload: Mapping[str, Json]) -> JsonObject:
        """Post what was sent to an address."""
        address = self._open.get(name)
        error = self._against(address, payload)
        if address is None or error:
            return refused(error)
        address.left -= 1
        if is_true(payload, "delete_original"):
            await self._delete(address)
        elif is_true(payload, "replace_original") and address.origin:
            await self._replace(address.origin, payload)
        else:
            await self.answer(address.channel, address.user, payload)
        return {"ok": True}

    async def answer(
        self,
        channel: str,
        user: str,
        payload: Mapping[str, Json],
        via: str = "response_url",
    ) -> None:
        """Show an answer: to one person, unless it is for the channel."""
        shown = payload.get("response_type") == "in_channel"
        body = {name: payload[name] for name in _CONTENT if name in payload}
        parent = text_in(payload, "thread_ts") or None
        posted: dict[str, Json] = {
            **body,
            "channel": channel,
            "bot_id": BOT,
            "app_id": APP,
        }
        if parent:
            posted["thread_ts"] = parent
        method = "chat.postMessage" if shown else "chat.postEphemeral"
        target: dict[str, Json] = {} if shown else {"user": user}
        found = await self.upstream.as_self(method, **posted, **target)
        ts = (
            text_in(found, "ts")
            or text_in(found, "message_ts")
            or f"e.{len(self.screen.sights)}"
        )
        who = None if shown else user
        await self.screen.show(Sight("post", ts, channel, who, parent, body, via))

    def _against(self, address: Address | None, payload: Mapping[str, Json]) -> str:
        if address is None:
            return "invalid_url"
        if self.clock.now() - address.born > LIFE:
            return "expired_url"
        if address.left <= 0:
            return "used_url"
        if not is_true(payload, "delete_original") and not (
            payload.get("text") or payload.get("blocks")
        ):
            return "no_text"
        return content_error(payload)

    async def _replace(self, origin: Sight, payload: Mapping[str, Json]) -> None:
        body = {name: payload[name] for name in _CONTENT if name in payload}
        if origin.user is None:
            await self.upstream.as_self(
                "chat.update", channel=origin.channel, ts=origin.id, **body
            )
        await self.screen.show(_changed(origin, "edit", body))

    async def _delete(self, address: Address) -> None:
        if address.origin is None:
            return
        if address.origin.user is None:
            await self.upstream.as_self(
                "chat.delete", channel=address.channel, ts=address.origin.id
            )
        await self.screen.show(_changed(address.origin, "delete", {}))


def _changed(origin: Sight, change: str, body: dict[str, Json]) -> Sight:
    return Sight(
        change,
        origin.id,
        origin.channel,
        origin.user,
        origin.parent,
        body,
        "response_url",
    )
