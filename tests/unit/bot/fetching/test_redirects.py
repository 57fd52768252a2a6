"""Following redirects."""

from __future__ import annotations

import pytest
from yarl import URL

from bot.core.domain.errors import BadResponseError
from bot.fetching.fetcher import FinalResponse, Redirect, RedirectFollower
from bot.fetching.http_messages import HttpResponse

SECURE, PLAIN = "https://a.example/", "http://a.example/"
OTHER, PLAIN_OTHER = "https://b.example/", "http://b.example/"


class Web:
    """Addresses that lead on, one after the other; remembers what was asked."""

    def __init__(self, *steps: str, temporary: str | None = None) -> None:
        self.asked: list[str] = []
        self._steps = steps
        self._temporary = temporary

    async def ask(self, url: URL) -> HttpResponse | Redirect:
        self.asked.append(str(url))
        at = self._steps.index(str(url)) + 1
        if at == len(self._steps):
            return HttpResponse(str(url), 200, {})
        permanent = str(url) != self._temporary
        return Redirect(URL(self._steps[at]), permanent=permanent)


async def follow(*steps: str, temporary: str | None = None) -> FinalResponse:
    web = Web(*steps, temporary=temporary)
    return await RedirectFollower(web.ask, 5).follow(URL(steps[0]))


@pytest.mark.parametrize(
    ("steps", "secure"),
    [
        ([SECURE], True),
        ([PLAIN], False),
        ([SECURE, OTHER], True),
        ([SECURE, PLAIN_OTHER], False),
        ([PLAIN, OTHER], False),
    ],
)
async def test_page_is_secure_when_every_step_was(
    steps: list[str],
    secure: bool,  # noqa: FBT001
) -> None:
    final = await follow(*steps)

    assert final.response.url == steps[-1]
    assert final.secure is secure


async def test_permanent_redirects_give_a_new_address() -> None:
    final = await follow(SECURE, "https://a.example/b", OTHER)

    assert final.moved == OTHER


async def test_one_temporary_redirect_on_the_way_moves_nothing() -> None:
    final = await follow(SECURE, "https://a.example/b", OTHER, temporary=SECURE)

    assert final.response.url == OTHER
    assert final.moved is None


async def test_secure_address_never_moves_to_a_plain_one() -> None:
    assert (await follow(SECURE, PLAIN_OTHER)).moved is None


async def test_too_many_redirects_end() -> None:
    web = Web(PLAIN, PLAIN)

    with pytest.raises(BadResponseError):
        await RedirectFollower(web.ask, 3).follow(URL(PLAIN))

    assert len(web.asked) == 4
