"""Connections to Slack, kept between requests that come soon after each other."""

from __future__ import annotations

import aiohttp

KEPT = 4.0
"""Seconds for which a connection is kept that nothing is asked by.

Slack does not tell when it closes one. The usual servers do after 5 seconds or more; one
that is closed just as a message is sent would leave open whether it was posted.
"""

MOST = 100
"""Connections at the same time; further requests wait for one."""

_PATIENCE = 30.0
"""Seconds for an answer, where the caller gives no other limit."""


def open_session() -> aiohttp.ClientSession:
    """Connections for the running event loop, to be closed in the end.

    Cookies are not kept: the token says it all.
    """
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=MOST, keepalive_timeout=KEPT),
        cookie_jar=aiohttp.DummyCookieJar(),
        timeout=aiohttp.ClientTimeout(total=_PATIENCE),
    )


def was_reached(error: BaseException | None) -> bool:
    """Whether something may have been asked of Slack before this went wrong."""
    return not isinstance(error, aiohttp.ClientConnectorError)
