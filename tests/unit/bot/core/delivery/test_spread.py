"""``spread`` distributes the channels of a digest over some minutes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.delivery.planner import plan_slots
from bot.core.domain.configuration import Destination, DigestPlan
from tests.fakes.plans import make_plan

MINUTE = timedelta(minutes=1)
SPREAD = 5 * MINUTE
MORNING = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
NAMES = tuple(f"C{number}" for number in range(600))


def spread_plan(
    names: tuple[str, ...] = NAMES, spread: timedelta = SPREAD
) -> DigestPlan:
    """A digest of 07:30 to these channels."""
    to = tuple(Destination("slack", name) for name in names)
    return replace(make_plan(at="07:30"), to=to, spread=spread)


def moments(plan: DigestPlan, day: int = 0) -> dict[str, datetime]:
    """When each channel gets the digest of a day."""
    since = MORNING + timedelta(days=day) - MINUTE
    slots = plan_slots([plan], since=since, now=since + timedelta(hours=1))
    return {slot.key.channel: slot.at for slot in slots}


def test_each_minute_has_its_share_of_the_channels() -> None:
    found = moments(spread_plan())

    minutes = Counter((at - MORNING) // MINUTE for at in found.values())
    assert sorted(minutes) == [0, 1, 2, 3, 4]
    assert all(80 <= number <= 160 for number in minutes.values())


def test_a_channel_keeps_its_place_from_day_to_day_and_beside_others() -> None:
    today, tomorrow = moments(spread_plan()), moments(spread_plan(), 1)
    alone = moments(spread_plan(NAMES[7:8]))

    assert {at - today[name] for name, at in tomorrow.items()} == {timedelta(days=1)}
    assert alone.items() <= today.items()
