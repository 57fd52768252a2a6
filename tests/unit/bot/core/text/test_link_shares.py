from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.digests.digest import (
    MAX_LINKED_STORIES,
    MAX_LINKS_PER_PUBLISHER,
    StorySummary,
    split_links,
)
from tests.fakes.stories import make_report, make_story


def stories(*sites: str) -> list[StorySummary]:
    """A story of each of these sites, the best first."""
    found = []
    for number, site in enumerate(sites):
        report = make_report(f"news-{number}", f"Report {number} of a flood.")
        article = replace(report.article.article, url=f"https://{site}/{number}")
        moved = replace(report.article, article=article)
        found.append(make_story(replace(report, article=moved)))
    return found


def names(found: Sequence[StorySummary]) -> list[str]:
    return [story.lead.id for story in found]


def test_a_paper_gives_way_to_others_after_its_share() -> None:
    found = stories(*["a.example"] * 20, *["b.example"] * 12)

    linked, passed = split_links(found)

    numbers = [*range(MAX_LINKS_PER_PUBLISHER), *range(20, 25), *range(5, 10)]
    assert names(linked) == [f"news-{number}" for number in sorted(numbers)]
    assert len(passed) == 32 - MAX_LINKED_STORIES


def test_places_that_are_left_go_to_whoever_waits() -> None:
    linked, passed = split_links(stories(*["a.example"] * 20))

    assert names(linked) == [f"news-{number}" for number in range(MAX_LINKED_STORIES)]
    assert len(passed) == 5
