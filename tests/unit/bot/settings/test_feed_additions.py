from __future__ import annotations

import pytest

from bot.core.batch.feed_import import ImportedFeed, ImportPlan
from bot.core.domain.configuration import Configuration, Source, SourceKind, Topic
from bot.settings.feed_additions import exported, plan_import

FEED = Source(SourceKind.FEED, "https://example.org/rss", "de")
PAGE = Source(SourceKind.PAGE, "https://example.org/page")
PORTS = Topic("ports", "Ports and ships", (FEED, PAGE))


def planned(*found: ImportedFeed, topic: str | None = None) -> ImportPlan:
    return plan_import(Configuration((PORTS,), ()), found, topic)


def topics(plan: ImportPlan) -> list[tuple[str, str]]:
    """Ids and titles of the topics that get feeds."""
    return [(addition.topic, addition.title) for addition in plan.additions]


@pytest.mark.parametrize(
    ("folder", "topic"),
    [
        ("ports AND ships", ("ports", "Ports and ships")),
        ("Ports", ("ports", "Ports")),
        ("World / Asia & Pacific", ("world-asia-pacific", "World / Asia & Pacific")),
        ("Économie", ("economie", "Économie")),
        ("経済", ("feeds", "経済")),
        (None, ("feeds", "Feeds")),
    ],
)
def test_a_folder_becomes_a_topic(folder: str | None, topic: tuple[str, str]) -> None:
    plan = planned(ImportedFeed("https://example.org/new", folder))

    assert topics(plan) == [topic]


def test_all_feeds_go_to_the_topic_that_is_named() -> None:
    plan = planned(
        ImportedFeed("https://example.org/1", "A"),
        ImportedFeed("https://example.org/2", "B"),
        topic="world-news",
    )

    assert topics(plan) == [("world-news", "World news")]
    assert plan.count == 2


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (FEED.url, "is already in the topic ports"),
        ("https://EXAMPLE.org/rss#top", "is already in the topic ports"),
        ("javascript:x", 'write a whole address, such as "https://example.org/news"'),
    ],
)
def test_what_is_there_or_no_address_is_left_out(url: str, reason: str) -> None:
    plan = planned(ImportedFeed(url), topic="ports")

    assert plan == ImportPlan((), ((url, reason),))


def test_a_feed_that_stands_twice_in_a_folder_is_added_once() -> None:
    twice = ImportedFeed("https://example.org/new", "A")

    plan = planned(twice, twice)

    assert plan.count == 1
    assert plan.skipped == ((twice.url, "is already in the topic a"),)


def test_what_was_exported_is_all_there_when_it_is_imported() -> None:
    plan = planned(*exported((PORTS,)))

    assert plan == ImportPlan((), ((FEED.url, "is already in the topic ports"),))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Harbour Post", "Harbour Post"),
        ("n" * 100, "n" * 80),
        (None, None),
        ("", None),
        ("https://example.org/new", None),
        ("...", None),
        ("/news/", None),
    ],
)
def test_a_name_is_kept_if_the_file_may_have_it(
    name: str | None, kept: str | None
) -> None:
    plan = planned(ImportedFeed("https://example.org/new", "A", name))

    (feed,) = plan.additions[0].feeds
    assert feed.name == kept
