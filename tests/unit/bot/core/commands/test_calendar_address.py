"""The address of a channel's calendar, as people ask for it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest

from bot.core.commands.calendar_address import ADDRESS, NEW, REVOKE, AddressEditing
from bot.core.commands.requests import InteractionContext
from bot.core.commands.responses import Answer
from bot.core.commands.user_errors import RefusedError
from bot.core.domain.configuration import (
    Configuration,
    Destination,
    Endpoint,
    ProgramAccess,
)
from bot.core.record.addresses import CalendarAddresses
from bot.stores.sql import SqlStore, open_store
from tests.fakes.contexts import NOW, in_channel
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.ports import FakeClock, FakeJournal
from tests.fakes.reception import text_of

MANAGER, MEMBER = in_channel(manages=True), in_channel()
HERE = Endpoint("127.0.0.1", 8098)
SITE = ProgramAccess(HERE, "https://sitrep.example.org")
COAST, PORTS = make_topic(name="coast"), make_topic(name="ports")


def configured(*, programs: ProgramAccess | None = SITE) -> Configuration:
    """A digest on the coast for the channel C1, and another topic."""
    plan = replace(make_plan(COAST), to=(Destination("slack", "C1"),))
    return Configuration((COAST, PORTS), (plan,), programs=programs)


@dataclass(slots=True)
class Counter:
    """The use case with its store."""

    store: SqlStore
    event_log: FakeJournal = field(default_factory=FakeJournal)
    made: int = 0

    def token(self) -> str:
        """The next token."""
        self.made += 1
        return f"token{self.made}".ljust(43, "-")

    @property
    def addresses(self) -> CalendarAddresses:
        """The service behind it."""
        return CalendarAddresses(FakeClock(NOW), self.store, self.token)

    async def ask(
        self,
        action: str,
        context: InteractionContext = MANAGER,
        configuration: Configuration | None = None,
    ) -> Answer:
        """The answer to one of the actions."""
        editing = AddressEditing(self.addresses, self.store, self.event_log)
        return await editing.answer(context, action, configuration or configured())


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    async with open_store("sqlite://") as store:
        yield Counter(store)


async def test_a_new_address_ends_the_earlier_one(counter: Counter) -> None:
    await counter.ask(ADDRESS)

    answer = await counter.ask(NEW)

    assert "/calendar/token2---" in text_of(answer)
    channels = [
        await counter.addresses.channel_of(name.ljust(43, "-"))
        for name in ("token1", "token2")
    ]
    assert channels == [None, "slack/C1"]


async def test_a_revoked_address_ends(counter: Counter) -> None:
    await counter.ask(ADDRESS)

    assert "no longer read this address" in text_of(await counter.ask(REVOKE))
    assert await counter.addresses.of("slack/C1") is None
    with pytest.raises(RefusedError, match="This calendar has no address"):
        await counter.ask(REVOKE)


async def test_the_log_has_the_channel_and_the_person_but_no_token(
    counter: Counter,
) -> None:
    await counter.ask(ADDRESS)
    await counter.ask(REVOKE)

    facts = {"channel": "slack/C1", "person": "U1"}
    assert counter.event_log.entries == [
        ("info", "address for calendar programs created", facts),
        ("info", "address for calendar programs revoked", facts),
    ]
