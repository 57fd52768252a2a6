"""The methods of the library sumy; the only module that imports sumy.

sumy's own English tokenizer needs a download, so the module passes our words instead.
It reads the ratings where sumy sorts them, because sumy stores them by the text of a
sentence, and equal sentences would share one. Words are not stemmed: on news, stems
made LexRank and Luhn worse and did not help the others.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Sequence
from hashlib import shake_128
from itertools import accumulate, groupby
from pkgutil import resolve_name
from typing import Any

from sumy.models.dom import ObjectDocumentModel, Paragraph
from sumy.models.dom import Sentence as SumySentence
from typing_extensions import override

from summarizers.lexicons import words
from summarizers.model import Sentence
from summarizers.rankers.summary import Ranker
from summarizers.text.language import ENGLISH, stop_words, terms

_METHODS = {
    "lexrank": "lex_rank:LexRankSummarizer",
    "lsa": "lsa:LsaSummarizer",
    "luhn": "luhn:LuhnSummarizer",
    "textrank": "text_rank:TextRankSummarizer",
    "sum-basic": "sum_basic:SumBasicSummarizer",
    "kl": "kl:KLSummarizer",
    "reduction": "reduction:ReductionSummarizer",
    "edmundson": "edmundson:EdmundsonSummarizer",
    "sumy-lexrank": "lex_rank:LexRankSummarizer",
}
# Most methods compare each word with every other sentence, and `kl` takes the cube of
# the number of sentences. With these limits an article takes about a second.
_MOST_WORDS = 12_000
_MOST_WORDS_OF_KL = 3_000
# In words: only a page without full stops has longer sentences.
_LONGEST = 100
# A shorter sentence counts as this number of words: 400 sentences reach the limit.
_SHORTEST = 30


class SumyRanker(Ranker):
    """Ranks the start of an article by a method of sumy; later sentences score 0."""

    def __init__(self, method: str, lang: str = ENGLISH) -> None:
        super().__init__(lang)
        self._limit = _MOST_WORDS_OF_KL if method == "kl" else _MOST_WORDS
        self._summarize = resolve_name(f"sumy.summarizers.{_METHODS[method]}")()
        # A method reads those of these attributes that it knows.
        self._summarize.stop_words = self._summarize.null_words = stop_words(lang)
        self._summarize.bonus_words = words("bonus_words")
        self._summarize.stigma_words = words("stigma_words")

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        costs = (max(_SHORTEST, len(_Words.to_words(s.text))) for s in sentences)
        count = sum(end <= self._limit for end in accumulate(costs))
        ratings = dict.fromkeys(range(count), 0.0)

        def read(infos: Iterable[Any]) -> Iterable[Any]:
            ratings.update((i.order, float(i.rating)) for i in infos)
            return infos

        with warnings.catch_warnings():
            # LSA warns of few words, numpy of a matrix without neighbours.
            warnings.simplefilter("ignore")
            self._summarize(_document(sentences[:count], title), read)
        finite = [score if math.isfinite(score) else 0.0 for score in ratings.values()]
        lowest = min([0.0, *finite])
        # sumy adds up in the order of a set, so the last digits change each run.
        raised = [round(rating - lowest, 9) for rating in finite]
        return (*raised, *[0.0] * (len(sentences) - count))


class RandomRanker(Ranker):
    """Ranks at random, but equally for equal texts, as a baseline; it needs no sumy."""

    @override
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        text = "\n".join(s.text for s in sentences).encode(errors="replace")
        draws = memoryview(shake_128(text).digest(8 * len(sentences))).cast("Q")
        return tuple(draw / 2**64 for draw in draws)


def ranker(name: str, lang: str) -> Ranker:
    """Return the ranker with this name for a language with word lists."""
    return RandomRanker(lang) if name == "random" else SumyRanker(name, lang)


class _Words:
    """Splits text into our words, in place of sumy's tokenizer."""

    @staticmethod
    def to_words(text: str) -> tuple[str, ...]:
        return tuple(terms(text)[:_LONGEST])


class _OwnSentence(SumySentence):  # type: ignore[misc]  # sumy has no type hints
    """A sentence that equals only itself, so that equal texts do not share a rating."""

    __hash__ = object.__hash__

    @override
    def __eq__(self, other: object) -> bool:
        return self is other


def _document(sentences: Sequence[Sentence], title: str | None) -> ObjectDocumentModel:
    groups = groupby(sentences, lambda sentence: sentence.paragraph)
    paragraphs = [[_OwnSentence(s.text, _Words) for s in group] for _, group in groups]
    if title and paragraphs:
        paragraphs[0].insert(0, _OwnSentence(title, _Words, is_heading=True))
    return ObjectDocumentModel(Paragraph(paragraph) for paragraph in paragraphs)
