"""Following redirects, each of which is checked like a new address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from yarl import URL

from bot.core.domain.errors import BadResponseError
from bot.fetching.exchanges import Answer


@dataclass(frozen=True, slots=True)
class Hop:
    """Where the server sends us, checked; ``permanent``: to ask there from now on."""

    url: URL
    permanent: bool = False


Ask = Callable[[URL], Awaitable[Answer | Hop]]
"""One request: gives the answer, or where to go on."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """The answer at the end of the redirects.

    ``secure`` only if every step to it was https. ``moved`` is its address if it was
    come to by redirects all of which are permanent, and that do not give up https.
    """

    answer: Answer
    secure: bool
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Trail:
    """A request and the redirects that it may take."""

    ask: Ask
    redirects: int

    async def follow(self, url: URL) -> Arrival:
        """Ask until there is an answer.

        Raises:
            BadResponseError: there are too many redirects.
            FetchError: a request fails.
        """
        start, permanent, secure = url, True, url.scheme == "https"
        for _ in range(self.redirects + 1):
            found = await self.ask(url)
            if isinstance(found, Answer):
                kept = permanent and (secure or start.scheme == "http")
                moved = str(url) if kept and url != start else None
                return Arrival(found, secure, moved)
            url, permanent = found.url, permanent and found.permanent
            secure = secure and url.scheme == "https"
        raise BadResponseError(f"the server redirects more than {self.redirects} times")
