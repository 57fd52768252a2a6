"""Contains the function that worker processes run to read articles for the record."""

from __future__ import annotations

from bot.core.domain.configuration import Topic
from bot.core.domain.record import DueArticle, RecordEntry
from bot.core.record.entries import make_entry
from bot.workers.briefing_tasks import load_briefer
from bot.workers.story_tasks import main_actors
from summarizers.model import Briefing


def read_entry(
    engine: str,
    due: DueArticle,
    topics: tuple[Topic, ...],
    briefing: Briefing | None,
) -> RecordEntry | None:
    """Return the record's entry for an article; ``None`` if no topic contains it.

    Raises:
        InputError: the article cannot be briefed.
        UnknownEngineError: no engine has this name.
    """

    def brief() -> Briefing:
        return briefing or load_briefer(engine).brief(due.article.article)

    return make_entry(due, topics, brief, main_actors)
