from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.core.digests.story import (
    Story,
    assign_story_ids,
    changed_story_ids,
    rank,
    with_earliest_originals,
)
from bot.core.domain.records import Origin, StoredArticle
from tests.fakes.records import DAY, NOW, make_stored

HOUR = timedelta(hours=1)


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


def test_a_new_story_is_called_as_its_first_article() -> None:
    early, late = report("a", seen=NOW - HOUR), report("b")

    assert names([late, early]) == {"a": ["a", "b"]}


def test_a_story_keeps_its_id_when_an_earlier_article_joins() -> None:
    known = report("b", story="b")
    joining = report("a", seen=NOW - DAY)

    assert names([known, joining]) == {"b": ["a", "b"]}


def test_of_two_stories_that_merge_the_id_of_more_articles_stays() -> None:
    small = report("a", seen=NOW - DAY, story="a")
    large = [report(name, story="b") for name in ("b", "c")]

    assert names([small, *large]) == {"b": ["a", "b", "c"]}


def test_of_two_equal_stories_that_merge_the_earlier_id_stays() -> None:
    later = report("a", story="a")
    earlier = report("b", seen=NOW - DAY, story="b")

    assert names([later, earlier]) == {"b": ["b", "a"]}


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


def test_only_articles_whose_story_is_another_are_changed() -> None:
    named = assign_story_ids(
        [[report("a", story="a"), report("b"), report("c", story="c")]]
    )

    assert changed_story_ids(named) == {"b": "a", "c": "a"}


def test_each_site_is_one_reporter() -> None:
    story = coverage(
        report("a"),
        report("b", site="www.lenna-gazette.example"),
        report("c", site="coast-courier.example"),
    )

    assert story.publishers == ("lenna-gazette.example", "coast-courier.example")


def test_copies_count_once_for_the_site_of_the_original() -> None:
    story = coverage(
        report("a", site="agency.example"),
        report("b", copy_of="a"),
        report("c", site="coast-courier.example", copy_of="a"),
    )

    assert story.publishers == ("agency.example",)
    assert story.copies == 2


def test_copies_of_one_original_beyond_the_digest_count_once() -> None:
    story = coverage(
        report("b", copy_of="a"),
        report("c", site="coast-courier.example", copy_of="a"),
        report("d", site="valley-post.example", copy_of="a"),
    )

    assert story.publishers == ("lenna-gazette.example",)
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


def test_the_copy_that_was_there_first_counts_as_the_original() -> None:
    settled = with_earliest_originals(
        [report("a", copy_of="b"), report("b", seen=NOW - DAY), report("c")]
    )

    assert [one.copy_of for one in settled] == ["b", None, None]


def test_copies_of_what_is_not_there_any_more_stay_copies() -> None:
    read = (report("a", copy_of="long-ago"), report("b", copy_of="long-ago"))

    assert with_earliest_originals(read) == read


@pytest.mark.parametrize(
    ("sources", "reporters"),
    [
        (("https://a.example/rss", "https://a.example/rss"), ("a.example",)),
        (("https://a.example/rss", "https://b.example/1"), ("a.example", "b.example")),
        (("/notes", "/notes"), ("/notes",)),
        (("/notes", "/minutes.txt"), ("/notes", "/minutes.txt")),
    ],
    ids=["one feed", "two feeds", "one folder", "two files"],
)
def test_articles_without_an_address_are_the_word_of_their_source(
    sources: tuple[str, ...], reporters: tuple[str, ...]
) -> None:
    articles = [
        replace(one, article=replace(one.article, url=None), sources=(source,))
        for one, source in zip((report("a"), report("b")), sources, strict=True)
    ]

    assert coverage(*articles).publishers == reporters


def test_new_and_shown_articles_are_told_apart_in_order() -> None:
    story = coverage(report("a"), report("b"), report("c"), shown=["b"])

    assert [one.id for one in story.new] == ["a", "c"]
    assert [one.id for one in story.shown] == ["b"]


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


def test_a_near_copy_of_what_was_shown_in_another_story_brings_nothing() -> None:
    longer = replace(report("b", copy_of="long-ago"), digest="of more words")

    assert coverage(report("a"), longer, shown=["a"]).is_copied({"a", "long-ago"})


def test_a_copy_of_what_a_shown_copy_copied_brings_nothing() -> None:
    story = coverage(
        report("a", copy_of="elsewhere"), report("b", copy_of="elsewhere"), shown=["a"]
    )

    assert story.is_copied({"a"})


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


def test_of_an_update_only_the_new_articles_are_fresh() -> None:
    old, new = report("a", seen=NOW - 5 * DAY), report("b")

    update = rank(coverage(old, new, shown=["b"]), NOW)

    assert update.newest == old.moment.timestamp()


def test_a_story_seen_this_moment_has_all_freshness() -> None:
    found = rank(coverage(report("a")), NOW)

    assert found.freshness == rank(coverage(report("a")), NOW - HOUR).freshness == 2.0


def test_a_report_from_the_future_is_no_fresher_than_one_of_now() -> None:
    ahead = replace(report("a"), published=NOW + 30 * DAY)

    assert rank(coverage(ahead), NOW) == rank(coverage(report("a")), NOW)


def test_a_day_without_a_time_is_its_noon() -> None:
    day = replace(report("a").article, published=date(2026, 3, 1))
    dated = replace(report("a"), published=None, article=day)

    assert dated.moment == datetime(2026, 3, 1, 12, tzinfo=NOW.tzinfo)


def test_an_article_without_any_date_is_half_as_fresh() -> None:
    nameless = replace(report("a").article, published=None)
    undated = replace(report("a"), published=None, article=nameless)

    assert rank(coverage(undated), NOW).freshness == pytest.approx(1.0)


def test_of_an_edited_page_the_newest_text_is_compared() -> None:
    first = report("a", seen=NOW - DAY)
    edited, copied = report("b", copy_of="a"), report("c", site="x.example")
    copied = replace(copied, copy_of="a")

    assert coverage(first, edited, copied).independent == (edited,)


def test_a_story_of_new_titles_alone_is_bare() -> None:
    title = replace(report("a"), origin=Origin.TITLE)

    assert coverage(title, report("b"), shown=["b"]).is_bare
    assert not coverage(title, report("b")).is_bare


def test_a_title_alone_was_not_read() -> None:
    title = replace(report("a"), origin=Origin.TITLE)
    story = coverage(title, report("b"), report("c"), shown=["a", "b"])

    assert [one.id for one in story.read] == ["b"]


def test_watched_actors_lift_a_story_up_to_three() -> None:
    scores = [
        rank(coverage(report("a"), watched=tuple("ABCD"[:number])), NOW).score
        for number in range(5)
    ]

    assert scores[0] < scores[1] < scores[2] < scores[3] == scores[4]


def test_a_new_story_goes_before_an_update_of_the_same_weight() -> None:
    new = rank(coverage(report("a"), report("b")), NOW)
    update = rank(coverage(report("a"), report("b"), shown=["a"]), NOW)

    assert new.score > update.score


def test_a_rank_tells_what_it_is_made_of() -> None:
    told = rank(coverage(report("a"), watched=("Moe",)), NOW).describe()

    expected = "score 5.00: sources 2.00, freshness 2.00, watched actors 1.00"
    assert told == expected
