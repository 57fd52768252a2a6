"""Posts messages by e-mail, each with a Message-ID that identifies it."""

from __future__ import annotations

from datetime import datetime, timedelta

from typing_extensions import override

from bot.core.domain.errors import ConfigError, RejectedError
from bot.core.domain.messages import Message
from bot.core.ports.services import Clock, Messenger
from bot.platforms.email.client import MailClient
from bot.platforms.email.mails import Envelope, to_mail
from bot.platforms.email.servers import Mailbox, to_ascii


class EmailMessenger(Messenger):
    """Sends each message as one e-mail; SMTP has no history to search."""

    platform = "email"
    memory = timedelta(0)
    links_digests = True

    def __init__(
        self,
        client: MailClient,
        sender: Mailbox,
        clock: Clock,
        *,
        unsubscribe: str = "",
    ) -> None:
        self._client = client
        self._sender = sender
        self._clock = clock
        self._unsubscribe = unsubscribe

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        """Send a message; ``parent`` is the Message-ID of the digest before.

        Raises:
            RejectedError: the address cannot be written in ASCII.
            PostError: as ``MailClient.send``.
        """
        try:
            address = to_ascii(channel)
        except ConfigError as error:
            raise RejectedError(str(error)) from error
        envelope = Envelope(
            self._sender,
            address,
            idempotency_key,
            self._clock.now(),
            previous=parent,
            unsubscribe=self._unsubscribe,
        )
        content = to_mail(message, envelope)
        await self._client.send(self._sender.address, address, content)
        return envelope.id

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        """Return ``None``: an e-mail is sent again with the same Message-ID."""
        return None
