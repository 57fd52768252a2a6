"""Renders the result of a search: lines by story, or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.record import RecordedArticle
from bot.core.domain.search import SearchHit, SearchResult
from bot.core.messages.briefing import note_row
from bot.core.messages.briefing_json import JsonObject
from bot.core.record.words import defanged
from bot.core.text.date_format import day_label
from bot.core.text.deep_links import page_address
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, shortened

_LONGEST_TITLE = 200
_LONGEST_WORDS = 100


def search_message(
    result: SearchResult, words: str, language: str, year: int
) -> Message:
    """Render the hits below the titles of their stories.

    The best story comes first. ``words`` are the words that were typed. Days of the
    year ``year`` are printed without the year. Addresses and domains are printed so
    that no program makes a link of them.
    """
    labels = labels_for(language)
    typed = shortened(sanitized(defanged(words)), _LONGEST_WORDS)
    if not result.hits:
        note = note_row(labels.nothing_found.format(typed))
        return Message((Section(None, (note,)),), labels.language)
    sections = [Section(labels.found_lines.format(typed), ())]
    for hits in _stories(result.hits):
        sections.append(Section(None, (_title_row(hits[0].article, labels),)))
        rows = tuple(_row(hit, year, labels) for hit in hits)
        sections.append(Section("", rows))
    if result.more:
        note = note_row(labels.counted(result.more, labels.more_found))
        sections.append(Section(None, (note,)))
    return Message(tuple(sections), labels.language)


def search_document(result: SearchResult) -> JsonObject:
    """Return the hits as JSON, best first; their text is as the articles print it."""
    return {
        "hits": [
            {
                "text": hit.text,
                "article": {
                    "title": hit.article.title,
                    "url": hit.article.url,
                    "site": hit.article.paper,
                    "published": hit.article.day.isoformat(),
                },
                "link": hit.link,
                "story": hit.article.story,
                "papers": [*hit.papers],
                "score": hit.score,
            }
            for hit in result.hits
        ],
        "more": result.more,
    }


def _stories(hits: Iterable[SearchHit]) -> Iterable[Sequence[SearchHit]]:
    """Group the hits by story, in the order of the best hit of each."""
    stories: dict[str, list[SearchHit]] = {}
    for hit in hits:
        article = hit.article
        stories.setdefault(article.story or article.original, []).append(hit)
    return stories.values()


def _title_row(article: RecordedArticle, labels: Labels) -> Row:
    words = sanitized(defanged(article.title or "")) or labels.untitled
    title = shortened(words, _LONGEST_TITLE)
    return Row((Text(title, Style.TITLE, page_address(article.url)),))


def _row(hit: SearchHit, year: int, labels: Labels) -> Row:
    day = Text(day_label(hit.article.day, year, labels), Style.DAY)
    words = Text(defanged(hit.text))
    papers = Text(", ".join(hit.papers), Style.NOTE)
    parts = (day, words, papers) if hit.papers else (day, words)
    return Row(parts, "•", hit.link, paper=hit.article.paper or "")
