"""The contract of the record's store: the speakers of a story become one."""

from __future__ import annotations

from dataclasses import replace

from bot.core.domain.record import RecordedClaim, StatementQuery
from bot.stores.sql import SqlStore
from tests.fakes.record import make_claim, make_entry, make_speaker
from tests.fakes.records import DAY, NOW, add
from tests.fakes.search import record_sentence

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


async def test_askers_find_the_names_and_roles_of_their_own_topics_alone(
    store: SqlStore,
) -> None:
    await record_sentence(store, "a1", "The ferry stays.", role="mayor", who="Ida Lind")
    for name, who, role in (("b1", "Olof Lind", "miner"), ("b2", "Ida Lind", "pilot")):
        await record_sentence(
            store, name, f"Pit {name}.", topics=["mines"], who=who, role=role
        )

    async def named(*topics: str) -> list[tuple[str, str | None]]:
        found = await store.speakers_named("lind", topics, 10)
        return [(one.name, one.role) for one in found]

    assert await named("harbours") == [("Ida Lind", "mayor")]
    assert await named("mines") == [("Ida Lind", "pilot"), ("Olof Lind", "miner")]
    assert await named("schools") == []


async def test_statements_since_a_day_are_of_that_day_or_later(store: SqlStore) -> None:
    for name, days in (("a1", 0), ("a2", 2), ("a3", 1)):
        text, at = f"The ferry {name} stays in port.", NOW + days * DAY
        await record_sentence(store, name, text, at=at, who="Ida Lind")

    found = await store.statements(StatementQuery(HARBOURS, since=NOW + 2 * DAY))

    assert [one.article.id for one in found] == ["id-a2"]
