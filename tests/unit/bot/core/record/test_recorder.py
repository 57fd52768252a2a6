from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from typing_extensions import override

from bot.core.domain.configuration import Topic
from bot.core.domain.errors import ParseCrashedError
from bot.core.domain.record import DueArticle, RecordEntry, Statement, StatementQuery
from bot.core.record.recorder import BATCH, EntryReader
from summarizers.model import Briefing
from tests.fakes.records import add_at_once
from tests.fakes.reports import FERRY, SCHOOL
from tests.fakes.town import GAZETTE, Paper, Town, open_town

COAST = StatementQuery(frozenset({"coast"}))


async def said_by(
    name: str, town: Town, query: StatementQuery = COAST
) -> list[Statement]:
    """The statements of a speaker, newest first."""
    found = await town.store.statements(query)
    return [each for each in found if each.speaker and each.speaker.name == name]


async def said(town: Town, query: StatementQuery = COAST) -> list[Statement]:
    """The statements of the harbour master, newest first."""
    return await said_by("Ingrid Solberg", town, query)


async def test_an_article_without_a_topic_is_not_recorded() -> None:
    paper = Paper(GAZETTE, [SCHOOL])
    topic = Topic("coast", "The coast", (paper.source(),), include=("ferry",))
    async with open_town(paper, topic=topic) as town:
        await town.record()

        assert await town.store.statements(COAST) == ()
        assert (await town.store.due_entries(1)).after > 0


class Crashing(EntryReader):
    """Fails to read anything."""

    @override
    async def read_entry(
        self, due: DueArticle, topics: object, briefing: Briefing | None
    ) -> RecordEntry | None:
        raise ParseCrashedError("the process ended")


async def test_an_article_that_cannot_be_read_does_not_stop_the_next() -> None:
    async with open_town(Paper(GAZETTE, [FERRY])) as town:
        town.recorder = replace(town.recorder, reader=Crashing())

        await town.record()

        assert await said(town) == []
        assert (await town.store.due_entries(1)).articles == ()


async def test_many_articles_are_recorded_in_small_batches() -> None:
    async with open_town(Paper(GAZETTE)) as town:
        await add_at_once(town.store, [f"item {number}" for number in range(BATCH + 1)])

        await town.recorder.record_due(town.configuration)

        assert len((await town.store.due_entries(9)).articles) == 1
        await town.recorder.record_due(town.configuration)
        assert await town.recorder.record_due(town.configuration) == 0


async def test_the_record_is_kept_for_its_own_time() -> None:
    async with open_town(Paper(GAZETTE, [FERRY])) as town:
        await town.record()
        day = timedelta(days=1)
        configuration = replace(town.configuration, keep=2 * day, record=9 * day)

        town.clock.move(5 * day)
        assert await town.recorder.purge(configuration) == 0
        assert await said(town)
        town.clock.move(5 * day)
        assert await town.recorder.purge(configuration) == 1
        assert await said(town) == []
