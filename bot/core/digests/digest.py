"""A digest: the stories of some topics that one channel has not been shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.digests.novelty import difference_key, sentence_key, sentence_of
from bot.core.digests.story import Coverage, Rank, reporter_of
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.records import StoredArticle
from summarizers.model import Briefing, Claim, Line, Risk, Span
from summarizers.stories.differences import Difference

TOP_STORIES = 5
"""Stories that are told; the others are links."""

LINKED_STORIES = 15
"""Links to further stories; what is beyond is only counted."""

LINKS_OF_ONE = 5
"""Links to stories of one paper, while others' stories wait."""

LASTING = timedelta(hours=48)
"""How long after its newest report a story that was only counted may yet be told."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A line with the article that it is from."""

    article: StoredArticle
    line: Line | Claim | Risk

    @property
    def span(self) -> Span:
        """The sentence that is printed."""
        return sentence_of(self.line)


@dataclass(frozen=True, slots=True)
class Story:
    """One story as it is told: one sentence, the best claim, the nearest risk.

    ``lead`` is the article that gives the title, ``briefing`` its full briefing, but
    for sentences that the channel has been shown.
    ``actors`` are main actors that earlier reports did not have; they are told only
    for a story that the channel knows. ``differences`` are numbers that its reports
    give differently.
    """

    coverage: Coverage
    rank: Rank
    lead: StoredArticle
    briefing: Briefing | None = None
    sentence: Quote | None = None
    claim: Quote | None = None
    risk: Quote | None = None
    actors: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def is_update(self) -> bool:
        """Whether the channel has been shown more of the story than a title."""
        return bool(self.coverage.read)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The lines that are told, in print order."""
        lines = (self.sentence, self.claim, self.risk)
        return tuple(line for line in lines if line is not None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """The keys of the sentences and the differences that are printed."""
        spans = (*(quote.span for quote in self.quotes), *map(sentence_of, self.lines))
        keys = dict.fromkeys(sentence_key(span.text) for span in spans)
        return (*keys, *map(difference_key, self.differences))

    @property
    def lines(self) -> tuple[Line | Claim | Risk, ...]:
        """The lines of the full briefing, in print order."""
        found = self.briefing
        return (*found.summary, *found.claims, *found.risks) if found else ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read, and why."""

    url: str
    message: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What goes out at one time to one channel.

    ``told`` are the top stories and ``linked`` the next, each best first. ``passed``
    stories were beyond those, ``repeated`` ones bring nothing new. ``last`` is when the
    channel got the digest before.
    """

    plan: DigestPlan
    channel: str
    at: datetime
    told: tuple[Story, ...] = ()
    linked: tuple[Story, ...] = ()
    passed: tuple[Story, ...] = ()
    repeated: tuple[Coverage, ...] = ()
    failures: tuple[Failure, ...] = ()
    last: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing new."""
        return not self.told and not self.linked

    @property
    def articles(self) -> tuple[str, ...]:
        """The ids of all articles that the digest deals with; none comes again.

        Those of young stories that were only counted may come in the next.
        """
        ids = (id_ for coverage in self._coverages() for id_ in coverage.fresh)
        return tuple(sorted(ids))

    @property
    def sentences(self) -> tuple[str, ...]:
        """The keys of all sentences that the digest prints."""
        keys = (key for story in self.told for key in story.sentences)
        return tuple(dict.fromkeys(keys))

    def _coverages(self) -> Iterator[Coverage]:
        for story in (*self.told, *self.linked):
            yield story.coverage
        for story in self.passed:
            if self.at - story.coverage.newest >= LASTING:
                yield story.coverage
        yield from self.repeated


def links_of(
    stories: Sequence[Story],
) -> tuple[tuple[Story, ...], tuple[Story, ...]]:
    """The stories that become links, and the rest; both in the order given.

    No paper takes more than its share, unless places are left.
    """
    taken: Counter[str] = Counter()
    first: list[int] = []
    later: list[int] = []
    for number, story in enumerate(stories):
        paper = reporter_of(story.lead)
        taken[paper] += 1
        (first if taken[paper] <= LINKS_OF_ONE else later).append(number)
    chosen = set((first + later)[:LINKED_STORIES])
    linked = (story for number, story in enumerate(stories) if number in chosen)
    rest = (story for number, story in enumerate(stories) if number not in chosen)
    return tuple(linked), tuple(rest)
