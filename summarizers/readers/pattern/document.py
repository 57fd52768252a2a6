"""The tokens of one article as letters, over which the patterns of a language match.

`alphabet` explains the letters.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from summarizers.languages.profile import Grammar
from summarizers.model import Span
from summarizers.readers.parse import Token, Tokens
from summarizers.readers.pattern.alphabet import START, alphabet_of, lower
from summarizers.text.layout import Layout, QuotationIndex

Range = tuple[int, int]
"""The first token of a phrase, and the token after its last one."""

_CLOSERS = ".!?…,;:—– \xa0\u202f"


class Document:
    """The tokens of an article, with the classes of each.

    Each sentence outside noise begins with an empty token of the class ``start``, and
    ``bounds[i]`` is the range of the tokens of sentence ``i`` behind it.
    """

    def __init__(self, layout: Layout, grammar: Grammar) -> None:
        self.layout, self.grammar = layout, grammar
        rows: list[Token] = []
        self.bounds: list[Range] = []
        for sentence in layout.sentences:
            at, first = sentence.start, len(rows) + 1
            if sentence.noise is None:
                rows.append(Token(at - 1, at, START, START, "", sentence.index))
                for word in grammar.token.finditer(sentence.text):
                    tag = "CD" if word[0][0].isdigit() else ""
                    start, end = at + word.start(), at + word.end()
                    low = lower(word[0])
                    rows.append(Token(start, end, word[0], low, tag, sentence.index))
            self.bounds.append((first, len(rows)))
        self.tokens = Tokens.of(rows)
        self.starts, self.ends = self.tokens.starts, self.tokens.ends
        self.lows, self.sentences = self.tokens.lowers, self.tokens.sentences
        self._alphabet = alphabet_of(grammar)
        self._classes = [self._alphabet.classes(text) for text in self.tokens.texts]
        for i, low in enumerate(self.lows):
            for name, phrase in self._alphabet.phrases.get(low, ()):
                if self.words((i, i + len(phrase))) == phrase:
                    self._classes[i] |= {name}
                    for k in range(i + 1, i + len(phrase)):
                        self._classes[k] |= {f"{name}+"}
        self._letters = "".join(map(self._alphabet.letter, self._classes))
        self.quotations = layout.quotations
        self.quoted = QuotationIndex(self.quotations)

    def is_a(self, i: int, *classes: str) -> bool:
        """Return whether the token at ``i`` has one of these classes."""
        inside = 0 <= i < len(self._classes)
        return inside and not self._classes[i].isdisjoint(classes)

    def value(self, name: str, i: int) -> str:
        """Return the value of the token at ``i`` in a word list, "" without one."""
        return self.grammar.table(name).get(self.lows[i], "")

    def search(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """Return the first match of the pattern ``name`` in a range of tokens."""
        return self._alphabet.pattern(name).search(self._letters, start, end)

    def match(self, name: str, start: int, end: int) -> re.Match[str] | None:
        """Return the match of the pattern ``name`` that starts at token ``start``."""
        return self._alphabet.pattern(name).match(self._letters, start, end)

    def matches(self, name: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return all matches of the pattern ``name`` in a range of tokens."""
        return self._alphabet.pattern(name).finditer(self._letters, start, end)

    def source(self, match: re.Match[str] | None) -> Range | None:
        """Return the tokens of the group ``source`` of a match, if it is one."""
        return None if match is None else match.span("source")

    def sentence_at(self, i: int) -> Range:
        """Return the range of the sentence with token ``i``."""
        return self.bounds[self.sentences[i]]

    def token_from(self, offset: int) -> int:
        """Return the first token that starts at ``offset`` or after it."""
        return bisect_left(self.starts, offset)

    def range_of(self, span: Span) -> Range:
        """Return the range of the tokens of a span."""
        return self.token_from(span.start), self.token_from(span.end)

    def is_quoted(self, i: int) -> bool:
        """Return whether the token at ``i`` is inside a quotation."""
        return self.quoted.at(self.starts[i]) is not None

    def words(self, tokens: Range) -> tuple[str, ...]:
        """Return the tokens of a range in lower case."""
        return tuple(self.lows[tokens[0] : tokens[1]])

    def span(self, tokens: Range) -> Span:
        """Return the slice of the text of a range of tokens."""
        return self.cut(self.starts[tokens[0]], self.ends[tokens[1] - 1])

    def spans(self, ranges: Iterable[Range]) -> list[Span]:
        """Return the slices of the text of several ranges of tokens."""
        return [self.span(tokens) for tokens in ranges]

    def acts(self, name: Range) -> bool:
        """Return whether a name is a subject: it opens a clause, or a verb follows it."""
        first, last = self.sentence_at(name[0])
        opens = self.search("opened", max(first - 1, name[0] - 2), name[0])
        return bool(opens or self.match("verb_after", name[1], last))

    def cut(self, start: int, end: int, marks: str = "") -> Span:
        """Return ``text[start:end]`` without the ``marks`` at its ends."""
        text = self.layout.text[start:end]
        start += len(text) - len(text.lstrip(marks)) if marks else 0
        text = text.strip(marks) if marks else text
        return Span(start, start + len(text), text)

    def quote(self, start: int, end: int) -> Span:
        """Return ``text[start:end]`` without blanks, guillemets and commas at its ends."""
        return self.cut(start, end, "«», \n\t\xa0\u202f")

    def clause(self, start: int, end: int) -> Span:
        """Return the text of the tokens from ``start`` to before ``end``.

        It has no marks at its ends. If it ends inside a quotation, it extends to the
        quotation's end.
        """
        if start >= end:
            return Span(0, 0, "")
        part = self.cut(self.starts[start], self.ends[end - 1], _CLOSERS)
        quotation = self.quoted.at(part.end - 1) if part.text else None
        if quotation is None or not quotation.closed or quotation.start < part.start:
            return part
        if quotation.start == part.start:
            return self.quote(quotation.inner_start, quotation.inner_end)
        return self.cut(part.start, quotation.end)
