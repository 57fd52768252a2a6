"""The reader of every language that has a pattern grammar."""

from __future__ import annotations

from collections.abc import Iterator

from typing_extensions import override

from summarizers.languages.profile import Grammar, LanguageProfile
from summarizers.model import Article, Sentence, fast_new
from summarizers.readers.parse import (
    Attribution,
    Bounds,
    Tagger,
    Token,
    Tokens,
    outermost,
)
from summarizers.readers.pattern.attribution_drafts import attribution_of
from summarizers.readers.pattern.claims import read_claims
from summarizers.readers.pattern.direct_speech import read_speeches
from summarizers.readers.pattern.entity_pipeline import read_entities
from summarizers.readers.pattern.indirect_speech import read_reports
from summarizers.readers.pattern.pattern_document import PatternDocument
from summarizers.readers.pattern.risks import read_risks
from summarizers.readers.pattern.vocabulary import vocabulary_of
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.readers.spacy_models import SpacyTagger
from summarizers.text.layout import Layout


class PatternTagger(Tagger):
    """Splits text by the pattern of a grammar, without tagging words."""

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
        entities = read_entities(document, article, attributions)
        claims = read_claims(document, article, entities, attributions)
        return Findings(entities.actors, claims, read_risks(document, article, claims))


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


def read_attributions(document: PatternDocument) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    drafts = [*read_speeches(document), *read_reports(document)]
    attributions = outermost([attribution_of(draft, document) for draft in drafts])
    return tuple(sorted(attributions, key=lambda a: a.content[0].start))
