"""Reads articles in one other language than English: who says what, what may happen."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.extractors import claims as claim_extractor
from summarizers.languages.attributions import read_attributions
from summarizers.languages.casting import read_cast
from summarizers.languages.reading import Reading
from summarizers.languages.registry import Language
from summarizers.languages.risks import read_risks
from summarizers.languages.tokens import PatternTagger
from summarizers.languages.vocabulary import vocabulary_of
from summarizers.model import Actor, Article, Claim, Risk
from summarizers.parsers.grammar import Parse, Tagger, Tokens
from summarizers.text.layout import Layout

# The claims are ranked with the weights of English, which look at tags of English: whether
# there is a verb, a number, a pronoun for the speaker.
_ENGLISH_TAGS = {"VERB": "VBZ", "AUX": "VBZ", "PRON": "PRP", "NUM": "CD"}


class Findings(NamedTuple):
    """What was found in one article, each list best first."""

    actors: tuple[Actor, ...]
    claims: tuple[Claim, ...]
    risks: tuple[Risk, ...]


class Reader:
    """Reads one language with a tagger; by patterns alone where there is none.

    Raises:
        FileNotFoundError: the language lacks a word list.
    """

    def __init__(self, language: Language, tagger: Tagger | None = None) -> None:
        grammar = language.grammar()
        self._words = vocabulary_of(grammar)
        self._tagger = tagger or PatternTagger(grammar)

    def read(self, layout: Layout, article: Article) -> Findings:
        """The actors, claims and risks of a laid-out article.

        The work grows linearly with the text.
        """
        tokens, bounds = self._tagger.tag(layout)
        reading = Reading(layout, tokens, bounds, self._words)
        found = read_attributions(reading)
        cast = read_cast(reading, article, found)
        parse = Parse(layout, _as_english(tokens), bounds, found, has_grammar=False)
        said = claim_extractor.extract(parse, article, cast)
        return Findings(cast.actors, said, read_risks(reading, article, said))


def _as_english(tokens: Tokens) -> Tokens:
    """The same tokens with the tags that the ranking of claims knows."""
    columns = tokens.starts, tokens.ends, tokens.texts, tokens.lowers
    tags = [_ENGLISH_TAGS.get(tag, tag) for tag in tokens.tags]
    return Tokens(*columns, tags, tokens.deps, tokens.heads, tokens.sentences)
