"""An article's tokens with their trees and quotations, for this package's rules."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summarizers.model import Span
from summarizers.readers.english.dependency.dependency_tree import DependencyTree
from summarizers.readers.parse import Attribution, CueKind, Tokens
from summarizers.text.layout import Layout, QuotationIndex

Range = tuple[int, int]
"""A range: its first and last token, or its first character and the one after it."""


@dataclass(slots=True)
class DependencyDocument:
    """An article's tokens and trees, and the quotations and cues found so far.

    ``trees`` has an entry for each sentence. ``spoken`` holds the start offsets of
    quotations with a speaker. ``used`` holds the verbs that are cues of quotations.
    ``turns`` holds the character ranges of a transcript's turns. Token ranges include
    both ends; character ranges exclude their end.
    """

    layout: Layout
    tokens: Tokens
    bounds: Sequence[tuple[int, int]]
    trees: list[DependencyTree | None] = field(init=False)
    spoken: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    turns: list[Range] = field(default_factory=list)
    quoted: QuotationIndex = field(init=False)

    def __post_init__(self) -> None:
        """Make an empty entry for each tree, and index the quotations."""
        self.trees = [None] * len(self.bounds)
        self.quoted = QuotationIndex(self.layout.quotations)

    def token_from(self, offset: int) -> int:
        """Return the index of the first token that starts at ``offset`` or after it."""
        return bisect_left(self.tokens.starts, offset)

    def tree(self, sentence: int) -> DependencyTree:
        """Return the tree of a sentence; the first call builds the tree."""
        tree = self.trees[sentence]
        if tree is None:
            tree = DependencyTree(self.tokens, *self.bounds[sentence])
            self.trees[sentence] = tree
        return tree

    def is_spoken(self, i: int) -> bool:
        """Return whether token ``i`` is in a turn, or in a quotation with a speaker."""
        start = self.tokens.starts[i]
        quotation = self.quoted.at(start)
        if quotation is not None and quotation.start in self.spoken:
            return True
        return any(first <= start < last for first, last in self.turns)

    def offsets(self, first: int, last: int) -> Range:
        """Return the character range of tokens ``first`` to ``last``."""
        return self.tokens.starts[first], self.tokens.ends[last]

    def span(self, start: int, end: int) -> Span:
        """Return the text from character ``start`` to before ``end``."""
        return Span(start, end, self.layout.text[start:end])

    def attribution(
        self,
        kind: CueKind,
        source: tuple[Range, int] | None,
        cue: Range,
        content: Iterable[Range],
    ) -> Attribution:
        """Return an attribution of ``content`` to a source phrase, by a cue.

        ``source`` is a token range with its head, ``cue`` a token range. ``content``
        holds character ranges.
        """
        return Attribution(
            kind=kind,
            source=None if source is None else self.span(*self.offsets(*source[0])),
            cue=self.span(*self.offsets(*cue)),
            content=tuple(self.span(*part) for part in content),
            sentence=self.tokens.sentences[cue[0]],
            source_head=-1 if source is None else source[1],
        )

    def with_quotations(self, content: Iterable[Range]) -> list[Range]:
        """Return token ranges as character ranges, extended to whole quotations."""
        parts = []
        for first, last in content:
            start, end = self.offsets(first, last)
            opening, closing = self.quoted.at(start), self.quoted.at(end - 1)
            if opening is not None and opening.start < start < opening.inner_start + 1:
                start = opening.start
            if closing is not None and closing.start >= start:
                end = closing.end
            parts.append((start, end))
        return parts
