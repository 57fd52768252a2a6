"""Posts messages by e-mail: headers, a text version and an HTML version.

The Message-ID of an e-mail is made from its idempotency key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.charset import QP, Charset
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.policy import compat32
from email.utils import format_datetime, formataddr
from urllib.parse import quote

from typing_extensions import override

from bot.core.domain.errors import (
    ConfigError,
    NotSentError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.messages import Message
from bot.core.ports.services import Clock, Messenger
from bot.core.text.deep_links import ARROW
from bot.core.text.labels import labels_for
from bot.platforms.email.client import MailClient
from bot.platforms.email.html import to_html
from bot.platforms.email.parts import subject
from bot.platforms.email.plain import to_plain
from bot.platforms.email.servers import Mailbox, to_ascii

_ID = re.compile(r"<[A-Za-z0-9]{1,64}@[A-Za-z0-9.-]{1,253}>")
_POLICY = compat32.clone(linesep="\r\n", max_line_length=998)
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP


class EmailMessenger(Messenger):
    """Sends each message as one e-mail.

    After each e-mail, ``connected`` is called with whether the server can be used.
    """

    platform = "email"
    memory = timedelta(0)
    links_digests = True
    # Each e-mail has a connection, and servers limit those of an account.
    most_at_once = 4

    def __init__(
        self,
        client: MailClient,
        sender: Mailbox,
        clock: Clock,
        *,
        unsubscribe: str = "",
        connected: Callable[[bool], None] = lambda _: None,
    ) -> None:
        self._client = client
        self._sender = sender
        self._clock = clock
        self._unsubscribe = unsubscribe
        self._connected = connected

    @override
    async def post(
        self,
        channel: str,
        message: Message,
        *,
        idempotency_key: str,
        parent: str | None = None,
    ) -> str:
        """Send a message; return its Message-ID.

        ``parent`` is the Message-ID of the previous digest.

        Raises:
            RejectedError: the e-mail address cannot be written in ASCII.
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
        await self._send(address, content)
        return envelope.id

    async def _send(self, address: str, content: bytes) -> None:
        try:
            await self._client.send(self._sender.address, address, content)
        except (RejectedError, RateLimitedError):
            # These errors are about one e-mail.
            raise
        except NotSentError:
            self._connected(False)  # noqa: FBT003 - its only argument
            raise
        self._connected(True)  # noqa: FBT003 - its only argument

    @override
    async def find(
        self,
        channel: str,
        idempotency_key: str,
        *,
        since: datetime,
        parent: str | None = None,
    ) -> str | None:
        """Return ``None``, because SMTP offers no search of earlier e-mails.

        So an e-mail may be sent twice; both copies have the same Message-ID.
        """
        return None


@dataclass(frozen=True, slots=True)
class Envelope:
    """The data of one e-mail besides its message: sender, recipient, time and identity.

    ``key`` is the idempotency key, ``previous`` the Message-ID of the previous digest.
    ``unsubscribe`` is the URL at which the reader unsubscribes; without it the reader
    writes to the sender.
    """

    sender: Mailbox
    recipient: str
    key: str
    at: datetime
    previous: str | None = None
    unsubscribe: str = ""

    @property
    def id(self) -> str:
        """Return the Message-ID, which is the same each time this e-mail is sent."""
        return f"<{self.key}@{self.sender.domain}>"


def to_mail(message: Message, envelope: Envelope) -> bytes:
    """Make a multipart e-mail of the message, as bytes ready to be sent."""
    stop = envelope.unsubscribe or _mail_to_sender(envelope)
    mail = MIMEMultipart("alternative", policy=_POLICY)
    mail["From"] = formataddr((envelope.sender.name, envelope.sender.address))
    mail["To"] = envelope.recipient
    mail["Subject"] = _encoded(subject(message))
    mail["Date"] = format_datetime(envelope.at)
    mail["Message-ID"] = envelope.id
    if envelope.previous is not None and _ID.fullmatch(envelope.previous):
        mail["In-Reply-To"] = mail["References"] = envelope.previous
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["List-Unsubscribe"] = f"<{stop}>"
    for kind, body in _versions(message, envelope.recipient, stop):
        part = MIMENonMultipart("text", kind, policy=_POLICY)
        part.set_payload(body, _UTF8)
        mail.attach(part)
    return mail.as_bytes()


def _versions(message: Message, recipient: str, stop: str) -> Iterator[tuple[str, str]]:
    """Yield the subtype and the body of the text and HTML versions, the text first.

    ``stop`` is the URL at which the recipient unsubscribes.
    """
    has_proofs = any(row.proof for section in message.sections for row in section.rows)
    labels = labels_for(message.language)
    verbatim = (labels.verbatim,) if has_proofs else ()
    reason = labels.recipient.format(recipient)
    numbers = (words.format(labels.number) for words in verbatim)
    end = f"{labels.unsubscribe}{labels.colon}{stop}"
    yield "plain", to_plain(message, (*numbers, reason, end))
    arrows = (words.format(ARROW) for words in verbatim)
    yield "html", to_html(message, (*arrows, reason), unsubscribe=stop)


def _mail_to_sender(envelope: Envelope) -> str:
    words = quote(f"unsubscribe {envelope.recipient}")
    return f"mailto:{envelope.sender.address}?subject={words}"


def _encoded(words: str) -> str:
    """Encode a subject for its header, and fold a long one.

    ``EmailMessage`` of Python 3.11 to 3.13 adds blanks to one in 16 mixed subjects;
    ``Header`` does not.
    """
    is_plain = words.isascii() and "=?" not in words
    charset = "ascii" if is_plain else "utf-8"
    return Header(words, charset, header_name="Subject").encode()
