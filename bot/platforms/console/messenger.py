"""The console as a platform: messages go to a stream, such as standard output."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TextIO

from typing_extensions import override

from bot.core.domain.errors import PostError
from bot.core.domain.messages import Message
from bot.core.ports.services import Messenger
from bot.platforms.console.terminal import Screen


class ConsoleMessenger(Messenger):
    """Prints each message once, whatever its channel."""

    platform = "console"
    # It remembers what it printed as long as it lives.
    memory = timedelta(days=365)

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._screen = Screen(stream)
        self._posted: set[str] = set()

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        if idempotency_key in self._posted:
            return idempotency_key
        self._posted.add(idempotency_key)
        try:
            # A full pipe blocks its writer, which must not be the event loop.
            await asyncio.to_thread(self._print, message)
        except OSError as error:
            self._posted.discard(idempotency_key)
            raise PostError(
                f"the console does not take the message: {error}"
            ) from error
        return idempotency_key

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        return idempotency_key if idempotency_key in self._posted else None

    def _print(self, message: Message) -> None:
        self._screen.show(message)
        self._stream.flush()
