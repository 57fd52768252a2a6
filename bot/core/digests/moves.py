"""Decides whether a report tells a later state of a story than a channel was shown.

Papers tell one event again in other words for days, so new words alone do not count: of
16 lines that were printed for their new words, readers found 11 to repeat the event.
Pure functions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.digests.digest import QuotedLine
from bot.core.digests.novelty import repeats
from bot.core.domain.records import StoredArticle, ToldLine
from summarizers.model import Article, Span
from summarizers.stories.numbers import CasualtyCount, casualty_counts
from summarizers.stories.report_lines import last_named_day
from summarizers.text.language import language_of_lists

_POSSESSIVE = r"(?!['’]s?\b)"


@dataclass(frozen=True, slots=True)
class ShownState:
    """The state of a story that a channel was shown.

    ``articles`` are the articles of the story that were shown, and ``line`` is the
    newest first line that was printed of them.
    """

    articles: Sequence[StoredArticle]
    line: ToldLine | None = None

    def moved_by(self, quote: QuotedLine, new_actors: Iterable[str]) -> bool:
        """Return whether a sentence of a new report tells a later state.

        It does if it names a later day than the last line, tells of more casualties
        than all shown articles, or names one of ``new_actors`` who acts in the title.
        """
        article, span = quote.article.article, quote.span
        return (
            self._is_later(quote.article, span)
            or self._has_more_casualties(article, span)
            or any(_acts(name, article, span) for name in new_actors)
        )

    def _is_later(self, report: StoredArticle, span: Span) -> bool:
        """Return whether a sentence names a later day than the last line.

        A line that names no day counts for the day of its report. A sentence about that
        same day is later only if its report's headline was not shown.
        """
        day = _named_day(report, span)
        if day is None:
            return False
        named = self._named_day()
        if named is not None:
            return day > named
        published = [article.moment.date() for article in self._printed()]
        if not published or day < max(published):
            return False
        return day > max(published) or not is_shown_headline(report, self.articles)

    def _printed(self) -> Sequence[StoredArticle]:
        """Return the article of ``line``; without a line, return all shown articles."""
        line = self.line
        own = [each for each in self.articles if line and each.id == line.article]
        return own or self.articles

    def _named_day(self) -> date | None:
        """Return the latest day that the last line names.

        If it names none, return the latest day in the title of its article.
        """
        if self.line is None:
            return None
        span = Span(self.line.start, self.line.end, self.line.text)
        days = (
            _named_day(each, span)
            for each in self.articles
            if each.id == self.line.article
        )
        return next(days, None)

    def _has_more_casualties(self, article: Article, span: Span) -> bool:
        new = [
            count
            for start, count in _casualties(article)
            if span.start <= start < span.end
        ]
        if not new:
            return False
        shown = [
            count for each in self.articles for _, count in _casualties(each.article)
        ]
        return any(
            all(count.number > other.number for other in shown if _same(count, other))
            for count in new
        )


def is_shown_headline(report: StoredArticle, articles: Iterable[StoredArticle]) -> bool:
    """Return whether the headline of a report is nearly that of one of ``articles``."""
    title = report.article.title or ""
    lang = language_of_lists(report.article.lang, report.article.text)
    return any(repeats(title, each.article.title or "", lang) for each in articles)


def _same(count: CasualtyCount, other: CasualtyCount) -> bool:
    return count.fate == other.fate


def _casualties(article: Article) -> tuple[tuple[int, CasualtyCount], ...]:
    lang = language_of_lists(article.lang, article.text)
    return casualty_counts(article, lang)


def _named_day(report: StoredArticle, span: Span) -> date | None:
    article = report.article
    lang = language_of_lists(article.lang, article.text)
    return last_named_day(article.text, span, report.moment.date(), lang)


def _acts(name: str, article: Article, span: Span) -> bool:
    """Return whether an actor acts in the title, and the sentence names the actor.

    In "Ann Berg's house", the actor does not act.
    """
    pattern = rf"\b{re.escape(name)}\b"
    return bool(
        re.search(pattern + _POSSESSIVE, article.title or "")
        and re.search(pattern, span.text)
    )
