"""Functions that worker processes run to select and compare articles.

The bot's own process imports this module for ``main_actors`` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.core.digests.selection import Selection, select
from bot.core.domain.configuration import Topic
from bot.core.domain.engines import DEFAULT_ENGINE
from bot.core.domain.records import StoredArticle
from bot.workers.briefing_tasks import load_briefer
from summarizers.errors import InputError
from summarizers.model import PRINTED_ACTORS, Article
from summarizers.stories.clustering import NO_LINKS, StoryLinks
from summarizers.stories.differences import Difference, differences


def sort(
    topics: tuple[Topic, ...],
    articles: tuple[StoredArticle, ...],
    links: StoryLinks = NO_LINKS,
) -> Selection:
    """Select the articles that match the topics, and group them into stories.

    ``links`` are the pairs of articles that people split or merged.

    Raises:
        BadInputError: a regular expression of a topic is invalid.
    """
    return select(topics, articles, main_actors, links=links)


def compare(
    reports: tuple[tuple[str, Article], ...], moments: Mapping[str, datetime]
) -> tuple[Difference, ...]:
    """Return numbers that independent reports of one story state differently.

    ``reports`` pairs ids with articles; ``moments`` maps ids to times of publication.
    """
    return differences(reports, moments)


def main_actors(article: Article) -> tuple[str, ...]:
    """Return the names and aliases of the first actors of an article.

    Improbable actors are included. Return an empty tuple if the article cannot be
    briefed.
    """
    try:
        briefing = load_briefer(DEFAULT_ENGINE).brief(article)
    except InputError:
        return ()
    return tuple(
        name
        for actor in briefing.actors[:PRINTED_ACTORS]
        for name in (actor.name, *actor.aliases)
    )
