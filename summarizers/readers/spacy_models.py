"""Load and run spaCy models; the only module that imports spaCy and threadpoolctl."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from typing_extensions import override

from summarizers.errors import ModelMissingError
from summarizers.model import Sentence, fast_new
from summarizers.readers.parse import Bounds, Tagger, Token, Tokens
from summarizers.text.layout import Layout

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from threadpoolctl import ThreadpoolController

UNUSED_BY_TAGGER = ("ner", "lemmatizer", "parser", "senter", "tokenizer")
Settings = dict[str, dict[str, str]]
BATCH_SENTENCES = 256
_THREADS = "threadpoolctl"
PLAIN_MARKS = str.maketrans("«»“”’\xa0\u202f\u2009", '""""\'   ')


class SpacyModel:
    """A loaded spaCy model that multiplies matrices with NumPy, in one thread.

    The matrices of an article are too small for two threads, which would wait for each
    other longer than they compute.
    """

    def __init__(
        self, name: str, unused: tuple[str, ...], settings: Settings | None = None
    ) -> None:
        self._nlp, self._threads = _load_model(name, unused, settings or {})
        _multiply_with_numpy(self._nlp)

    def read(self, sentences: Iterable[str]) -> list[Doc]:
        """Return each sentence of an article as a parsed spaCy document."""
        return self._pipe(self._nlp.make_doc(sentence) for sentence in sentences)

    def read_words(self, sentences: Iterable[list[str]]) -> list[Doc]:
        """Return each sentence, given as its words, as a tagged spaCy document."""
        from spacy.tokens import Doc  # noqa: PLC0415  # loaded with the model by now

        return self._pipe(Doc(self._nlp.vocab, words) for words in sentences)

    def _pipe(self, docs: Iterable[Doc]) -> list[Doc]:
        with self._threads.limit(limits=1, user_api="blas"):
            return list(self._nlp.pipe(docs, batch_size=BATCH_SENTENCES))


class SpacyTagger(Tagger):
    """Tags words for the pattern reader, with the tags of Universal Dependencies.

    ``token`` matches a word or mark. The tagger leaves out the model's parser, which
    takes as long as the rest and makes errors around inverted verbs. It also leaves out
    spaCy's tokenizer and rules for the language: French takes 2 s to load with them,
    and 0.4 s without.

    Raises:
        ModelMissingError: the model is not installed or does not load.
    """

    def __init__(self, model: str, token: re.Pattern[str]) -> None:
        self._model = SpacyModel(model, UNUSED_BY_TAGGER, {"nlp": {"lang": "xx"}})
        self._token = token

    @override
    def tag(self, layout: Layout) -> tuple[Tokens, Bounds]:
        prose = [s for s in layout.sentences if s.noise is None]
        words = [list(self._token.finditer(sentence.text)) for sentence in prose]
        # The models learned from texts with plain marks only.
        docs = self._model.read_words(
            [word.group().translate(PLAIN_MARKS) for word in matches]
            for matches in words
        )
        tokens: list[Token] = []
        bounds = [(0, 0)] * len(layout.sentences)
        for sentence, matches, doc in zip(prose, words, docs, strict=True):
            first = len(tokens)
            tokens += _tag_words(matches, doc, sentence)
            bounds[sentence.index] = (first, len(tokens))
        return (Tokens.of(tokens) if tokens else Tokens()), tuple(bounds)


def _tag_words(
    matches: Iterable[re.Match[str]], doc: Doc, sentence: Sentence
) -> Iterator[Token]:
    """Yield the words of a tagged sentence as tokens, spelled as in the article."""
    for match, word in zip(matches, doc, strict=True):
        start, end = match.span()
        row = sentence.start + start, sentence.start + end, match.group()
        yield fast_new(Token, (*row, word.lower_, word.pos_, "", -1, sentence.index))


def _multiply_with_numpy(nlp: Language) -> None:
    """Make ``nlp`` multiply with NumPy, three times as fast as spaCy's choice, BLIS."""
    models = (getattr(pipe, "model", None) for _, pipe in nlp.pipeline)
    for node in (node for model in models if model for node in model.walk()):
        node.ops = type(node.ops)(use_blis=False)


def _load_model(
    model: str, unused: tuple[str, ...], settings: Settings
) -> tuple[Language, ThreadpoolController]:
    """Load the model, and the object that limits its threads.

    The extra ``spacy`` of Sitrep installs the packages of both.
    """
    try:
        nlp: Language = import_module(model).load(exclude=unused, config=settings)
        threads: ThreadpoolController = import_module(_THREADS).ThreadpoolController()
    except (ImportError, OSError, ValueError) as error:
        raise ModelMissingError(
            f"the language model {model} does not load: install the extras of Sitrep "
            'again, or use the engine "fast"'
        ) from error
    return nlp, threads
