"""Following redirects."""

from __future__ import annotations

from itertools import pairwise

import pytest
from yarl import URL

from bot.core.errors import BadResponseError
from bot.core.ports import Page
from bot.fetching.redirects import Trail


class Web:
    """Pages that have moved; remembers what was asked."""

    def __init__(self, moved: dict[str, str]) -> None:
        self.asked: list[str] = []
        self._moved = moved

    async def ask(self, url: URL) -> Page | URL:
        self.asked.append(str(url))
        target = self._moved.get(str(url))
        return Page(str(url), b"", "text/html") if target is None else URL(target)


async def test_page_without_redirect_is_asked_once() -> None:
    web = Web({})

    page = await Trail(web.ask, 0).follow(URL("https://a.example/"))

    assert page.url == "https://a.example/"
    assert web.asked == ["https://a.example/"]


@pytest.mark.parametrize(
    ("steps", "secure"),
    [
        (["https://a.example/"], True),
        (["http://a.example/"], False),
        (["https://a.example/", "https://b.example/"], True),
        (["https://a.example/", "http://b.example/"], False),
        (["http://a.example/", "https://b.example/"], False),
    ],
)
async def test_page_is_secure_when_every_step_was(
    steps: list[str],
    secure: bool,  # noqa: FBT001
) -> None:
    web = Web(dict(pairwise(steps)))

    page = await Trail(web.ask, 5).follow(URL(steps[0]))

    assert page.url == steps[-1]
    assert page.secure is secure


async def test_too_many_redirects_end() -> None:
    web = Web({"http://a.example/": "http://a.example/"})

    with pytest.raises(BadResponseError):
        await Trail(web.ask, 3).follow(URL("http://a.example/"))

    assert len(web.asked) == 4
