"""Opens the HTTP session for Slack, which keeps connections open between requests."""

from __future__ import annotations

import aiohttp
from aiohttp import ClientSession

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


def open_session() -> aiohttp.ClientSession:
    """Open a session for the running event loop; the caller closes it.

    Cookies are not kept: the token identifies the bot.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=MOST, keepalive_timeout=KEPT),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=_PATIENCE),
    )


def was_reached(error: BaseException | None) -> bool:
    """Return whether the request may have reached Slack before this error."""
    return not isinstance(
        error, aiohttp.ClientConnectorError | aiohttp.ClientHttpProxyError
    )
