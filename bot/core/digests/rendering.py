"""From a digest to platform-neutral messages: the front, and a briefing a story.

Every line is a slice of an article; only labels, names, dates and remarks are ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.core.digests.digest import Digest, Failure, Quote, Story
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import Origin, StoredArticle
from bot.core.messages.briefing import LineWriter, briefing_message, note_row
from bot.core.messages.listings import counted
from bot.core.text.date_format import format_day
from bot.core.text.deep_links import DeepLinks, host, page_address
from bot.core.text.sanitize import sanitized
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
    """The digest as one message; ``edition`` is the id that it bears, if it is kept.

    ``due`` is when it should have gone out, if it comes late.
    ``explained`` says of each story why it is in, and where it is.
    """
    sections = [Section(None, (_headline(digest),))]
    if due is not None:
        local = due.astimezone(digest.plan.timezone)
        late = f"Delayed: it was due on {format_day(local.date())}, {local:%H:%M}."
        sections.append(Section(None, (note_row(late),)))
    if digest.is_empty:
        sections.append(Section(None, (note_row(_nothing(digest)),)))
    for story in digest.told:
        sections.extend(_story_sections(story, digest))
        if explained:
            sections.append(Section(None, (note_row(_why(story)),)))
    if digest.linked:
        rows = (_link_row(story, explained=explained) for story in digest.linked)
        sections.append(Section("MORE", tuple(rows)))
    notes = tuple(note_row(note) for note in _notes(digest, edition))
    return Message((*sections, *((Section(None, notes),) if notes else ())))


def story_messages(digest: Digest) -> tuple[Message, ...]:
    """The full briefing of each story that is told, in print order.

    One of which the channel knows every sentence is left out.
    """
    return tuple(
        briefing_message(story.briefing)
        for story in digest.told
        if story.briefing is not None and story.lines
    )


def single_message(front: Message, stories: Iterable[Message]) -> Message:
    """The front and the full briefings as one message, for platforms without threads.

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
    named = " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    if digest.last is None:
        return f"Nothing on {named} yet."
    last = digest.last.astimezone(digest.plan.timezone)
    return f"Nothing new on {named} since {format_day(last.date())}, {last:%H:%M}."


def _story_sections(story: Story, digest: Digest) -> Iterator[Section]:
    title = _title(story.lead)
    note = Text(" · ".join(_facts(story, digest)), Style.NOTE)
    yield Section(None, (Row((Text(title.text, Style.TITLE, title.url), note)),))
    # Each in a section of its own: a speaker's name would push the others aside.
    rows = (_signed(_quote_row(quote), quote, story.lead) for quote in story.quotes)
    yield from (Section("", (row,)) for row in rows)
    if story.differences:
        yield Section("", tuple(_difference_rows(story)))


def _facts(story: Story, digest: Digest) -> Iterator[str]:
    """What is told of a story beside its title."""
    lead = story.lead
    if story.is_update:
        yield "update"
    if len(digest.plan.topics) > 1:
        titles = {topic.id: topic.title for topic in digest.plan.topics}
        yield titles[story.coverage.topic]
    reporters = len(story.coverage.reporters)
    if reporters > 1:
        yield f"reported by {counted(reporters, 'source')}"
    name = _paper(lead)
    if name:
        yield name
    seen = lead.seen.astimezone(digest.plan.timezone)
    yield format_day(lead.article.published or seen.date())
    if lead.origin in _ONLY:
        remark, reason = _ONLY[lead.origin]
        yield f"{remark}: {reason}" if lead.article.url else remark
    if story.actors:
        yield f"new: {', '.join(story.actors)}"


def _quote_row(quote: Quote) -> Row:
    article = quote.article.article
    lang = language_of_lists(article.lang, article.text)
    write = LineWriter(article, DeepLinks(article), lang)
    match quote.line:
        case Claim() as claim:
            return write.claim(claim)
        case Risk() as risk:
            return write.risk(risk)
        case Line() as line:
            return write.line(line)


def _signed(row: Row, quote: Quote, lead: StoredArticle) -> Row:
    """The line, with its paper where that is not the one beside the title."""
    paper = _paper(quote.article)
    if paper is None or paper == _paper(lead):
        return row
    return replace(row, parts=(*row.parts, Text(f"({paper})", Style.NOTE)))


def _difference_rows(story: Story) -> Iterator[Row]:
    """What reports count differently: each number with who gives it."""
    known = {found.id: found.article for found in story.coverage.articles}
    for difference in story.differences:
        parts = [Text(f"{difference.label}:", Style.NOTE)]
        for number, figure in enumerate(difference.figures, start=1):
            article = known[figure.document]
            link = DeepLinks(article).link(figure.sentence)
            joint = " ·" if number < len(difference.figures) else ""
            name = host(article.url) or article.site or article.title or _UNTITLED
            parts.append(Text(figure.span.text, url=link))
            parts.append(Text(f"({name}){joint}", Style.NOTE))
        yield Row(tuple(parts), marker="≠")


def _why(story: Story) -> str:
    """Why a story is in the digest and where it is."""
    found = f"In {story.coverage.topic}: {story.coverage.matched}"
    return f"{found}; {story.rank.told()}"


def _link_row(story: Story, *, explained: bool) -> Row:
    facts = [_paper(story.lead)]
    reporters = len(story.coverage.reporters)
    if reporters > 1:
        facts.append(counted(reporters, "source"))
    notes = (Text(f"· {fact}", Style.NOTE) for fact in facts if fact)
    remarks = (_why(story),) if explained else ()
    return Row((_title(story.lead), *notes), marker="•", remarks=remarks)


def _paper(article: StoredArticle) -> str | None:
    """Who printed it, as a reader should see it; without an address, whose feed."""
    found = article.article
    feed = next(iter(sorted(article.sources)), None)
    return host(found.url) or found.site or host(feed)


def _title(article: StoredArticle) -> Text:
    found = article.article
    title = sanitized(found.title or "") or _UNTITLED
    if len(title) > _LONGEST_TITLE:
        title = f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
    return Text(title, url=page_address(found.url))


def _notes(digest: Digest, edition: str | None) -> Iterator[str]:
    """What stands at the end, in small print."""
    if digest.passed:
        number = len(digest.passed)
        stories = "story" if number == 1 else "stories"
        yield f"And {number} more {stories}."
    if digest.failures:
        yield _failure_line(digest.failures)
    if digest.plan.note:
        yield digest.plan.note
    if edition is not None:
        yield f"Edition {edition}"


def _failure_line(failures: tuple[Failure, ...]) -> str:
    """Which sources are missing and why: "Not read: example.org/news (too slow)."."""
    told = [f"{short_name(one.url)} ({reason_of(one)})" for one in failures[:_NAMED]]
    if len(failures) > _NAMED:
        told.append(f"and {counted(len(failures) - _NAMED, 'other')}")
    return f"Not read: {'; '.join(told)}"


def reason_of(failure: Failure) -> str:
    """Why a source is missing, without the place of a file."""
    if "://" in failure.url:
        return failure.message
    return _QUOTED.sub(lambda found: f'"{_name(found[1])}"', failure.message)


def short_name(url: str) -> str:
    """What readers know a source by: no more than they may know.

    The address is without its query, in which a reader's key may stand. Of a file it is
    the name alone: where it is kept is not for a channel.
    """
    if "://" not in url:
        return _name(url)
    address = url.partition("://")[2].partition("?")[0] or url
    return address if len(address) <= _SHORT else f"{address[: _SHORT - 1]}…"


def _name(path: str) -> str:
    """The last component of a path, in whichever way it is written."""
    parts = path.replace("\\", "/").rstrip("/").rpartition("/")
    return parts[2] or path
