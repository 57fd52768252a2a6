"""Which articles belong to a digest's topics, and which of them are one story: pure.

It takes a second for thousands of articles, so workers do it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.digests.story import text_of
from bot.core.domain.configuration import Topic
from bot.core.domain.records import Origin, StoredArticle
from bot.core.ingest.fallbacks import pages_of
from bot.core.topics.matcher import Match, TopicMatcher
from summarizers.model import Article
from summarizers.stories.clustering import cluster
from summarizers.stories.differences import Difference
from summarizers.stories.documents import LEAD, StoryDocument
from summarizers.text.language import language_of_lists
from summarizers.text.terms import terms

_FEWEST_WORDS = 15

ActorsOf = Callable[[Article], tuple[str, ...]]
"""The names of an article's main actors."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Why an article is in: the topic that it belongs to, and how it matches it."""

    topic: str
    match: Match


@dataclass(frozen=True, slots=True)
class Selection:
    """The articles of some topics, by id, and the stories that they make up."""

    choices: Mapping[str, Choice]
    stories: tuple[tuple[str, ...], ...]


class StorySorter(Protocol):
    """Makes selections and compares reports off the event loop."""

    @abstractmethod
    async def sort(
        self, topics: Sequence[Topic], articles: Sequence[StoredArticle]
    ) -> Selection:
        """Which articles belong to the topics, and which of them are one story.

        Raises:
            ParseTimeoutError: it took too long.
        """

    @abstractmethod
    async def compare(
        self, reports: Sequence[tuple[str, Article]]
    ) -> tuple[Difference, ...]:
        """What independent reports of one story, given with their ids, count differently.

        Raises:
            ParseError: it took too long or too much memory.
        """


def select(
    topics: Sequence[Topic], articles: Sequence[StoredArticle], actors_of: ActorsOf
) -> Selection:
    """Choose and group articles; each belongs to the first topic that takes it."""
    matchers = tuple((topic, TopicMatcher(topic)) for topic in topics)
    choices = {}
    for article in articles:
        choice = _choice(matchers, article, actors_of)
        if choice is not None:
            choices[article.id] = choice
    chosen = [article for article in articles if article.id in choices]
    return Selection(choices, _stories(chosen))


def matches(
    topics: Iterable[Topic], article: StoredArticle, actors_of: ActorsOf
) -> Iterator[tuple[Topic, Match]]:
    """How the article fares with each topic whose sources brought it."""
    for topic in topics:
        if _is_brought(topic, article):
            yield topic, _match(TopicMatcher(topic), article.article, actors_of)


def _choice(
    matchers: Iterable[tuple[Topic, TopicMatcher]],
    article: StoredArticle,
    actors_of: ActorsOf,
) -> Choice | None:
    for topic, matcher in matchers:
        if _is_brought(topic, article):
            match = _match(matcher, article.article, actors_of)
            if match.belongs:
                return Choice(topic.id, match)
    return None


def _is_brought(topic: Topic, article: StoredArticle) -> bool:
    return any(source.url in article.sources for source in topic.sources)


def _match(matcher: TopicMatcher, article: Article, actors_of: ActorsOf) -> Match:
    """The match; actors are only looked for where they can change it."""
    match = matcher.match(article)
    if match.belongs or not matcher.may_match(article):
        return match
    return matcher.match(article, actors_of(article))


def _stories(articles: Sequence[StoredArticle]) -> tuple[tuple[str, ...], ...]:
    documents = [_document(article) for article in articles]
    together = {**_namesakes(articles), **_copies(articles)}
    return tuple(story.ids for story in cluster(documents, together))


def _document(article: StoredArticle) -> StoryDocument:
    """What tells its event; of a few words none is told from another surely."""
    day = article.moment.date()
    if _is_short(article):
        return StoryDocument(article.id, "", "", day)
    found = article.article
    lead = found.text[:LEAD]
    lang = language_of_lists(found.lang, lead)
    return StoryDocument(article.id, lead, found.title or "", day, lang)


def _is_short(article: StoredArticle) -> bool:
    return article.origin is Origin.TITLE or article.article.words < _FEWEST_WORDS


def _namesakes(articles: Sequence[StoredArticle]) -> Mapping[str, str]:
    """Another article with the same title for each of few words that has one."""
    firsts: dict[str, str] = {}
    found = {}
    # The full ones first: short ones join those.
    for article in sorted(articles, key=_is_short):
        title = " ".join(terms(article.article.title or ""))
        first = firsts.setdefault(title, article.id) if title else article.id
        if first != article.id and _is_short(article):
            found[article.id] = first
    return found


def _copies(articles: Sequence[StoredArticle]) -> Mapping[str, str]:
    """Another article of the story of each that is surely in one.

    It has the same text, or it is the page for which the other stood in.
    """
    firsts = {article.id: article.id for article in articles}
    for article in articles:
        # Of an original that is not here, the first copy stands in for it.
        firsts.setdefault(text_of(article), article.id)
    copies = {
        article.id: firsts[text_of(article)]
        for article in articles
        if firsts[text_of(article)] != article.id
    }
    return {**{page: one for one, page in pages_of(articles).items()}, **copies}
