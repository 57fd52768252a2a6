"""Words by a pattern, for the engine that has no model."""

from __future__ import annotations

from collections.abc import Iterator

from typing_extensions import override

from summarizers.languages.profile import Grammar
from summarizers.model import Sentence, fast_new
from summarizers.readers.parse import Bounds, Tagger, Token, Tokens
from summarizers.text.layout import Layout


class PatternTagger(Tagger):
    """Splits text by the pattern of a grammar, and tells no kinds of words."""

    def __init__(self, grammar: Grammar) -> None:
        self._token = grammar.token

    @override
    def tag(self, layout: Layout) -> tuple[Tokens, Bounds]:
        tokens: list[Token] = []
        bounds = [(0, 0)] * len(layout.sentences)
        for sentence in layout.sentences:
            if sentence.noise is None:
                first = len(tokens)
                tokens += self._read(sentence)
                bounds[sentence.index] = (first, len(tokens))
        return (Tokens.of(tokens) if tokens else Tokens()), tuple(bounds)

    def _read(self, sentence: Sentence) -> Iterator[Token]:
        for match in self._token.finditer(sentence.text):
            start, end = match.span()
            row = sentence.start + start, sentence.start + end, match.group()
            low = row[2].lower().replace("’", "'")
            yield fast_new(Token, (*row, low, "", "", -1, sentence.index))
