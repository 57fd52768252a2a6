"""Reads articles in one other language than English: who says what, what may happen."""

from __future__ import annotations

from typing_extensions import override

from summarizers.model import Article
from summarizers.readers.parse import Tagger
from summarizers.readers.pattern.attributions import read_attributions
from summarizers.readers.pattern.claims import read_claims
from summarizers.readers.pattern.entity_pipeline import read_cast
from summarizers.readers.pattern.pattern_document import Reading
from summarizers.readers.pattern.risks import read_risks
from summarizers.readers.pattern.tokenizer import PatternTagger
from summarizers.readers.pattern.vocabulary import vocabulary_of
from summarizers.readers.reader import ArticleReader, Findings
from summarizers.readers.registry import Language
from summarizers.text.layout import Layout


class Reader(ArticleReader):
    """Reads one language with a tagger; by patterns alone where there is none.

    Raises:
        FileNotFoundError: the language lacks a word list.
    """

    def __init__(self, language: Language, tagger: Tagger | None = None) -> None:
        grammar = language.grammar()
        self._words = vocabulary_of(grammar)
        self._tagger = tagger or PatternTagger(grammar)

    @override
    def read(self, layout: Layout, article: Article) -> Findings:
        tokens, bounds = self._tagger.tag(layout)
        reading = Reading(layout, tokens, bounds, self._words)
        found = read_attributions(reading)
        cast = read_cast(reading, article, found)
        said = read_claims(reading, article, cast, found)
        return Findings(cast.actors, said, read_risks(reading, article, said))
