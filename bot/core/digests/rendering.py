"""Renders a digest: the front, which is its first message, and a briefing per story.

Every line is a slice of an article, except labels, names, dates and remarks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import assert_never

from bot.core.digests.coming import event_link
from bot.core.digests.corrections import correction_sections
from bot.core.digests.digest import (
    Digest,
    QuotedLine,
    SourceFailure,
    StoryState,
    StorySummary,
)
from bot.core.digests.papers import (
    MAX_LINKED_PAPERS,
    MAX_PAPERS,
    paper_of,
    paper_parts,
    papers_of,
)
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.domain.records import Origin, StoredArticle, ToldLine
from bot.core.messages.briefing import (
    Presentation,
    RowRenderer,
    briefing_message,
    note_row,
)
from bot.core.text.date_format import (
    day_label,
    days_label,
    full_day,
    time_label,
)
from bot.core.text.deep_links import (
    DeepLinks,
    file_name,
    page_address,
)
from bot.core.text.labels import Labels, labels_for
from bot.core.text.sanitize import sanitized, shortened
from summarizers.model import Claim, Line, Risk

_SHORT = 60
_QUOTED = re.compile('"([^"]{1,4096})"')
_NAMED = 5
_LONGEST_TITLE = 200


def front_message(
    digest: Digest,
    edition: str | None,
    *,
    due: datetime | None = None,
    explained: bool = False,
) -> Message:
    """Render the front, the first message of a digest.

    ``edition`` is the id of the stored edition, ``None`` if it is not stored. ``due``
    is the time at which a late digest should have been posted. If ``explained`` is set,
    each story says why it is in the digest and how its score is made up.
    """
    labels = labels_of(digest)
    sections = [Section(None, (_headline(digest),))]
    if due is not None:
        late = labels.delayed.format(_local_time(due, digest))
        sections.append(Section(None, (note_row(late),)))
    corrections = digest.corrections
    sections.extend(correction_sections(corrections, labels, digest.plan.timezone))
    if digest.is_empty:
        lines = (_nothing(digest), *_reasons(digest))
        sections.append(Section(None, tuple(map(note_row, lines))))
    for summary in digest.top:
        sections.extend(story_sections(summary, digest))
        if explained:
            sections.append(Section(None, (note_row(_why(summary)),)))
    if digest.coming:
        events = tuple(_event_row(event, digest) for event in digest.coming)
        sections.append(Section(labels.this_week, events))
    if digest.linked:
        rows = (
            _link_row(story, digest, explained=explained) for story in digest.linked
        )
        sections.append(Section(labels.more, tuple(rows)))
    notes = tuple(note_row(note) for note in _notes(digest, edition))
    if notes:
        sections.append(Section(None, notes))
    return Message(tuple(sections), labels.language)


def labels_of(digest: Digest) -> Labels:
    """Return the labels in the digest's language."""
    return labels_for(digest.plan.language)


def story_messages(digest: Digest) -> tuple[Message, ...]:
    """Render the full briefing of each top story as a message.

    A briefing without new sentences is left out.
    """
    return tuple(
        briefing_message(
            summary.briefing,
            Presentation(digest.plan.language),
            actors=summary.whole.actors,
        )
        for summary in digest.top
        if summary.whole and summary.briefing and summary.lines
    )


def single_message(front: Message, stories: Iterable[Message]) -> Message:
    """Join the front and the full briefings into one message.

    This is for platforms without threads. The front's notes come last.
    """
    *sections, last = front.sections
    notes = all(part.style is Style.NOTE for row in last.rows for part in row.parts)
    before, after = (sections, [last]) if notes else ([*sections, last], [])
    heading = Section(labels_for(front.language).in_full, ())
    for story in stories:
        before.extend((heading, *story.sections))
    return replace(front, sections=(*before, *after))


def _local_time(moment: datetime, digest: Digest) -> str:
    """Format a time in the digest's zone, with its year if that is not the digest's."""
    zone = digest.plan.timezone
    year = digest.at.astimezone(zone).year
    return time_label(moment.astimezone(zone), year, labels_of(digest))


def _headline(digest: Digest) -> Row:
    local = digest.at.astimezone(digest.plan.timezone)
    when = time_label(local, None, labels_of(digest))
    name = digest.plan.title or digest.plan.id
    return Row((Text(name, Style.TITLE), Text(when, Style.NOTE)))


def _nothing(digest: Digest) -> str:
    labels = labels_of(digest)
    titles = [topic.title for topic in digest.plan.topics]
    topics = labels.last_and.join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    if digest.last is None:
        return labels.nothing_yet.format(topics)
    return labels.nothing_new.format(topics, _local_time(digest.last, digest))


def _reasons(digest: Digest) -> Iterator[str]:
    """Yield a line that says how much was read, and why the digest has none of it."""
    if digest.read is None:
        return
    labels, read = labels_of(digest), digest.read
    if not read.every:
        yield labels.nothing_read
        return
    terms = [term for topic in digest.plan.topics for term in topic.include]
    outside = labels.counted(read.outside, labels.read_outside)
    if terms:
        more = len(terms) - _NAMED
        rest = (labels.and_more.format(more),) if more > 0 else ()
        outside = f"{outside} ({', '.join((*terms[:_NAMED], *rest))})"
    repeated = read.every - read.outside - read.muted
    reasons = (
        (read.outside, outside),
        (repeated, labels.counted(repeated, labels.read_repeated)),
        (read.muted, labels.counted(read.muted, labels.read_muted)),
    )
    because = ", ".join(words for number, words in reasons if number)
    every = labels.counted(read.every, labels.read_articles)
    yield f"{every}: {because}." if because else f"{every}."


def story_sections(summary: StorySummary, digest: Digest) -> Iterator[Section]:
    """Yield the title of a story with its facts, and the lines below it."""
    title = story_title(summary.lead, digest)
    facts = tuple(_fact_parts(summary, digest))
    yield Section(None, (Row((Text(title.text, Style.TITLE, title.url), *facts)),))
    rows = [_quote_row(quote, summary.lead, digest) for quote in summary.quotes]
    if summary.was is not None and summary.sentence is not None:
        now = rows.pop(0)
        yield Section("", tuple(_pair_rows(summary, summary.was, now, digest)))
    # Each line has its own section: a speaker's name would indent the other lines.
    yield from (Section("", (row,)) for row in rows)
    if summary.differences:
        yield Section("", tuple(_difference_rows(summary, digest)))


def _pair_rows(
    summary: StorySummary, was: ToldLine, now: Row, digest: Digest
) -> Iterator[Row]:
    """Yield the line that the channel was shown before, and the new line.

    Each has its day.
    """
    labels = labels_of(digest)
    earlier = _earlier_article(summary, was)
    local = was.at.astimezone(digest.plan.timezone)
    day = local.date() if earlier is None else day_of(earlier, digest)
    parts = [_dated(labels.was, day, digest), Text(was.text)]
    publisher = None if earlier is None else paper_of(earlier)
    if publisher is not None and publisher != paper_of(summary.lead):
        parts.append(Text(f"({publisher})", Style.NOTE))
    yield Row(tuple(parts), BAR, earlier_link(summary, was), paper=publisher or "")
    today = _dated(labels.now, day_of(summary.lead, digest), digest)
    yield replace(now, parts=(today, *now.parts), marker=BAR)


def _dated(label: str, day: date, digest: Digest) -> Text:
    year = digest.at.astimezone(digest.plan.timezone).year
    return Text(f"{label} {day_label(day, year, labels_of(digest))}", Style.DAY)


def day_of(article: StoredArticle, digest: Digest) -> date:
    """Return the day of publication, or the day on which Sitrep saw the article."""
    seen = article.seen.astimezone(digest.plan.timezone)
    return article.article.published or seen.date()


def earlier_link(summary: StorySummary, line: ToldLine) -> str | None:
    """Return the link to a line that was shown before.

    Return ``None`` if the line is gone from its article, or the article from the store.
    """
    article = _earlier_article(summary, line)
    if article is None or not article.article.text.startswith(line.text, line.start):
        return None
    span = article.article.span(line.start, line.end)
    return DeepLinks(article.article).link(span)


def _earlier_article(summary: StorySummary, line: ToldLine) -> StoredArticle | None:
    articles = (
        article for article in summary.story.articles if article.id == line.article
    )
    return next(articles, None)


def _fact_parts(summary: StorySummary, digest: Digest) -> Iterator[Text]:
    """Yield the facts beside a story's title; the papers stand in the middle."""
    labels = labels_of(digest)
    first = " · ".join(_first_facts(summary, digest))
    yield Text(f"{first} ·", Style.NOTE)
    papers = papers_of(summary.story, summary.lead)
    yield from paper_parts(papers, labels, most=MAX_PAPERS)
    yield Text(f"· {' · '.join(_last_facts(summary, digest))}", Style.NOTE)


def _first_facts(summary: StorySummary, digest: Digest) -> Iterator[str]:
    """Yield the facts that are printed before the names of the papers."""
    yield state_label(summary.state, labels_of(digest))
    yield from _alerted(summary, digest)
    if len(digest.plan.topics) > 1:
        titles = {topic.id: topic.title for topic in digest.plan.topics}
        yield titles[summary.story.topic]


def _alerted(summary: StorySummary, digest: Digest) -> Iterator[str]:
    """Yield when an alert posted the story since the last digest, if one did."""
    moment = digest.alerted_at(summary.story)
    if moment is None:
        return
    zone, labels = digest.plan.timezone, labels_of(digest)
    local, today = moment.astimezone(zone), digest.at.astimezone(zone).date()
    is_today = local.date() == today
    when = f"{local:%H:%M}" if is_today else time_label(local, today.year, labels)
    yield labels.told_at.format(when)


def _last_facts(summary: StorySummary, digest: Digest) -> Iterator[str]:
    """Yield the facts that are printed after the names of the papers."""
    lead, labels = summary.lead, labels_of(digest)
    yield full_day(day_of(lead, digest), labels)
    yield from _placeholder_fact(lead, labels)
    if summary.actors:
        yield labels.new_actors.format(", ".join(summary.actors))


def state_label(state: StoryState, labels: Labels) -> str:
    """Return the word for the state of a story in the language of ``labels``."""
    match state:
        case StoryState.NEW:
            return labels.new
        case StoryState.MOVED:
            return labels.moved
        case StoryState.ENDED:
            return labels.ended
        case StoryState.MORE:
            return labels.more_reports
        case _:
            assert_never(state)


def _placeholder_fact(article: StoredArticle, labels: Labels) -> Iterator[str]:
    """Yield the reason why an article has only the feed's text or title, if it has."""
    if article.is_whole:
        return
    is_title = article.origin is Origin.TITLE
    remark = labels.title_alone if is_title else labels.feed_alone
    reason = f"{labels.colon}{labels.page_unreadable}" if article.article.url else ""
    yield f"{remark}{reason}"


def _quote_row(quote: QuotedLine, lead: StoredArticle, digest: Digest) -> Row:
    """Render a line, with its paper if another paper published the title."""
    article = quote.article.article
    writer = RowRenderer(
        article,
        DeepLinks(article),
        Presentation(digest.plan.language),
        digest.at.astimezone(digest.plan.timezone).year,
    )
    row = _row(quote, writer)
    publisher = paper_of(quote.article)
    if publisher is None or publisher == paper_of(lead):
        return row
    return replace(row, parts=(*row.parts, Text(f"({publisher})", Style.NOTE)))


def _row(quote: QuotedLine, writer: RowRenderer) -> Row:
    match quote.line:
        case Claim() as claim:
            return writer.claim(claim)
        case Risk() as risk:
            return writer.risk(risk)
        case Line() as line:
            return writer.line(line)


def _difference_rows(summary: StorySummary, digest: Digest) -> Iterator[Row]:
    """Yield each number that the reports state differently, with its publishers."""
    labels = labels_of(digest)
    articles = {article.id: article for article in summary.story.articles}
    for difference in summary.differences:
        parts = [Text(f"{difference.label}{labels.colon.rstrip()}", Style.NAME)]
        for number, figure in enumerate(difference.figures, start=1):
            article = articles[figure.document]
            link = DeepLinks(article.article).link(figure.sentence)
            separator = " ·" if number < len(difference.figures) else ""
            title = article.article.title or labels.untitled
            name = paper_of(article) or title
            parts.append(Text(figure.span.text, url=link))
            parts.append(Text(f"({name}){separator}", Style.NOTE))
        yield Row(tuple(parts), marker="≠")


def _why(summary: StorySummary) -> str:
    """Return why a story is in the digest, and the parts of its score."""
    reason = f"In {summary.story.topic}: {summary.story.matched}"
    return f"{reason}; {summary.rank.describe()}"


def _event_row(event: CalendarEvent, digest: Digest) -> Row:
    """Render an event of the record: its day, its line, and the paper."""
    report, labels = event.report, labels_of(digest)
    year = digest.at.astimezone(digest.plan.timezone).year
    days = days_label(event.first, event.last, year, labels)
    paper = report.article.paper or ""
    parts = [
        *([Text(days, Style.DAY)] if days else []),
        Text(report.text),
        *([Text(f"({paper})", Style.NOTE)] if paper else []),
    ]
    return Row(tuple(parts), "▲", event_link(report), paper=paper)


def _link_row(summary: StorySummary, digest: Digest, *, explained: bool) -> Row:
    labels = labels_of(digest)
    papers = papers_of(summary.story, summary.lead)
    names = paper_parts(papers, labels, most=MAX_LINKED_PAPERS)
    title = story_title(summary.lead, digest)
    remarks = (_why(summary),) if explained else ()
    first = "".join(f"· {fact} " for fact in _alerted(summary, digest))
    parts = (title, Text(f"{first}·", Style.NOTE), *names)
    return Row(parts, marker="•", remarks=remarks)


def story_title(article: StoredArticle, digest: Digest) -> Text:
    """Return the title of an article as text with the link to its page."""
    content = article.article
    title = sanitized(content.title or "") or labels_of(digest).untitled
    return Text(shortened(title, _LONGEST_TITLE), url=page_address(content.url))


def _notes(digest: Digest, edition: str | None) -> Iterator[str]:
    """Yield the small print at the end of the front, line by line."""
    labels = labels_of(digest)
    if digest.counted:
        yield labels.counted(len(digest.counted), labels.more_stories)
    if digest.failures:
        yield _failure_line(digest.failures, labels)
    if digest.plan.note:
        yield digest.plan.note
    if edition is not None:
        yield labels.edition.format(edition)


def _failure_line(failures: tuple[SourceFailure, ...], labels: Labels) -> str:
    """Name the sources that failed: "Not read: example.org/news (too slow)"."""
    names = [
        f"{short_name(failure.url)} ({reason_of(failure)})"
        for failure in failures[:_NAMED]
    ]
    if len(failures) > _NAMED:
        names.append(labels.counted(len(failures) - _NAMED, labels.other_sources))
    return labels.not_read.format("; ".join(names))


def reason_of(failure: SourceFailure) -> str:
    """Return why a source could not be read, without the folder of a file."""
    if "://" in failure.url:
        return failure.message
    return _QUOTED.sub(lambda path: f'"{file_name(path[1])}"', failure.message)


def short_name(url: str) -> str:
    """Return a source's URL as shown to people, such as ``example.org/news``.

    Query parameters, which may contain a reader's key, and the folder of a file are
    left out.
    """
    if "://" not in url:
        return file_name(url)
    address = url.partition("://")[2].partition("?")[0] or url
    return address if len(address) <= _SHORT else f"{address[: _SHORT - 1]}…"
