"""The contract of the record's store: the speakers of a story become one."""

from __future__ import annotations

from dataclasses import replace

from bot.core.domain.record import RecordedClaim, StatementQuery
from bot.stores.sql import SqlStore
from tests.fakes.record import make_claim, make_entry, make_speaker
from tests.fakes.records import add

HARBOURS = frozenset({"harbours"})
MAYOR = make_speaker(role="mayor")


async def add_report(store: SqlStore, name: str, claim: RecordedClaim) -> None:
    """Add an article and record it with this claim."""
    article = await add(store, name)
    due = await store.due_entries(1)
    entry = make_entry(article, number=due.articles[0].number, claims=[claim])
    assert await store.record(due, [entry])


def by_surname(role: str = "Mayor", surname: str = "brandt") -> RecordedClaim:
    """A claim of a speaker whom the article names by office and surname alone."""
    return replace(make_claim(), role=role, surname=surname)


async def group(store: SqlStore, *names: str, story: str = "the-story") -> None:
    """Let these articles be one story."""
    await store.set_stories({f"id-{name}": story for name in names})


async def speakers(store: SqlStore) -> list[tuple[str, str] | None]:
    """The name and role of the speaker of each statement, oldest first."""
    found = await store.statements(StatementQuery(HARBOURS))
    return [
        (each.speaker.name, each.speaker.role or "") if each.speaker else None
        for each in reversed(found)
    ]


async def test_a_surname_is_named_when_its_story_has_the_full_name(
    store: SqlStore,
) -> None:
    await add_report(store, "ferry", by_surname())
    await add_report(store, "bridge", make_claim(MAYOR))

    assert await speakers(store) == [None, ("Ida Brandt", "mayor")]

    await group(store, "ferry", "bridge")

    assert await speakers(store) == [("Ida Brandt", "mayor")] * 2


async def test_a_report_that_joins_a_story_later_is_named_at_once(
    store: SqlStore,
) -> None:
    await add_report(store, "bridge", make_claim(MAYOR))
    await group(store, "bridge")
    article = replace(await add(store, "ferry"), story="the-story")
    due = await store.due_entries(1)
    entry = make_entry(article, number=due.articles[0].number, claims=[by_surname()])
    await store.record(due, [entry])

    assert await speakers(store) == [("Ida Brandt", "mayor")] * 2


async def test_a_second_bearer_of_the_name_takes_it_back(store: SqlStore) -> None:
    await add_report(store, "ferry", by_surname())
    await add_report(store, "bridge", make_claim(MAYOR))
    await group(store, "ferry", "bridge")
    other = make_speaker("Olof Brandt", role="deputy mayor")
    await add_report(store, "school", make_claim(other))

    await group(store, "school")

    assert (await speakers(store))[0] is None
