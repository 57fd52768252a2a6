"""Renders a digest: the front message, and a briefing for each story.

Every line is a slice of an article, except labels, names, dates and remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.core.digests.digest import Digest, QuotedLine, SourceFailure, StorySummary
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import Origin, StoredArticle
from bot.core.messages.briefing import RowRenderer, briefing_message, note_row
from bot.core.messages.listings import counted
from bot.core.text.date_format import format_day
from bot.core.text.deep_links import DeepLinks, host, page_address
from bot.core.text.sanitize import sanitized, shortened
from summarizers.model import Claim, Line, Risk
from summarizers.text.language import language_of_lists

IN_FULL = "IN FULL"
"""The heading before a story's whole briefing where all is one message."""

_SHORT = 60
_QUOTED = re.compile('"([^"]{1,4096})"')
_NAMED = 5
_LONGEST_TITLE = 200
_UNTITLED = "Without a title"
_ONLY = {
    Origin.FEED: ("from the feed alone", "its page could not be read"),
    Origin.TITLE: ("the title alone", "its page could not be read"),
}


def front_message(
    digest: Digest,
    edition: str | None,
    *,
    due: datetime | None = None,
    explained: bool = False,
) -> Message:
    """Render the front; ``edition`` is the edition's id, if there is one.

    ``due`` is the time at which it should have been posted, if it is late. With
    ``explained`` each story says why it is in the digest and at this rank.
    """
    sections = [Section(None, (_headline(digest),))]
    if due is not None:
        local = due.astimezone(digest.plan.timezone)
        late = f"Delayed: it was due on {format_day(local.date())}, {local:%H:%M}."
        sections.append(Section(None, (note_row(late),)))
    if digest.is_empty:
        sections.append(Section(None, (note_row(_nothing(digest)),)))
    for summary in digest.top:
        sections.extend(_story_sections(summary, digest))
        if explained:
            sections.append(Section(None, (note_row(_why(summary)),)))
    if digest.linked:
        rows = (_link_row(summary, explained=explained) for summary in digest.linked)
        sections.append(Section("MORE", tuple(rows)))
    notes = tuple(note_row(note) for note in _notes(digest, edition))
    return Message((*sections, *((Section(None, notes),) if notes else ())))


def story_messages(digest: Digest) -> tuple[Message, ...]:
    """Render the full briefing of each top story.

    A briefing without new sentences is left out.
    """
    return tuple(
        briefing_message(summary.briefing)
        for summary in digest.top
        if summary.briefing is not None and summary.lines
    )


def single_message(front: Message, stories: Iterable[Message]) -> Message:
    """Join the front and the full briefings, for platforms without threads.

    Each briefing follows a heading without rows; the front's notes come last.
    """
    *sections, last = front.sections
    notes = all(part.style is Style.NOTE for row in last.rows for part in row.parts)
    before, after = (sections, [last]) if notes else ([*sections, last], [])
    for story in stories:
        before.extend((Section(IN_FULL, ()), *story.sections))
    return Message((*before, *after))


def _headline(digest: Digest) -> Row:
    local = digest.at.astimezone(digest.plan.timezone)
    when = f"{format_day(local.date())}, {local:%H:%M}"
    name = digest.plan.title or digest.plan.id
    return Row((Text(name, Style.TITLE), Text(when, Style.NOTE)))


def _nothing(digest: Digest) -> str:
    titles = [topic.title for topic in digest.plan.topics]
    topics = " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    if digest.last is None:
        return f"Nothing on {topics} yet."
    last = digest.last.astimezone(digest.plan.timezone)
    return f"Nothing new on {topics} since {format_day(last.date())}, {last:%H:%M}."


def _story_sections(summary: StorySummary, digest: Digest) -> Iterator[Section]:
    title = _title(summary.lead)
    note = Text(" · ".join(_facts(summary, digest)), Style.NOTE)
    yield Section(None, (Row((Text(title.text, Style.TITLE, title.url), note)),))
    # Each line has its own section: a speaker's name would indent the other lines.
    rows = (
        _with_publisher(_quote_row(quote), quote, summary.lead)
        for quote in summary.quotes
    )
    yield from (Section("", (row,)) for row in rows)
    if summary.differences:
        yield Section("", tuple(_difference_rows(summary)))


def _facts(summary: StorySummary, digest: Digest) -> Iterator[str]:
    """Yield the facts beside a story's title."""
    lead = summary.lead
    if summary.is_update:
        yield "update"
    if len(digest.plan.topics) > 1:
        titles = {topic.id: topic.title for topic in digest.plan.topics}
        yield titles[summary.story.topic]
    publishers = len(summary.story.publishers)
    if publishers > 1:
        yield f"reported by {counted(publishers, 'source')}"
    publisher = _publisher(lead)
    if publisher:
        yield publisher
    seen = lead.seen.astimezone(digest.plan.timezone)
    yield format_day(lead.article.published or seen.date())
    if lead.origin in _ONLY:
        remark, reason = _ONLY[lead.origin]
        yield f"{remark}: {reason}" if lead.article.url else remark
    if summary.actors:
        yield f"new: {', '.join(summary.actors)}"


def _quote_row(quote: QuotedLine) -> Row:
    article = quote.article.article
    lang = language_of_lists(article.lang, article.text)
    write = RowRenderer(article, DeepLinks(article), lang)
    match quote.line:
        case Claim() as claim:
            return write.claim(claim)
        case Risk() as risk:
            return write.risk(risk)
        case Line() as line:
            return write.line(line)


def _with_publisher(row: Row, quote: QuotedLine, lead: StoredArticle) -> Row:
    """Add the quotation's publisher to the row if it differs from the title's."""
    publisher = _publisher(quote.article)
    if publisher is None or publisher == _publisher(lead):
        return row
    return replace(row, parts=(*row.parts, Text(f"({publisher})", Style.NOTE)))


def _difference_rows(summary: StorySummary) -> Iterator[Row]:
    """Yield each number that the reports state differently, with its publishers."""
    articles = {article.id: article.article for article in summary.story.articles}
    for difference in summary.differences:
        parts = [Text(f"{difference.label}:", Style.NOTE)]
        for number, figure in enumerate(difference.figures, start=1):
            article = articles[figure.document]
            link = DeepLinks(article).link(figure.sentence)
            separator = " ·" if number < len(difference.figures) else ""
            name = host(article.url) or article.site or article.title or _UNTITLED
            parts.append(Text(figure.span.text, url=link))
            parts.append(Text(f"({name}){separator}", Style.NOTE))
        yield Row(tuple(parts), marker="≠")


def _why(summary: StorySummary) -> str:
    """Return why a story is in the digest, and the parts of its score."""
    reason = f"In {summary.story.topic}: {summary.story.matched}"
    return f"{reason}; {summary.rank.describe()}"


def _link_row(summary: StorySummary, *, explained: bool) -> Row:
    facts = [_publisher(summary.lead)]
    publishers = len(summary.story.publishers)
    if publishers > 1:
        facts.append(counted(publishers, "source"))
    notes = (Text(f"· {fact}", Style.NOTE) for fact in facts if fact)
    remarks = (_why(summary),) if explained else ()
    return Row((_title(summary.lead), *notes), marker="•", remarks=remarks)


def _publisher(article: StoredArticle) -> str | None:
    """Return the publisher as shown to people: the article's host, else its feed's."""
    content = article.article
    feed = next(iter(sorted(article.sources)), None)
    return host(content.url) or content.site or host(feed)


def _title(article: StoredArticle) -> Text:
    content = article.article
    title = sanitized(content.title or "") or _UNTITLED
    return Text(shortened(title, _LONGEST_TITLE), url=page_address(content.url))


def _notes(digest: Digest, edition: str | None) -> Iterator[str]:
    """Yield the lines at the end, in small print."""
    if digest.counted:
        number = len(digest.counted)
        stories = "story" if number == 1 else "stories"
        yield f"And {number} more {stories}."
    if digest.failures:
        yield _failure_line(digest.failures)
    if digest.plan.note:
        yield digest.plan.note
    if edition is not None:
        yield f"Edition {edition}"


def _failure_line(failures: tuple[SourceFailure, ...]) -> str:
    """Name the sources that failed: "Not read: example.org/news (too slow)"."""
    names = [
        f"{short_name(failure.url)} ({reason_of(failure)})"
        for failure in failures[:_NAMED]
    ]
    if len(failures) > _NAMED:
        names.append(f"and {counted(len(failures) - _NAMED, 'other')}")
    return f"Not read: {'; '.join(names)}"


def reason_of(failure: SourceFailure) -> str:
    """Return why a source failed, without the folder of a file."""
    if "://" in failure.url:
        return failure.message
    return _QUOTED.sub(lambda path: f'"{_name(path[1])}"', failure.message)


def short_name(url: str) -> str:
    """Return the name of a source as shown to people.

    Query parameters, which may contain a reader's key, and the folder of a file are
    left out.
    """
    if "://" not in url:
        return _name(url)
    address = url.partition("://")[2].partition("?")[0] or url
    return address if len(address) <= _SHORT else f"{address[: _SHORT - 1]}…"


def _name(path: str) -> str:
    """Return the last component of a path, with any separator."""
    parts = path.replace("\\", "/").rstrip("/").rpartition("/")
    return parts[2] or path
