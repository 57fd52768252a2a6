from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from typing_extensions import override

from bot.core.domain.configuration import Topic
from bot.core.domain.errors import ParseCrashedError
from bot.core.domain.record import DueArticle, RecordEntry, Statement, StatementQuery
from bot.core.record.recorder import BATCH, EntryReader
from bot.core.text.deep_links import with_fragment
from summarizers.model import Briefing
from tests.fakes.records import add_at_once
from tests.fakes.reports import FERRY, SCHOOL
from tests.fakes.town import COURIER, GAZETTE, Paper, Report, Town, open_town

LATER = Report(
    "divers",
    "Divers look at hull of ferry Aurora",
    "Divers looked at the hull of the ferry Aurora in the port of Lenna on Monday.\n\n"
    '"The hull is sound and the ferry sails on Friday," said Ingrid Solberg, the '
    "harbour master of Lenna.",
)
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


async def test_a_claim_is_recorded_word_for_word() -> None:
    async with open_town(Paper(GAZETTE, [FERRY])) as town:
        await town.record()

        statements = await said(town)

        assert statements
        for each in statements:
            assert each.text in FERRY.text
            assert each.sentence.text in FERRY.text
            assert each.article.paper == "lenna-gazette.example"
            assert each.article.url is not None
            link = with_fragment(each.article.url, each.sentence.fragment)
            assert link.startswith(f"{each.article.url}#:~:text=")


async def test_a_speaker_of_several_articles_is_one() -> None:
    papers = Paper(GAZETTE, [FERRY]), Paper(COURIER, [LATER])
    async with open_town(*papers) as town:
        await town.record()

        statements = await said(town)

        assert len({each.speaker for each in statements}) == 1
        assert len({each.article.url for each in statements}) == 2


async def test_an_article_without_a_topic_is_not_recorded() -> None:
    paper = Paper(GAZETTE, [SCHOOL])
    topic = Topic("coast", "The coast", (paper.source(),), include=("ferry",))
    async with open_town(paper, topic=topic) as town:
        await town.record()

        assert await town.store.statements(COAST) == ()
        assert (await town.store.due_entries(1)).after > 0


async def test_an_article_is_recorded_for_every_topic() -> None:
    paper = Paper(GAZETTE, [FERRY])
    async with open_town(paper) as town:
        ports = Topic("ports", "Ports", (paper.source(),), include=("port",))
        town.configuration = replace(
            town.configuration, topics=(*town.configuration.topics, ports)
        )

        await town.record()

        assert await said(town, StatementQuery(frozenset({"ports"})))
        assert await said(town)


async def test_a_copy_is_one_more_paper() -> None:
    copy = replace(FERRY, name="copy", day=FERRY.day + timedelta(hours=1))
    async with open_town(Paper(GAZETTE, [FERRY]), Paper(COURIER, [copy])) as town:
        await town.record()

        statement = (await said(town))[0]

        copies = await town.store.copies([statement.article.original], COAST.topics)
        assert {each.paper for each in copies} == {
            "lenna-gazette.example",
            "coast-courier.example",
        }


async def test_a_copy_is_read_for_a_topic_that_its_original_lacks() -> None:
    copy = replace(FERRY, name="copy", day=FERRY.day + timedelta(hours=1))
    courier = Paper(COURIER, [copy])
    async with open_town(Paper(GAZETTE, [FERRY]), courier) as town:
        private = Topic("private", "Private", (courier.source(),))
        town.configuration = replace(
            town.configuration, topics=(*town.configuration.topics, private)
        )
        await town.record()

        statement = (await said(town, StatementQuery(frozenset({"private"}))))[0]

        assert statement.article.paper == "coast-courier.example"


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
