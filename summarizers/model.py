"""The values of a briefing: frozen classes that check their fields when they are made.

All offsets are character offsets (Python ``str``) into ``Article.text``; ends are
exclusive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from summarizers.errors import NotVerbatimError

PRINTED_ACTORS = 5
PRINTED_SENTENCES = 3
PRINTED_CLAIMS = 5
PRINTED_RISKS = 3
LISTED_SENTENCES = 10

fast_new = tuple.__new__
"""Make a named tuple, as in ``fast_new(Type, (first, second))``.

The tuple has all fields of the type, in order. The call takes half the time of calling
the type. It is used for types with dozens of values per article.
"""


class ActorKind(StrEnum):
    """The kind of an actor.

    ``COUNTRY`` is a state, or a capital city that stands for its government ("Paris
    said"). ``PLACE`` is any other place.
    """

    PERSON = "person"
    ORG = "org"
    COUNTRY = "country"
    PLACE = "place"
    GROUP = "group"


class ClaimKind(StrEnum):
    """How the article gives the words of a claim.

    ``DIRECT`` words are quoted. ``INDIRECT`` words are reported by the writer ("he said
    that …"). ``MIXED`` words are partly quoted.
    """

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Refusal(StrEnum):
    """Why a line is never printed, whatever its score."""

    STATES_NOTHING = "states nothing that can be true or false"
    MUTE = "its source does not speak"
    NAMELESS = "does not say who speaks"
    THANKS = "thanks or greets"
    NEEDS_QUESTION = "not understood without the question"
    PUBLISHER = "only publishes the news"
    UNNAMED_VOICE = "speaks, but has no name"
    MAYBE_THING = "may be a thing with a name"
    PAST = "probably over"
    ASKS = "asks"
    POST = "a post or an address"
    QUOTED_ALONE = "a quotation without its speaker"
    FIRST_PERSON = "speaks of the writer or to the reader"
    BEFORE_NEWS = "leads up to the news"


class RiskBasis(StrEnum):
    """Why a sentence is a risk: it is about the future, it names a hazard, or both."""

    FORWARD = "forward"
    HAZARD = "hazard"


@dataclass(frozen=True, slots=True, init=False)
class Span:
    """The slice ``article.text[start:end]`` with its text.

    Raises:
        NotVerbatimError: ``end - start`` is not the length of ``text``.
    """

    start: int
    end: int
    text: str

    def __init__(self, start: int, end: int, text: str) -> None:
        """Set the fields; an ``__init__`` from ``dataclass`` takes 1.6 times as long.

        An article has hundreds of spans.
        """
        if start < 0 or end - start != len(text):
            message = (
                f"the span {start}:{end} does not fit its text of {len(text)} characters: "
                "set end to start + len(text)"
            )
            raise NotVerbatimError(message)
        _set_start(self, start)
        _set_end(self, end)
        _set_text(self, text)

    def overlaps(self, other: Span) -> bool:
        """Return whether two spans of one article share a character."""
        return self.start < other.end and other.start < self.end


_set_start, _set_end, _set_text = (
    vars(Span)[name].__set__ for name in ("start", "end", "text")
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article; ``noise`` is the kind of noise, if it is noise."""

    index: int
    start: int
    end: int
    text: str
    paragraph: int
    noise: str | None = None

    @property
    def span(self) -> Span:
        """Return the sentence as a span."""
        return Span(self.start, self.end, self.text)


@dataclass(frozen=True, slots=True)
class Article:
    """A fetched article; all offsets count the characters of ``text``.

    ``published`` is the day in the publisher's time zone. ``read_on`` is the day on
    which the caller reads the article; it replaces an unknown ``published``. ``lang``
    is an ISO 639-1 code, or ``None`` before the language is detected.
    """

    text: str
    title: str | None = None
    url: str | None = None
    published: date | None = None
    site: str | None = None
    lang: str | None = None
    authors: tuple[str, ...] = ()
    read_on: date | None = None

    @property
    def present(self) -> date | None:
        """Return the day that separates past from future.

        It is ``published``, or else ``read_on``; ``None`` if both are unknown.
        """
        return self.published or self.read_on

    @property
    def words(self) -> int:
        """Return the number of words of the text, separated by white space."""
        return len(self.text.split())

    def span(self, start: int, end: int) -> Span:
        """Return the slice ``text[start:end]`` as a span."""
        return Span(start, end, self.text[start:end])


@dataclass(frozen=True, slots=True)
class Mention:
    """A passage of the text that names an actor, or a pronoun that means the actor."""

    span: Span
    pronoun: bool = False


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, organisation, country, place or group, with its names and mentions.

    ``salience`` orders the actors of an article. ``score`` is the probability that an
    editor prints the actor, and 1 if the reader of the language has no model. In
    ``Claim``, ``Risk`` and ``Line`` it has the same meaning, and orders the lines too.
    A line with a ``refusal`` is never printed.
    """

    name: str
    kind: ActorKind
    role: Span | None = None
    aliases: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    salience: float = 0.0
    score: float = 1.0
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Entities:
    """The actors of an article, best first, and the speakers of its reported words.

    An attribution is a passage of reported words, such as "X said that Y".
    ``speakers[i]`` is the speaker of attribution ``i`` of the parse: the ``name`` of
    one of ``actors``, or ``None`` if the speaker is unknown. ``signs[i]`` are the
    features of ``actors[i]`` by name; ``signs`` is empty if the reader computes no
    features.
    """

    actors: tuple[Actor, ...]
    speakers: tuple[str | None, ...]
    signs: tuple[Mapping[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement and its ``speaker``: an actor's name, or ``None`` if not resolved.

    In "Berg said that it leaks", ``source`` is "Berg" and ``cue`` is "said".
    ``content`` are the spans of the stated words: several if a quotation is
    interrupted. ``shown`` are the spans that a page prints: the content, or more words
    if the content alone would mislead.
    """

    speaker: str | None
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    sentence: Span
    kind: ClaimKind
    score: float = 1.0
    shown: tuple[Span, ...] = ()
    refusal: Refusal | None = None

    def __post_init__(self) -> None:
        """Set ``shown`` to ``content`` if the caller gives no ``shown``."""
        if not self.shown:
            object.__setattr__(self, "shown", self.content)


@dataclass(frozen=True, slots=True)
class When:
    """The days that a date phrase means, from ``first`` to ``last``, and the phrase.

    ``exact`` is false if the phrase names no day, week, month or year ("early next
    year", "in a few weeks"): then only its own words are printed.
    """

    first: date
    last: date
    span: Span
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Risk:
    """A sentence about the time after publication.

    ``basis`` says why it is a risk. ``when`` are the days that it names, and
    ``speaker`` is the name of the actor who states it; both may be unknown.
    ``opens_with_speaker`` is true if its first word is a pronoun that means the speaker:
    a page then prints the speaker's name with it.
    """

    span: Span
    basis: tuple[RiskBasis, ...]
    when: When | None = None
    speaker: str | None = None
    score: float = 1.0
    refusal: Refusal | None = None
    opens_with_speaker: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the summary with its score."""

    span: Span
    score: float
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Noise:
    """A part of the article that is not prose, such as a caption, and is never printed.

    ``reason`` is the kind of noise.
    """

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """The result for one article; in each list except ``noise`` the best line is first.

    Raises:
        NotVerbatimError: a span is not ``article.text[start:end]``.
    """

    article: Article
    engine: str
    lang: str
    summary: tuple[Line, ...] = ()
    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    risks: tuple[Risk, ...] = ()
    noise: tuple[Noise, ...] = ()
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check that every span is a slice of the article."""
        text = self.article.text
        for span in self.spans():
            # A span is as long as its text, so the start is enough.
            if not text.startswith(span.text, span.start):
                message = (
                    f"the text {span.text[:60]!r} is not in the article at "
                    f"{span.start}:{span.end}: copy each span from the article"
                )
                raise NotVerbatimError(message)

    def spans(self) -> Iterator[Span]:
        """Yield every span of the briefing, in no defined order."""
        for line in self.summary:
            yield line.span
        for actor in self.actors:
            # A generator would take twice the time of this list.
            yield from [mention.span for mention in actor.mentions]
            if actor.role is not None:
                yield actor.role
        for claim in self.claims:
            yield claim.sentence
            yield from claim.content
            yield from claim.shown
            yield from [part for part in (claim.source, claim.cue) if part is not None]
        for risk in self.risks:
            yield risk.span
            if risk.when is not None:
                yield risk.when.span
        for noise in self.noise:
            yield noise.span


class Reason(NamedTuple):
    """A feature of a line, described in words, and its effect on the line's score.

    ``weight`` is the amount that the feature adds to the score.
    """

    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """For each line of a briefing, the features that changed its score the most.

    The keys are spans of sentences and risks, names of actors and contents of claims.
    """

    summary: Mapping[Span, tuple[Reason, ...]] = field(default_factory=dict)
    actors: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)
    claims: Mapping[tuple[Span, ...], tuple[Reason, ...]] = field(default_factory=dict)
    risks: Mapping[Span, tuple[Reason, ...]] = field(default_factory=dict)


NO_REASONS = Reasons()
