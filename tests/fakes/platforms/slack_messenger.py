"""A small adapter to Slack's interface, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.domain.errors import AuthenticationError, PostError, RejectedError
from bot.core.domain.messages import Message
from bot.core.messages.briefing_json import Document, Json
from bot.core.messages.codec import list_in
from bot.core.ports.services import Messenger
from tests.fakes.platforms.posting import ask, texts, unreadable
from tests.fakes.platforms.wires import Request, Wire

_FINAL = frozenset(
    {
        *("channel_not_found", "is_archived", "not_in_channel", "thread_not_found"),
        *("invalid_blocks", "missing_scope", "msg_blocks_too_long", "no_text"),
    }
)
"""What will not be otherwise at the next try. Of all other errors, some of which are
not documented, nothing is known: what was asked may have been done."""

_BARRED = frozenset({"account_inactive", "invalid_auth", "not_authed", "token_revoked"})
"""What is not about the message."""


class SlackModelMessenger(Messenger):
    """Posts with the nonce as metadata, by which the history is looked through.

    ``memory`` is what it promises of nonces: nothing, but a test may let it lie.
    """

    platform = "slack"

    def __init__(self, wire: Wire, *, memory: timedelta = timedelta()) -> None:
        self.memory = memory
        self._wire = wire

    @override
    async def post(
        self, channel: str, message: Message, *, nonce: str, parent: str | None = None
    ) -> str:
        blocks: list[Json] = [
            {"type": "section", "text": {"type": "mrkdwn", "text": text}}
            for text in texts(message)
        ]
        payload: Document = {
            "channel": channel,
            "text": "A digest",
            "blocks": blocks,
            "metadata": {"event_type": "sitrep_part", "event_payload": {"key": nonce}},
            "unfurl_links": False,
            "unfurl_media": False,
        }
        if parent is not None:
            payload["thread_ts"] = parent
        body = await self._ask("chat.postMessage", payload)
        return str(body["ts"])

    @override
    async def find(
        self,
        channel: str,
        nonce: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        payload: Document = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "inclusive": True,
            "include_all_metadata": True,
        }
        if parent is not None:
            payload["ts"] = parent
        method = "history" if parent is None else "replies"
        try:
            return await self._look(f"conversations.{method}", payload, nonce)
        except RejectedError as error:
            raise unreadable(error) from error

    async def _look(self, method: str, payload: Document, nonce: str) -> str | None:
        cursor: Json = None
        while cursor != "":
            # A cursor that is not given is the newest page.
            asked = payload if cursor is None else payload | {"cursor": cursor}
            body = await self._ask(method, asked)
            for one in list_in(body, "messages"):
                if isinstance(one, dict) and _key(one) == nonce:
                    return str(one["ts"])
            metadata = body.get("response_metadata")
            more = metadata.get("next_cursor") if isinstance(metadata, dict) else ""
            cursor = more or ""
        return None

    async def _ask(self, method: str, payload: Document) -> Document:
        answer = await ask(self._wire, Request("POST", method, payload), "Slack")
        if answer.body.get("ok") is True:
            return answer.body
        error = str(answer.body.get("error"))
        words = f"Slack says {error}"
        if error in _BARRED:
            raise AuthenticationError(words)
        raise RejectedError(words) if error in _FINAL else PostError(words)


def _key(one: Document) -> Json:
    metadata = one.get("metadata")
    event = metadata.get("event_payload") if isinstance(metadata, dict) else None
    return event.get("key") if isinstance(event, dict) else None
