from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.domain.errors import FetchError
from bot.core.domain.programs import Program
from bot.core.messages.briefing_json import JsonObject
from bot.core.text.identity import address_key
from bot.stores.sql import open_store
from tests.fakes.assistants import ADDRESS, BODY, LINE, Kit, make_kit, page
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


async def test_a_page_is_briefed_with_the_lines_that_are_printed(kit: Kit) -> None:
    document = await kit.tools.pages.brief(PORT, {"url": f"{ADDRESS}#part"})

    assert document["schema"] == 1
    assert document["id"] == f"{ADDRESS}#part"
    claims = document["claims"]
    assert isinstance(claims, list)
    assert str(claims[0]).count("Ida Brandt") > 0
    article = document["article"]
    assert isinstance(article, dict)
    assert "text" not in article


async def test_a_line_is_verified_on_its_page(kit: Kit) -> None:
    document = await verify(kit, "the ferry to Sandhamn stays in port")

    assert (document["found"], document["match"]) == (True, "normalised")
    assert document["text"] == "The ferry to Sandhamn stays in port"
    start = int(str(document["start"]))
    sentence = {"start": start, "end": start + len(LINE), "text": LINE}
    assert document["sentence"] == sentence
    assert str(document["link"]).startswith(f"{ADDRESS}#:~:text=")
    assert document["source"] == "page"
    assert await verify(kit, "The ferry sails.") == {
        "found": False,
        "article": document["article"],
        "source": "page",
    }
    assert kit.fetcher.fetched == [ADDRESS]


async def test_a_recorded_article_is_not_fetched(kit: Kit, desk: ProgramDesk) -> None:
    await store_quay(desk)

    document = await verify(kit, "The quay is closed.", f"{STORED}?utm_source=x")

    assert (document["found"], document["source"]) == (True, "record")
    assert kit.fetcher.fetched == []


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


async def test_all_programs_together_have_a_limit(kit: Kit) -> None:
    programs = [replace(PORT, id=f"p{number}") for number in range(7)]
    pages = {f"{ADDRESS}/{n}": page() for n in range(35)}
    kit.fetcher._bodies = pages
    for number in range(30):
        await kit.tools.pages.brief(
            programs[number // 5], {"url": f"{ADDRESS}/{number}"}
        )

    with pytest.raises(ProgramError, match="pages within a minute"):
        await kit.tools.pages.brief(programs[6], {"url": f"{ADDRESS}/30"})


@pytest.mark.parametrize(
    "values", [{}, {"url": ADDRESS}, {"line": "a"}, {"file": "/x"}]
)
async def test_missing_and_unknown_parameters_are_refused(
    kit: Kit, values: dict[str, str]
) -> None:
    with pytest.raises(ProgramError):
        await kit.tools.pages.verify(PORT, values)
