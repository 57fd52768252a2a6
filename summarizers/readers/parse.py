"""The values that parsers give to readers, and readers to a briefing.

Tags are Penn Treebank tags.
"""

from __future__ import annotations

from abc import abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple, Protocol, overload

from typing_extensions import override

from summarizers.model import (
    NO_REASONS,
    Actor,
    Article,
    Claim,
    Line,
    Reasons,
    Risk,
    Span,
    fast_new,
)
from summarizers.text.layout import Layout


class Token(NamedTuple):
    """One word or mark; a tuple, because an article has thousands of them.

    ``tag`` is "" if it is unknown. ``sentence`` is the index of the sentence in the layout.
    """

    start: int
    end: int
    text: str
    lower: str
    tag: str
    sentence: int


@dataclass(slots=True, repr=False)
class Tokens(Sequence[Token]):
    """All tokens of an article in text order, with one list per field of ``Token``.

    ``classes`` has one letter for each token, if the engine has patterns of letters.

    ``tokens.tags[i]`` takes a third of the time of ``tokens[i].tag``, which makes a
    ``Token``.
    """

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    lowers: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    classes: str = field(default="", init=False)

    @classmethod
    def of(cls, tokens: Iterable[Token]) -> Tokens:
        """Return the ``tokens`` in this form, one list per field."""
        return cls(*map(list, zip(*tokens, strict=True)))

    @override
    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Token: ...

    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...

    @override
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            columns = [column[at] for column in self._columns()]
            return [fast_new(Token, row) for row in zip(*columns, strict=True)]
        return fast_new(Token, [column[at] for column in self._columns()])

    @override
    def __iter__(self) -> Iterator[Token]:
        return (fast_new(Token, row) for row in zip(*self._columns(), strict=True))

    @override
    def __repr__(self) -> str:
        return repr(tuple(self))

    def _columns(self) -> tuple[list[int] | list[str], ...]:
        return (
            self.starts,
            self.ends,
            self.texts,
            self.lowers,
            self.tags,
            self.sentences,
        )


class CueKind(StrEnum):
    """The kind of cue that attributes words to a source."""

    SPEECH = "speech"
    BELIEF = "belief"
    INTENTION = "intention"
    ACCORDING = "according"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Reported words, with the phrase for their speaker, as in "X said that Y".

    The speaker is not yet resolved to an actor. ``source`` is the whole noun phrase for
    the speaker without its apposition ("the expert"), or ``None`` if the text names
    none. ``source_head`` is the index in ``Parse.tokens`` of its head, or -1. ``cue``
    is the reporting word, and ``content`` the reported words. ``sentence`` is the index
    of the sentence with the cue; without a cue, of the sentence with the content.
    ``follows`` is true for a quotation without a cue: its speaker is that of the
    quotation before it.
    """

    kind: CueKind
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    sentence: int
    source_head: int = -1
    follows: bool = False


def outermost(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions whose cue is not inside the content of another one.

    One exception: the content of "according to X" may contain other attributions, which
    are kept.
    """
    parts = sorted(
        (part.start, part.end)
        for a in attributions
        if a.kind is not CueKind.ACCORDING
        for part in a.content
    )
    starts = [start for start, _ in parts]
    reach = list(accumulate((end for _, end in parts), max))
    return [
        a for a in attributions if a.cue is None or not _covers(starts, reach, a.cue)
    ]


def _covers(starts: list[int], reach: list[int], cue: Span) -> bool:
    """Return whether one of the slices that start before ``cue`` contains it.

    ``starts`` are the starts of the slices. ``reach[i]`` is the largest end of the
    slices up to the one at ``starts[i]``.
    """
    at = bisect_right(starts, cue.start) - 1
    return at >= 0 and reach[at] >= cue.end


@dataclass(frozen=True, slots=True)
class Parse:
    """The tokens and attributions of one article.

    ``tokens`` are in text order and cover the sentences that are not noise.
    ``bounds[i]`` is the half-open range of the tokens of sentence ``i`` (empty for
    noise). ``attributions`` are in the order of their first content character.
    """

    layout: Layout
    tokens: Tokens
    bounds: tuple[tuple[int, int], ...]
    attributions: tuple[Attribution, ...]

    def within(self, start: int, end: int) -> slice:
        """Return the range of the tokens that start in ``text[start:end]``."""
        starts = self.tokens.starts
        first = bisect_left(starts, start)
        return slice(first, bisect_left(starts, end, first))


Bounds = tuple[tuple[int, int], ...]


class Findings(NamedTuple):
    """The lines that a reader finds in one article: a list per section, best first."""

    actors: tuple[Actor, ...] = ()
    claims: tuple[Claim, ...] = ()
    risks: tuple[Risk, ...] = ()
    summary: tuple[Line, ...] = ()


class LanguageReader(Protocol):
    """Reads articles in one language; a process has one instance per language."""

    @abstractmethod
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        """Return the actors, claims and risks of an article, and its summary.

        ``summary`` has the sentences that a ranker chose. A reader with models of the
        score scores every line, also of the summary. The work grows linearly with the
        text.
        """

    def explain(self, layout: Layout, article: Article) -> Reasons:
        """Return why each line was chosen; empty if the reader has no weights."""
        del layout, article
        return NO_REASONS


class NullReader(LanguageReader):
    """The reader for languages without a reader: it finds no actor, claim or risk."""

    @override
    def read(
        self, layout: Layout, article: Article, summary: tuple[Line, ...] = ()
    ) -> Findings:
        return Findings(summary=summary)
