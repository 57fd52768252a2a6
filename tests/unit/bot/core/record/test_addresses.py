"""The addresses of calendars."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
from typing_extensions import override

from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Configuration,
    Destination,
)
from bot.core.domain.errors import PostError
from bot.core.ports.services import ChannelNames
from bot.core.record.addresses import CalendarAddresses
from bot.stores.sql import SqlStore, open_store
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.ports import FakeClock
from tests.fakes.records import NOW

SITE = "https://sitrep.example.org/"
DESK, PORTS = Destination("slack", "#desk"), Destination("slack", "C2")


@dataclass(frozen=True, slots=True)
class Names(ChannelNames):
    """Knows that ``#desk`` is ``C1``, unless it fails."""

    fails: bool = False

    @override
    async def aliases(self, channel: str) -> tuple[str, ...]:
        if self.fails:
            raise PostError("Slack does not answer")
        return ("slack/C1",) if channel == "slack/#desk" else ()


@dataclass(slots=True)
class Tokens:
    """Makes tokens that can be told apart."""

    made: list[str] = field(default_factory=list[str])

    def __call__(self) -> str:
        self.made.append(f"token-{len(self.made)}".ljust(43, "x"))
        return self.made[-1]


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    async with open_store("sqlite://") as opened:
        yield opened


def addresses_in(
    store: SqlStore, tokens: Tokens | None = None, *, fails: bool = False
) -> CalendarAddresses:
    """The service over a store."""
    return CalendarAddresses(
        FakeClock(NOW), store, tokens or Tokens(), Names(fails=fails)
    )


async def test_a_token_finds_its_channel_alone(store: SqlStore) -> None:
    tokens = Tokens()
    addresses = addresses_in(store, tokens)

    made = [await addresses.make(name, "U1", SITE) for name in ("slack/C1", "slack/C2")]

    assert made == [
        f"https://sitrep.example.org/calendar/{token}.ics" for token in tokens.made
    ]
    channels = [await addresses.channel_of(token) for token in tokens.made]
    assert channels == ["slack/C1", "slack/C2"]
    assert await addresses.channel_of("x" * 43) is None


async def test_the_store_never_has_the_token(store: SqlStore) -> None:
    tokens = Tokens()

    await addresses_in(store, tokens).make("slack/C1", "U1", SITE)

    (kept,) = await store.calendar_addresses()
    assert tokens.made[0] not in repr(kept)
    assert (kept.by, kept.since) == ("U1", NOW)


async def test_a_new_address_and_a_revocation_end_the_earlier_one(
    store: SqlStore,
) -> None:
    tokens = Tokens()
    addresses = addresses_in(store, tokens)
    for _ in range(2):
        await addresses.make("slack/C1", "U1", SITE)
    earlier, later = tokens.made

    assert await addresses.channel_of(earlier) is None
    assert await addresses.channel_of(later) == "slack/C1"
    assert await addresses.of("slack/C1") is not None
    assert await addresses.revoke("slack/C1")
    assert await addresses.channel_of(later) is None
    assert await addresses.of("slack/C1") is None


def plans() -> Configuration:
    """A digest on the coast for the desk, one on ports, and an alert on storms."""
    coast, ports, storms = (
        make_topic(name=name) for name in ("coast", "ports", "storms")
    )
    return Configuration(
        (coast, ports, storms),
        (
            replace(make_plan(coast), to=(DESK, Destination("discord", "C2"))),
            replace(make_plan(ports), to=(PORTS,)),
        ),
        alerts=(AlertPlan("a", (storms,), AlertCondition(papers=2), (DESK,)),),
    )


@pytest.mark.parametrize(
    ("channel", "topics"),
    [
        ("slack/#desk", {"coast", "storms"}),
        ("slack/C1", {"coast", "storms"}),
        ("slack/C2", {"ports"}),
        ("discord/C2", {"coast"}),
        ("slack/C3", set()),
    ],
)
async def test_a_channel_sees_the_topics_of_its_digests_and_alerts(
    store: SqlStore, channel: str, topics: set[str]
) -> None:
    assert await addresses_in(store).topics_of(channel, plans()) == topics
