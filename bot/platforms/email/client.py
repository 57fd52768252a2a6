"""Sends e-mails by SMTP, and checks servers; the only module that imports aiosmtplib.

An error before the command ``DATA`` means that the e-mail was not sent. A refusal after
``DATA`` means the same. If the answer after ``DATA`` is lost, the outcome is unknown.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
)
from typing_extensions import override

from bot.core.domain.errors import (
    AuthenticationError,
    ConfigError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.operations.check_results import Finding
from bot.core.text.sanitize import sanitized
from bot.platforms.email.servers import Mailbox, MailServer, Security, to_ascii

TIMEOUT_SECONDS = 28.0
"""The maximum number of seconds for one e-mail.

The sender expects posts to end within 30 s.
"""

RETRY_LATER = timedelta(minutes=5)
"""The delay after a temporary refusal; greylisting servers accept after 5 minutes."""

LOGIN_PAUSES = (60.0, 300.0, 900.0, 3600.0)
"""Seconds without a login after one, two, three, and four or more refused logins.

Servers lock accounts after repeated wrong passwords.
"""

_OWN_NAME = "[127.0.0.1]"
"""The bot's name in the command EHLO: servers accept an IP address in brackets, and it
reveals nothing about the machine.
"""

_MAX_REPLY_LENGTH = 200
_SUCCESS, _COMPLETED = 2, 250
_TEMPORARY, _PERMANENT = 400, 500
_TOO_BIG = 552
"""The status code with which servers refuse an e-mail's size, which the command MAIL
states.
"""

_LOGIN_NEEDED = frozenset({530, 534, 535, 538})
_POLICY = "5.7."
"""The prefix of enhanced status codes for policy refusals, such as denied relaying."""

_ENCRYPTION = {
    Security.TLS: "encrypted with TLS",
    Security.STARTTLS: "encrypted with STARTTLS",
    Security.NONE: "not encrypted",
}


class _Connection(SMTP):
    """An SMTP connection that logs in with a single method.

    The library would try three methods, and three tries with a wrong password lock
    accounts.
    """

    AUTH_METHODS = ("plain", "login", "cram-md5")
    in_data = False

    @property
    @override
    def supported_auth_methods(self) -> list[str]:
        return super().supported_auth_methods[:1]


class MailClient:
    """Sends e-mails through one server, each over its own connection."""

    def __init__(
        self,
        server: MailServer,
        *,
        timeout: float = TIMEOUT_SECONDS,
        tls: ssl.SSLContext | None = None,
        login_pauses: Sequence[float] = LOGIN_PAUSES,
    ) -> None:
        self._server = server
        self._timeout = timeout
        self._tls = tls
        self._login_pauses = login_pauses
        self._refused_logins, self._next_login = 0, 0.0

    async def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Send one e-mail.

        Raises:
            RejectedError: the server refuses the e-mail or its recipient.
            RateLimitedError: the server asks to try again later.
            AuthenticationError: it refuses the login or the sender, or lacks TLS.
            NotSentError: the server could not be reached.
            PostError: the answer was lost, so the outcome is unknown.
        """
        async with self._session(sender, len(content)) as smtp:
            await smtp.rcpt(recipient)
            smtp.in_data = True
            try:
                await smtp.data(content)
            except SMTPDataError as error:
                # Some servers accept an e-mail with another code than 250. A 250 in an
                # error answers the command, so that the content was not sent.
                if error.code // 100 != _SUCCESS or error.code == _COMPLETED:
                    raise

    async def probe(
        self, sender: str, recipients: Iterable[str]
    ) -> Mapping[str, PostError]:
        """Log in, try the sender and recipients; map refused recipients to errors.

        No e-mail is sent.

        Raises:
            NotSentError: the server cannot be reached, or refuses login or sender.
        """
        refusals: dict[str, PostError] = {}
        async with self._session(sender) as smtp:
            for recipient in recipients:
                try:
                    await smtp.rcpt(recipient)
                except SMTPRecipientRefused as error:
                    refusals[recipient] = self._refusal(error)
            await smtp.rset()
        return refusals

    @asynccontextmanager
    async def _session(self, sender: str, size: int = 0) -> AsyncIterator[_Connection]:
        """Connect, log in and announce the sender; disconnect at the end of the block.

        ``size`` is the e-mail's size in bytes.
        """
        smtp = self._connection()
        try:
            async with asyncio.timeout(self._timeout):
                await self._connect(smtp)
                has_size = size and smtp.supports_extension("size")
                await smtp.mail(sender, options=(f"SIZE={size}",) if has_size else ())
                yield smtp
        except (SMTPException, OSError) as error:
            raise self._failure(error, in_data=smtp.in_data) from error
        finally:
            # Errors here do not change the outcome of the e-mail.
            with suppress(SMTPException, OSError):
                await smtp.quit(timeout=1)
            smtp.close()

    def _connection(self) -> _Connection:
        security = self._server.security
        return _Connection(
            hostname=self._server.host,
            port=self._server.port,
            username=self._server.user,
            password=self._server.password,
            local_hostname=_OWN_NAME,
            timeout=self._timeout,
            use_tls=security is Security.TLS,
            # None would use STARTTLS only if it is offered; attackers can remove the offer.
            start_tls=security is Security.STARTTLS,
            tls_context=self._tls,
        )

    async def _connect(self, smtp: SMTP) -> None:
        """Connect and log in; raise an error in the pause after a refused login."""
        if _now() < self._next_login:
            raise AuthenticationError(
                f"{self._server.host} refused the last login: check SMTP_URL, then restart Sitrep"
            )
        try:
            await smtp.connect()
        except SMTPAuthenticationError:
            self._pause_logins()
            raise
        self._refused_logins = 0
        if smtp.is_ehlo_or_helo_needed:
            await smtp.ehlo()

    def _pause_logins(self) -> None:
        """Start a pause in logins; it is longer after each further refusal.

        Refusals at the same moment count once.
        """
        if _now() >= self._next_login:
            number = min(self._refused_logins, len(self._login_pauses) - 1)
            self._next_login = _now() + self._login_pauses[number]
            self._refused_logins += 1

    def _failure(self, error: Exception, *, in_data: bool) -> PostError:
        """Map an error of the library to one of the bot's errors."""
        # A code below 400 is not a refusal; in the content the outcome is unknown.
        least = _TEMPORARY if in_data else 1
        if isinstance(error, SMTPResponseException) and error.code >= least:
            return self._refusal(error)
        host = self._server.host
        if in_data:
            return PostError(f"{host} did not confirm the e-mail: {error}")
        if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
            return AuthenticationError(f"{host} has no valid certificate: {error}")
        if type(error) is SMTPException:
            return AuthenticationError(
                f"{host} does not offer what SMTP_URL asks for: {error}"
            )
        words = (
            "does not answer in time"
            if isinstance(error, TimeoutError)
            else "cannot be reached"
        )
        return NotSentError(f"{host} {words}: {error}".removesuffix(": "))

    def _refusal(self, error: SMTPResponseException) -> PostError:
        """Map a server's refusal to an error about the bot, or about this e-mail."""
        code, reply = error.code, sanitized(error.message)[:_MAX_REPLY_LENGTH]
        words = f"{self._server.host} answers: {code} {reply}"
        if code < _PERMANENT:
            return RateLimitedError(words, RETRY_LATER, code=code)
        is_recipient = isinstance(error, SMTPRecipientRefused)
        is_content = isinstance(error, SMTPDataError) or code == _TOO_BIG
        about_bot = not is_recipient and not is_content
        by_policy = is_recipient and reply.startswith(_POLICY)
        if about_bot or by_policy or code in _LOGIN_NEEDED:
            return AuthenticationError(words, code=code)
        return RejectedError(words, code=code)


async def check_email(
    server: MailServer, sender: Mailbox, recipients: Sequence[str]
) -> list[Finding]:
    """Try the server, sender and recipients without sending; return the findings."""
    addresses: dict[str, str] = {}
    findings = []
    for recipient in recipients:
        try:
            addresses[to_ascii(recipient)] = recipient
        except ConfigError as error:
            findings.append(_finding(f"email/{recipient}", str(error)))
    try:
        refusals = await MailClient(server).probe(sender.address, tuple(addresses))
    except PostError as error:
        return [_finding("email", f"{error}: check SMTP_URL and EMAIL_FROM")]
    login = "" if server.user is None else ", logged in"
    words = (
        f"{server.host}:{server.port} accepts mail from {sender.address}, "
        f"{_ENCRYPTION[server.security]}{login}"
    )
    findings.insert(0, Finding(good=True, about="email", words=words))
    for address, recipient in addresses.items():
        refusal = refusals.get(address)
        words = "the server accepts this address" if refusal is None else str(refusal)
        findings.append(Finding(refusal is None, f"email/{recipient}", words))
    return findings


def _finding(about: str, words: str) -> Finding:
    return Finding(good=False, about=about, words=words)


def _now() -> float:
    return asyncio.get_running_loop().time()
