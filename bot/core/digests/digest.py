"""A digest: the stories of some topics that one channel has not been shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.digests.novelty import difference_key, sentence_key, sentence_of
from bot.core.digests.story import Story, StoryRank, publisher_of
from bot.core.domain.calendar import CalendarEvent
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.corrections import Correction
from bot.core.domain.records import StoredArticle, ToldLine
from summarizers.model import Briefing, Claim, Line, Risk, Span
from summarizers.stories.differences import Difference

MAX_TOP_STORIES = 5
"""The maximum number of stories with a summary; the others are links."""

MAX_LINKED_STORIES = 15
"""The maximum number of stories that a digest only links.

Stories beyond this number are only counted.
"""

MAX_LINKS_PER_PUBLISHER = 5
"""The maximum number of links to one publisher's stories.

More links are used if the stories of other publishers do not fill the list.
"""

COUNTED_UNTIL = timedelta(hours=48)
"""The age of its newest article up to which a counted story may come again.

A counted story is one that a digest neither summarized nor linked.
"""


class StoryState(StrEnum):
    """The state of a story for a channel.

    The story is new, has moved since it was shown, has ended, or only has more reports.
    """

    NEW = "new"
    MOVED = "moved"
    ENDED = "ended"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class QuotedLine:
    """A line of a briefing with its article."""

    article: StoredArticle
    line: Line | Claim | Risk

    @property
    def span(self) -> Span:
        """Return the sentence of the line; for a claim, the sentence around it."""
        return sentence_of(self.line)


@dataclass(frozen=True, slots=True)
class StorySummary:
    """One story as a digest prints it: a sentence, the best claim and the nearest risk.

    ``lead`` is the article whose title is printed, and ``whole`` is its full briefing.
    ``briefing`` is ``whole`` without the sentences that the front, the first message of
    the digest, prints or that the channel has been shown. ``actors`` are main actors
    that earlier reports did not name; they are printed for updates only.
    ``differences`` are numbers that the reports give differently.

    ``ended`` is true if the lead tells an ending that is new to the channel, ``moved``
    if the sentence tells a later state. ``was`` is the last line that the channel was
    shown before such a sentence. ``earlier`` has the last line that it was shown of
    each article.
    """

    story: Story
    rank: StoryRank
    lead: StoredArticle
    briefing: Briefing | None = None
    sentence: QuotedLine | None = None
    claim: QuotedLine | None = None
    risk: QuotedLine | None = None
    actors: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    ended: bool = False
    moved: bool = False
    was: ToldLine | None = None
    earlier: tuple[ToldLine, ...] = ()
    whole: Briefing | None = None

    @property
    def state(self) -> StoryState:
        """Return the state of the story for the channel."""
        if self.ended:
            return StoryState.ENDED
        if not self.is_update:
            return StoryState.NEW
        return StoryState.MOVED if self.moved else StoryState.MORE

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the ids of the articles of which something is printed or linked."""
        quoted = (quote.article.id for quote in self.quotes)
        counted = (
            figure.document
            for difference in self.differences
            for figure in difference.figures
        )
        return (self.lead.id, *quoted, *counted)

    @property
    def is_update(self) -> bool:
        """Return whether the channel has been shown more of the story than a title."""
        return bool(self.story.read)

    @property
    def quotes(self) -> tuple[QuotedLine, ...]:
        """Return the printed sentence, claim and risk, in order."""
        lines = (self.sentence, self.claim, self.risk)
        return tuple(line for line in lines if line is not None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the keys of the printed sentences and of the differing numbers."""
        spans = (*(quote.span for quote in self.quotes), *map(sentence_of, self.lines))
        keys = dict.fromkeys(sentence_key(span.text) for span in spans)
        return (*keys, *map(difference_key, self.differences))

    @property
    def lines(self) -> tuple[Line | Claim | Risk, ...]:
        """Return the lines of the full briefing in print order."""
        if self.briefing is None:
            return ()
        briefing = self.briefing
        return (*briefing.summary, *briefing.claims, *briefing.risks)


@dataclass(frozen=True, slots=True)
class SourceFailure:
    """A source whose last poll failed, with the reason."""

    url: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """The numbers of articles that a digest considers: all, of no topic, and muted."""

    every: int
    outside: int
    muted: int


@dataclass(frozen=True, slots=True)
class Digest:
    """The stories for one channel at one time.

    ``top`` are the stories with a summary, and ``linked`` the next ones, each best
    first. ``counted`` stories follow these; the digest prints only their number.
    ``repeated`` stories contain nothing new. ``last`` is the time of the plan's
    previous digest in the channel; if there is none, that of the previous digest of any
    plan. ``corrections`` are lines of earlier digests that changed since. ``alerted``
    maps the id of an article to the time of the channel's first alert on it. ``coming``
    are the next events of the record. ``read`` says how many articles were considered;
    ``None`` in a message on one story.
    """

    plan: DigestPlan
    channel: str
    at: datetime
    top: tuple[StorySummary, ...] = ()
    linked: tuple[StorySummary, ...] = ()
    counted: tuple[StorySummary, ...] = ()
    repeated: tuple[Story, ...] = ()
    failures: tuple[SourceFailure, ...] = ()
    last: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    alerted: Mapping[str, datetime] = field(default_factory=dict)
    coming: tuple[CalendarEvent, ...] = ()
    read: ReadArticles | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether the digest has no new story."""
        return not self.top and not self.linked

    @property
    def articles(self) -> tuple[str, ...]:
        """Return the ids of the articles of which something is printed or linked."""
        shown = (id_ for story in (*self.top, *self.linked) for id_ in story.shown)
        return tuple(sorted(set(shown)))

    def alerted_at(self, story: Story) -> datetime | None:
        """Return when an alert posted the story since the last digest, if one did."""
        ids = (article.id for article in story.articles)
        return min(
            (self.alerted[id_] for id_ in ids if id_ in self.alerted), default=None
        )

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the keys of printed sentences, differing numbers and corrections."""
        corrected = [correction.key for correction in self.corrections]
        new = [sentence_key(each.now) for each in self.corrections if each.now]
        keys = (key for story in self.top for key in story.sentences)
        coming = (sentence_key(event.report.text) for event in self.coming)
        return tuple(dict.fromkeys((*corrected, *new, *keys, *coming)))

    @property
    def passed(self) -> tuple[str, ...]:
        """Return the ids of the articles that this digest passes over.

        These are articles of which it prints nothing, although it prints or links other
        articles of their story, or because their story has nothing new. Later digests
        leave them out, too. Articles of a story that is only counted may come again
        while the story is recent.
        """
        ids = {id_ for story in self._finished() for id_ in story.fresh}
        return tuple(sorted(ids.difference(self.articles)))

    def _finished(self) -> Iterator[Story]:
        yield from (summary.story for summary in (*self.top, *self.linked))
        for summary in self.counted:
            if self.at - summary.story.newest >= COUNTED_UNTIL:
                yield summary.story
        yield from self.repeated


def split_links(
    stories: Sequence[StorySummary],
) -> tuple[tuple[StorySummary, ...], tuple[StorySummary, ...]]:
    """Split the stories into those to link and the others, each in the given order.

    At most ``MAX_LINKED_STORIES`` are linked. A publisher gets more than
    ``MAX_LINKS_PER_PUBLISHER`` links only if other publishers do not fill the list.
    """
    count_of: Counter[str] = Counter()
    first: list[int] = []
    later: list[int] = []
    for number, story in enumerate(stories):
        publisher = publisher_of(story.lead)
        count_of[publisher] += 1
        (first if count_of[publisher] <= MAX_LINKS_PER_PUBLISHER else later).append(
            number
        )
    chosen = set((first + later)[:MAX_LINKED_STORIES])
    linked = (story for number, story in enumerate(stories) if number in chosen)
    rest = (story for number, story in enumerate(stories) if number not in chosen)
    return tuple(linked), tuple(rest)
