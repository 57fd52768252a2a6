"""Requests of platforms: each path has its door, and there is nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import aiohttp
import pytest

from bot.core.domain.configuration import Endpoint
from bot.web import open_webhooks

MOST = 1_000


@dataclass(slots=True)
class FakeDoor:
    """Answers with its name, and remembers what came."""

    name: bytes
    came: list[tuple[str, str, bytes]] = field(
        default_factory=list[tuple[str, str, bytes]]
    )

    async def __call__(
        self, method: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, Mapping[str, str], bytes]:
        self.came.append((method, headers["X-Mark"], body))
        return 202, {"X-Door": "yes"}, self.name


@dataclass(frozen=True, slots=True)
class House:
    """Two doors that are open."""

    at: Endpoint
    front: FakeDoor
    back: FakeDoor

    async def ask(
        self, path: str, body: bytes = b"", method: str = "POST"
    ) -> tuple[int, bytes]:
        """Knock; status and body of the answer."""
        headers = {"X-Mark": "signed"}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                method, f"http://{self.at}{path}", data=body, headers=headers
            ) as response,
        ):
            return response.status, await response.read()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    front, back = FakeDoor(b"front"), FakeDoor(b"back")
    doors = {"/a/front": front, "/a/back": back}
    async with open_webhooks(Endpoint("127.0.0.1", 0), doors, most_bytes=MOST) as at:
        yield House(at, front, back)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
async def test_doors_are_for_what_is_posted(house: House, method: str) -> None:
    assert (await house.ask("/a/front", method=method))[0] == 405
    assert house.front.came == []


async def test_a_page_is_shown_by_its_path_with_the_query_as_it_came() -> None:
    async def page(
        query: str, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        return 203, {"X-Query": query}, headers["Cookie"].encode()

    opening = open_webhooks(
        Endpoint("127.0.0.1", 0), {}, {"/install": page}, most_bytes=MOST
    )
    async with opening as at, aiohttp.ClientSession() as session:
        url = f"http://{at}/install?state=a%26b&code=1"
        async with session.get(url, headers={"Cookie": "c=1"}) as response:
            found = response.status, response.headers["X-Query"], await response.text()
        async with session.post(f"http://{at}/install") as refused:
            status = refused.status

    assert found == (203, "state=a%26b&code=1", "c=1")
    assert status == 405


async def test_what_is_too_long_does_not_come_to_the_door(house: House) -> None:
    assert (await house.ask("/a/front", b"x" * (MOST + 1)))[0] == 413
    assert house.front.came == []
