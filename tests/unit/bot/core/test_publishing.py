from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import NoReturn

import pytest
from typing_extensions import override

from bot.core.deliveries import channel_of
from bot.core.editions import make_edition
from bot.core.errors import PostError
from bot.core.markdown import to_markdown
from bot.core.model import Destination, DigestPlan, Message
from bot.core.publishing import Press
from bot.core.records import Edition
from bot.core.stores import EditionStore
from bot.stores.sql import SqlStore
from tests.fakes.ports import FakeMessenger
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.town import GAZETTE, Paper, Town, open_town

DESK, HALL = Destination("fake", "desk"), Destination("fake", "hall")
SLOT = "morning/2026-03-02/06:00"


class Picky(FakeMessenger):
    """Takes nothing for one channel."""

    @override
    async def post(
        self, channel: str, message: Message, *, nonce: str, parent: str | None = None
    ) -> str:
        if channel == "desk":
            raise PostError("no such channel")
        return await super().post(channel, message, nonce=nonce)


class Clumsy(FakeMessenger):
    """Has a mistake in it."""

    @override
    async def post(
        self, channel: str, message: Message, *, nonce: str, parent: str | None = None
    ) -> NoReturn:
        raise ZeroDivisionError(channel)


class Shelf:
    """A store of editions in which a damaged one is kept already."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self.editions = store.editions
        self.history = store.history

    async def freeze(self, edition: Edition) -> Edition:
        kept = await self._store.freeze(edition)
        return replace(kept, document='{"front": {}}')


@pytest.fixture
async def town() -> AsyncIterator[Town]:
    async with open_town(Paper(GAZETTE, [FERRY, BRIDGE])) as opened:
        await opened.newsroom.refresh(opened.plan, opened.configuration)
        yield opened


def press(town: Town, *messengers: FakeMessenger, **names: FakeMessenger) -> Press:
    """The town's press with these platforms."""
    found = {one.platform: one for one in messengers} | names
    return replace(town.newsroom.press, messengers=found)


def both(town: Town) -> DigestPlan:
    return replace(town.plan, to=(DESK, HALL))


async def publish(town: Town, used: Press, plan: DigestPlan) -> tuple[Edition, ...]:
    return await used.publish(plan, town.clock.now(), slot=SLOT)


def reasons(town: Town) -> list[object]:
    return [
        facts["reason"] for level, _, facts in town.journal.entries if level == "error"
    ]


def test_channels_of_two_platforms_are_two() -> None:
    assert channel_of(DESK) == "fake/desk"
    assert channel_of(Destination("other", "desk")) != channel_of(DESK)


async def test_each_channel_gets_the_front_and_then_its_briefings(town: Town) -> None:
    fake = FakeMessenger()

    await publish(town, press(town, fake), both(town))

    assert list(fake.posts) == [
        f"{SLOT}/fake/{channel}/{part}"
        for channel in ("desk", "hall")
        for part in range(3)
    ]
    fronts = [to_markdown(message) for _, message in fake.posts.values()]
    assert [front.startswith("## morning") for front in fronts] == [
        True,
        False,
        False,
    ] * 2


async def test_each_channel_has_a_history_of_its_own(town: Town) -> None:
    used = press(town, FakeMessenger())
    await used.publish(replace(town.plan, to=(DESK,)), town.clock.now())
    await town.wait(1)

    desk, hall = await used.publish(both(town), town.clock.now())

    assert desk.articles == ()
    assert len(hall.articles) == 2


async def test_a_channel_that_fails_costs_no_other(town: Town) -> None:
    picky = Picky()

    editions = await publish(town, press(town, picky), both(town))

    assert [edition.channel for edition in editions] == ["fake/desk", "fake/hall"]
    assert {channel for channel, _ in picky.posts.values()} == {"hall"}
    assert reasons(town) == ["no such channel"]


async def test_a_platform_that_is_not_connected_costs_no_other(town: Town) -> None:
    fake = FakeMessenger()
    plan = replace(town.plan, to=(Destination("telegraph", "desk"), HALL))

    await publish(town, press(town, fake), plan)

    assert len(fake.posts) == 3
    assert reasons(town) == ["telegraph is not connected"]


async def test_a_mistake_in_a_platform_costs_no_other(town: Town) -> None:
    fake = FakeMessenger()
    plan = replace(town.plan, to=(Destination("clumsy", "desk"), HALL))

    await publish(town, press(town, fake, clumsy=Clumsy()), plan)

    assert len(fake.posts) == 3
    assert reasons(town) == ["ZeroDivisionError('desk')"]


async def test_a_damaged_edition_is_told_of_and_not_posted(town: Town) -> None:
    fake = FakeMessenger()
    shelf: EditionStore = Shelf(town.store)

    await publish(town, replace(press(town, fake), editions=shelf), town.plan)

    assert fake.posts == {}
    assert reasons(town) == ["""ValueError("there is no 'briefings'")"""]


async def test_a_slot_that_is_published_again_posts_the_same(town: Town) -> None:
    before, after = FakeMessenger(), FakeMessenger()
    first = await publish(town, press(town, before), town.plan)
    town.web.papers[0].publish(SCHOOL)
    await town.newsroom.refresh(town.plan, town.configuration)

    second = await publish(town, press(town, after), town.plan)

    assert second == first
    assert after.posts == before.posts


async def test_what_was_asked_for_without_a_slot_has_its_edition_s_name(
    town: Town,
) -> None:
    fake = FakeMessenger()

    (edition,) = await press(town, fake).publish(town.plan, town.clock.now())

    assert edition.slot is None
    assert next(iter(fake.posts)) == f"{edition.id}/fake/desk/0"


async def test_a_preview_is_what_would_be_posted_and_is_not_kept(town: Town) -> None:
    used = press(town, FakeMessenger())

    preview = await used.preview(town.plan, town.clock.now())
    kept = await town.store.editions(town.plan.id, 10)
    (posted,) = await publish(town, used, town.plan)

    assert kept == ()
    assert make_edition(preview, slot=SLOT) == posted


async def test_a_person_who_waits_hears_of_a_failure_when_all_was_tried(
    town: Town,
) -> None:
    picky = Picky()

    with pytest.raises(PostError, match="no such channel"):
        await press(town, picky).publish(both(town), town.clock.now(), strict=True)

    assert {channel for channel, _ in picky.posts.values()} == {"hall"}
