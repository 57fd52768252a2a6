"""Finds the outcome of an event: the line that reports what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from bot.core.domain.calendar import CalendarEvent, EventReport
from bot.core.domain.record import Precision, RecordedArticle, RecordedSentence
from bot.core.record.event_words import looks_ahead, words_about
from summarizers.model import Span
from summarizers.stories.report_lines import last_named_day
from summarizers.text.language import language_of_lists

_FEWEST, _LEAST_SHARED = 3, 0.5
_FEWEST_ON_DAY, _LEAST_ON_DAY = 2, 0.4


StoryLine: TypeAlias = tuple[RecordedArticle, RecordedSentence]
"""A sentence with its article."""


def outcome_of(event: CalendarEvent, lines: Iterable[StoryLine]) -> EventReport | None:
    """Return the line of a later article that reports what happened at an event.

    ``lines`` are sentences of articles of the event's story. The line shares words with
    the event. It also names the event's day, or is not about the future. Return
    ``None`` if no line does.
    """
    best: tuple[float, EventReport] | None = None
    for article, sentence in lines:
        if article.at <= event.report.article.at or (
            event.last is None or article.day < event.last
        ):
            continue
        score = _score(event, article, sentence)
        if score > 0 and (best is None or score > best[0]):
            best = score, _report(article, sentence)
    return None if best is None else best[1]


def _score(
    event: CalendarEvent, article: RecordedArticle, sentence: RecordedSentence
) -> float:
    lang = language_of_lists(article.lang, sentence.text)
    about, line = (words_about(t, lang) for t in (event.report.text, sentence.text))
    shared = about.words & line.words
    share = len(shared) / max(len(about.words), 1)
    is_named = len(shared) >= _FEWEST_ON_DAY or not about.names.isdisjoint(line.names)
    if is_named and share >= _LEAST_ON_DAY:
        day = _day_of(article, sentence, lang)
        if day is not None and _is_within(day, event):
            return 1 + share
    is_about = len(shared) >= _FEWEST and share >= _LEAST_SHARED
    return share if is_about and not looks_ahead(sentence.text, lang) else 0.0


def _day_of(
    article: RecordedArticle, sentence: RecordedSentence, lang: str
) -> date | None:
    text = sentence.text
    return last_named_day(text, Span(0, len(text), text), article.day, lang)


def _is_within(day: date, event: CalendarEvent) -> bool:
    if event.first is None or event.last is None:
        return False
    return event.first <= day <= event.last


def _report(article: RecordedArticle, sentence: RecordedSentence) -> EventReport:
    return EventReport(
        *(article, sentence, sentence.start, sentence.end, sentence.text),
        *(None, None, Precision.VAGUE),
    )
