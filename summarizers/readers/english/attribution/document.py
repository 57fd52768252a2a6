"""An article's tokens with its quotations, and the tokens that may be cues."""

from __future__ import annotations

from bisect import bisect_left

from summarizers.model import Span
from summarizers.readers.english.reporting_lexicon import REPORTERS
from summarizers.readers.english.syntax.phrases import word_classes
from summarizers.readers.english.syntax.tokens import ACCORDING, TURNS, read_tokens
from summarizers.text.layout import Layout, Quotation, QuotationIndex

Range = tuple[int, int]
"""A range: its first and last token, or its first character and the one after it."""
WINDOW = 80


class Document:
    """The tokens of an article, the token range of each sentence, and the quotations.

    ``opens`` and ``closes`` map the first and last token of a quotation to it, and
    ``marks[q]`` is this pair of tokens of quotation ``q``, or ``None`` in noise.
    ``is_quoted[i]`` is 1 if token ``i`` is in a quotation. ``candidates`` maps a sentence
    to its tokens that may be cues: forms of reporting verbs, and "according".
    ``turns`` are the tokens that may end reported words, such as ", but".
    """

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.tokens, self.bounds, notable = read_tokens(layout)
        self.quotations = QuotationIndex(layout.quotations)
        self.is_quoted = bytearray(len(self.tokens))
        self.opens: dict[int, Quotation] = {}
        self.closes: dict[int, Quotation] = {}
        self.marks = [self._mark(quotation) for quotation in layout.quotations]
        self._ends = sorted(self.closes)
        lowers, sentences = self.tokens.lowers, self.tokens.sentences
        self.turns = [i for i in notable if lowers[i] in TURNS]
        self.candidates: dict[int, list[int]] = {}
        for i in notable:
            if lowers[i] in REPORTERS or lowers[i] == ACCORDING:
                self.candidates.setdefault(sentences[i], []).append(i)
        self.tokens.classes = word_classes(self.tokens, self.bounds)

    def _mark(self, quotation: Quotation) -> Range | None:
        starts, tags = self.tokens.starts, self.tokens.tags
        first = bisect_left(starts, quotation.start)
        last = bisect_left(starts, quotation.end, first) - 1
        if last < first:
            return None
        self.is_quoted[first : last + 1] = b"\1" * (last + 1 - first)
        self.opens[first] = self.closes[last] = quotation
        tags[first] = "``"
        if quotation.closed and last > first:
            tags[last] = "''"
        return first, last

    def closing(self, k: int) -> Quotation | None:
        """Return the quotation that ends at token ``k``, or before a comma at ``k``."""
        return self.closes.get(k - 1 if self.tokens.tags[k] == "," else k)

    def floor(self, i: int) -> int:
        """Return the first token after the last quotation before ``i``.

        The result is in the sentence of ``i``, and ``i`` is outside quotations. The
        search goes back at most ``WINDOW`` tokens, so that the work stays linear in
        endless sentences.
        """
        at = bisect_left(self._ends, i) - 1
        behind = self._ends[at] + 1 if at >= 0 else 0
        return max(self.bounds[self.tokens.sentences[i]][0], i - WINDOW, behind)

    def words(self, first: int, last: int) -> Span:
        """Return the text of the tokens ``first`` to ``last``."""
        start, end = self.tokens.starts[first], self.tokens.ends[last]
        return Span(start, end, self.layout.text[start:end])
