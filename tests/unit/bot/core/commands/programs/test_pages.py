from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.domain.errors import FetchError
from bot.core.domain.programs import Program
from bot.core.messages.briefing_json import JsonObject
from bot.core.text.identity import address_key
from bot.stores.sql import open_store
from tests.fakes.assistants import ADDRESS, BODY, Kit, make_kit, page
from tests.fakes.programs import PIT, PORT, ProgramDesk, make_desk
from tests.fakes.record import make_entry
from tests.fakes.records import add, make_sighting, make_stored, show

STORED = "https://lenna-gazette.example/quay"
PAGES = {ADDRESS: page(), **{f"{ADDRESS}{n}": page() for n in range(9)}}


@pytest.fixture
async def desk() -> AsyncIterator[ProgramDesk]:
    async with open_store("sqlite://") as store:
        yield make_desk(store)


@pytest.fixture
def kit(desk: ProgramDesk) -> Kit:
    return make_kit(desk, PAGES)


async def store_quay(desk: ProgramDesk, topic: str = "harbours") -> None:
    """Record an article of a topic whose page is not on the web."""
    await show(desk.store, make_sighting("quay", address_key(STORED)))
    await add(desk.store, "quay", make_stored("quay", text="The quay is closed."))
    due = await desk.store.due_entries(1)
    stored = due.articles[0].article
    entry = make_entry(stored, number=due.through, topics=[topic])
    assert await desk.store.record(due, [entry])


async def verify(
    kit: Kit, line: str, url: str = ADDRESS, program: Program = PORT
) -> JsonObject:
    return await kit.tools.pages.verify(program, {"line": line, "url": url})


async def test_an_article_of_another_topic_counts_as_unknown(
    kit: Kit, desk: ProgramDesk
) -> None:
    await store_quay(desk)

    with pytest.raises(FetchError):
        await verify(kit, "The quay is closed.", STORED, PIT)
    assert kit.fetcher.fetched == [STORED]


async def test_only_some_pages_a_minute_are_read(kit: Kit, desk: ProgramDesk) -> None:
    for number in range(5):
        await kit.tools.pages.brief(PORT, {"url": f"{ADDRESS}{number}"})
        await verify(kit, BODY[1], f"{ADDRESS}{number}")

    with pytest.raises(ProgramError) as caught:
        await kit.tools.pages.brief(PORT, {"url": f"{ADDRESS}5"})

    assert caught.value.code is ErrorCode.TOO_MANY_REQUESTS
    assert caught.value.wait == timedelta(minutes=1)
    assert len(kit.fetcher.fetched) == 5
    await kit.tools.pages.brief(PIT, {"url": f"{ADDRESS}5"})
    desk.clock.move(timedelta(minutes=1))
    await kit.tools.pages.brief(PORT, {"url": f"{ADDRESS}6"})
