"""A real SMTP server on loopback that refuses, delays or hangs up as it is told."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import Enum
from typing import AnyStr

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from typing_extensions import override

from tests.fakes.platforms.faults import SERVED, Call, Fault, Plan, Strike, no_faults

HOST = "127.0.0.1"


class Step(Enum):
    """Where in the talk a server may answer otherwise."""

    GREETING = "greeting"
    EHLO = "EHLO"
    LOGIN = "AUTH"
    MAIL = "MAIL"
    RCPT = "RCPT"
    DATA = "DATA"
    DOT = "final dot"


@dataclass(slots=True)
class Inbox:
    """What a server took, and how it answers.

    ``replies`` are what it says instead at these steps, ``failures`` how often before
    it goes on as usual (forever without). ``plan`` has the faults of e-mails by their
    recipients; it counts seconds by a clock ``speed`` times as fast.
    """

    mails: list[Received] = field(default_factory=list)
    replies: Mapping[Step, str] = field(default_factory=dict)
    failures: int | None = None
    plan: Plan = no_faults
    speed: float = 1.0
    sent: int = 0
    logins: list[str] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    @property
    def folded(self) -> dict[str, Received]:
        """The e-mails as a mailbox shows them: one of each Message-ID."""
        found: dict[str, Received] = {}
        for mail in self.mails:
            found.setdefault(mail.id, mail)
        return found

    def strike(self, recipient: str) -> Strike | None:
        """The fault that the next e-mail meets."""
        self.sent += 1
        return self.plan(Call.POST, recipient, self.sent - 1)

    def reply(self, step: Step) -> str | None:
        """The refusal at a step, if there is one."""
        reply = self.replies.get(step)
        if reply is None or self.failures == 0:
            return None
        if self.failures is not None:
            self.failures -= 1
        return reply


@dataclass(frozen=True, slots=True)
class Received:
    """An e-mail that a server took."""

    sender: str
    recipient: str
    content: bytes
    encrypted: bool = False

    @property
    def mail(self) -> EmailMessage:
        """The e-mail, read."""
        return message_from_bytes(self.content, _class=EmailMessage, policy=policy.SMTP)

    @property
    def id(self) -> str:
        """Its Message-ID."""
        return str(self.mail["Message-ID"])

    def body(self, kind: str) -> str:
        """Its text (``plain``) or HTML form."""
        part = self.mail.get_body((kind,))
        return "" if part is None else str(part.get_content())


@dataclass(frozen=True, slots=True)
class Running:
    """A server that listens."""

    port: int
    inbox: Inbox


@asynccontextmanager
async def running_server(
    inbox: Inbox | None = None,
    *,
    tls: ssl.SSLContext | None = None,
    starttls: ssl.SSLContext | None = None,
    password: str | None = None,
    port: int = 0,
) -> AsyncIterator[Running]:
    """Take mail until the block ends; with ``password`` from those alone who log in."""
    kept = Inbox() if inbox is None else inbox
    loop = asyncio.get_running_loop()

    talks: list[_Talk] = []

    def start() -> _Talk:
        talks.append(_Talk(kept, loop, starttls=starttls, password=password))
        return talks[-1]

    server = await loop.create_server(start, HOST, port, ssl=tls)
    try:
        yield Running(server.sockets[0].getsockname()[1], kept)
    finally:
        server.close()
        for talk in talks:
            talk.hang_up()
        for _ in range(5):
            await asyncio.sleep(0)


class _Talk(SMTP):
    """One connection."""

    def __init__(
        self,
        inbox: Inbox,
        loop: asyncio.AbstractEventLoop,
        *,
        starttls: ssl.SSLContext | None,
        password: str | None,
    ) -> None:
        self.inbox = inbox
        self.greeted = False
        self.strike: Strike | None = None
        self.starttls = starttls
        self.password = password
        super().__init__(
            _Handler(inbox, self),
            loop=loop,
            hostname="mail.test",
            tls_context=starttls,
            require_starttls=starttls is not None,
            authenticator=_authenticator(inbox, password),
            auth_require_tls=False,
            auth_exclude_mechanism=() if password else ("LOGIN", "PLAIN"),
        )

    @override
    async def push(self, status: AnyStr) -> None:
        if not self.greeted:
            self.greeted = True
            refusal = self.inbox.reply(Step.GREETING)
            if refusal is not None:
                await super().push(refusal)
                self.hang_up()
                return
        await super().push(status)

    @override
    async def smtp_EHLO(self, hostname: str) -> None:
        refusal = self.inbox.reply(Step.EHLO)
        self.inbox.commands.append(f"EHLO {hostname}")
        await (super().smtp_EHLO(hostname) if refusal is None else self.push(refusal))

    @override
    async def smtp_DATA(self, arg: str) -> None:
        refusal = self.inbox.reply(Step.DATA)
        if self.strike is not None and self.strike.fault is Fault.CUT_BEFORE:
            await self.push("354 go on")
            await asyncio.sleep(0)
            self.hang_up()
        elif refusal is None:
            await super().smtp_DATA(arg)
        else:
            await self.push(refusal)

    def hang_up(self) -> None:
        """Cut the connection."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


class _Handler:
    """Decides what is taken."""

    def __init__(self, inbox: Inbox, talk: _Talk) -> None:
        self._inbox = inbox
        self._talk = talk

    async def handle_MAIL(  # noqa: N802 - the library's name
        self,
        _server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        self._inbox.commands.append(" ".join(("MAIL", address, *options)))
        if self._talk.password and not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return self._inbox.reply(Step.MAIL) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        self._talk.strike = strike = self._inbox.strike(address)
        refusal = self._inbox.reply(Step.RCPT)
        if strike is not None:
            refusal = _REFUSALS.get(strike.fault, refusal)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        refusal = self._inbox.reply(Step.DOT)
        if refusal is not None:
            return refusal
        content, transport = envelope.content, server.transport
        assert isinstance(content, bytes)
        tls = None if transport is None else transport.get_extra_info("sslcontext")
        kept = Received(
            *(envelope.mail_from or "", envelope.rcpt_tos[0], content), tls is not None
        )
        strike = self._talk.strike
        if strike is None:
            self._inbox.mails.append(kept)
            return "250 2.0.0 queued"
        return await self._struck(strike, kept)

    async def _struck(self, strike: Strike, mail: Received) -> str:
        fault, mails = strike.fault, self._inbox.mails
        if fault in SERVED:
            mails.append(mail)
        if fault is Fault.LATE:
            later = strike.seconds / self._inbox.speed
            asyncio.get_running_loop().call_later(later, mails.append, mail)
        if fault in {Fault.ERROR_BEFORE, Fault.ERROR_AFTER}:
            return "451 4.3.0 something is wrong"
        if fault is Fault.CUT_AFTER:
            self._talk.hang_up()
        await asyncio.sleep(_FOREVER)
        return "451 4.3.0 too late"


_FOREVER = 600.0
_REFUSALS = {
    Fault.RATE_LIMITED: "450 4.2.0 greylisted",
    Fault.UNAUTHORIZED: "530 5.7.0 Authentication required",
    Fault.FORBIDDEN: "550 5.2.1 mailbox disabled",
    Fault.UNKNOWN_CHANNEL: "550 5.1.1 no such mailbox",
}


Authenticator = Callable[[SMTP, Session, Envelope, str, object], AuthResult]


def _authenticator(inbox: Inbox, password: str | None) -> Authenticator:
    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, way: str, login: object
    ) -> AuthResult:
        assert isinstance(login, LoginPassword)
        inbox.logins.append(f"{way} {login.login.decode()}")
        refusal = inbox.reply(Step.LOGIN)
        if refusal is not None:
            return AuthResult(success=False, handled=False, message=refusal)
        good = password is not None and login.password == password.encode()
        return AuthResult(success=good, handled=False)

    return check
