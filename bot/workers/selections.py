"""What a worker does to choose, group and compare articles."""

from __future__ import annotations

from bot.core.digests.selection import Selection, select
from bot.core.domain.configuration import Topic
from bot.core.domain.records import StoredArticle
from bot.workers.briefs import load_briefer
from summarizers.errors import InputError
from summarizers.model import Article
from summarizers.stories.differences import Difference, differences

_QUICK = "fast"


def sort(topics: tuple[Topic, ...], articles: tuple[StoredArticle, ...]) -> Selection:
    """Which articles belong to the topics, and which of them are one story.

    Raises:
        BadInputError: an expression of a topic is none.
    """
    return select(topics, articles, main_actors)


def compare(reports: tuple[tuple[str, Article], ...]) -> tuple[Difference, ...]:
    """What independent reports of one story count differently."""
    return differences(reports)


def main_actors(article: Article) -> tuple[str, ...]:
    """The names of the actors that a briefing prints, in all their forms."""
    try:
        briefing = load_briefer(_QUICK).brief(article).printed()
    except InputError:
        return ()
    return tuple(
        name for actor in briefing.actors for name in (actor.name, *actor.aliases)
    )
