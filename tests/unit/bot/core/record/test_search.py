from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.core.domain.search import SearchRequest
from bot.core.record.search import AmbiguousSpeakerError, RecordSearch
from bot.core.record.search_query import SearchQueryError
from bot.stores.sql import SqlStore, open_store
from tests.fakes.records import DAY, NOW
from tests.fakes.search import HARBOURS, record_sentence

STORM = "The storm over the port of Lenna is over at last, said the master."
FERRY = "The ferry waits for the storm to pass, said a man at the pier."


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    """A record with sentences of three papers."""
    async with open_store("sqlite://") as opened:
        await record_sentence(opened, "storm", STORM, who="Ida Brandt", at=NOW - DAY)
        await record_sentence(
            opened, "ferry", FERRY, who="Olof Lind", role="mayor", paper="Coast Courier"
        )
        yield opened


async def texts(store: SqlStore, request: SearchRequest) -> list[str]:
    """The texts of the hits."""
    result = await RecordSearch(store, store).search(request)
    return [hit.text for hit in result.hits]


async def test_copies_count_as_papers_of_a_hit(store: SqlStore) -> None:
    await record_sentence(store, "copy", "-", paper="Daily", copied="id-storm")
    await record_sentence(store, "twin", STORM, paper="Morning", at=NOW - 2 * DAY)
    await record_sentence(
        store, "hidden", "-", paper="Secret", copied="id-storm", topics=("secret",)
    )

    result = await RecordSearch(store, store).search(
        SearchRequest("lenna storm", HARBOURS)
    )

    (hit,) = result.hits
    assert hit.papers == ("Lenna Gazette", "Daily", "Morning")


async def test_other_topics_are_never_read(store: SqlStore) -> None:
    request = SearchRequest("storm", frozenset({"secret"}), None, "Lenna", "Ida Brandt")

    assert await texts(store, request) == []
    assert await texts(store, replace(request, who="", paper="")) == []


@pytest.mark.parametrize(
    "paper",
    ["Coast Courier", "coast courier", "COURIER", "courier"],
)
async def test_a_paper_is_named_by_its_name_or_a_part(
    store: SqlStore, paper: str
) -> None:
    request = SearchRequest("storm", HARBOURS, paper=paper)

    assert await texts(store, request) == [FERRY]


async def test_a_surname_of_two_is_asked_about_with_their_roles(
    store: SqlStore,
) -> None:
    await record_sentence(store, "tide", "A tide.", who="Ada Brandt", role="pilot")
    request = SearchRequest("storm", HARBOURS, who="Brandt")

    with pytest.raises(AmbiguousSpeakerError, match="Ada Brandt, pilot; Ida"):
        await texts(store, request)


async def test_a_role_tells_people_of_one_name_apart(store: SqlStore) -> None:
    await record_sentence(
        store, "tide", "A storm tide.", who="Ida Brandt", role="pilot"
    )
    request = SearchRequest("storm", HARBOURS, who="Ida Brandt, Pilot")

    assert await texts(store, request) == ["A storm tide."]
    with pytest.raises(AmbiguousSpeakerError):
        await texts(store, replace(request, who="Ida Brandt"))


async def test_a_search_without_words_is_refused(store: SqlStore) -> None:
    with pytest.raises(SearchQueryError):
        await texts(store, SearchRequest("-storm", HARBOURS))
