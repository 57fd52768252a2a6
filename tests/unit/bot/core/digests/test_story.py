from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.core.digests.story import (
    Story,
    assign_story_ids,
    rank,
    with_earliest_originals,
)
from bot.core.domain.records import StoredArticle
from tests.fakes.records import DAY, NOW, make_stored


def report(
    name: str,
    *,
    site: str = "lenna-gazette.example",
    seen: datetime = NOW,
    copy_of: str | None = None,
    story: str | None = None,
) -> StoredArticle:
    """An article of this name on a site, published when it was seen."""
    stored = make_stored(name)
    article = replace(stored.article, url=f"https://{site}/{name}")
    return replace(
        stored,
        id=name,
        article=article,
        seen=seen,
        published=seen,
        copy_of=copy_of,
        story=story,
    )


def coverage(
    *articles: StoredArticle, shown: Sequence[str] = (), watched: tuple[str, ...] = ()
) -> Story:
    """A story of these articles, of which those named were shown."""
    fresh = frozenset(one.id for one in articles) - frozenset(shown)
    return Story("story", "coast", articles, fresh, watched)


def names(*stories: Sequence[StoredArticle]) -> dict[str, list[str]]:
    """The stories' ids with the ids of their articles."""
    return {
        name: [article.id for article in articles]
        for name, articles in assign_story_ids(stories)
    }


def test_of_two_stories_that_merge_the_id_of_more_articles_stays() -> None:
    small = report("a", seen=NOW - DAY, story="a")
    large = [report(name, story="b") for name in ("b", "c")]

    assert names([small, *large]) == {"b": ["a", "b", "c"]}


def test_of_a_story_that_splits_the_larger_part_keeps_the_id() -> None:
    alone = report("a", seen=NOW - DAY, story="a")
    others = [report(name, story="a") for name in ("b", "c")]

    found = names([alone], others)

    assert found["a"] == ["b", "c"]
    assert len(found) == 2


def test_the_parts_of_a_split_story_keep_their_ids_from_then_on() -> None:
    stories = [[report("a", story="a")], [report("b", story="a")]]

    first = assign_story_ids(stories)
    again = [[replace(one, story=name) for one in story] for name, story in first]

    assert names(*again) == {name: [one.id for one in some] for name, some in first}


def test_no_id_is_given_twice_however_often_stories_split() -> None:
    # "a" belongs to those that took its id, and "a-2" to those that took that one.
    stories = [
        [report("a", story="a-2")],
        [report("b", story="a"), report("c", story="a")],
        [report("d", story="a-2"), report("e", story="a-2")],
    ]

    assert len(names(*stories)) == 3


def test_ids_do_not_depend_on_the_order_of_stories() -> None:
    stories = [
        [report("a", story="x"), report("b", story="y")],
        [report("c", story="y"), report("d", story="x")],
        [report("e")],
    ]

    assert names(*stories) == names(*reversed(stories))


def test_copies_count_once_for_the_site_of_the_original() -> None:
    story = coverage(
        report("a", site="agency.example"),
        report("b", copy_of="a"),
        report("c", site="coast-courier.example", copy_of="a"),
    )

    assert story.publishers == ("agency.example",)
    assert story.copies == 2


@pytest.mark.parametrize(
    "read",
    [
        [report("a"), report("b", copy_of="a"), report("c", copy_of="a")],
        [report("a", copy_of="b"), report("b"), report("c", copy_of="b")],
        [report("a", copy_of="c"), report("b", copy_of="c"), report("c")],
    ],
)
def test_which_of_several_copies_was_read_first_makes_no_difference(
    read: list[StoredArticle],
) -> None:
    settled = with_earliest_originals(read)

    assert [one.copy_of for one in settled] == [None, "a", "a"]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (report("b", copy_of="a"), True),
        (report("b"), False),
        (report("b", copy_of="elsewhere"), False),
        (report("b", copy_of="long-ago"), True),
    ],
)
def test_only_copies_of_what_was_shown_bring_nothing(
    new: StoredArticle, expected: object
) -> None:
    story = coverage(report("a"), new, shown=["a"])

    assert story.is_copied({"a", "long-ago"}) is expected


def test_a_near_copy_of_a_report_of_the_story_may_add_to_it() -> None:
    longer = replace(report("b", copy_of="a"), digest="of more words")

    assert not coverage(report("a"), longer, shown=["a"]).is_copied({"a"})


def test_more_independent_reporters_rank_higher() -> None:
    alone = rank(coverage(report("a"), report("b")), NOW)
    both = rank(coverage(report("a"), report("b", site="courier.example")), NOW)

    assert both.score > alone.score


def test_copies_lift_no_story() -> None:
    alone = rank(coverage(report("a")), NOW)
    copied = rank(
        coverage(report("a"), report("b", site="courier.example", copy_of="a")), NOW
    )

    assert copied == alone


def test_fresher_stories_rank_higher_and_a_day_halves_it() -> None:
    now = rank(coverage(report("a")), NOW)
    later = rank(coverage(report("a")), NOW + DAY)

    assert later.freshness == pytest.approx(now.freshness / 2)
    assert later.score < now.score


def test_watched_actors_lift_a_story_up_to_three() -> None:
    scores = [
        rank(coverage(report("a"), watched=tuple("ABCD"[:number])), NOW).score
        for number in range(5)
    ]

    assert scores[0] < scores[1] < scores[2] < scores[3] == scores[4]
