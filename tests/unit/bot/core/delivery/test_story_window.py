from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.core.delivery.story_window import WINDOW, StoryWindow
from bot.core.digests.story import Story
from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.records import StoredArticle
from bot.stores.sql import SqlStore, open_store
from summarizers.model import Article
from tests.fakes.records import FEED, NOW, add, make_stored
from tests.fakes.town import Hands

TOPIC = Topic("ports", "Ports", (Source(SourceKind.FEED, FEED),))
MINUTE = timedelta(minutes=1)


def window(store: SqlStore, topic: Topic = TOPIC) -> StoryWindow:
    """An empty window of a topic."""
    return StoryWindow((topic,), store, Hands("fast"))


def titled(name: str, title: str) -> StoredArticle:
    """An article with this title."""
    stored = make_stored(name)
    return replace(stored, article=replace(stored.article, title=title))


def ids(articles: tuple[StoredArticle, ...]) -> list[str]:
    """The ids of articles, sorted."""
    return sorted(article.id for article in articles)


async def test_an_article_is_taken_once() -> None:
    async with open_store("sqlite://") as store:
        recent = window(store)
        await add(store, "ferry")

        assert ids(await recent.take(NOW + MINUTE)) == ["id-ferry"]
        await add(store, "bridge")
        assert ids(await recent.take(NOW + MINUTE)) == ["id-bridge"]
        assert await recent.take(NOW + MINUTE) == ()


async def test_an_article_that_does_not_belong_to_the_topic_is_left_out() -> None:
    async with open_store("sqlite://") as store:
        await add(store, "ferry", titled("ferry", "Ferry burns"))
        await add(store, "bridge", titled("bridge", "Bridge closes"))
        other = Topic("o", "O", (Source(SourceKind.FEED, "https://other.example"),))
        excluding = replace(TOPIC, exclude=("bridge",))

        assert ids(await window(store, excluding).take(NOW + MINUTE)) == ["id-ferry"]
        assert await window(store, other).take(NOW + MINUTE) == ()


async def test_an_old_article_is_forgotten() -> None:
    async with open_store("sqlite://") as store:
        recent = window(store)
        await add(store, "ferry")
        await recent.take(NOW + MINUTE)

        await recent.take(NOW + WINDOW)

        assert await recent.around([]) == ()
        assert await window(store).take(NOW + WINDOW) == ()


async def test_the_story_of_a_neighbour_is_around_an_article() -> None:
    async with open_store("sqlite://") as store:
        recent = window(store)
        for name in ("ferry", "bridge"):
            await add(store, name)
        articles = await recent.take(NOW + MINUTE)

        assert ids(await recent.around(["id-ferry"])) == ["id-bridge", "id-ferry"]
        recent.note([Story("s", "ports", articles, frozenset())])
        assert ids(await recent.around(["id-ferry"])) == ["id-bridge", "id-ferry"]


async def test_a_long_story_is_around_its_newest_article() -> None:
    async with open_store("sqlite://") as store:
        recent = window(store)
        names = [f"report{number}" for number in range(180)]
        for number, name in enumerate(names):
            stored = make_stored(name)
            text = f"Word{number} stands alone beside other{number} words{number}."
            article = Article(text, f"Title{number}", stored.article.url)
            await add(store, name, replace(stored, article=article))
        articles = await recent.take(NOW + MINUTE)
        old = next(each for each in articles if each.id == "id-report0")
        new = next(each for each in articles if each.id == "id-report179")

        assert old.id not in ids(await recent.around([new.id]))
        recent.note([Story("s", "ports", (old, new), frozenset())])
        assert old.id in ids(await recent.around([new.id]))
