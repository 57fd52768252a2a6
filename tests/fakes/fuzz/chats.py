"""Entrances for chat platforms: requests at the webhooks, up to the payloads of answers.

The first line of an input is its content type, the rest the body. Three numbers in a
body stand for the time, for a snowflake of that time, and for a new id. Requests are
signed. Only the platforms' APIs are replaced: they accept every call, and check the
payloads by the rules of the platform.
"""

from __future__ import annotations

import hmac
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from typing_extensions import override

from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.platforms.spec import Webhook
from bot.platforms.discord.event_handlers import DiscordHandlers
from bot.platforms.discord.http_api import AttachedFile, DiscordApi
from bot.platforms.discord.message_markers import first_id
from bot.platforms.discord.messenger import DiscordMessenger
from bot.platforms.discord.webhook import DiscordWebhook
from bot.platforms.slack.channels import SlackChannels
from bot.platforms.slack.event_handlers import Body, SlackHandlers
from bot.platforms.slack.http_api import SlackApi
from bot.platforms.slack.service import EventRoutes, make_app
from bot.platforms.slack.users import SlackUsers
from bot.platforms.slack.webhook import SlackWebhook
from bot.scheduling import SystemClock
from tests.fakes.discord.signing import Signer
from tests.fakes.fuzz.entrance import BrokenError, Entrance, Send
from tests.fakes.fuzz.mutations import Mutator
from tests.fakes.fuzz.watch import Watch, watching
from tests.fakes.ports import FakeJournal
from tests.fakes.reception import LONG, Counter, open_counter
from tests.fakes.slack.blocks import block_mistakes, view_mistakes
from tests.fakes.slack.seeds import SIGNING_SECRET
from tests.fakes.town import Paper

_SIGNER = Signer(b"\x06" * 32)
_CLOCK = SystemClock()
_STEP = timedelta(minutes=1)
_TIME, _SNOWFLAKE, _NEW = b"1772000000", b"1480000000000000001", b"7770001"
_REOPENED = 2_000
_BROKEN = 500
_MOST_COMPONENTS, _MOST_CHARACTERS = 40, 4_000


@dataclass(slots=True)
class TakingSlack(SlackApi):
    """Accepts every call, and keeps what Slack would refuse."""

    mistakes: list[str] = field(default_factory=list[str])
    called: list[str] = field(default_factory=list[str])

    @override
    async def read(self, method: str, **payload: Json) -> JsonObject:
        self.called.append(method)
        user: JsonObject = {"is_admin": True, "tz": "Europe/Oslo"}
        return {"ok": True, "user": user, "bot_id": "B1", "url": "https://a.example/"}

    @override
    async def write(self, method: str, **payload: Json) -> JsonObject:
        self.called.append(method)
        self._check(payload)
        return {"ok": True, "ts": "1.1", "channel": {"id": "D1"}}

    @override
    async def respond(self, address: str, payload: JsonObject) -> None:
        self.called.append("respond")
        self._check(payload)

    @override
    async def upload(self, name: str, content: bytes, *, alt: str) -> str:
        return "F1"

    def _check(self, payload: Mapping[str, Json]) -> None:
        blocks, view = payload.get("blocks"), payload.get("view")
        if isinstance(blocks, list):
            self.mistakes += block_mistakes(blocks)
        if isinstance(view, dict):
            self.mistakes += view_mistakes(view)


class TakingDiscord(DiscordApi):
    """Accepts every call, and keeps what Discord would refuse."""

    def __init__(self) -> None:
        super().__init__("token")
        self.mistakes: list[str] = []
        self.called: list[str] = []

    @override
    async def ask_any(
        self,
        method: str,
        path: str,
        body: Json = None,
        *,
        query: Mapping[str, str] | None = None,
        **places: str,
    ) -> Json:
        self.called.append(f"{method} {path}")
        for document in (body, *_inner(body)):
            self._inspect(document)
        return {"id": "11", "channel_id": "12"}

    @override
    async def send_file(
        self,
        method: str,
        path: str,
        body: JsonObject,
        file: AttachedFile,
        **places: str,
    ) -> JsonObject:
        self._inspect(body)
        return {"id": "11"}

    def _inspect(self, document: Json) -> None:
        if not isinstance(document, dict):
            return
        parts = [*_within(document.get("components"))]
        if len(parts) > _MOST_COMPONENTS:
            self.mistakes.append(f"{len(parts)} components")
        texts = [part.get("content") for part in parts]
        length = sum(len(text) for text in texts if isinstance(text, str))
        if length > _MOST_CHARACTERS:
            self.mistakes.append(f"{length} characters")
        if "" in texts:
            self.mistakes.append("an empty text")


def _inner(body: Json) -> tuple[Json, ...]:
    document = body if isinstance(body, dict) else {}
    return document.get("data"), document.get("message")


def _within(value: Json) -> list[JsonObject]:
    found: list[JsonObject] = []
    for one in value if isinstance(value, list) else []:
        if isinstance(one, dict):
            found += [one, *_within(one.get("components"))]
    return found


def _signed_by_slack(_: datetime, body: bytes) -> dict[str, str]:
    # The framework checks the timestamp again, by the clock of the machine.
    stamp = str(int(_CLOCK.now().timestamp()))
    content = b"v0:%b:%b" % (stamp.encode(), body)
    digest = hmac.new(SIGNING_SECRET.encode(), content, "sha256").hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _signed_by_discord(now: datetime, body: bytes) -> dict[str, str]:
    stamp = str(int(now.timestamp()))
    return {
        "X-Signature-Timestamp": stamp,
        "X-Signature-Ed25519": _SIGNER.sign(stamp.encode() + body),
    }


def _slack_door(counter: Counter, api: SlackApi, event_log: FakeJournal) -> Webhook:
    clock = counter.town.clock
    users = SlackUsers(api, SlackChannels(api), clock)
    handlers = SlackHandlers(counter.commands, api, users, event_log)

    async def only(_: Body) -> SlackHandlers:
        return handlers

    async def left(_: Body) -> None:
        return None

    app = make_app(api, EventRoutes(only, left), signing_secret=SIGNING_SECRET)
    return SlackWebhook(app, SIGNING_SECRET, _CLOCK, event_log).handle


def _discord_door(
    counter: Counter, api: DiscordApi, event_log: FakeJournal
) -> DiscordWebhook:
    clock = counter.town.clock
    messenger = DiscordMessenger(api, clock)
    handlers = DiscordHandlers(counter.commands, api, messenger, clock, event_log)
    return DiscordWebhook(_SIGNER.public, clock, handlers.handle)


def _sending(
    counter: Counter,
    door: Webhook,
    watch: Watch,
    sign: Callable[[datetime, bytes], dict[str, str]],
) -> Send:
    numbers = count(1)

    async def send(data: bytes) -> str:
        counter.town.clock.move(_STEP)
        now = counter.town.clock.now()
        kind, _, body = data.partition(b"\n")
        body = body.replace(_TIME, b"%d" % now.timestamp())
        body = body.replace(_SNOWFLAKE, b"%d" % (first_id(now) + next(numbers)))
        body = body.replace(_NEW, b"%d" % next(numbers))
        headers = {"Content-Type": kind.decode("latin-1"), **sign(now, body)}
        status, _, reply = await door("POST", headers, body)
        logged = await watch.settled()
        if status >= _BROKEN:
            raise BrokenError(f"status {status}: {reply[:80]!r}")
        return f"{int(status)} {logged}"

    return send


@asynccontextmanager
async def _open_slack() -> AsyncIterator[Send]:
    api = TakingSlack("xoxb-1")
    async with _counter() as counter:
        event_log = counter.town.event_log
        door = _slack_door(counter, api, event_log)
        async with watching(event_log, api.mistakes, api.called) as watch:
            yield _sending(counter, door, watch, _signed_by_slack)
    await api.close()


@asynccontextmanager
async def _open_discord() -> AsyncIterator[Send]:
    api = TakingDiscord()
    async with _counter() as counter:
        event_log = counter.town.event_log
        door = _discord_door(counter, api, event_log)
        async with watching(event_log, api.mistakes, api.called) as watch:
            yield _sending(counter, door, watch, _signed_by_discord)


@asynccontextmanager
async def _counter() -> AsyncIterator[Counter]:
    paper = Paper("https://lenna-gazette.example", [LONG])
    async with open_counter(paper) as counter:
        yield counter


def _body(
    change: Callable[[Mutator, bytes, bytes], bytes],
) -> Callable[[Mutator, bytes, bytes], bytes]:
    """Change the body below the line with the content type; rarely that line."""

    def changed(mutator: Mutator, data: bytes, other: bytes) -> bytes:
        kind, _, body = data.partition(b"\n")
        if mutator.random.random() < 0.01:
            return mutator.change_bytes(data, other)
        return kind + b"\n" + change(mutator, body, other.partition(b"\n")[2])

    return changed


def _slack_change(mutator: Mutator, data: bytes, other: bytes) -> bytes:
    is_json = data.lstrip().startswith(b"{")
    return (mutator.change_json if is_json else mutator.change_form)(data, other)


CHATS = (
    Entrance("slack", _open_slack, _body(_slack_change), _REOPENED),
    Entrance("discord", _open_discord, _body(Mutator.change_json), _REOPENED),
)
