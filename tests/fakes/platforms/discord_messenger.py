"""A small adapter to Discord's interface, for tests."""

from __future__ import annotations

from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.delivery.reconciliation import before_posting
from bot.core.domain.errors import AuthenticationError, RejectedError
from bot.core.domain.messages import Message
from bot.core.messages.briefing_json import Document, Json
from bot.core.messages.codec import list_in
from bot.core.ports.services import Messenger
from tests.fakes.platforms.discord import US, snowflake
from tests.fakes.platforms.posting import ask, texts, unreadable
from tests.fakes.platforms.wires import Answer, Request, Wire

_THREAD_IS_THERE = 160004
_COMPONENTS_V2 = 1 << 15


class DiscordModelMessenger(Messenger):
    """Posts with a nonce, and with a mark in small print to be found by.

    ``memory`` is what it promises of nonces; a test may let it promise too much.
    """

    platform = "discord"

    def __init__(self, wire: Wire, *, memory: timedelta = timedelta(minutes=1)) -> None:
        self.memory = memory
        self._wire = wire
        self._threads: set[str] = set()

    @override
    async def post(
        self, channel: str, message: Message, *, nonce: str, parent: str | None = None
    ) -> str:
        if parent is not None:
            with before_posting():
                await self._open(channel, parent)
        components: list[Json] = [
            {"type": 10, "content": text} for text in (*texts(message), mark(nonce))
        ]
        payload: Document = {
            "flags": _COMPONENTS_V2,
            "components": components,
            "allowed_mentions": {"parse": []},
            "nonce": nonce,
            "enforce_nonce": True,
        }
        path = f"channels/{parent or channel}/messages"
        body = await self._ask(Request("POST", path, payload))
        return str(body["id"])

    @override
    async def find(
        self,
        channel: str,
        nonce: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        try:
            return await self._look(parent or channel, nonce, since)
        except RejectedError as error:
            raise unreadable(error) from error

    async def _look(self, where: str, nonce: str, since: datetime) -> str | None:
        after = str(snowflake(since) - 1)
        while True:
            query: Document = {"after": after, "limit": 100}
            body = await self._ask(Request("GET", f"channels/{where}/messages", query))
            page = list_in(body, "messages")
            for one in page:
                if isinstance(one, dict) and _is_ours(one, mark(nonce)):
                    return str(one["id"])
            if not page or not isinstance(page[0], dict):
                return None
            after = str(page[0]["id"])

    async def _open(self, channel: str, message: str) -> None:
        """See that there is a thread below a message; it bears the message's id."""
        if message in self._threads:
            return
        path = f"channels/{channel}/messages/{message}/threads"
        answer = await self._answer(Request("POST", path, {"name": "Stories"}))
        if answer.body.get("code") != _THREAD_IS_THERE:
            _checked(answer)
        self._threads.add(message)

    async def _ask(self, request: Request) -> Document:
        return _checked(await self._answer(request))

    async def _answer(self, request: Request) -> Answer:
        return await ask(self._wire, request, "Discord")


def mark(nonce: str) -> str:
    """The line in small print by which a message is known again."""
    return f"-# {nonce[:10]}"


def _checked(answer: Answer) -> Document:
    if answer.status == 401:
        raise AuthenticationError(f"Discord says {answer.body.get('message')}")
    if answer.status >= 400:
        raise RejectedError(f"Discord says {answer.body.get('message')}")
    return answer.body


def _is_ours(one: Document, line: str) -> bool:
    """Whether a message is the bot's own and bears the mark; others may quote it."""
    author, components = one["author"], one["components"]
    last = components[-1] if isinstance(components, list) and components else None
    ours = isinstance(author, dict) and author["id"] == US
    return ours and isinstance(last, dict) and last.get("content") == line
