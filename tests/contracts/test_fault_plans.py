"""Fault plans and the connections that they affect."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.domain.messages import Message, Row, Section, Text
from tests.fakes.platforms.apis import make_messenger
from tests.fakes.platforms.faults import (
    PASSING,
    REFUSALS,
    Call,
    Fault,
    Plan,
    Strike,
    seeded,
)
from tests.fakes.platforms.plans import read_plan
from tests.fakes.platforms.slack import SlackModel
from tests.fakes.platforms.wires import MemoryWire
from tests.fakes.ports import FakeClock

pytestmark = pytest.mark.equipment

LINE = Message((Section(None, (Row((Text("Ports may close."),)),)),))


class Killed(BaseException):
    """The bot ends here."""


def strikes(plan: Plan, number: int = 2_000) -> list[Strike | None]:
    return [plan(Call.POST, "desk", each) for each in range(number)]


def test_dice_fall_alike_for_the_same_seed() -> None:
    assert strikes(seeded(7, 0.3)) == strikes(seeded(7, 0.3))


def test_dice_fall_otherwise_for_another_seed() -> None:
    assert strikes(seeded(7, 0.3)) != strikes(seeded(8, 0.3))


def test_three_in_ten_calls_go_wrong() -> None:
    wrong = [strike for strike in strikes(seeded(7, 0.3, until=2_000)) if strike]

    assert 540 < len(wrong) < 660
    assert set(wrong) == set(PASSING)


def test_nothing_goes_wrong_for_good_by_the_dice() -> None:
    assert not REFUSALS & {strike.fault for strike in PASSING}


def test_dice_rest_in_the_end() -> None:
    assert not any(strikes(seeded(7, 1.0, until=10))[10:])


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({}, [None, None, None]),
        ({"scripted": {"1": ["late", 3]}}, [None, Strike(Fault.LATE, 3), None]),
        ({"scripted": {"1": ["cut_after"]}, "call": "read"}, [None, None, None]),
        ({"scripted": {"1": ["cut_after"]}, "channel": "other"}, [None, None, None]),
        ({"always": ["forbidden"]}, [Strike(Fault.FORBIDDEN)] * 3),
        ({"always": ["forbidden"], "channel": "other"}, [None, None, None]),
        ({"seeded": [7, 0.3]}, strikes(seeded(7, 0.3), 3)),
    ],
)
def test_a_plan_can_be_written(
    document: dict[str, object], expected: list[Strike | None]
) -> None:
    assert strikes(read_plan(document), 3) == expected


@pytest.mark.parametrize(("step", "posted"), [("sent", 0), ("answered", 1)])
async def test_a_bot_can_end_at_each_step_of_a_call(step: str, posted: int) -> None:
    model = SlackModel()

    async def kill(now: str, _: timedelta) -> None:
        if now == step:
            raise Killed

    clock = FakeClock()
    messenger = make_messenger("slack", MemoryWire(model, clock, kill), clock)
    with pytest.raises(Killed):
        await messenger.post("desk", LINE, idempotency_key="a")

    assert len(model.posted) == posted


@pytest.mark.parametrize(
    ("fault", "seconds"), [(Fault.SILENT_AFTER, 10.0), (Fault.CUT_AFTER, 0.2)]
)
async def test_a_call_takes_its_time(fault: Fault, seconds: float) -> None:
    model, took = SlackModel(lambda *_: Strike(fault)), []

    async def note(step: str, time: timedelta) -> None:
        took.append((step, time.total_seconds()))

    clock = FakeClock()
    messenger = make_messenger("slack", MemoryWire(model, clock, note), clock)
    with pytest.raises(Exception, match="did not answer"):
        await messenger.post("desk", LINE, idempotency_key="a")

    assert took == [("sent", 0.0), ("answered", seconds)]
