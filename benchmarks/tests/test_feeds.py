from __future__ import annotations

import pytest

from benchmarks.feed_damage import DAMAGE, damaged
from benchmarks.feed_shapes import (
    SHAPES,
    SIZES,
    Post,
    Sample,
    make_samples,
    write_sample,
)
from benchmarks.feeds import READERS, Kept, bodies, read_ours, share


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_is_read_as_it_was_meant(shape: str) -> None:
    sample = write_sample(shape, 12)

    titles = read_ours(sample.text.encode())

    assert titles == [post.title for post in sample.posts]


@pytest.mark.parametrize("kind", [kind for kind in DAMAGE if kind != "truncated"])
@pytest.mark.parametrize("shape", [shape for shape in SHAPES if shape != "json"])
def test_no_damage_costs_an_item_or_a_title(shape: str, kind: str) -> None:
    sample = write_sample(shape, 12)

    titles = read_ours(damaged(kind, sample))

    assert titles == [post.title for post in sample.posts]


def test_there_are_thirteen_kinds_of_damage() -> None:
    assert len(DAMAGE) == 13


def test_samples_are_the_same_on_every_run() -> None:
    assert make_samples(9) == make_samples(9)


def test_samples_come_in_all_shapes_and_sizes() -> None:
    samples = make_samples(len(SHAPES))

    assert [sample.shape for sample in samples] == list(SHAPES)
    assert all(SIZES[0] <= len(sample.posts) <= SIZES[1] for sample in samples)


def posts(*titles: str) -> tuple[Post, ...]:
    """Posts with these titles."""
    first = write_sample("oldest", 1).posts[0]
    return tuple(
        Post(title, first.url, first.published, first.author, first.lead, first.html)
        for title in titles
    )


def test_shares_count_items_and_right_titles() -> None:
    sample = Sample("oldest", "", posts("a", "b", "c", "d"))

    kept = share([(["a", "x", "b"], sample)])

    assert kept == Kept(items=0.75, titles=0.5)


def test_more_items_than_there_are_do_not_count() -> None:
    sample = Sample("oldest", "", posts("a"))

    assert share([(["a", "a", None], sample)]) == Kept(1.0, 1.0)


@pytest.mark.parametrize("name", READERS)
def test_every_reader_reads_a_whole_feed(name: str) -> None:
    sample = write_sample("weblog", 10)

    assert len(READERS[name](sample.text.encode())) == 10


@pytest.mark.parametrize("name", READERS)
def test_no_reader_stops_at_what_is_no_feed(name: str) -> None:
    assert len(READERS[name](b"<html><body>words</body></html>")) == 0


@pytest.mark.equipment
def test_bodies_are_as_large_as_a_fetched_page_at_most() -> None:
    found = bodies(make_samples(3))

    assert max(map(len, found)) <= 5_000_000
    assert len(found) == 3 + 3 * len(DAMAGE) + len(SHAPES)
