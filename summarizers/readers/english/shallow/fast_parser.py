"""The parser of the fast engine: word lists and patterns, no model."""

from __future__ import annotations

from typing_extensions import override

from summarizers.readers.english.shallow.attributions import read_attributions
from summarizers.readers.english.shallow.tagged_document import ShallowDocument
from summarizers.readers.english.shallow.tokenizer import read_tokens
from summarizers.readers.parse import Parse, Parser
from summarizers.text.layout import Layout


class FastParser(Parser):
    """Reads words by their form and attributions by patterns of words and marks."""

    @override
    def parse(self, layout: Layout) -> Parse:
        tokens, bounds, notable = read_tokens(layout)
        document = ShallowDocument(layout, tokens, bounds, notable)
        attributions = read_attributions(document)
        return Parse(
            layout,
            tokens,
            tuple(bounds),
            attributions,
            has_grammar=False,
        )
