"""Lists the told lines of a digest: the verbatim lines that it prints.

Pure functions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.core.digests.digest import Digest, QuotedLine, StorySummary
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.records import StoredArticle, ToldKind, ToldLine
from bot.core.messages.briefing import claim_span
from summarizers.model import Article, Claim, Line, Risk, Span


def told_lines(digest: Digest) -> tuple[ToldLine, ...]:
    """Return the lines of the front and of the full briefings, each line once.

    The front is the first message of the digest.
    """
    lines: dict[tuple[str, int, int], ToldLine] = {}
    for summary in digest.top:
        for article, span, kind in _slices(summary):
            line = ToldLine(
                *(summary.story.id, article.id, span.start, span.end, kind),
                *(span.text, digest.at),
            )
            lines.setdefault((article.id, span.start, span.end), line)
    for event in digest.coming:
        line = told_event(event, digest.at)
        lines.setdefault((line.article, line.start, line.end), line)
    return tuple(lines.values())


def told_event(event: CalendarEvent, at: datetime) -> ToldLine:
    """Return the line of an event, as printed at a time."""
    report = event.report
    story, place = event.story or report.article.original, (report.start, report.end)
    return ToldLine(story, report.article.id, *place, ToldKind.RISK, report.text, at)


def printed_texts(digest: Digest) -> tuple[tuple[str, str], ...]:
    """Return the id and the text's hash of each article of which a line is printed."""
    hashes = {
        article.id: article.digest
        for summary in digest.top
        for article, _, _ in _slices(summary)
    }
    return tuple(hashes.items())


def _slices(summary: StorySummary) -> Iterator[tuple[StoredArticle, Span, ToldKind]]:
    for quote in summary.quotes:
        yield quote.article, _printed(quote.article.article, quote.line), _kind(quote)
    articles = {article.id: article for article in summary.story.articles}
    for difference in summary.differences:
        for figure in difference.figures:
            yield articles[figure.document], figure.sentence, ToldKind.NUMBER
    for line in summary.lines:
        span = _printed(summary.lead.article, line)
        yield summary.lead, span, ToldKind.BRIEFING


def _printed(article: Article, line: Line | Claim | Risk) -> Span:
    """Return the slice from which the printed words of a line come."""
    match line:
        case Claim():
            return claim_span(article, line)
        case Line() | Risk():
            return line.span


def _kind(quote: QuotedLine) -> ToldKind:
    match quote.line:
        case Claim():
            return ToldKind.CLAIM
        case Risk():
            return ToldKind.RISK
        case Line():
            return ToldKind.SENTENCE
