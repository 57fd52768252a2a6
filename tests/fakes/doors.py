"""The bot's HTTP endpoints on loopback, and requests that are signed or forged."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

import aiohttp

from bot.core.domain.configuration import Endpoint
from bot.core.messages.briefing_json import JsonObject
from bot.core.platforms.spec import MAX_BODY_BYTES
from bot.platforms.discord.webhook import PATH as DISCORD_PATH
from bot.platforms.slack.webhook import PATH as SLACK_PATH
from bot.scheduling import SystemClock
from bot.web import open_webhooks
from tests.fakes.connected_bots import ConnectedBot
from tests.fakes.discord.signing import Signer
from tests.fakes.slack.deliveries import HttpDelivery

SIGNER = Signer(b"\x05" * 32)
FORM = "application/x-www-form-urlencoded"
_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class WebhookClient:
    """Where the doors of a bot are, at ``url``."""

    url: str

    @property
    def slack(self) -> str:
        """Where Slack sends what people do."""
        return f"{self.url}{SLACK_PATH}"

    async def ask(
        self, method: str, path: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, bytes]:
        """Ask for anything; status and body of the answer."""
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                method, f"{self.url}{path}", data=body, headers=headers
            ) as response,
        ):
            return response.status, await response.read()

    async def as_slack(self, body: str, headers: Mapping[str, str]) -> int:
        """Send a form to Slack's door; the status."""
        every = {"Content-Type": FORM, **headers}
        status, _ = await self.ask("POST", SLACK_PATH, body.encode(), every)
        return status

    async def as_discord(
        self, payload: JsonObject, headers: Mapping[str, str] | None = None
    ) -> tuple[int, bytes]:
        """Send an interaction to Discord's door, signed if nothing else is said."""
        body = json.dumps(payload).encode()
        signed = signed_for_discord(body) if headers is None else headers
        return await self.ask("POST", DISCORD_PATH, body, signed)


def signed_for_slack(body: str, *, late: int = 0) -> dict[str, str]:
    """The headers with which Slack sent a body, so many seconds ago."""
    stamp = int(_CLOCK.now().timestamp()) - late
    return HttpDelivery("").signed(body, str(stamp))


def signed_for_discord(body: bytes, *, late: int = 0) -> dict[str, str]:
    """The headers with which Discord sent a body, so many seconds ago."""
    stamp = str(int(_CLOCK.now().timestamp()) - late)
    signature = SIGNER.sign(stamp.encode() + body)
    return {"X-Signature-Ed25519": signature, "X-Signature-Timestamp": stamp}


def command(text: str, trigger: str = "1.1") -> str:
    """A command as Slack's form."""
    fields = {
        "command": "/brief",
        "text": text,
        "user_id": "U000000002",
        "team_id": "T000000001",
        "channel_id": "C1",
        "trigger_id": trigger,
    }
    return urlencode(fields)


@asynccontextmanager
async def on_the_street(bot: ConnectedBot) -> AsyncIterator[WebhookClient]:
    """Open all doors of a bot."""
    here = Endpoint("127.0.0.1", 0)
    async with open_webhooks(here, bot.chats.webhooks, most_bytes=MAX_BODY_BYTES) as at:
        yield WebhookClient(f"http://{at}")
