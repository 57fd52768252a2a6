"""The reader of English, with either of its two parsers."""

from __future__ import annotations

from typing_extensions import override

from summarizers.model import Article, Reasons
from summarizers.readers.english import actors, claims, risks
from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.reasons import read_reasons
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Parser
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.text.layout import Layout


class EnglishReader(LanguageReader):
    """Reads English with the parser of an engine.

    Raises:
        ModelMissingError: the engine needs a language model that does not load.
    """

    def __init__(self, *, fast: bool) -> None:
        self._parser: Parser = FastParser() if fast else SpacyParser()

    @override
    def read(self, layout: Layout, article: Article) -> Findings:
        parse = self._parser.parse(layout)
        entities = actors.extract(parse, article)
        claimed = claims.extract(parse, article, entities)
        return Findings(
            entities.actors, claimed, risks.extract(parse, article, claimed)
        )

    @override
    def explain(self, layout: Layout, article: Article) -> Reasons:
        return read_reasons(self._parser.parse(layout), article)
