"""An article's tokens with its quotations, for the rules of this package."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import InitVar, dataclass, field

from summarizers.model import Span
from summarizers.readers.english.shallow.tokenizer import ACCORDING, TURNS
from summarizers.readers.english.shallow.word_lists import REPORTERS
from summarizers.readers.parse import Tokens
from summarizers.text.layout import Layout, Quotation, QuotationIndex

Range = tuple[int, int]
"""A range: its first and last token, or its first character and the one after it."""
WINDOW = 80


@dataclass(slots=True)
class ShallowDocument:
    """The tokens of an article, the token range of each sentence, and the quotations.

    ``inside[i]`` is the index of the quotation that contains token ``i``, marks
    included, or -1. ``marks[q]`` is the first and last token of quotation ``q``, or
    ``None`` for a quotation in noise. ``candidates`` maps a sentence to its tokens that
    may be cues: forms of reporting verbs, and "according". ``according`` holds the
    sentences with that word. ``possible_ends`` are the tokens that may end reported
    words, such as ", but". ``notable`` are the tokens from which the last three are
    filled; see ``is_notable``.
    """

    layout: Layout
    tokens: Tokens
    bounds: list[tuple[int, int]]
    notable: InitVar[list[int]]
    inside: list[int] = field(init=False)
    marks: list[Range | None] = field(init=False)
    candidates: dict[int, list[int]] = field(init=False)
    according: set[int] = field(init=False)
    possible_ends: list[int] = field(init=False)
    quoted: QuotationIndex = field(init=False)
    _ends: list[int] = field(init=False)

    def __post_init__(self, notable: list[int]) -> None:
        """Find the tokens of each quotation, and sort the tokens ``notable``."""
        self.inside = [-1] * len(self.tokens)
        quotations = self.layout.quotations
        self.quoted = QuotationIndex(quotations)
        self.marks = [self._mark(i) for i in range(len(quotations))]
        self._ends = sorted(mark[1] for mark in self.marks if mark is not None)
        self._sort_out(notable)

    def _sort_out(self, notable: list[int]) -> None:
        """Fill three attributes from the tokens ``notable``.

        They are ``candidates``, the possible cues by sentence, ``according``, and
        ``possible_ends``, the tokens that may end reported words.
        """
        reporters = REPORTERS
        self.candidates, self.according, self.possible_ends = {}, set(), []
        lowers, sentences = self.tokens.lowers, self.tokens.sentences
        for i in notable:
            lower = lowers[i]
            if lower in TURNS:
                self.possible_ends.append(i)
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
        """Return the quotation whose first token is ``i``, if any."""
        if i >= len(self.inside) or self.inside[i] < 0:
            return None
        index = self.inside[i]
        marks = self.marks[index]
        return self.layout.quotations[index] if marks and marks[0] == i else None

    def closes(self, i: int) -> Quotation | None:
        """Return the quotation whose last token is ``i``, if any."""
        if i < 0 or self.inside[i] < 0:
            return None
        index = self.inside[i]
        marks = self.marks[index]
        return self.layout.quotations[index] if marks and marks[1] == i else None

    def starts_quotation(self, offset: int) -> bool:
        """Return whether a quotation starts at the character ``offset``."""
        quotation = self.quoted.at(offset)
        return quotation is not None and quotation.start == offset

    def floor(self, i: int) -> int:
        """Return the first token after the last quotation before ``i``.

        The result is in the sentence of ``i``, and ``i`` is outside quotations. The
        search goes back at most ``WINDOW`` tokens, so that the work stays linear in
        endless sentences.
        """
        at = bisect_left(self._ends, i) - 1
        behind = self._ends[at] + 1 if at >= 0 else 0
        return max(self.bounds[self.tokens.sentences[i]][0], i - WINDOW, behind)

    def block(self, i: int) -> Range | None:
        """Return the characters of the paragraph that token ``i`` starts, if any."""
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
        """Return the text from character ``start`` to before ``end``."""
        return Span(start, end, self.layout.text[start:end])

    def words(self, first: int, last: int) -> Span:
        """Return the text of the tokens ``first`` to ``last``."""
        start, end = self.tokens.starts[first], self.tokens.ends[last]
        return Span(start, end, self.layout.text[start:end])
