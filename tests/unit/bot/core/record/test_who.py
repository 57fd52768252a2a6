from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot.core.domain.record import RecordedClaim, RecordEntry, Speaker
from bot.core.messages.markdown import to_markdown
from bot.core.record.names import identify, keys_of
from bot.core.record.who import Candidates, SpeakerAnswer, Who, WhoQuery
from bot.core.record.who_views import (
    WhoView,
)
from bot.stores.sql import SqlStore, open_store
from tests.fakes.record import make_claim, make_entry, make_sentence, make_speaker
from tests.fakes.records import DAY, NOW, add, make_stored

HARBOURS = frozenset({"harbours"})
VIEW = WhoView("en", ZoneInfo("UTC"), NOW + 30 * DAY)


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    async with open_store("sqlite://") as opened:
        yield opened


async def say(
    store: SqlStore,
    *texts: str,
    name: str = "a1",
    speaker: Speaker | None = None,
    days: int = 0,
    topics: tuple[str, ...] = ("harbours",),
    paper: str = "Lenna Gazette",
    copy_of: str | None = None,
) -> RecordEntry:
    """Record an article in which a person says these words."""
    stored = make_stored(name, seen=NOW + days * DAY)
    stored = replace(stored, copy_of=copy_of)
    await add(store, name, stored)
    due = await store.due_entries(1)
    who = speaker or make_speaker()
    entry = make_entry(
        due.articles[0].article,
        number=due.through,
        topics=topics,
        sentences=[make_sentence(f"{text}, {who.name} said.") for text in texts],
        claims=[_claim(who, index, text) for index, text in enumerate(texts)],
    )
    entry = replace(entry, article=replace(entry.article, paper=paper))
    known = identify([entry], await store.speakers(keys_of([entry])))
    assert await store.record(due, known)
    return entry


def _claim(speaker: Speaker, sentence: int, text: str) -> RecordedClaim:
    return make_claim(speaker, sentence=sentence, text=text)


async def ask(store: SqlStore, name: str = "Ida Brandt") -> SpeakerAnswer:
    """The answer about one speaker."""
    answer = await Who(store).ask(WhoQuery(name, HARBOURS))
    assert isinstance(answer, SpeakerAnswer)
    return answer


async def candidates(store: SqlStore, name: str) -> list[tuple[str, str | None]]:
    """The people and organisations whom a name may mean, with their roles."""
    answer = await Who(store).ask(WhoQuery(name, HARBOURS))
    assert isinstance(answer, Candidates)
    return [(each.name, each.role) for each in answer.speakers]


def texts(answer: SpeakerAnswer) -> list[list[str]]:
    """The statements of each story, in order."""
    return [[line.statement.text for line in story] for story in answer.stories]


async def test_statements_come_newest_first_grouped_by_story(store: SqlStore) -> None:
    await say(store, "It sails", "It waits", name="a1")
    await say(store, "It sank", name="a2", days=1)
    await say(store, "It floats", name="a3", days=2)
    await store.set_stories({"id-a1": "ferry", "id-a3": "ferry"})

    answer = await ask(store)

    assert texts(answer) == [["It floats", "It sails", "It waits"], ["It sank"]]


async def test_one_statement_of_several_papers_is_one_line(store: SqlStore) -> None:
    await say(store, "It sails on", name="a1", paper="Gazette")
    await say(store, "It SAILS, on", name="a2", days=1, paper="Courier")
    copy = "id-a1"
    await say(store, name="a3", days=2, paper="Herald", copy_of=copy)

    ((line,),) = (await ask(store)).stories

    assert line.statement.text == "It SAILS, on"
    assert line.papers == ("Courier", "Gazette", "Herald")


async def test_a_copy_of_another_topic_is_not_named(store: SqlStore) -> None:
    await say(store, "It sails", name="a1", paper="Gazette")
    await say(
        *(store, "It sails"), name="a2", topics=("secret",), paper="Hidden", days=1
    )
    await say(store, name="a3", copy_of="id-a1", topics=("secret",), paper="Hidden too")

    ((line,),) = (await ask(store)).stories

    assert line.papers == ("Gazette",)


async def test_a_name_is_found_in_several_forms(store: SqlStore) -> None:
    await say(store, "It sails", speaker=make_speaker("Ida Åberg"))

    for typed in (
        "ida aberg",
        "Mrs Ida Åberg",
        "Åberg",
        "IDA",
        "Åberg, harbour master",
    ):
        assert (await ask(store, typed)).speaker.name == "Ida Åberg"
    assert await candidates(store, "Olof Lind") == []
    assert await candidates(store, "…") == []


async def test_a_surname_of_two_people_asks_which_one(store: SqlStore) -> None:
    other = make_speaker("Olof Brandt", role="mayor of Lenna")
    await say(store, "It sails", name="a1")
    await say(store, "It sank", name="a2", speaker=other, days=1)

    assert await candidates(store, "Brandt") == [
        ("Olof Brandt", "mayor of Lenna"),
        ("Ida Brandt", "harbour master"),
    ]
    assert texts(await ask(store, "Brandt, mayor")) == [["It sank"]]
    assert texts(await ask(store, "Olof Brandt")) == [["It sank"]]


async def test_two_people_with_one_name_are_told_apart_by_role(
    store: SqlStore,
) -> None:
    await say(store, "It sails", name="a1")
    await say(store, "It sank", name="a2", speaker=make_speaker(role="teacher"))

    assert await candidates(store, "Ida Brandt") == [
        ("Ida Brandt", "teacher"),
        ("Ida Brandt", "harbour master"),
    ]
    assert texts(await ask(store, "Ida Brandt, teacher")) == [["It sank"]]


async def test_people_of_other_topics_are_unknown(store: SqlStore) -> None:
    await say(store, "It sails", topics=("secret",))

    assert await candidates(store, "Ida Brandt") == []
    assert await Who(store).names("ida", HARBOURS) == ()


async def test_an_earlier_statement_that_differs_is_beside_the_new_one(
    store: SqlStore,
) -> None:
    await say(store, "The repair costs 40 million", name="a1")
    await say(store, "The repair costs 65 million", name="a2", days=3)

    answer = await ask(store)

    newest, oldest = (line for story in answer.stories for line in story)
    assert newest.earlier == oldest.statement
    assert oldest.earlier is None
    page = to_markdown(VIEW.message(answer)).replace("\xa0", " ")
    assert page.index("then Sun 1 Mar") < page.index("now Wed 4 Mar")
