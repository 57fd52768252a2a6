"""Items that were published long before they were first seen are not fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.core.digests.editions import rendered_digest
from bot.core.domain.records import Edition, Item, ItemStatus, PolledItem
from bot.core.messages.markdown import to_markdown
from bot.core.text.identity import OLD_AFTER, address_key, mark_old
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.town import GAZETTE, START, Paper, Town, open_town

DAY = timedelta(days=1)
MONTHS = 120 * DAY
OLD_FERRY = replace(FERRY, day=START - MONTHS)
OLD_BRIDGE = replace(BRIDGE, day=START - MONTHS - DAY)
RECENT = replace(SCHOOL, day=START - 2 * DAY)


@pytest.fixture
async def gazette() -> Paper:
    return Paper(GAZETTE, [RECENT, OLD_FERRY, OLD_BRIDGE])


@pytest.fixture
async def town(gazette: Paper) -> AsyncIterator[Town]:
    async with open_town(gazette) as opened:
        yield opened


def front(edition: Edition) -> str:
    return to_markdown(rendered_digest(edition).front)


async def status(town: Town, name: str) -> ItemStatus | None:
    """Explain a report of the gazette."""
    trace = await town.store.trace(address_key(f"{GAZETTE}/{name}"))
    return trace.status if trace else None


def dated(*days: datetime | None) -> tuple[PolledItem, ...]:
    """Items of these days."""
    items = [Item(f"guid-{n}", None, f"Item {n}", day) for n, day in enumerate(days)]
    return tuple(PolledItem(item, (item.guid or "",)) for item in items)


def statuses(*days: datetime | None) -> list[ItemStatus]:
    """The status of items of these days that are first seen now."""
    return [one.status for one in mark_old(dated(*days), START)]


async def test_of_a_new_source_s_items_the_old_are_not_told(town: Town) -> None:
    printed = front(await town.publish())

    assert SCHOOL.title in printed
    assert FERRY.title not in printed
    assert BRIDGE.title not in printed


async def test_what_a_source_wrote_last_is_told_whenever_that_was(
    town: Town, gazette: Paper
) -> None:
    gazette.reports = [OLD_FERRY, replace(BRIDGE, day=START - 2 * MONTHS)]

    printed = front(await town.publish())

    assert FERRY.title in printed
    assert BRIDGE.title not in printed


async def test_news_that_is_dated_back_is_still_told(
    town: Town, gazette: Paper
) -> None:
    gazette.reports = [FERRY, OLD_BRIDGE]
    await town.digest_service.poll(town.configuration)
    gazette.reports = [OLD_FERRY, OLD_BRIDGE]
    await town.wait(1)

    assert FERRY.title in front(await town.publish())


def test_the_age_counts_from_the_day_of_publication() -> None:
    found = statuses(START - OLD_AFTER, START - OLD_AFTER - timedelta(seconds=1), START)

    assert found == [ItemStatus.PENDING, ItemStatus.OLD, ItemStatus.PENDING]


def test_what_has_no_date_is_new() -> None:
    assert statuses(None, START - MONTHS, START) == [
        ItemStatus.PENDING,
        ItemStatus.OLD,
        ItemStatus.PENDING,
    ]


def test_one_moment_that_all_items_bear_dates_none_of_them() -> None:
    assert statuses(*(START - MONTHS,) * 3) == [ItemStatus.PENDING] * 3


def test_a_date_that_lies_ahead_makes_nothing_old() -> None:
    assert statuses(START + MONTHS, START - DAY) == [ItemStatus.PENDING] * 2
