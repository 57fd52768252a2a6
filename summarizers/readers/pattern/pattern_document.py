"""The tokens and quotations of one article, for the pattern rules."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from summarizers.model import Span
from summarizers.readers.parse import Bounds, Tokens
from summarizers.readers.pattern.vocabulary import Vocabulary
from summarizers.text.layout import Layout, Quotation, QuotationIndex

Range = tuple[int, int]
"""The first and the last token of a phrase, both included."""

MARKS = frozenset('«»"“”„')
ENDS = frozenset((".", "!", "?", "…", "...", ";", ":", "—", "–", "(", ")")) | MARKS
CLOSERS = frozenset(".!?…,;: \xa0\u202f")
VERBS = frozenset(("VERB", "AUX"))


@dataclass(slots=True)
class PatternDocument:
    """The tokens of an article, and the properties of them that the pattern rules need.

    ``spoken`` holds the start offsets of quotations that have a speaker. Paragraphs of
    dialogue, which start with a dash, count as quotations.
    """

    layout: Layout
    tokens: Tokens
    bounds: Bounds
    words: Vocabulary
    spoken: set[int] = field(default_factory=set)
    quotations: tuple[Quotation, ...] = field(init=False)
    quoted: QuotationIndex = field(init=False)

    def __post_init__(self) -> None:
        """Add the paragraphs of dialogue to the quotations in marks."""
        turns = _turns(self.layout)
        within = [
            q
            for q in self.layout.quotations
            if not any(t.start <= q.start < t.end for t in turns)
        ]
        self.quotations = tuple(sorted([*within, *turns], key=lambda q: q.start))
        self.quoted = QuotationIndex(self.quotations)

    def low(self, i: int) -> str:
        """Return the token at ``i`` in lower case, with plain apostrophes.

        Return "" if the article has no token ``i``.
        """
        if 0 <= i < len(self.tokens.lowers):
            return self.tokens.lowers[i]
        return ""

    def text(self, i: int) -> str:
        """Return the token at ``i`` as it is written, or "" if there is none."""
        return self.tokens.texts[i] if 0 <= i < len(self.tokens.texts) else ""

    def tag(self, i: int) -> str:
        """Return the tag of the token at ``i``, "" if unknown."""
        return self.tokens.tags[i] if 0 <= i < len(self.tokens.tags) else ""

    def bounds_at(self, i: int) -> Range:
        """Return the half-open token range of the sentence with token ``i``."""
        return self.bounds[self.tokens.sentences[i]]

    def token_from(self, offset: int) -> int:
        """Return the first token that starts at ``offset`` or after it."""
        return bisect_left(self.tokens.starts, offset)

    def span(self, tokens: Range) -> Span:
        """Return the slice of the text from the first to the last of these tokens."""
        return self.cut(self.tokens.starts[tokens[0]], self.tokens.ends[tokens[1]])

    def cut(self, start: int, end: int) -> Span:
        """Return ``text[start:end]`` as a span."""
        return Span(start, end, self.layout.text[start:end])

    def trimmed(self, start: int, end: int) -> Span:
        """Return ``text[start:end]`` as a span without blanks and marks at its ends."""
        text = self.layout.text
        while end > start and text[end - 1] in CLOSERS:
            end -= 1
        while start < end and text[start] in CLOSERS:
            start += 1
        return self.cut(start, end)

    def trimmed_quote(self, start: int, end: int) -> Span:
        """Return ``text[start:end]`` without outer blanks and without a last comma."""
        text = self.layout.text
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",»"):
            end -= 1
        while start < end and (text[start].isspace() or text[start] == "«"):
            start += 1
        return self.cut(start, end)

    def whole(self, start: int, end: int) -> Span:
        """Return ``text[start:end]`` as a span, without final marks.

        If it ends inside a quotation, the span extends to the quotation's end, and the
        quotation is added to ``spoken``.
        """
        part = self.trimmed(start, end)
        quotation = self.quoted.at(part.end - 1) if part.text else None
        if quotation is None or not quotation.closed or quotation.start < part.start:
            return part
        self.spoken.add(quotation.start)
        if quotation.start == part.start:
            return self.trimmed_quote(quotation.inner_start, quotation.inner_end)
        return self.cut(part.start, quotation.end)

    def is_quoted(self, i: int) -> bool:
        """Return whether the token at ``i`` is inside a quotation."""
        return self.quoted.at(self.tokens.starts[i]) is not None

    def is_spoken(self, i: int) -> bool:
        """Return whether token ``i`` is in a quotation that has a speaker."""
        quotation = self.quoted.at(self.tokens.starts[i])
        return quotation is not None and quotation.start in self.spoken

    def is_capital(self, i: int) -> bool:
        """Return whether the token at ``i`` starts with a capital letter."""
        return self.text(i)[:1].isupper()

    def is_verb(self, i: int) -> bool:
        """Return whether the token at ``i`` is tagged as a verb or is an auxiliary."""
        low = self.low(i)
        return low in self.words.auxiliaries or self.tag(i) in VERBS

    def pronoun_of(self, phrase: Range) -> str:
        """Return the pronoun that ``phrase`` is, such as "ce dernier", else ""."""
        if phrase[1] - phrase[0] > 1:
            return ""
        pronoun = " ".join(self.low(i) for i in range(phrase[0], phrase[1] + 1))
        pronoun = pronoun.replace(" -", "-")
        return pronoun if pronoun in self.words.pronouns else ""

    def is_nobody(self, phrase: Range) -> bool:
        """Return whether a phrase starts with a word that names no actor, such as "on"."""
        return self.low(phrase[0]) in self.words.nobody and not self.pronoun_of(phrase)

    def starts_phrase(self, i: int) -> bool:
        """Return whether a noun phrase can start with the token at ``i``."""
        low = self.low(i)
        return (
            low in self.words.determiners
            or low in self.words.honorifics
            or (self.is_capital(i) and low not in self.words.openers)
        )

    def matches(self, i: int, phrase: tuple[str, ...]) -> bool:
        """Return whether the words of ``phrase`` start at token ``i``."""
        return all(self.low(i + at) == word for at, word in enumerate(phrase))


def _turns(layout: Layout) -> list[Quotation]:
    """Return the paragraphs of dialogue, which start with a dash, as quotations."""
    turns = []
    for paragraph in layout.paragraphs:
        line = layout.text[paragraph.start : paragraph.end]
        if paragraph.noise is None and line[:1] in "—–" and line[1:2].isspace():
            inner = paragraph.start + 2
            span = paragraph.start, paragraph.end, inner, paragraph.end
            turns.append(Quotation(*span, closed=False))
    return turns
