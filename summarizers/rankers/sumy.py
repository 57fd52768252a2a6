"""The rankers of the library sumy; the only module that imports sumy.

sumy's own English tokenizer needs a download, so the module passes our words instead.
It reads the ratings by index where sumy sorts them, because sumy stores them by the
text of a sentence, and equal sentences would share one rating. Words are not stemmed.
On news, stems made LexRank and Luhn worse and did not help the others.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import accumulate, groupby, takewhile
from typing import ClassVar, Protocol

from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from sumy.summarizers.edmundson import EdmundsonSummarizer
from sumy.summarizers.kl import KLSummarizer
from sumy.summarizers.lex_rank import LexRankSummarizer
from sumy.summarizers.lsa import LsaSummarizer
from sumy.summarizers.luhn import LuhnSummarizer
from sumy.summarizers.reduction import ReductionSummarizer
from sumy.summarizers.sum_basic import SumBasicSummarizer
from sumy.summarizers.text_rank import TextRankSummarizer
from typing_extensions import override

from summarizers.lexicons import words
from summarizers.model import Sentence
from summarizers.rankers.ranker import Ranker
from summarizers.text.terms import stop_words, terms

# The longest sentence of prose has fewer words; a page without full stops has more.
_MOST_WORDS = 100


class _Info(Protocol):
    """An entry that sumy sorts: the position of a sentence and its rating."""

    order: int
    rating: float


_Infos = Sequence[_Info]


class _Summarizer(Protocol):
    """A method of sumy; it passes the ratings of all sentences to ``choose``."""

    stop_words: frozenset[str]

    def __call__(
        self, document: object, choose: Callable[[_Infos], _Infos], /
    ) -> object: ...


class _Words:
    """Splits text into our words, in place of sumy's tokenizer."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        return tuple(terms(text)[:_MOST_WORDS])


class _OwnSentence(SumySentence):  # type: ignore[misc]  # sumy has no type hints
    """A sentence that equals only itself, so that equal texts do not share a rating."""

    __hash__ = object.__hash__

    @override
    def __eq__(self, other: object) -> bool:
        return self is other


class _SumyRanker(Ranker):
    """Ranks the start of an article by the ``method`` of sumy that a subclass names.

    The methods compare each word of a sentence with every other sentence, so the ranker
    scores only the first ``most_sentences`` sentences with at most ``most_words``
    words. The sentences after these score 0, the lowest. With these limits an article
    takes at most about a second.
    """

    method: ClassVar[type[_Summarizer]]
    most_sentences: ClassVar[int] = 400
    most_words: ClassVar[int] = 12_000

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        heard = self._within_limits(sentences)
        ratings = dict.fromkeys(range(len(heard)), 0.0)

        def read(infos: _Infos) -> _Infos:
            ratings.update((info.order, float(info.rating)) for info in infos)
            return infos

        with warnings.catch_warnings():
            # LSA warns of few words, numpy of a matrix without neighbours.
            warnings.simplefilter("ignore")
            self._summarizer()(_document(heard, title), read)
        return _scores(ratings.values(), len(sentences))

    def _summarizer(self) -> _Summarizer:
        summarizer = self.method()
        summarizer.stop_words = stop_words(self.lang)
        return summarizer

    def _within_limits(self, sentences: Sequence[Sentence]) -> Sequence[Sentence]:
        candidates = sentences[: self.most_sentences]
        lengths = (min(len(terms(s.text)), _MOST_WORDS) for s in candidates)
        ends = takewhile(lambda end: end <= self.most_words, accumulate(lengths))
        return candidates[: sum(1 for _ in ends)]


class SumyLexRank(_SumyRanker):
    """Ranks by sumy's own LexRank, the reference for the faster ``LexRank``."""

    method = LexRankSummarizer


class Lsa(_SumyRanker):
    """Ranks by latent semantic analysis: the length of a sentence's topic vector."""

    method = LsaSummarizer

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        # sumy numbers words in the order of a set, so the last digits change each run.
        return tuple(round(score, 9) for score in super().rank(sentences, title))


class Luhn(_SumyRanker):
    """Ranks by the densest cluster of words that the article repeats."""

    method = LuhnSummarizer


class TextRank(_SumyRanker):
    """Ranks by PageRank over sentences that share words."""

    method = TextRankSummarizer


class SumBasic(_SumyRanker):
    """Ranks by frequent words; a word weighs less after a chosen sentence used it."""

    method = SumBasicSummarizer


class KL(_SumyRanker):
    """Ranks highest the sentences whose words together are most like the article's.

    The cost grows with the cube of the number of sentences: 100 take 0.75 s.
    """

    most_sentences: ClassVar[int] = 100
    most_words: ClassVar[int] = 3_000

    method = KLSummarizer


class Reduction(_SumyRanker):
    """Ranks by the sum of a sentence's similarities to all other sentences."""

    method = ReductionSummarizer


class Edmundson(_SumyRanker):
    """Ranks by listed words that raise or lower a score, title words, and position."""

    @override
    def _summarizer(self) -> _Summarizer:
        summarizer = EdmundsonSummarizer()
        summarizer.bonus_words = words("bonus_words")
        summarizer.stigma_words = words("stigma_words")
        summarizer.null_words = stop_words(self.lang)
        ready: _Summarizer = summarizer
        return ready


class Random(Ranker):
    """Ranks at random, but equally for equal texts: a baseline for the other rankers.

    sumy's own random ranker is not used: it takes the random generator of the process,
    whose seed Sitrep does not set.
    """

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        text = blake2b("\n".join(s.text for s in sentences).encode("utf8", "replace"))
        return tuple(_draw(text.digest(), index) for index in range(len(sentences)))


def _draw(seed: bytes, index: int) -> float:
    digest = blake2b(index.to_bytes(8), key=seed, digest_size=6).digest()
    return int.from_bytes(digest) / 2**48


def _document(sentences: Sequence[Sentence], title: str | None) -> ObjectDocumentModel:
    """Return the sentences as a document of sumy, with the title as its heading."""
    tokenizer = _Words()
    paragraphs = [
        [_OwnSentence(sentence.text, tokenizer) for sentence in group]
        for _, group in groupby(sentences, lambda sentence: sentence.paragraph)
    ]
    if title and paragraphs:
        paragraphs[0].insert(0, _OwnSentence(title, tokenizer, is_heading=True))
    return ObjectDocumentModel(Paragraph(paragraph) for paragraph in paragraphs)


def _scores(ratings: Iterable[float], count: int) -> tuple[float, ...]:
    """Return ``count`` finite scores: the ratings, then zeros for unrated sentences.

    If a rating is negative, all are raised so that the lowest is 0.
    """
    finite = [rating if math.isfinite(rating) else 0.0 for rating in ratings]
    lowest = min(finite, default=0.0)
    raised = [rating - min(lowest, 0.0) for rating in finite]
    return (*raised, *(0.0 for _ in range(count - len(raised))))
