from __future__ import annotations

import codecs
import json
from collections.abc import Mapping

import pytest

from bot.core.domain.records import Item
from bot.sources.feeds.parser import parse_feed
from tests.fakes.feeds import page


def feed_of(*items: object) -> str:
    """A JSON Feed of these items."""
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items})


def only(item: Mapping[str, object]) -> Item:
    """The only item of a feed."""
    (found,) = parse_feed(page(feed_of(item))).items
    return found


def test_values_of_another_type_are_passed_over() -> None:
    found = only({"id": ["x"], "url": 5, "title": {"a": 1}, "content_text": None})

    assert (found.guid, found.title, found.content) == (None, None, "")


def test_a_number_serves_as_an_id() -> None:
    assert only({"id": 17, "title": "a"}).guid == "17"


def test_a_truth_value_is_no_title() -> None:
    assert only({"id": "1", "title": True}).title is None


def test_what_is_no_item_is_passed_over() -> None:
    feed = parse_feed(page(feed_of(1, None, "words", [], {"id": "1"})))

    assert [found.guid for found in feed.items] == ["1"]


@pytest.mark.parametrize("date", ["soon", 1_770_000_000, None, "12:30"])
def test_a_bad_date_costs_only_itself(date: object) -> None:
    found = only({"id": "1", "title": "a", "date_published": date})

    assert (found.title, found.published) == ("a", None)


@pytest.mark.parametrize(
    "people",
    [
        {"authors": [{"name": "Ada Holm"}, {"name": 3}]},
        {"author": {"name": "Ada Holm"}},
        {"authors": [None, {"name": "Ada Holm"}]},
    ],
)
def test_an_author_is_found_in_both_versions(people: Mapping[str, object]) -> None:
    assert only({"id": "1", **people}).authors == ("Ada Holm",)


@pytest.mark.parametrize("people", [{"authors": 3}, {"author": "Ada"}, {"authors": []}])
def test_other_authors_are_passed_over(people: Mapping[str, object]) -> None:
    assert only({"id": "1", **people}).authors == ()


def test_a_link_elsewhere_serves_when_there_is_no_other() -> None:
    assert only({"id": "1", "external_url": "/a"}).url == "https://example.org/a"


def test_the_longest_text_is_the_content() -> None:
    found = only({"id": "1", "content_html": "<p>a</p>", "summary": "A long summary."})

    assert found.content == "A long summary."


def test_a_mark_before_it_does_no_harm() -> None:
    body = codecs.BOM_UTF8 + b"\n" + feed_of({"id": "1"}).encode()

    assert len(parse_feed(page(body)).items) == 1


def test_wide_characters_are_read() -> None:
    body = feed_of({"id": "1", "title": "Häfen"}).encode("utf-16")

    assert parse_feed(page(body)).items[0].title == "Häfen"
