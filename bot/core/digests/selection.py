"""Selects the articles of a digest's topics and groups them into stories.

This takes about a second for thousands of articles and runs in worker processes.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from typing_extensions import override

from bot.core.digests.story import original_id
from bot.core.domain.configuration import Topic
from bot.core.domain.records import Origin, StoredArticle
from bot.core.text.identity import address_key
from bot.core.text.topics.matcher import Match, TopicMatcher
from summarizers.model import Article
from summarizers.stories.clustering import NO_LINKS, StoryLinks, cluster
from summarizers.stories.differences import Difference
from summarizers.stories.vectors import LEAD, StoryDocument
from summarizers.text.language import language_of_words, terms

_FEWEST_WORDS = 15

ActorsOf = Callable[[Article], tuple[str, ...]]
"""A function that returns the names of an article's main actors."""


@dataclass(frozen=True, slots=True)
class SelectedArticle:
    """The id of the topic to which an article belongs, and the match that says why."""

    topic: str
    match: Match


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles that belong to the topics, by id, and their grouping into stories.

    ``stories`` are groups of article ids. ``edited`` is the grouping after the splits
    and merges of a channel, if it has any.
    """

    selected: Mapping[str, SelectedArticle]
    stories: tuple[tuple[str, ...], ...]
    edited: tuple[tuple[str, ...], ...] | None = None


class StorySelector(Protocol):
    """Selects articles and compares reports in a worker process."""

    @abstractmethod
    async def select(
        self,
        topics: Sequence[Topic],
        articles: Sequence[StoredArticle],
        links: StoryLinks = NO_LINKS,
    ) -> Selection:
        """Select the articles that belong to the topics, and group them into stories.

        ``links`` are the splits and merges of the channel.

        Raises:
            ParseTimeoutError: the selection exceeded its time.
        """

    @abstractmethod
    async def find_differences(
        self,
        reports: Sequence[tuple[str, Article]],
        moments: Mapping[str, datetime] | None = None,
    ) -> tuple[Difference, ...]:
        """Return the numbers that reports of one story, given by id, state differently.

        ``moments`` are the times of the reports by id.

        Raises:
            ParseError: the comparison exceeded its time or memory.
        """


class LatestSelection(StorySelector):
    """Keeps the last results of another selector, to share them among alerts.

    A result is used again for the same topics and articles, and the same splits and
    merges.
    """

    def __init__(self, selector: StorySelector) -> None:
        self._selector = selector
        self._key: tuple[object, ...] = ()
        self._selections: dict[StoryLinks, Selection] = {}
        self._compared: tuple[object, ...] = ()
        self._differences: tuple[Difference, ...] = ()

    @override
    async def select(
        self,
        topics: Sequence[Topic],
        articles: Sequence[StoredArticle],
        links: StoryLinks = NO_LINKS,
    ) -> Selection:
        # All texts are compared: a correction may have replaced one.
        key = tuple(topics), tuple(articles)
        if key != self._key:
            self._key, self._selections = key, {}
        if links not in self._selections:
            selection = await self._selector.select(topics, articles, links)
            self._selections[links] = selection
        return self._selections[links]

    @override
    async def find_differences(
        self,
        reports: Sequence[tuple[str, Article]],
        moments: Mapping[str, datetime] | None = None,
    ) -> tuple[Difference, ...]:
        key = tuple(reports), moments
        if key != self._compared:
            differences = await self._selector.find_differences(reports, moments)
            self._compared, self._differences = key, differences
        return self._differences


def select(
    topics: Sequence[Topic],
    articles: Sequence[StoredArticle],
    actors_of: ActorsOf,
    *,
    links: StoryLinks = NO_LINKS,
) -> Selection:
    """Select and group articles; each belongs to the first topic that it matches.

    ``actors_of`` extracts the names of an article's actors.
    """
    matchers = tuple((topic, TopicMatcher(topic)) for topic in topics)
    selected = {}
    for article in articles:
        selection = _select_one(matchers, article, actors_of)
        if selection is not None:
            selected[article.id] = selection
    articles_ = [article for article in articles if article.id in selected]
    edited = _stories(articles_, links) if links else None
    return Selection(selected, _stories(articles_), edited)


def matches(
    topics: Iterable[Topic], article: StoredArticle, actors_of: ActorsOf
) -> Iterator[tuple[Topic, Match]]:
    """Yield each topic to which an article belongs, with the match that says why.

    Only topics with a source that listed the article are tested.
    """
    for topic in topics:
        if _has_source(topic, article):
            yield topic, _match(TopicMatcher(topic), article.article, actors_of)


def _select_one(
    matchers: Iterable[tuple[Topic, TopicMatcher]],
    article: StoredArticle,
    actors_of: ActorsOf,
) -> SelectedArticle | None:
    for topic, matcher in matchers:
        if _has_source(topic, article):
            match = _match(matcher, _news(article), actors_of)
            if match.belongs:
                return SelectedArticle(topic.id, match)
    return None


def _has_source(topic: Topic, article: StoredArticle) -> bool:
    return any(source.url in article.sources for source in topic.sources)


def _match(matcher: TopicMatcher, article: Article, actors_of: ActorsOf) -> Match:
    """Match the article; actors are extracted only if they can change the result."""
    match = matcher.match(article)
    if match.belongs or not matcher.may_match(article):
        return match
    return matcher.match(article, actors_of(article))


def _stories(
    articles: Sequence[StoredArticle], links: StoryLinks = NO_LINKS
) -> tuple[tuple[str, ...], ...]:
    documents = story_documents(articles)
    together = {**_same_titles(articles), **_copies(articles)}
    return cluster(documents, together, links=links)


def story_documents(articles: Sequence[StoredArticle]) -> list[StoryDocument]:
    """Return the parts of articles that are compared to group them into stories."""
    titles = _earlier_titles(articles)
    return [_document(article, titles.get(article.id, ())) for article in articles]


def _earlier_titles(articles: Sequence[StoredArticle]) -> Mapping[str, Sequence[str]]:
    """Map the id of each later version of a page to the titles of earlier versions."""
    firsts = {article.first for article in articles if article.first is not None}
    titles_of: dict[str, list[str]] = {}
    earlier = {}
    for article in sorted(articles, key=lambda each: (each.seen, each.id)):
        first = article.first or article.id
        if first in firsts:
            titles = titles_of.setdefault(first, [])
            if article.first is not None:
                earlier[article.id] = tuple(titles)
            titles.append(article.article.title or "")
    return earlier


def _document(article: StoredArticle, earlier: Collection[str]) -> StoryDocument:
    """Return the beginning and title of an article for clustering; empty if too short.

    ``earlier`` are the titles of earlier versions of its page. The title of a later
    version counts only if it differs from these.
    """
    day = article.moment.date()
    if _is_short(article):
        return StoryDocument(article.id, "", "", day)
    content = article.article
    lead, title = _news(article).text[:LEAD], content.title or ""
    if article.first and (not earlier or title in earlier):
        title = ""
    lang = language_of_words(content.lang, lead)
    page = article.first or article.id
    return StoryDocument(article.id, lead, title, day, lang, page)


def _news(article: StoredArticle) -> Article:
    """Return the article, with single blanks between its words if it is a version.

    In a later version of a page, blanks replace the old text.
    """
    if article.first is None:
        return article.article
    return replace(article.article, text=" ".join(article.article.text.split()))


def _is_short(article: StoredArticle) -> bool:
    return article.origin is Origin.TITLE or article.article.words < _FEWEST_WORDS


def _same_titles(articles: Sequence[StoredArticle]) -> Mapping[str, str]:
    """Map the id of a short article to the id of another one with the same title."""
    firsts: dict[str, str] = {}
    twins = {}
    # Long articles come first, so that short ones map to them.
    for article in sorted(articles, key=_is_short):
        if article.first is not None:
            continue
        title = " ".join(terms(article.article.title or ""))
        first = firsts.setdefault(title, article.id) if title else article.id
        if first != article.id and _is_short(article):
            twins[article.id] = first
    return twins


def _copies(articles: Sequence[StoredArticle]) -> Mapping[str, str]:
    """Map the id of an article to the id of another one that is surely in its story.

    A copy maps to its original, and a page to the placeholder that it replaced.
    """
    firsts = {article.id: article.id for article in articles}
    for article in articles:
        # If the original is not here, the first copy takes its place.
        firsts.setdefault(original_id(article), article.id)
    copies = {
        article.id: firsts[original_id(article)]
        for article in articles
        if firsts[original_id(article)] != article.id
    }
    return {
        **{page: id_ for id_, page in pages_of_placeholders(articles).items()},
        **copies,
    }


def pages_of_placeholders(articles: Sequence[StoredArticle]) -> Mapping[str, str]:
    """Map the id of each placeholder to the id of the article that replaced it.

    A placeholder holds the feed's text or title until the page is fetched.
    """
    waiting = [article for article in articles if not article.is_whole]
    placeholders = {
        key: article.id for article in waiting for key in _item_keys(article)
    }
    # Normalising thousands of addresses is slow, and few articles have placeholders.
    times = {article.seen for article in waiting}
    return {
        placeholders[key]: article.id
        for article in articles
        if article.is_whole and article.seen in times
        for key in _item_keys(article)
        if key in placeholders
    }


def without_placeholders(
    articles: Sequence[StoredArticle], shown: Collection[str]
) -> tuple[StoredArticle, ...]:
    """Return the articles without placeholders that another article has replaced.

    Articles in ``shown``, the ids that the channel has been shown, stay: they record
    what the channel received.
    """
    pages = pages_of_placeholders(articles)
    return tuple(
        article
        for article in articles
        if article.id in shown or article.id not in pages
    )


def _item_keys(article: StoredArticle) -> Iterator[tuple[object, ...]]:
    """Yield the keys by which a placeholder and its page are recognised as one item.

    A key consists of the time of the first sight, and the URL or the title. After a
    redirect, the URLs differ. A title identifies an item only within one source.
    """
    content = article.article
    if content.url:
        yield article.seen, address_key(content.url)
    for source in article.sources:
        yield article.seen, source, content.title
