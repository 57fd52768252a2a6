"""The contract of EditionStore."""

from __future__ import annotations

from dataclasses import replace

from bot.core.domain.records import Edition, History, ToldKind
from bot.stores.sql import SqlStore
from tests.fakes.records import DAY, NOW, make_edition, make_line


async def test_a_slot_keeps_its_first_edition(store: SqlStore) -> None:
    await store.freeze(make_edition("first"))

    again = await store.freeze(make_edition("second"))

    assert again == make_edition("first")
    assert await store.editions("morning", 10) == (make_edition("first"),)


async def test_the_last_editions_are_given_newest_first(store: SqlStore) -> None:
    for day in (2, 1, 3):
        await store.freeze(at_day(day))

    found = await store.editions("morning", 2)

    assert [edition.id for edition in found] == ["edition-3", "edition-2"]


async def test_a_history_has_all_that_was_printed(store: SqlStore) -> None:
    later = at_day(1)
    for edition in (make_edition("first"), later):
        await store.freeze(edition)

    found = await store.history("console/desk", after=NOW - DAY)

    assert found == History(
        frozenset((*make_edition("first").sentences, *later.sentences)),
        frozenset(("id-ferry", "id-bridge")),
        frozenset(("id-school", "id-harbour")),
        NOW + DAY,
        {"morning": NOW + DAY},
    )


async def test_a_history_knows_each_digest_s_last_time(store: SqlStore) -> None:
    other = replace(make_edition("second", slot="later"), digest="evening")
    for edition in (make_edition("first"), replace(other, at=NOW + DAY)):
        await store.freeze(edition)

    found = await store.history("console/desk", after=NOW - DAY)

    assert found.by_digest == {"morning": NOW, "evening": NOW + DAY}
    assert found.last == NOW + DAY


async def test_a_history_starts_after_a_time(store: SqlStore) -> None:
    await store.freeze(make_edition())

    assert await store.history("console/desk", after=NOW) == History()


def at_day(day: int) -> Edition:
    """An edition of this many days later."""
    at = NOW + day * DAY
    edition = make_edition(f"{day}", slot=f"slot {day}")
    return replace(edition, at=at, lines=(make_line(f"line-{day}", at=at),))


async def test_the_told_lines_of_a_channel_come_in_their_order(
    store: SqlStore,
) -> None:
    for edition in (at_day(2), at_day(1), make_edition()):
        await store.freeze(edition)

    lines = await store.told_lines("console/desk", after=NOW - DAY)

    assert lines == (*make_edition().lines, *at_day(1).lines, *at_day(2).lines)


async def test_a_told_line_may_hold_any_text(store: SqlStore) -> None:
    line = make_line(
        text="«\u00a0Non\u00a0», dit-elle — 12\u202f% 🛟", kind=ToldKind.CLAIM
    )
    edition = replace(make_edition(), lines=(line,))

    assert await store.freeze(edition) == edition
    assert await store.told_lines("console/desk", after=NOW - DAY) == (line,)


async def test_a_purge_deletes_the_lines_with_their_edition(store: SqlStore) -> None:
    for edition in (make_edition(), at_day(2)):
        await store.freeze(edition)

    await store.purge(NOW + DAY)

    assert await store.told_lines("console/desk", after=NOW - DAY) == at_day(2).lines


async def test_the_last_editions_of_a_channel_are_of_all_digests(
    store: SqlStore,
) -> None:
    first = make_edition()
    later = replace(
        make_edition("later", slot=None), digest="evening", at=NOW + DAY, lines=()
    )
    other = replace(make_edition("other", slot=None), channel="console/pier", lines=())
    for edition in (first, later, other):
        await store.freeze(edition)

    found = await store.channel_editions("console/desk", 9)

    assert [edition.id for edition in found] == [later.id, first.id]
    assert len(await store.channel_editions("console/desk", 1)) == 1
