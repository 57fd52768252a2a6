"""Following redirects, each of which is checked like a new address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from yarl import URL

from bot.core.errors import BadResponseError
from bot.core.ports import Page

Ask = Callable[[URL], Awaitable[Page | URL]]
"""One request: gives the page, or the checked address that it has moved to."""


@dataclass(frozen=True, slots=True)
class Trail:
    """A request and the redirects that it may take."""

    ask: Ask
    redirects: int

    async def follow(self, url: URL) -> Page:
        """The page at the end; ``secure`` only if every step to it was https.

        Raises:
            BadResponseError: there are too many redirects.
            FetchError: a request fails.
        """
        secure = True
        for _ in range(self.redirects + 1):
            secure = secure and url.scheme == "https"
            answer = await self.ask(url)
            if isinstance(answer, Page):
                return replace(answer, secure=secure)
            url = answer
        raise BadResponseError(f"the server redirects more than {self.redirects} times")
