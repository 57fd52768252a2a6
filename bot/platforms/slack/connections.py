"""Opens the HTTP session for Slack, which keeps connections open between requests."""

from __future__ import annotations

import socket
import sys

import aiohttp
from aiohttp import AddrInfoType, ClientSession

__all__ = ["KEPT", "MOST", "ClientSession", "open_session", "was_reached"]

KEPT = 4.0
"""Seconds for which an idle connection is kept.

Slack does not document when it closes one; common servers do after 5 seconds or more. If
it closes one while a message is sent, the outcome of the post is unknown.
"""

MOST = 100
"""The maximum number of connections at the same time; further requests wait."""

_PATIENCE = 30.0
"""The default timeout in seconds."""

UNCONFIRMED = 10.0
"""The seconds after which the kernel gives up data that is not confirmed (Linux).

Without a limit the kernel repeats a request for minutes, even after its timeout, and
delivers it when a broken network works again. Slack could then show a message after
another process looked for it without result and posted it again. The request's timeout
of 20 seconds and this time together are within ``MAX_POST_TIME``. It is the option
TCP_USER_TIMEOUT of RFC 5482.
"""


def open_session() -> aiohttp.ClientSession:
    """Open a session for the running event loop; the caller closes it.

    Cookies are not kept: the token identifies the bot.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(
            limit=MOST, keepalive_timeout=KEPT, socket_factory=_open_socket
        ),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=_PATIENCE),
    )


def _open_socket(address: AddrInfoType) -> socket.socket:
    """Open a socket that gives up data that is not confirmed within ``UNCONFIRMED``."""
    family, kind, protocol, *_ = address
    opened = socket.socket(family, kind, protocol)
    if sys.platform == "linux":
        milliseconds = round(1000 * UNCONFIRMED)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, milliseconds)
    return opened


def was_reached(error: BaseException | None) -> bool:
    """Return whether the request may have reached Slack before this error."""
    return not isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ClientHttpProxyError
    )
