"""The stories that have news for a channel: those with articles that it was not shown.

Pure functions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from bot.core.digests.newest_state import passed_over
from bot.core.digests.selection import Selection, without_placeholders
from bot.core.digests.story import Story, assign_story_ids
from bot.core.digests.versions import with_new_text_only
from bot.core.domain.records import History, StoredArticle

_CLOCK_MARGIN = timedelta(hours=1)
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)

NamedStories: TypeAlias = Iterable[tuple[str, Sequence[StoredArticle]]]
"""The articles of stories, each story with its id."""


@dataclass(frozen=True, slots=True)
class Reports:
    """Articles to group into stories, the same for all channels.

    A page may have several versions, each an article of its own. ``reduced`` maps the
    id of each later version to a copy of it without the old text; see ``new_texts``.
    """

    articles: tuple[StoredArticle, ...]
    reduced: Mapping[str, StoredArticle | None] = field(default_factory=dict)

    @property
    def since(self) -> datetime:
        """Return a time before the first article came, allowing for clock errors."""
        first = min((article.seen for article in self.articles), default=None)
        return _NEVER if first is None else first - _CLOCK_MARGIN

    def unread(self, shown: Collection[str]) -> tuple[StoredArticle, ...]:
        """Return the articles to group for a channel that was shown the ids ``shown``.

        A placeholder, which holds the feed's own text, is left out if its page is
        stored.
        """
        articles = without_placeholders(self.articles, shown)
        return with_new_text_only(articles, self.reduced, shown)


@dataclass(frozen=True, slots=True)
class ChannelStories:
    """The stories that have articles that a channel was not shown.

    ``until`` is the number of the last edition that counts as shown; see ``History``.
    ``names`` maps the id of each article to the id of its story, as it is without the
    splits and merges of the channel.
    """

    stories: tuple[Story, ...]
    until: int
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ChannelStory:
    """A story on which an alert may post in a channel.

    ``first`` are the ids of reports that are preferred as the lead of the story.
    """

    story: Story
    first: frozenset[str] = frozenset()


def named_stories(
    articles: Iterable[StoredArticle], groups: Iterable[Sequence[str]]
) -> tuple[tuple[str, tuple[StoredArticle, ...]], ...]:
    """Return each group of article ids as a story: its id, and its articles."""
    by_id = {article.id: article for article in articles}
    return assign_story_ids([by_id[id_] for id_ in group] for group in groups)


def fresh_stories(
    named: NamedStories,
    selection: Selection,
    history: History,
    muted: Collection[str],
) -> tuple[Story, ...]:
    """Return the stories that have new articles, after removing the muted articles.

    ``named`` are the stories with their ids. ``muted`` are the ids of muted articles.
    """
    remaining = (
        (name, [article for article in articles if article.id not in muted])
        for name, articles in named
    )
    stories = (
        _story(name, articles, selection, history)
        for name, articles in remaining
        if articles
    )
    return tuple(story for story in stories if story.fresh)


def _story(
    name: str,
    articles: Sequence[StoredArticle],
    selection: Selection,
    history: History,
) -> Story:
    shown = history.articles
    unshown = [article.id for article in articles if article.id not in shown]
    before = [id_ for id_ in unshown if id_ in history.passed]
    passed = passed_over(articles, shown, before) if before else frozenset[str]()
    fresh = frozenset(unshown) - passed
    selected = [selection.selected[article.id] for article in articles]
    watched = (actor for choice in selected for actor in choice.match.actors)
    first = next(
        (
            choice
            for article, choice in zip(articles, selected, strict=True)
            if article.id in fresh
        ),
        selected[0],
    )
    return Story(
        name,
        first.topic,
        tuple(articles),
        fresh,
        watched=tuple(dict.fromkeys(watched)),
        matched=first.match.reason,
        passed=passed,
    )
