"""A story: its identity, its publishers and its rank. Pure functions."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, count

from bot.core.domain.records import Origin, StoredArticle
from bot.core.text.domains import domain

_HALF_LIFE = timedelta(hours=24)
_SOURCES_WEIGHT = 2.0
_FRESH_WEIGHT = 2.0
_ACTOR_WEIGHT = 1.0
_MOST_ACTORS = 3
_UPDATE_WEIGHT = -0.5
_UNDATED = 0.5


@dataclass(frozen=True, slots=True)
class Story:
    """The articles on one event, the earliest first.

    ``fresh`` are the ids of new articles, which may be printed. ``passed`` are the ids
    of articles that an earlier digest passed over: it printed other articles of the
    story, and nothing of these. All other articles have been shown. ``watched`` are the
    topic's watched actors that the articles name. ``matched`` says why the story
    belongs to the topic.
    """

    id: str
    topic: str
    articles: tuple[StoredArticle, ...]
    fresh: frozenset[str]
    watched: tuple[str, ...] = ()
    matched: str = ""
    passed: frozenset[str] = frozenset()

    @property
    def new(self) -> tuple[StoredArticle, ...]:
        """Return the articles that may be printed, in order."""
        return tuple(article for article in self.articles if article.id in self.fresh)

    @property
    def shown(self) -> tuple[StoredArticle, ...]:
        """Return the articles that the channel has been shown."""
        return tuple(
            article for article in self.earlier if article.id not in self.passed
        )

    @property
    def earlier(self) -> tuple[StoredArticle, ...]:
        """Return the articles that were shown or passed over."""
        return tuple(
            article for article in self.articles if article.id not in self.fresh
        )

    @property
    def newest(self) -> datetime:
        """Return the time of the newest article that may be printed."""
        return max(article.moment for article in self.new)

    @property
    def is_bare(self) -> bool:
        """Return whether all new articles are titles without text."""
        return all(article.origin is Origin.TITLE for article in self.new)

    @property
    def read(self) -> tuple[StoredArticle, ...]:
        """Return the articles of which the channel has been shown more than a title."""
        return tuple(
            article for article in self.shown if article.origin is not Origin.TITLE
        )

    @property
    def earlier_texts(self) -> tuple[StoredArticle, ...]:
        """Return the shown and passed-over articles that have more than a title."""
        return tuple(
            article for article in self.earlier if article.origin is not Origin.TITLE
        )

    def is_copied(self, shown: Collection[str]) -> bool:
        """Return whether every new article copies a text that is not new.

        ``shown`` are the ids of all shown articles of any story. A near copy of an
        earlier article of this story does not count: up to half of its text may be new.
        """
        texts = {original_id(article) for article in self.earlier}
        words = {article.digest for article in self.earlier}
        return all(
            article.digest in words
            if original_id(article) in texts
            else article.copy_of in shown
            for article in self.new
        )

    @property
    def publishers(self) -> tuple[str, ...]:
        """Return the registrable domains of the independent publishers, in order.

        Of several articles with the same text, such as an agency report, only the
        publisher of the first counts.
        """
        ids = {article.id for article in self.articles}
        texts: dict[str, StoredArticle] = {}
        for article in self.articles:
            # The original may be older than the digest; its copies still count as one
            # text.
            if article.copy_of not in ids:
                texts.setdefault(original_id(article), article)
        return tuple(dict.fromkeys(map(publisher_of, texts.values())))

    @property
    def independent(self) -> tuple[StoredArticle, ...]:
        """Return, for each publisher, its newest article that is not a copy.

        The earliest article is first.
        """
        publisher = {article.id: publisher_of(article) for article in self.articles}
        originals = [
            article
            for article in self.articles
            # Of a page that was edited, the newest text counts.
            if article.copy_of is None
            or publisher.get(article.copy_of) == publisher[article.id]
        ]
        originals.sort(key=lambda article: (article.moment, article.id))
        newest: dict[str, StoredArticle] = {}
        for article in reversed(originals):
            newest.setdefault(publisher_of(article), article)
        return tuple(reversed(newest.values()))

    @property
    def copies(self) -> int:
        """Return the number of publishers whose articles are all copies."""
        return len(set(map(publisher_of, self.articles))) - len(self.publishers)


@dataclass(frozen=True, slots=True)
class StoryRank:
    """A story's score and its parts.

    ``newest`` is the time of its newest article, in seconds since 1970; it breaks ties.
    """

    score: float
    sources: float
    freshness: float
    actors: float
    newest: float = 0.0

    def describe(self) -> str:
        """Return the parts of the score as text."""
        return (
            f"score {self.score:.2f}: sources {self.sources:.2f}, "
            f"freshness {self.freshness:.2f}, watched actors {self.actors:.2f}"
        )


def publisher_of(article: StoredArticle) -> str:
    """Return the publisher of an article as a registrable domain.

    The domain is that of the article's URL, else that of its source. A source without a
    domain, such as a folder of files, is itself the publisher.
    """
    source = min(article.sources, default=article.id)
    return domain(article.article.url) or domain(source) or source


def original_id(article: StoredArticle) -> str:
    """Return the id of the article that this one copies, or its own id."""
    return article.copy_of or article.id


def with_earliest_originals(
    articles: Sequence[StoredArticle],
) -> tuple[StoredArticle, ...]:
    """Make the earliest article of each text the original, and the others its copies.

    Copies that arrive together may be stored in any order; the digest must not depend
    on the order. A page precedes its placeholder. If the original is not among
    ``articles``, all of them stay copies.
    """
    present = {article.id for article in articles}
    earliest: dict[str, str] = {}
    for article in sorted(articles, key=_arrival):
        earliest.setdefault(original_id(article), article.id)

    def settled(article: StoredArticle) -> StoredArticle:
        original = earliest[original_id(article)]
        if original_id(article) not in present:
            return article
        return replace(article, copy_of=None if article.id == original else original)

    return tuple(map(settled, articles))


def rank(story: Story, at: datetime) -> StoryRank:
    """Return the score of a story at the time ``at``.

    More publishers, newer articles and watched actors raise it, an update lowers it.
    The second publisher counts as much as the first. Freshness halves every 24 hours;
    undated articles start at half.
    """
    sources = _SOURCES_WEIGHT * math.log2(1 + len(story.publishers))
    freshness = max(_freshness(article, at) for article in story.new)
    actors = _ACTOR_WEIGHT * min(len(story.watched), _MOST_ACTORS)
    update = _UPDATE_WEIGHT if story.read else 0.0
    score = sources + freshness + actors + update
    return StoryRank(score, sources, freshness, actors, story.newest.timestamp())


def _freshness(article: StoredArticle, at: datetime) -> float:
    age = max((at - article.moment) / _HALF_LIFE, 0.0)
    weight = _FRESH_WEIGHT if article.is_dated else _UNDATED * _FRESH_WEIGHT
    return weight * math.exp2(-age)


def assign_story_ids(
    stories: Iterable[Sequence[StoredArticle]],
) -> tuple[tuple[str, tuple[StoredArticle, ...]], ...]:
    """Return the story id and the articles of each group, sorted by time.

    A group keeps the id that most of its articles already have, so that ids last. If
    two ids are equally frequent, the id of the earliest article wins. A new story gets
    the id of its first article. No two groups get the same id.
    """
    ordered = [tuple(sorted(story, key=_arrival)) for story in stories]
    ordered.sort(key=lambda story: _arrival(story[0]))
    votes = [_votes(story) for story in ordered]
    keepers = _keepers(votes)
    taken = set(keepers)
    named = []
    for number, story in enumerate(ordered):
        given = (name for name, _ in votes[number].most_common())
        own = (name for name in given if keepers[name] == number)
        name = next(own, None) or _unused(story, taken)
        taken.add(name)
        named.append((name, story))
    return tuple(named)


def changed_story_ids(
    named: Iterable[tuple[str, Sequence[StoredArticle]]],
) -> Mapping[str, str]:
    """Map each article's id to its new story id, if the stored one is outdated."""
    return {
        article.id: name
        for name, story in named
        for article in story
        if article.story != name
    }


def _votes(story: Sequence[StoredArticle]) -> Counter[str]:
    return Counter(article.story for article in story if article.story is not None)


def _keepers(votes: Sequence[Counter[str]]) -> dict[str, int]:
    """Map each story id to the index of the group in which most articles have this id.

    ``votes`` has, for each group, the number of articles with each story id. If two
    groups are equal, the first wins.
    """
    keepers: dict[str, int] = {}
    for number, counts in enumerate(votes):
        for name, votes_for_name in counts.items():
            if votes_for_name > (votes[keepers[name]][name] if name in keepers else 0):
                keepers[name] = number
    return keepers


def _unused(story: Sequence[StoredArticle], taken: Collection[str]) -> str:
    ids = (article.id for article in story)
    numbered = (f"{story[0].id}-{number}" for number in count(2))
    return next(name for name in chain(ids, numbered) if name not in taken)


def _arrival(article: StoredArticle) -> tuple[datetime, datetime, bool, str]:
    return article.seen, article.moment, not article.is_whole, article.id
