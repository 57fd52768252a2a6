"""Following redirects."""

from __future__ import annotations

import pytest
from yarl import URL

from bot.core.domain.errors import BadResponseError
from bot.fetching.exchanges import Answer
from bot.fetching.redirects import Arrival, Hop, Trail

SECURE, PLAIN = "https://a.example/", "http://a.example/"
OTHER, PLAIN_OTHER = "https://b.example/", "http://b.example/"


class Web:
    """Addresses that lead on, one after the other; remembers what was asked."""

    def __init__(self, *steps: str, temporary: str | None = None) -> None:
        self.asked: list[str] = []
        self._steps = steps
        self._temporary = temporary

    async def ask(self, url: URL) -> Answer | Hop:
        self.asked.append(str(url))
        at = self._steps.index(str(url)) + 1
        if at == len(self._steps):
            return Answer(str(url), 200, {})
        permanent = str(url) != self._temporary
        return Hop(URL(self._steps[at]), permanent=permanent)


async def arrive(*steps: str, temporary: str | None = None) -> Arrival:
    web = Web(*steps, temporary=temporary)
    return await Trail(web.ask, 5).follow(URL(steps[0]))


async def test_page_without_redirect_is_asked_once() -> None:
    web = Web(SECURE)

    arrival = await Trail(web.ask, 0).follow(URL(SECURE))

    assert arrival.answer.url == SECURE
    assert web.asked == [SECURE]


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
    arrival = await arrive(*steps)

    assert arrival.answer.url == steps[-1]
    assert arrival.secure is secure


async def test_page_that_did_not_move_has_no_new_address() -> None:
    assert (await arrive(SECURE)).moved is None


async def test_permanent_redirects_give_a_new_address() -> None:
    arrival = await arrive(SECURE, "https://a.example/b", OTHER)

    assert arrival.moved == OTHER


@pytest.mark.parametrize("temporary", [SECURE, "https://a.example/b"])
async def test_one_temporary_redirect_on_the_way_moves_nothing(temporary: str) -> None:
    arrival = await arrive(SECURE, "https://a.example/b", OTHER, temporary=temporary)

    assert arrival.answer.url == OTHER
    assert arrival.moved is None


@pytest.mark.parametrize("target", [OTHER, PLAIN_OTHER])
async def test_plain_address_may_move_anywhere(target: str) -> None:
    assert (await arrive(PLAIN, target)).moved == target


async def test_secure_address_never_moves_to_a_plain_one() -> None:
    assert (await arrive(SECURE, PLAIN_OTHER)).moved is None


async def test_too_many_redirects_end() -> None:
    web = Web(PLAIN, PLAIN)

    with pytest.raises(BadResponseError):
        await Trail(web.ask, 3).follow(URL(PLAIN))

    assert len(web.asked) == 4
