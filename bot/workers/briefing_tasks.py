"""Functions that worker processes run to brief, select and compare articles.

Importing this module loads the summarizers; the bot's own process imports it for
``main_actors`` only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache

from bot.core.batch.jsonl import OutputLine, brief_line
from bot.core.digests.selection import Selection, select
from bot.core.domain.configuration import Topic
from bot.core.domain.engines import DEFAULT_ENGINE
from bot.core.domain.records import StoredArticle
from bot.core.ports.services import Page
from bot.workers.calls import Call
from summarizers.briefing import Briefer
from summarizers.errors import InputError, SummarizerError
from summarizers.model import PRINTED_ACTORS, Article, Briefing, Reasons
from summarizers.stories.clustering import NO_LINKS, StoryLinks
from summarizers.stories.differences import Difference, differences


def preload_engine(engine: str) -> None:
    """Load the engine in advance; ignore errors, which its first use raises again."""
    try:
        load_briefer(engine)
    except SummarizerError:
        return


@cache
def load_briefer(engine: str) -> Briefer:
    """Return the briefer of an engine, which is loaded once per process.

    Raises:
        UnknownEngineError: no engine has this name.
    """
    return Briefer(engine)


def brief(engine: str, article: Article) -> Briefing:
    """Brief one article.

    Raises:
        InputError: the article cannot be briefed.
        UnknownEngineError: no engine has this name.
    """
    return load_briefer(engine).brief(article)


def reasons(engine: str, article: Article) -> Reasons:
    """Explain why each line of an article's briefing was chosen.

    Raises:
        InputError: the article cannot be briefed.
        UnknownEngineError: no engine has this name.
    """
    return load_briefer(engine).reasons(article)


def brief_lines(
    raws: tuple[bytes, ...],
    parser: Call[[Page], Article],
    engine: str,
    everything: bool,  # noqa: FBT001 - a positional argument of a remote call
    today: date,
) -> tuple[OutputLine, ...]:
    """Brief the articles in the JSON lines ``raws``; return one output line for each.

    ``today`` is the day on which they are read. ``everything`` adds the results that a
    printed briefing leaves out.

    Raises:
        UnknownEngineError: no engine has this name.
    """
    briefer = load_briefer(engine)

    def parse(page: Page) -> Article:
        return parser.resolve()(page)

    def brief_today(article: Article) -> Briefing:
        return briefer.brief(replace(article, read_on=today))

    return tuple(
        brief_line(raw, parse=parse, brief=brief_today, everything=everything)
        for raw in raws
    )


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
