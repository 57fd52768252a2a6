from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import time
from itertools import product

import pytest

from bot.core.commands.requests import InteractionContext, Person, Verb
from tests.fakes.reception import Counter, open_counter, text_of


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with open_counter() as opened:
        yield opened


async def subscribe(
    counter: Counter,
    at: str = "",
    zone: str = "",
    context: InteractionContext | None = None,
) -> str:
    """What the answer to ``/brief subscribe coast`` says."""
    options = {"name": "coast", "time": at, "timezone": zone}
    return text_of(await counter.ask(Verb.SUBSCRIBE, context, **options))


async def kept(counter: Counter) -> list[tuple[str, time | None, str]]:
    """What is in the store."""
    wanted = await counter.town.store.subscriptions()
    return [(one.person, one.at, one.timezone) for one in wanted]


@pytest.mark.parametrize(
    ("hours", "at", "zone", "first"),
    [
        (0, "7.30", "berlin", "today at 07:30"),
        (0, "6:59", "Europe/Berlin", "tomorrow at 06:59"),
        (10, "8am", "Asia/Tokyo", "today at 08:00"),
        (26 * 24 + 16, "02:30", "Europe/Berlin", "tomorrow at 03:30"),
    ],
    ids=["today", "past", "another-date-there", "skipped-by-the-clock"],
)
async def test_a_subscription_says_what_comes_when(
    counter: Counter, hours: int, at: str, zone: str, first: str
) -> None:
    counter.move(hours=hours)

    told = await subscribe(counter, at, zone)

    assert "you get The coast by direct message every day at" in told
    assert f"The first digest comes {first}." in told


@pytest.mark.parametrize("known", ["Asia/Tokyo", "Mars/Base"])
async def test_the_zone_that_the_platform_knows_comes_first(
    counter: Counter, known: str
) -> None:
    person = Person("U1", timezone=known)
    default = counter.town.configuration.timezone.key

    await subscribe(counter, "7", "", replace(counter.context(), person=person))

    (wanted,) = await kept(counter)
    assert wanted[2] == (known if known == "Asia/Tokyo" else default)


async def test_who_changes_one_thing_keeps_the_other(counter: Counter) -> None:
    await subscribe(counter, "7am", "Asia/Tokyo")
    told = await subscribe(counter, "", "Europe/Berlin")
    await subscribe(counter, "9am")

    assert told.startswith("Changed: you get The coast")
    assert await kept(counter) == [("U1", time(9), "Europe/Berlin")]


@pytest.mark.parametrize(
    ("name", "left"),
    [("", []), ("coast", [None]), ("coast now", [time(8)])],
)
async def test_a_digest_and_alerts_end_alone_or_together(
    counter: Counter, name: str, left: list[time | None]
) -> None:
    for person, at in product(("U1", "U2"), ("8", "now")):
        await subscribe(counter, at, "", counter.context(person))

    await counter.ask(Verb.UNSUBSCRIBE, name=name)

    found = await kept(counter)
    assert [at for person, at, _ in found if person == "U1"] == left
    assert len([at for person, at, _ in found if person == "U2"]) == 2
