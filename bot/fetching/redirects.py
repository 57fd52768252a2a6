"""Following redirects; every target is checked like a new URL."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from yarl import URL

from bot.core.domain.errors import BadResponseError
from bot.fetching.http_messages import HttpResponse


@dataclass(frozen=True, slots=True)
class Redirect:
    """The checked target of a redirect; ``permanent`` for statuses 301 and 308."""

    url: URL
    permanent: bool = False


SendRequest = Callable[[URL], Awaitable[HttpResponse | Redirect]]
"""Sends one request."""


@dataclass(frozen=True, slots=True)
class FinalResponse:
    """The response at the end of a chain of redirects.

    ``secure`` is true only if every URL of the chain was https. ``moved`` is the last
    URL if all redirects were permanent and none led from https to http.
    """

    response: HttpResponse
    secure: bool
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class RedirectFollower:
    """Sends a request and follows at most ``max_redirects`` redirects."""

    send: SendRequest
    max_redirects: int

    async def follow(self, url: URL) -> FinalResponse:
        """Send requests until a response is not a redirect.

        Raises:
            BadResponseError: there are too many redirects.
            FetchError: a request fails.
        """
        start, permanent, secure = url, True, url.scheme == "https"
        for _ in range(self.max_redirects + 1):
            result = await self.send(url)
            if isinstance(result, HttpResponse):
                keeps_security = secure or start.scheme == "http"
                has_moved = permanent and keeps_security and url != start
                return FinalResponse(result, secure, str(url) if has_moved else None)
            url, permanent = result.url, permanent and result.permanent
            secure = secure and url.scheme == "https"
        raise BadResponseError(
            f"the server redirects more than {self.max_redirects} times"
        )
