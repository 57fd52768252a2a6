from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice, product
from typing import NoReturn
from zoneinfo import ZoneInfo

import pytest
from typing_extensions import override

from bot.core.digests.editions import make_edition, rendered_digest
from bot.core.domain.errors import ParseTimeoutError
from bot.core.domain.messages import Message, Style
from bot.core.domain.records import Edition
from bot.core.messages.briefing_json import JsonObject
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import ArticleBriefer
from summarizers.model import Article
from tests.fakes.reports import (
    BRIDGE,
    FERRY,
    FERRY_LATER,
    SCHOOL,
)
from tests.fakes.town import (
    COURIER,
    GAZETTE,
    START,
    Paper,
    Report,
    Town,
    open_town,
)


class Nobody(ArticleBriefer):
    """A briefer that must not be asked."""

    @override
    async def brief(self, article: Article) -> NoReturn:
        raise AssertionError(article.title)


class Clumsy(ArticleBriefer):
    """A briefer that fails at every article."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    @override
    async def brief(self, article: Article) -> NoReturn:
        raise self._error


@pytest.fixture
async def gazette() -> Paper:
    return Paper(GAZETTE, [FERRY, BRIDGE])


@pytest.fixture
async def courier() -> Paper:
    return Paper(COURIER)


@pytest.fixture
async def town(gazette: Paper, courier: Paper) -> AsyncIterator[Town]:
    async with open_town(gazette, courier) as opened:
        yield opened


def front(edition: Edition) -> str:
    return to_markdown(rendered_digest(edition).front)


def told(edition: Edition, place: str = "stories") -> list[JsonObject]:
    found = json.loads(edition.document)[place]
    assert isinstance(found, list)
    return found


def titles(edition: Edition, place: str = "stories") -> list[object]:
    return [story["title"] for story in told(edition, place)]


async def test_a_preview_counts_as_nothing_shown(town: Town) -> None:
    await town.preview()
    await town.wait()

    assert len(titles(await town.publish())) == 2


async def test_what_was_posted_is_not_posted_again(town: Town) -> None:
    await town.publish()
    await town.wait()
    edition = await town.publish()

    assert titles(edition) == titles(edition, "more") == []
    assert "Nothing new on The coast since Mon\xa02\xa0Mar, 06:00." in front(edition)


async def test_a_first_digest_without_articles_says_so() -> None:
    async with open_town(Paper(GAZETTE)) as town:
        edition = await town.preview()

    assert "Nothing on The coast yet." in front(edition)


async def test_a_second_report_of_a_known_story_tells_only_what_is_new(
    town: Town, courier: Paper
) -> None:
    first = await town.publish()
    courier.publish(FERRY_LATER)
    await town.wait(48)
    second = await town.publish()

    (story,) = told(second)
    assert story["update"] is True
    assert not set(second.sentences) & set(first.sentences)
    assert not set(second.articles) & set(first.articles)
    assert "*Moved ·* [*" in front(second)


def sentences(message: Message) -> set[str]:
    """The lines of an article's full briefing, without title and actors."""
    rows = (row for section in message.sections for row in section.rows)
    parts = (part for row in rows for part in row.parts)
    return {part.text for part in parts if part.style is Style.PLAIN}


async def test_a_briefing_is_made_once(town: Town) -> None:
    edition = await town.preview()
    composer = replace(town.digest_service.composer, briefer=Nobody())

    digest = await composer.compose(town.plan, "fake/desk", town.clock.now())

    assert make_edition(digest) == edition


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ParseTimeoutError("too slow"), []),
        (
            ZeroDivisionError("by zero"),
            [
                "article of a digest not briefed because of an unexpected error; report this bug"
            ]
            * 2,
        ),
    ],
)
async def test_an_article_that_cannot_be_briefed_costs_the_digest_its_lines_alone(
    town: Town, error: Exception, told: list[str]
) -> None:
    await town.digest_service.refresh(town.plan, town.configuration)
    composer = replace(town.digest_service.composer, briefer=Clumsy(error))

    digest = await composer.compose(town.plan, "fake/desk", town.clock.now())

    assert {story.lead.article.title for story in digest.linked} == {
        FERRY.title,
        BRIDGE.title,
    }
    assert town.event_log.events("error") == told


@pytest.mark.parametrize(
    ("zone", "expected"),
    [("Pacific/Auckland", False), ("Pacific/Honolulu", True)],
)
async def test_a_risk_is_over_by_the_day_where_the_digest_is_read(
    gazette: Paper, zone: str, *, expected: bool
) -> None:
    risk = "The crews will strike on Monday if the ship stays away."
    gazette.reports[:] = [replace(FERRY, text=f"{FERRY.text}\n\n{risk}")]
    async with open_town(gazette) as town:
        await town.digest_service.refresh(town.plan, town.configuration)
        plan = replace(town.plan, timezone=ZoneInfo(zone))
        found = await town.digest_service.composer.compose(
            plan, "fake/desk", START + timedelta(hours=6)
        )

    (story,) = found.top
    assert (story.risk is not None and story.risk.span.text == risk) is expected


def flood(site: str, number: int, *, first: int = 0, days_ago: int = 0) -> Paper:
    """A paper with this many stories that have no word in common."""
    syllables = ("ba", "de", "fo", "gu", "ki", "lo", "mi", "nu", "pa", "re", "so")
    words = map("".join, product(syllables, repeat=3))
    taken = islice(batches(words, 7), first, first + number)
    reports = [
        Report(
            name=one[0],
            title=f"The {one[0]} of {one[1].title()} is in {one[2].title()}",
            text=f"{one[5].title()} {one[6].title()} brought the {one[0]} of "
            f"{one[1].title()} to {one[2].title()} and sold its {one[3]} to {one[4]}.",
            day=START - timedelta(days=days_ago),
        )
        for one in taken
    ]
    return Paper(site, reports)


def batches(words: Iterator[str], size: int) -> Iterator[tuple[str, ...]]:
    while batch := tuple(islice(words, size)):
        yield batch


async def test_an_old_flood_after_a_pause_is_counted_and_not_repeated() -> None:
    paper = flood(GAZETTE, 30, days_ago=3)
    async with open_town(paper) as town:
        first = await town.publish()
        await town.wait()
        second = await town.publish()

    places = [len(titles(first, place)) for place in ("stories", "more")]
    assert places == [5, 15]
    assert len(first.articles) == sum(places)
    assert second.articles == ()
    assert titles(second, "passed") == []


async def test_young_stories_that_were_only_counted_may_be_told_next_time() -> None:
    async with open_town(flood(GAZETTE, 30)) as town:
        first = await town.publish()
        await town.wait()
        second = await town.publish()

    waited = set(titles(first, "passed"))
    assert len(waited) == 10
    assert set(titles(second) + titles(second, "more")) == waited


async def test_no_paper_takes_all_links_while_others_wait() -> None:
    papers = flood(GAZETTE, 26), flood(COURIER, 4, first=26, days_ago=5)
    async with open_town(*papers) as town:
        edition = await town.publish()

    linked = [str(one["url"]) for one in told(edition, "more")]
    assert len(linked) == 15
    assert sum(url.startswith(COURIER) for url in linked) == 4


DEAL = Report(
    "deal",
    "Teachers' strike in Brevik ends",
    "The strike of teachers at the three schools of Brevik is over: union and town "
    "signed an agreement on Saturday.\n\n"
    '"Eight new posts are a beginning," said union leader Siri Aune.\n\n'
    "Classes in Brevik begin again on Monday, the town said.",
    day=START + timedelta(days=5),
)
RECAP = Report(
    "parents",
    "Parents in Brevik teach at kitchen tables",
    "In the kitchens of Brevik parents bend over sums while the teachers of the three "
    "schools are on strike over crowded classes.\n\n"
    '"I had forgotten long division," said Jon Berge, a father of three. Grandparents '
    "help out, and the library of Brevik stays open until nine each evening so that "
    "children of the three schools find a place to read. The union of the teachers "
    "demands new posts, and the town says that it has no money for them.",
    day=START + timedelta(days=5, hours=6),
)


async def test_a_digest_on_monday_leads_with_the_ending_of_saturday() -> None:
    paper, other = Paper(GAZETTE, [SCHOOL]), Paper(COURIER)
    async with open_town(paper, other) as town:
        await town.publish()
        paper.publish(DEAL)
        other.publish(RECAP)
        await town.wait(7 * 24)
        monday = await town.publish()

    (story,) = told(monday)
    assert (story["title"], story["state"]) == (DEAL.title, "ended")
    assert "**was Mon" in front(monday).replace("\xa0", " ")


async def test_an_article_counts_as_shown_only_when_something_of_it_is() -> None:
    paper, other = Paper(GAZETTE, [DEAL]), Paper(COURIER, [RECAP])
    async with open_town(paper, other) as town:
        await town.wait(6 * 24)
        first = await town.publish()
        await town.wait(24)
        second = await town.publish()

    (story,) = told(first)
    articles = story["articles"]
    assert isinstance(articles, list)
    ids = {one["title"]: one["id"] for one in articles if isinstance(one, dict)}
    assert ids.keys() == {DEAL.title, RECAP.title}
    assert first.articles == (ids[DEAL.title],)
    assert titles(second) == titles(second, "more") == []


async def test_no_line_of_the_front_is_printed_again_in_the_thread(town: Town) -> None:
    printed = rendered_digest(await town.preview())

    front_lines = sentences(printed.front)
    assert front_lines
    assert printed.stories
    for message in printed.stories:
        assert sentences(message).isdisjoint(front_lines)


BRAND = (
    "Die Fähre Aurora liegt nach einem Brand weiter im Hafen von Lenna. Der Betreiber "
    "sagte am Montag, niemand sei verletzt worden. Die Feuerwehr löschte den Brand in zwei "
    "Stunden. Taucher sollen am Mittwoch den Rumpf untersuchen."
)


async def test_report_in_a_language_without_word_lists_is_a_story() -> None:
    paper = Paper(GAZETTE, [Report("brand", "Brand auf der Fähre Aurora", BRAND)])

    async with open_town(paper) as town:
        edition = await town.publish()

    (story,) = told(edition)
    assert story["title"] == "Brand auf der Fähre Aurora"
    assert isinstance(story["sentence"], dict)
