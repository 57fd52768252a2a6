"""Parses the mail server's URL, the sender and the recipients."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import unquote, urlsplit

from bot.core.domain.errors import ConfigError

_LABEL = r"[^\W_](?:[^\W_]|-(?!\.)){0,62}"
MAILBOX = (
    r"(?!\.)[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}(?<!\.)"
    rf"@(?:{_LABEL}\.){{1,8}}[^\W\d_][^\W_-]{{1,62}}"
)
"""An e-mail address: ASCII before the @, then a domain in any script."""

SENDER = rf"{MAILBOX}|[^\x00-\x1f\x7f<>@\"]{{1,100}} <{MAILBOX}>"
STOP = rf"https://[!#-;=?-~]{{4,500}}|mailto:{MAILBOX}(?:\?[!#-;=?-~]{{1,200}})?"

_PORT = r"(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])"
_HERE = r"(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])"
_WORD = r"(?:[^\s\x00-\x1f\x7f:@/?#%]|%[2-9A-Fa-f][0-9A-Fa-f]){1,300}"
_LOGIN = rf"(?:{_WORD}:{_WORD}@)"
_BEHIND = rf"(?::{_PORT})?/?"
SERVER = (
    rf"smtps://{_LOGIN}?{_HOST}{_BEHIND}"
    rf"|smtp://{_LOGIN}?{_HOST}{_BEHIND}(?:\?starttls=required)?"
    rf"|smtp://(?:{_LOGIN}{_HERE}|{_HOST}){_BEHIND}\?starttls=no"
)
"""The pattern of ``SMTP_URL``. A login without TLS is allowed only on this machine."""

_TLS_PORT, _SUBMISSION_PORT = 465, 587


class Security(Enum):
    """The ways to encrypt a connection to a mail server."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server, with user and password if it needs a login."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An e-mail address in ASCII with the person's name, which may be empty."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        """Return the domain: the part behind the @."""
        return self.address.rpartition("@")[2]


def read_server(url: str) -> MailServer:
    """Parse the URL of a mail server, the value of ``SMTP_URL``.

    ``smtps`` means TLS from the start, on port 465; ``smtp`` means STARTTLS, on port
    587. ``?starttls=no`` turns encryption off.

    Raises:
        ConfigError: the URL is malformed, or would send a password unencrypted.
    """
    if not re.fullmatch(SERVER, url):
        raise ConfigError(
            "SMTP_URL is not the address of a mail server: write smtps://USER:PASSWORD@HOST"
        )
    parts = urlsplit(url)
    host = parts.hostname or ""
    security, usual = Security.STARTTLS, _SUBMISSION_PORT
    if parts.scheme == "smtps":
        security, usual = Security.TLS, _TLS_PORT
    elif parts.query == "starttls=no":
        security = Security.NONE
    login = (
        unquote(part) if part else None for part in (parts.username, parts.password)
    )
    return MailServer(host, parts.port or usual, security, *login)


def read_mailbox(text: str) -> Mailbox:
    """Parse an e-mail address that may have a name: ``Sitrep <sitrep@example.org>``.

    Raises:
        ConfigError: the e-mail address is malformed.
    """
    if not re.fullmatch(SENDER, text):
        raise ConfigError(
            f"{text!r} is not an e-mail address: write one such as desk@example.org"
        )
    name, _, address = text.rpartition(" <")
    return Mailbox(to_ascii(address.removesuffix(">")), name)


def to_ascii(address: str) -> str:
    """Check an e-mail address, and return it with its domain encoded in ASCII.

    A domain that the encoding would change, such as "straße", is refused.

    Raises:
        ConfigError: the e-mail address is malformed, or the domain cannot be encoded.
    """
    if not re.fullmatch(MAILBOX, address):
        raise ConfigError(
            f"{address!r} is not an e-mail address: write one such as desk@example.org"
        )
    user, _, domain = address.rpartition("@")
    domain = domain.lower()
    try:
        encoded = domain.encode("idna")
        is_same = encoded.decode("idna") == domain
    except UnicodeError:
        encoded, is_same = domain.encode("ascii", "ignore"), domain.isascii()
    if not is_same:
        raise ConfigError(
            f"{address}: write the domain in ASCII, as in desk@xn--mnchen-3ya.example"
        )
    return f"{user}@{encoded.decode('ascii')}"
