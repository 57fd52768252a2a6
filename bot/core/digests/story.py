"""A story as its articles cover it: its identity, who reports it, how it ranks: pure."""

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
class Coverage:
    """The articles on one story, the earliest first.

    ``fresh`` are the ids of those that the channel has not been shown, ``watched`` the
    actors of the topic that one of these names; ``matched`` says why it belongs to it.
    """

    id: str
    topic: str
    articles: tuple[StoredArticle, ...]
    fresh: frozenset[str]
    watched: tuple[str, ...] = ()
    matched: str = ""

    @property
    def new(self) -> tuple[StoredArticle, ...]:
        """The articles that the channel has not been shown."""
        return tuple(found for found in self.articles if found.id in self.fresh)

    @property
    def shown(self) -> tuple[StoredArticle, ...]:
        """The articles that the channel has been shown."""
        return tuple(found for found in self.articles if found.id not in self.fresh)

    @property
    def newest(self) -> datetime:
        """The moment of the newest article that the channel has not been shown."""
        return max(found.moment for found in self.new)

    @property
    def is_bare(self) -> bool:
        """Whether nothing but titles is new: there is nothing to tell."""
        return all(found.origin is Origin.TITLE for found in self.new)

    @property
    def read(self) -> tuple[StoredArticle, ...]:
        """The articles of which the channel has been shown more than a title."""
        return tuple(found for found in self.shown if found.origin is not Origin.TITLE)

    def is_copied(self, shown: Collection[str]) -> bool:
        """Whether every new article is a copy of one that the channel was shown.

        ``shown`` are the ids of all such, whichever story they were in. A near copy of
        one in this story, up to half of which is its own, may say more than that one:
        its sentences tell.
        """
        texts = {text_of(found) for found in self.shown}
        words = {found.digest for found in self.shown}
        return all(
            found.digest in words if text_of(found) in texts else found.copy_of in shown
            for found in self.new
        )

    @property
    def reporters(self) -> tuple[str, ...]:
        """Who reports the story independently: registrable domains, in order.

        Of an article and its copies, such as one agency's text, only the first counts.
        """
        known = {found.id for found in self.articles}
        texts: dict[str, StoredArticle] = {}
        for found in self.articles:
            # The original may be beyond the digest; its copies are still one text.
            if found.copy_of not in known:
                texts.setdefault(text_of(found), found)
        return tuple(dict.fromkeys(map(reporter_of, texts.values())))

    @property
    def independent(self) -> tuple[StoredArticle, ...]:
        """Of each reporter the newest article that is no other's, the earliest first."""
        papers = {found.id: reporter_of(found) for found in self.articles}
        originals = [
            found
            for found in self.articles
            # Of a page that was edited, the newest text counts.
            if found.copy_of is None or papers.get(found.copy_of) == papers[found.id]
        ]
        originals.sort(key=lambda found: (found.moment, found.id))
        newest: dict[str, StoredArticle] = {}
        for found in reversed(originals):
            newest.setdefault(reporter_of(found), found)
        return tuple(reversed(newest.values()))

    @property
    def copies(self) -> int:
        """How many other domains carry a copy of one of the reports."""
        return len(set(map(reporter_of, self.articles))) - len(self.reporters)


@dataclass(frozen=True, slots=True)
class Rank:
    """A story's score and what it is made of, for a person who asks why.

    ``newest`` is the moment of its newest article, in seconds: of stories with the same
    score, the newer comes first.
    """

    score: float
    sources: float
    freshness: float
    actors: float
    newest: float = 0.0

    def told(self) -> str:
        """The parts of the score in words."""
        return (
            f"score {self.score:.2f}: sources {self.sources:.2f}, "
            f"freshness {self.freshness:.2f}, watched actors {self.actors:.2f}"
        )


def reporter_of(article: StoredArticle) -> str:
    """Who reports it: the registrable domain of its address, else its source.

    What a feed gives without addresses is that feed's word alone, however many items
    it is; so are the files of one folder.
    """
    source = min(article.sources, default=article.id)
    return domain(article.article.url) or domain(source) or source


def text_of(article: StoredArticle) -> str:
    """The id of the article that first had the text: its own, or the original's."""
    return article.copy_of or article.id


def originals_settled(articles: Sequence[StoredArticle]) -> tuple[StoredArticle, ...]:
    """The articles, of which the earliest of each text counts as the original.

    Of copies that come together one happens to be read first; a digest must not depend
    on that. A page counts before what stands in for it. Where the original is not among them, all stay copies.
    """
    present = {found.id for found in articles}
    earliest: dict[str, str] = {}
    for found in sorted(articles, key=_arrival):
        earliest.setdefault(text_of(found), found.id)

    def settled(found: StoredArticle) -> StoredArticle:
        original = earliest[text_of(found)]
        if text_of(found) not in present:
            return found
        return replace(found, copy_of=None if found.id == original else original)

    return tuple(map(settled, articles))


def rank(coverage: Coverage, at: datetime) -> Rank:
    """How much the story matters at this time: more reporters, newer, more watched.

    The second reporter counts as much as the first; a day halves the freshness, and so
    does that nobody knows the day.
    """
    sources = _SOURCES_WEIGHT * math.log2(1 + len(coverage.reporters))
    freshness = max(_freshness(found, at) for found in coverage.new)
    actors = _ACTOR_WEIGHT * min(len(coverage.watched), _MOST_ACTORS)
    known = _UPDATE_WEIGHT if coverage.read else 0.0
    score = sources + freshness + actors + known
    return Rank(score, sources, freshness, actors, coverage.newest.timestamp())


def _freshness(article: StoredArticle, at: datetime) -> float:
    age = max((at - article.moment) / _HALF_LIFE, 0.0)
    weight = _FRESH_WEIGHT if article.is_dated else _UNDATED * _FRESH_WEIGHT
    return weight * math.exp2(-age)


def story_ids(
    stories: Iterable[Sequence[StoredArticle]],
) -> tuple[tuple[str, tuple[StoredArticle, ...]], ...]:
    """Each story's lasting id with its articles, the earliest first.

    A story keeps the id that most of its articles have been given before, of equals
    the one of the earliest; no two get the same. A new one is called as its first
    article.
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


def changed_stories(
    named: Iterable[tuple[str, Sequence[StoredArticle]]],
) -> Mapping[str, str]:
    """The articles whose stored story is another, with the one that they are in."""
    return {
        article.id: name
        for name, story in named
        for article in story
        if article.story != name
    }


def _votes(story: Sequence[StoredArticle]) -> Counter[str]:
    return Counter(article.story for article in story if article.story is not None)


def _keepers(votes: Sequence[Counter[str]]) -> dict[str, int]:
    """The number of the story that may keep each id: the first of those with most."""
    keepers: dict[str, int] = {}
    for number, found in enumerate(votes):
        for name, votes_of_it in found.items():
            if votes_of_it > (votes[keepers[name]][name] if name in keepers else 0):
                keepers[name] = number
    return keepers


def _unused(story: Sequence[StoredArticle], taken: Collection[str]) -> str:
    ids = (article.id for article in story)
    numbered = (f"{story[0].id}-{number}" for number in count(2))
    return next(name for name in chain(ids, numbered) if name not in taken)


def _arrival(article: StoredArticle) -> tuple[datetime, datetime, bool, str]:
    return article.seen, article.moment, not article.is_whole, article.id
