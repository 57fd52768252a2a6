"""Makes the timeline of a story: its papers, reports and turns. Pure functions.

A turn is a report whose first line a digest printed in the channel. A story with one
turn has no timeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from bot.core.digests.digest import Digest, StorySummary
from bot.core.digests.papers import paper_of
from bot.core.digests.rendering import day_of, labels_of, state_label, story_title
from bot.core.digests.story import publisher_of
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.records import StoredArticle
from bot.core.domain.timelines import (
    FULL_WIDTH,
    MAX_LANES,
    MAX_TURNS,
    Timeline,
    TimelineLane,
    TimelineMark,
    TimelineTheme,
    TimelineTurn,
)
from bot.core.text.date_format import day_label, full_day, short_day
from bot.core.text.deep_links import JOINT, DeepLinks
from bot.core.text.labels import Labels
from bot.core.text.sanitize import sanitized
from summarizers.model import Span
from summarizers.stories.report_lines import read_state

_FEWEST_TURNS = 2


class StoryTurn(NamedTuple):
    """A report that is a turn of a story, and its line that the channel was shown.

    ``ends`` marks the ending of the story.
    """

    article: StoredArticle
    span: Span
    ends: bool = False


def timeline_messages(digest: Digest) -> tuple[Message, ...]:
    """Return a message with the timeline of each story that has at least two turns."""
    if digest.plan.timeline is TimelineTheme.NONE:
        return ()
    turns = ((summary, story_turns(summary)) for summary in digest.top)
    return tuple(
        _message(_Course(summary, story, digest))
        for summary, story in turns
        if len(story) >= _FEWEST_TURNS
    )


def story_turns(summary: StorySummary) -> tuple[StoryTurn, ...]:
    """Return the turns of a story by time, at most ``MAX_TURNS``.

    A turn is a report whose first line a digest printed in the channel. If there are
    more, the first one and the latest ones are returned.
    """
    if summary.sentence is None:
        return ()
    now = StoryTurn(summary.sentence.article, summary.sentence.span)
    articles = {article.id: article for article in summary.story.articles}
    earlier = [
        StoryTurn(article, article.article.span(line.start, line.end))
        for line in summary.earlier
        if (article := articles.get(line.article)) and article.id != now.article.id
    ]
    turns = sorted(
        (*earlier, now), key=lambda turn: (turn.article.moment, turn.article.id)
    )
    kept = (*turns[:1], *turns[1:][1 - MAX_TURNS :])
    end = _ending(kept, summary)
    return tuple(turn._replace(ends=number == end) for number, turn in enumerate(kept))


def _ending(turns: Sequence[StoryTurn], summary: StorySummary) -> int | None:
    """Return the index of the turn that ended the story for good, if there is one."""
    if summary.ended:
        lead = summary.lead.id
        places = (i for i, turn in enumerate(turns) if turn.article.id == lead)
        return next(places, None)
    end = None
    for number in reversed(range(len(turns))):
        article = turns[number].article
        if not read_state(article.article, article.moment.date()).ends:
            break
        end = number
    return end


class _Course(NamedTuple):
    """The timeline of one story, with the labels, lanes and counts that it shows."""

    summary: StorySummary
    turns: Sequence[StoryTurn]
    digest: Digest

    @property
    def labels(self) -> Labels:
        return labels_of(self.digest)

    @property
    def lanes(self) -> Mapping[str, Sequence[StoredArticle]]:
        """Map each publisher to its articles by time, the earliest publisher first."""
        lanes: dict[str, list[StoredArticle]] = {}
        articles = self.summary.story.articles
        for article in sorted(articles, key=lambda each: (each.moment, each.id)):
            lanes.setdefault(publisher_of(article), []).append(article)
        return lanes

    def day(self, turn: StoryTurn) -> str:
        """Return the day of a turn, with the year if that is not the digest's.

        The day of an ending has the word "ended" before it.
        """
        year = self.digest.at.astimezone(self.digest.plan.timezone).year
        label = day_label(day_of(turn.article, self.digest), year, self.labels)
        label = f"{label}{self.hour(turn)}"
        return f"{self.end} {label}" if turn.ends else label

    def hour(self, turn: StoryTurn) -> str:
        """Return the time of a turn, with a blank before it; "" if its day is its own.

        If the paper gives only the day, it is the time at which Sitrep saw the article.
        """
        article, day = turn.article, day_of(turn.article, self.digest)
        days = [day_of(each.article, self.digest) for each in self.turns]
        moment = article.seen if article.first else article.published or article.seen
        local = moment.astimezone(self.digest.plan.timezone)
        is_shared = days.count(day) > 1 and local.date() == day
        return f"{JOINT}{local:%H:%M}" if is_shared else ""

    @property
    def end(self) -> str:
        """Return the word before the day of an ending, such as "ended"."""
        return self.labels.ended.lower()

    def paper(self, article: StoredArticle) -> str:
        """Return the name of an article's paper."""
        return paper_of(article) or self.labels.untitled

    @property
    def facts(self) -> str:
        """Return the state with its day, and the numbers of papers and reports."""
        labels, articles = self.labels, self.summary.story.articles
        end = next((turn for turn in self.turns if turn.ends), None)
        state = labels.ended if end else state_label(self.summary.state, labels)
        last = end or self.turns[-1]
        copies = sum(article.copy_of is not None for article in articles)
        counts = [
            labels.counted(len(self.lanes), labels.papers),
            labels.counted(len(articles) - copies, labels.reports),
            *([labels.counted(copies, labels.counted_copies)] if copies else []),
        ]
        day = full_day(day_of(last.article, self.digest), labels)
        return f"{state} {day} · {', '.join(counts)}"


def _message(course: _Course) -> Message:
    title = story_title(course.summary.lead, course.digest)
    timeline = _timeline(course, title.text)
    facts = Text(timeline.facts, Style.NOTE)
    top = Row((Text(title.text, Style.TITLE, title.url), facts))
    return Message(
        (Section(None, (top,)), Section("", tuple(_rows(course)))),
        course.labels.language,
        timeline,
    )


def _rows(course: _Course) -> Iterator[Row]:
    """Yield the verbatim line of each turn, with its number, day and paper."""
    for number, turn in enumerate(course.turns, start=1):
        paper = course.paper(turn.article)
        yield Row(
            (
                Text(f"{number}. {course.day(turn)}", Style.DAY),
                Text(turn.span.text),
                Text(f"({paper})", Style.NOTE),
            ),
            proof=DeepLinks(turn.article.article).link(turn.span),
            paper=paper,
        )


def _timeline(course: _Course, title: str) -> Timeline:
    own, shared = _split_lanes(course)
    return Timeline(
        title,
        course.facts,
        tuple(_lanes(course, own, shared)),
        tuple(_turns(course, own)),
        _alt(course, title),
        course.end,
        course.digest.plan.timeline,
    )


def _split_lanes(course: _Course) -> tuple[Sequence[str], Sequence[str]]:
    """Return the publishers with a lane of their own, and those that share a lane.

    A lane is a row of the image. Publishers of turns are the first to get one.
    """
    publishers = [*course.lanes]
    if len(publishers) <= MAX_LANES:
        return publishers, ()
    turning = [publisher_of(turn.article) for turn in course.turns]
    chosen = [*dict.fromkeys((*turning, *publishers))][: MAX_LANES - 1]
    own = [name for name in publishers if name in chosen]
    return own, [name for name in publishers if name not in chosen]


def _lanes(
    course: _Course, own: Sequence[str], shared: Sequence[str]
) -> Iterator[TimelineLane]:
    articles_of = course.lanes
    for name in own:
        articles = articles_of[name]
        marks = tuple(_marks(course, articles))
        yield TimelineLane(course.paper(articles[-1]), marks)
    if shared:
        articles = [article for name in shared for article in articles_of[name]]
        articles.sort(key=lambda article: (article.moment, article.id))
        more = course.labels.and_more.format(len(shared))
        yield TimelineLane(more, tuple(_marks(course, articles)))


def _marks(
    course: _Course, articles: Sequence[StoredArticle]
) -> Iterator[TimelineMark]:
    turning = {turn.article.id for turn in course.turns}
    for article in articles:
        if article.id not in turning:
            yield TimelineMark(_place(course, article), article.copy_of is not None)


def _turns(course: _Course, own: Sequence[str]) -> Iterator[TimelineTurn]:
    for turn in course.turns:
        day = short_day(day_of(turn.article, course.digest), course.labels)
        yield TimelineTurn(
            _place(course, turn.article),
            own.index(publisher_of(turn.article)),
            f"{day}{course.hour(turn)}",
            sanitized(turn.span.text),
            turn.ends,
        )


def _place(course: _Course, article: StoredArticle) -> int:
    """Return the time of an article as a place on the timeline.

    The place is 0 for the oldest article and ``FULL_WIDTH`` for the newest one.
    """
    moments = [each.moment for each in course.summary.story.articles]
    first, last = min(moments), max(moments)
    if first == last:
        return 0
    return round(FULL_WIDTH * ((article.moment - first) / (last - first)))


def _alt(course: _Course, title: str) -> str:
    """Return the timeline in words, for people who cannot see the image."""
    sentences = (
        f"{number}. {course.day(turn)}, {course.paper(turn.article)}: "
        f"{sanitized(turn.span.text)}"
        for number, turn in enumerate(course.turns, start=1)
    )
    head = f"{course.labels.timeline.format(title)}: {course.facts}."
    return " ".join((head, *sentences))
