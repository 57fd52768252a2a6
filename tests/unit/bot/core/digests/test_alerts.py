from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.digests.alerts import (
    AlertRule,
    Development,
    death_reports,
    deaths_in,
)
from bot.core.digests.digest import StorySummary
from bot.core.digests.story import Story, rank
from bot.core.domain.alerts import AlertedStory
from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Destination,
    Topic,
    WatchedActor,
)
from bot.core.domain.records import StoredArticle
from summarizers.model import Article
from tests.fakes.records import NOW, make_stored

ACTORS = (WatchedActor("Norland", ("Kingdom of Norland",)), WatchedActor("Sudland"))
TOPIC = Topic("ports", "Ports", (), actors=ACTORS)
DESK = (Destination("fake", "desk"),)
TEXT = "The harbour of Lenna is closed after a fire. Five people died in the blaze."


def plan(**condition: object) -> AlertPlan:
    """An alert with this condition."""
    return AlertPlan("outages", (TOPIC,), AlertCondition(**condition), DESK)  # type: ignore[arg-type]


def article(
    paper: str, *, title: str = "Fire in Lenna", text: str = TEXT
) -> StoredArticle:
    """The report of a paper."""
    url = f"https://{paper}.example/fire"
    content = Article(text, title, url, NOW.date(), lang="en")
    return replace(make_stored(paper), id=paper, article=content)


def story(*articles: StoredArticle, watched: tuple[str, ...] = ()) -> Story:
    """A story of new articles."""
    ids = frozenset(each.id for each in articles)
    return Story("fire", "ports", articles, ids, watched=watched)


def earlier(papers: int = 1, deaths: float = 0.0) -> AlertedStory:
    """The state of the story at the last message."""
    return AlertedStory("a", frozenset({"a"}), 1, NOW, papers, deaths)


def summary_of(reported: Story, *, ended: bool = False) -> StorySummary:
    """A story with its first article as lead."""
    lead = reported.articles[0]
    return StorySummary(reported, rank(reported, NOW), lead, ended=ended)


@pytest.mark.parametrize(
    ("papers", "reasons"),
    [
        (2, ("2 independent papers",)),
        (1, ("2 independent papers",)),
        (3, None),
    ],
)
def test_a_story_needs_its_number_of_papers(
    papers: int, reasons: tuple[str, ...] | None
) -> None:
    rule = AlertRule(plan(papers=papers))

    assert rule.reasons(story(article("a"), article("b"))) == reasons


def test_a_copy_is_no_further_paper() -> None:
    copy = replace(article("b"), copy_of="a")

    assert AlertRule(plan(papers=2)).reasons(story(article("a"), copy)) is None


@pytest.mark.parametrize("name", ["Norland", "norland", "kingdom of norland"])
def test_a_listed_actor_is_found_by_any_of_its_forms(name: str) -> None:
    rule = AlertRule(plan(actors=(name,)))

    assert rule.topics == (TOPIC,)
    reasons = rule.reasons(story(article("a"), watched=("Sudland", "Norland")))
    assert reasons == ("it names Norland",)
    assert rule.reasons(story(article("a"), watched=("Sudland",))) is None


def test_a_match_says_where_it_is() -> None:
    rule = AlertRule(plan(match=("/CVE-\\d+/", "blaze")))

    titled = article("a", title="Patch for CVE-2026 is out")
    assert rule.reasons(story(titled)) == ("“/CVE-\\d+/” in the title",)
    assert rule.reasons(story(article("b"))) == ("“blaze” in the lead",)
    assert rule.reasons(story(article("c", text="A fire."))) is None


def test_every_part_of_a_condition_has_its_reason() -> None:
    rule = AlertRule(plan(papers=1, any_actor=True, match=("blaze",)))

    reasons = rule.reasons(story(article("a"), watched=("Norland",)))

    assert reasons == ("1 paper", "it names Norland", "“blaze” in the lead")
    assert rule.reasons(story(article("a"))) is None


def test_deaths_are_counted_at_the_top_of_reports() -> None:
    safe = article("b", text="Nobody was hurt in the fire, the mayor said.")

    assert deaths_in(story(article("a"), safe)) == 5
    assert deaths_in(story(safe)) == 0
    assert death_reports(story(article("a"), safe), 4) == {"a"}
    assert death_reports(story(article("a"), safe), 5) == frozenset()


@pytest.mark.parametrize(
    ("before", "ended", "waits"),
    [
        (earlier(deaths=5), False, True),
        (earlier(deaths=4), False, False),
        (earlier(deaths=5), True, False),
        (earlier(papers=0, deaths=5), False, False),
    ],
    ids=["nothing", "death", "ending", "papers"],
)
def test_an_ending_a_death_and_two_papers_do_not_wait(
    before: AlertedStory, *, ended: bool, waits: bool
) -> None:
    reported = story(article("a"), article("b"))
    development = Development(before, summary_of(reported, ended=ended))

    end = development.waits_until(plan(papers=1), NOW + timedelta(hours=1))

    assert end == (NOW + timedelta(hours=6) if waits else None)


def test_after_the_cool_down_nothing_waits() -> None:
    development = Development(earlier(deaths=9), summary_of(story(article("a"))))

    assert development.waits_until(plan(), NOW + timedelta(hours=6)) is None
