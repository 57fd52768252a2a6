"""The columns of recorded articles and sentences, for other queries of the record."""

from __future__ import annotations

from collections.abc import Collection
from operator import attrgetter

from sqlalchemy import ColumnElement, Row, exists

from bot.core.domain.record import RecordedArticle, RecordedSentence
from bot.stores.sql import record_tables as tables

HEAD = (
    *("number", "id", "seen", "at", "day", "original", "url", "title"),
    *("paper", "site", "lang", "story"),
)
HEADS = tuple(tables.articles.c[name].label(f"article_{name}") for name in HEAD)
"""The columns from which ``recorded_article`` makes an article."""

LINE = ("start", "end", "text", "words", "fragment", "carries")
LINES = tuple(tables.sentences.c[name].label(f"sentence_{name}") for name in LINE)
"""The columns from which ``recorded_sentence`` makes a sentence."""


_head_of = attrgetter(*(column.name for column in HEADS))
_line_of = attrgetter(*(column.name for column in LINES))


def recorded_article(row: Row[tuple[object, ...]]) -> RecordedArticle:
    """Make the recorded article from a row that has the columns ``HEADS``."""
    return RecordedArticle(*_head_of(row))


def recorded_sentence(row: Row[tuple[object, ...]]) -> RecordedSentence:
    """Make the recorded sentence from a row that has the columns ``LINES``."""
    return RecordedSentence(*_line_of(row))


def has_topic(
    article: ColumnElement[int], topics: Collection[str]
) -> ColumnElement[bool]:
    """Build the condition that a recorded article belongs to one of the topics."""
    return (
        exists()
        .where(
            tables.topics.c.article == article,
            tables.topics.c.topic.in_(sorted(topics)),
        )
        .correlate_except(tables.topics)
    )
