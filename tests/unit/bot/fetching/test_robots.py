"""The cache of robots.txt rules."""

from __future__ import annotations

import asyncio

import pytest
from yarl import URL

from bot.core.domain.errors import (
    FetchError,
    RobotsError,
)
from bot.fetching.http_messages import HttpResponse
from bot.fetching.robots import RobotsCache

PAGE = URL("https://a.example/news/one")
CLOSED = b"User-agent: *\nDisallow: /"
OPEN = b"User-agent: *\nDisallow:"


class Sites:
    """Answers each question for a robots.txt, and remembers it."""

    def __init__(
        self, body: bytes = OPEN, *, status: int = 200, error: FetchError | None = None
    ) -> None:
        self.asked: list[str] = []
        self.body = body
        self.status = status
        self.error = error

    async def read(self, url: URL) -> HttpResponse:
        self.asked.append(str(url))
        await asyncio.sleep(0)
        if self.error is not None:
            raise self.error
        return HttpResponse(str(url), self.status, {}, self.body)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 451])
async def test_site_without_robots_may_be_read(status: int) -> None:
    assert await RobotsCache(Sites(CLOSED, status=status).read).check(PAGE) == 0.0


@pytest.mark.parametrize("status", [429, 500, 503, 304, 204])
async def test_site_that_cannot_tell_is_left_alone_for_now(status: int) -> None:
    with pytest.raises(RobotsError, match=f"at present.*{status}.*skips"):
        await RobotsCache(Sites(OPEN, status=status).read).check(PAGE)
