"""Who has been mentioned where: what the resolver remembers of an article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizers.extractors.actors.merging import Figure
from summarizers.model import Span
from summarizers.parsers.grammar import Parse

SUBJECTS = frozenset(("nsubj", "nsubjpass"))


class Sighting(NamedTuple):
    """A mention of a figure; ``at`` is the index of its last token."""

    start: int
    at: int
    number: int


class Stage:
    """The figures of one article with their mentions in text order."""

    def __init__(self, parse: Parse, figures: list[Figure]) -> None:
        self.parse = parse
        self.tokens = parse.tokens
        self.figures = figures
        self.pronouns: dict[int, list[Span]] = {}
        self._starts = [token.start for token in parse.tokens]
        self._quoted = [q.start for q in parse.layout.quotations]
        self._by_token: dict[int, int] = {}
        self.sightings: list[Sighting] = []
        for number, figure in enumerate(figures):
            for name in figure.names:
                self.sightings.append(Sighting(name.start, name.last - 1, number))
                for i in range(name.first, name.last):
                    self._by_token.setdefault(i, number)
        self.sightings.sort()

    def figure_at(self, token: int) -> int | None:
        """The figure whose name covers a token."""
        return self._by_token.get(token)

    def add_figure(self, figure: Figure) -> int:
        """Take in a described figure; returns its number."""
        number = len(self.figures)
        self.figures.append(figure)
        for name in figure.names:
            self.see(name.start, name.last - 1, number)
        return number

    def see(self, start: int, at: int, number: int) -> None:
        """Remember one more mention."""
        insort(self.sightings, Sighting(start, at, number))

    def tokens_of(self, span: Span) -> tuple[int, int]:
        """The half-open range of tokens within a span."""
        first = bisect_left(self._starts, span.start)
        return first, bisect_left(self._starts, span.end)

    def before(self, offset: int, sentences: int) -> Iterator[tuple[Sighting, int]]:
        """Mentions before ``offset``, last first, with their distance in sentences."""
        at = bisect_left(self.sightings, (offset,))
        here = self._sentence_at(offset)
        for i in range(at - 1, -1, -1):
            seen = self.sightings[i]
            distance = here - self.tokens[seen.at].sentence
            if distance > sentences:
                return
            yield seen, distance

    def is_quoted(self, offset: int) -> bool:
        """Whether a character lies inside a quotation."""
        at = bisect_right(self._quoted, offset) - 1
        return at >= 0 and offset < self.parse.layout.quotations[at].inner_end

    def is_subject(self, token: int) -> bool:
        """Whether a mention that ends with this token is a subject."""
        if self.parse.has_grammar:
            return self.tokens[token].dep in SUBJECTS
        following: Sequence[str] = [t.tag[:2] for t in self.tokens[token + 1 : token + 2]]
        return bool(following) and following[0] in {"VB", "MD"}

    def paragraph(self, sentence: int) -> int:
        """The paragraph of a sentence."""
        return self.parse.layout.sentences[sentence].paragraph

    def _sentence_at(self, offset: int) -> int:
        at = bisect_right(self._starts, offset) - 1
        return self.tokens[max(at, 0)].sentence
