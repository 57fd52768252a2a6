"""The reader of every language that has a pattern grammar."""

from __future__ import annotations

from typing_extensions import override

from summarizers.languages.profile import Grammar, LanguageProfile
from summarizers.model import Article
from summarizers.readers.parse import Tagger
from summarizers.readers.pattern.attributions import read_attributions
from summarizers.readers.pattern.claims import read_claims
from summarizers.readers.pattern.entity_pipeline import read_cast
from summarizers.readers.pattern.pattern_document import PatternDocument
from summarizers.readers.pattern.risks import read_risks
from summarizers.readers.pattern.tokenizer import PatternTagger
from summarizers.readers.pattern.vocabulary import vocabulary_of
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.readers.spacy_models import SpacyTagger
from summarizers.text.layout import Layout


class PatternReader(LanguageReader):
    """Reads one language by patterns over tagged words.

    Raises:
        FileNotFoundError: the language lacks a word list.
    """

    def __init__(self, grammar: Grammar, tagger: Tagger) -> None:
        self._words = vocabulary_of(grammar)
        self._tagger = tagger

    @override
    def read(self, layout: Layout, article: Article) -> Findings:
        tokens, bounds = self._tagger.tag(layout)
        document = PatternDocument(layout, tokens, bounds, self._words)
        attributions = read_attributions(document)
        cast = read_cast(document, article, attributions)
        claims = read_claims(document, article, cast, attributions)
        return Findings(cast.actors, claims, read_risks(document, article, claims))


def open_reader(language: LanguageProfile, *, fast: bool) -> PatternReader:
    """The reader of a language, with its tagger or, if ``fast``, without tags.

    Raises:
        LookupError: the language has no grammar.
        ModelMissingError: the model of the tagger does not load.
    """
    grammar = language.grammar
    if grammar is None:
        raise LookupError(f"{language.name} has no pattern grammar")
    if fast:
        return PatternReader(grammar, PatternTagger(grammar))
    return PatternReader(grammar, SpacyTagger(language.model, grammar.token))
