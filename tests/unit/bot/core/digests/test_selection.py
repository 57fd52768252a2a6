from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.core.digests.selection import (
    Selection,
    select,
)
from bot.core.domain.configuration import Source, SourceKind, Topic, WatchedActor
from bot.core.domain.errors import BadInputError
from bot.core.domain.records import Origin, StoredArticle
from bot.workers.story_tasks import sort
from summarizers.model import Article
from tests.fakes.records import FEED, OTHER, make_stored
from tests.fakes.reports import BRIDGE, FERRY, SCHOOL
from tests.fakes.town import Report


def stored(
    report: Report, *, name: str | None = None, url: str = FEED
) -> StoredArticle:
    """A report as the store has it, brought by the feed at this address."""
    found = make_stored(name or report.name, text=report.text, seen=report.day)
    article = replace(found.article, title=report.title)
    return replace(found, id=name or report.name, article=article, sources=(url,))


def topic(
    name: str = "coast",
    *,
    url: str = FEED,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
    actors: tuple[WatchedActor, ...] = (),
) -> Topic:
    """A topic with one feed."""
    source = Source(SourceKind.FEED, url)
    return Topic(name, name, (source,), tuple(include), tuple(exclude), actors)


def nobody(article: Article) -> tuple[str, ...]:
    """For articles whose actors must not be looked for: it takes long."""
    raise AssertionError(article.title)


def chosen(selection: Selection) -> dict[str, str]:
    return {id_: choice.topic for id_, choice in selection.selected.items()}


def test_an_article_belongs_to_the_first_topic_that_takes_it() -> None:
    topics = (
        topic("ships", include=["ferry"]),
        topic("all"),
        topic("harbour", include=["harbour"]),
    )

    selection = select(topics, [stored(FERRY), stored(BRIDGE)], nobody)

    assert chosen(selection) == {"ferry": "ships", "bridge": "all"}


def test_an_article_whose_sources_are_others_is_left_out() -> None:
    selection = select((topic(url=OTHER),), [stored(FERRY)], nobody)

    assert selection == Selection({}, ())


def test_an_actor_far_down_in_the_text_lets_an_article_in() -> None:
    far = replace(BRIDGE, text=f"{'The bridge is old. ' * 80}\n\n{BRIDGE.text}")

    selection = select(
        (topic(include=["Siri Moe", "Pål Eide"]),),
        [stored(far)],
        lambda _: ("Pål Eide",),
    )

    (choice,) = selection.selected.values()
    assert choice.match.reason == '"Pål Eide" matched in the actors'


def test_a_copy_is_in_the_story_of_its_original_whatever_it_says() -> None:
    copy = replace(stored(SCHOOL), copy_of="ferry")

    selection = select((topic(),), [stored(FERRY), stored(BRIDGE), copy], nobody)

    assert selection.stories == (("ferry", "school"), ("bridge",))


def short(name: str, title: str, text: str = "Read more.") -> StoredArticle:
    """An article of a few words."""
    return stored(replace(FERRY, text=text, title=title), name=name)


def test_few_words_join_whatever_has_their_title() -> None:
    found = [
        short("one", "Fire in Lenna"),
        short("two", "“Fire in Lenna”", "Full story."),
        short("ferry too", FERRY.title.upper()),
        stored(FERRY),
    ]

    stories = select((topic(),), found, nobody).stories

    assert stories == (("one", "two"), ("ferry too", "ferry"))


def test_a_title_alone_is_no_story_with_a_report_that_shares_its_words() -> None:
    text = " ".join(FERRY.text.split()[:40])
    bare = replace(short("bare", "Fire on a ferry", text), origin=Origin.TITLE)

    assert len(select((topic(),), [bare, stored(FERRY)], nobody).stories) == 2


def test_a_page_is_one_story_with_what_stood_in_for_it() -> None:
    page = stored(FERRY)
    title = replace(short("title", "Fire"), origin=Origin.TITLE, seen=page.seen)
    stand_in = replace(
        title, article=replace(title.article, url=page.article.url, title="Fire")
    )

    stories = select((topic(),), [stand_in, page], nobody).stories

    assert stories == (("title", "ferry"),)


def test_a_wrong_expression_of_a_topic_is_refused() -> None:
    with pytest.raises(BadInputError):
        sort((topic(include=["/(/"]),), (stored(FERRY),))
