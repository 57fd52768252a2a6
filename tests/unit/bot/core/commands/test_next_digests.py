"""When digests come next, as people are told in chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.core.commands.requests import Verb
from bot.core.domain.configuration import Destination, DigestPlan
from bot.core.domain.slots import PlannedSlot, SlotKey
from tests.fakes.reception import Counter, open_counter, text_of
from tests.fakes.town import GAZETTE, Paper

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
HERE, THERE = Destination("slack", "C1"), Destination("slack", "C2")
MAIL, ADA = Destination("email", "ada@example.org"), Destination("slack", "@U9")


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception where "morning" goes elsewhere at 7:30, and "ports" here at 12."""
    async with open_counter(Paper(GAZETTE)) as opened:
        town = opened.town
        ports = replace(town.plan, id="ports", at=(time(12),), to=(HERE, MAIL))
        configure(opened, replace(town.plan, to=(THERE, ADA)), ports)
        yield opened


def configure(counter: Counter, *plans: DigestPlan) -> None:
    """Let these be the configured digests."""
    town = counter.town
    town.configuration = replace(town.configuration, digests=plans)
    counter.configuration.value = town.configuration


async def told(counter: Counter, **options: str) -> list[str]:
    """The lines of an answer in a channel."""
    answer = await counter.ask(Verb.NEXT, counter.context(), **options)
    return text_of(answer).replace("\xa0", " ").replace("\\", "").splitlines()


async def test_no_other_channel_is_named(counter: Counter) -> None:
    private = Destination("slack", "#merger-talks"), Destination("slack", "G42")
    town = counter.town
    configure(counter, replace(town.plan, to=(*private, HERE, MAIL, ADA)))

    in_channel = "\n".join(await told(counter))
    directly = text_of(await counter.ask(Verb.NEXT))

    for name in ("merger", "G42", "example.org", "U9"):
        assert name not in in_channel
        assert name not in directly
    assert in_channel.count("another channel") == 1


async def test_no_error_of_a_delivery_is_told(counter: Counter) -> None:
    store, at = counter.town.store, NOW - timedelta(hours=1)
    await store.plan([PlannedSlot(SlotKey("ports", "slack/C1", at.date(), 1), at)], NOW)
    slot = await store.claim_slot("me", NOW, timedelta(minutes=1))
    assert slot is not None
    await store.return_slot(slot, error="https://secret.example", again=NOW)

    text = "\n".join(await told(counter))

    assert "not posted yet" in text
    assert "secret" not in text
