"""The tokens of an article with its quotations, as the shallow rules read them."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import InitVar, dataclass, field

from summarizers.model import Span
from summarizers.readers.english.shallow.tokenizer import ACCORDING, TURNS
from summarizers.readers.english.shallow.word_lists import REPORTERS
from summarizers.readers.parse import Tokens
from summarizers.text.layout import Layout, Quotation, QuotationIndex

Range = tuple[int, int]
WINDOW = 80


@dataclass(slots=True)
class ShallowDocument:
    """The tokens of an article, the range of each sentence, and the quotations.

    ``inside[i]`` is the index of the quotation that contains token ``i``, marks
    included,
    or -1. ``marks[q]`` is the first and the last token of quotation ``q``, or ``None``
    in noise. ``candidates`` holds, by sentence, the tokens that may be cues: forms of
    reporting verbs, and "according". ``according`` are the sentences with that word.
    ``turns`` are the tokens that may end reported words, such as "but".
    """

    layout: Layout
    tokens: Tokens
    bounds: list[tuple[int, int]]
    notable: InitVar[list[int]]
    inside: list[int] = field(init=False)
    marks: list[Range | None] = field(init=False)
    candidates: dict[int, list[int]] = field(init=False)
    according: set[int] = field(init=False)
    turns: list[int] = field(init=False)
    quoted: QuotationIndex = field(init=False)
    _ends: list[int] = field(init=False)

    def __post_init__(self, notable: list[int]) -> None:
        """Find the tokens of each quotation, and the candidates."""
        self.inside = [-1] * len(self.tokens)
        quotations = self.layout.quotations
        self.quoted = QuotationIndex(quotations)
        self.marks = [self._mark(i) for i in range(len(quotations))]
        self._ends = sorted(mark[1] for mark in self.marks if mark is not None)
        self._sort_out(notable)

    def _sort_out(self, notable: list[int]) -> None:
        """Fill ``candidates``, ``according`` and ``turns`` from the notable tokens."""
        reporters = REPORTERS
        self.candidates, self.according, self.turns = {}, set(), []
        lowers, sentences = self.tokens.lowers, self.tokens.sentences
        for i in notable:
            lower = lowers[i]
            if lower in TURNS:
                self.turns.append(i)
            if lower == ACCORDING:
                self.according.add(sentences[i])
            elif lower not in reporters:
                continue
            self.candidates.setdefault(sentences[i], []).append(i)

    def _mark(self, index: int) -> Range | None:
        quotation, starts = self.layout.quotations[index], self.tokens.starts
        first = bisect_left(starts, quotation.start)
        last = bisect_left(starts, quotation.end, first) - 1
        if last < first:
            return None
        self.inside[first : last + 1] = [index] * (last + 1 - first)
        self.tokens.tags[first] = "``"
        if quotation.closed and last > first:
            self.tokens.tags[last] = "''"
        return first, last

    def opens(self, i: int) -> Quotation | None:
        """The quotation whose first token is ``i``, or ``None``."""
        if i >= len(self.inside) or self.inside[i] < 0:
            return None
        index = self.inside[i]
        marks = self.marks[index]
        return self.layout.quotations[index] if marks and marks[0] == i else None

    def closes(self, i: int) -> Quotation | None:
        """The quotation whose last token is ``i``, or ``None``."""
        if i < 0 or self.inside[i] < 0:
            return None
        index = self.inside[i]
        marks = self.marks[index]
        return self.layout.quotations[index] if marks and marks[1] == i else None

    def starts_quotation(self, offset: int) -> bool:
        """Whether a quotation starts at the character at ``offset``."""
        quotation = self.quoted.at(offset)
        return quotation is not None and quotation.start == offset

    def floor(self, i: int) -> int:
        """The first token that the subject of a verb at ``i`` may start at.

        It is in the same sentence, after the last quotation, at most ``WINDOW`` tokens
        back,
        so that the work stays linear in endless sentences.
        """
        at = bisect_left(self._ends, i) - 1
        behind = self._ends[at] + 1 if at >= 0 else 0
        return max(self.bounds[self.tokens.sentences[i]][0], i - WINDOW, behind)

    def block(self, i: int) -> Range | None:
        """The characters of the paragraph that starts at token ``i``, or ``None``."""
        sentences = self.layout.sentences
        first = sentences[self.tokens.sentences[i]]
        if (
            i == 0
            or sentences[self.tokens.sentences[i - 1]].paragraph == first.paragraph
        ):
            return None
        last = first.index
        while (
            last + 1 < len(sentences)
            and sentences[last + 1].paragraph == first.paragraph
        ):
            last += 1
        return first.start, sentences[last].end

    def span(self, start: int, end: int) -> Span:
        """The text between two character offsets."""
        return Span(start, end, self.layout.text[start:end])

    def words(self, first: int, last: int) -> Span:
        """The text of tokens ``first`` to ``last``, both included."""
        start, end = self.tokens.starts[first], self.tokens.ends[last]
        return Span(start, end, self.layout.text[start:end])
