from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from typing_extensions import override

from benchmarks.crowd import Order, Outcome, Place, gather, share

QUICK = Order(rate=1000, seconds=0.01, patience=0.05, pages=("page", "bad page"))


@dataclass(slots=True)
class Room(Place):
    """Acknowledges at once, but for the commands that are ``lost``."""

    lost: tuple[int, ...] = ()
    asked: list[int] = field(default_factory=list[int])
    urls: list[str] = field(default_factory=list[str])

    @override
    async def ready(self) -> None:
        return

    @override
    async def ask(self, number: int) -> float:
        self.asked.append(number)
        if number in self.lost:
            await asyncio.Event().wait()
        return 0.001

    @override
    async def brief(self, reader: int, url: str) -> bool:
        self.urls.append(url)
        await asyncio.sleep(0)
        return "bad" not in url


def test_an_order_is_read_as_it_was_written() -> None:
    assert Order.read(QUICK.written()) == QUICK


def test_commands_are_evenly_spread() -> None:
    assert tuple(Order(4, 1.5, 0).times()) == (0, 0.25, 0.5, 0.75, 1.0, 1.25)


def test_an_outcome_is_read_from_json() -> None:
    outcome = Outcome.read(
        '{"seconds": [0.5], "unanswered": 1, "tardy": 0.1, "briefed": 2, "unread": 3}'
    )

    assert outcome == Outcome([0.5], 1, 0.1, 2, 3)


async def test_every_command_is_sent_once() -> None:
    room = Room()

    outcome = await gather(room, QUICK)

    assert room.asked == list(range(10))
    assert outcome.seconds == [0.001] * 10
    assert outcome.unanswered == 0


async def test_what_is_never_acknowledged_counts_as_waited_for_to_the_end() -> None:
    outcome = await gather(Room(lost=(3,)), QUICK)

    assert outcome.unanswered == 1
    assert max(outcome.seconds) >= QUICK.patience
    assert len(outcome.seconds) == 10


async def test_pages_are_briefed_again_and_again_by_ever_other_addresses() -> None:
    room = Room()

    outcome = await gather(room, QUICK)

    assert outcome.briefed > 1
    assert outcome.unread > 1
    assert len(set(room.urls)) == len(room.urls)


async def test_each_page_has_one_reader_at_a_time() -> None:
    room = Room()

    await gather(room, QUICK)

    assert room.urls[:2] == ["page?1", "bad page?2"]


@pytest.mark.parametrize(
    ("part", "value"), [(0.5, 50), (0.99, 99), (0.999, 100), (1.0, 100), (0.0, 1)]
)
def test_a_share_is_one_of_the_values(part: float, value: int) -> None:
    assert share(range(100, 0, -1), part) == value
