"""The interface of a ranker."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Protocol

from summarizers.model import Sentence
from summarizers.text.language import ENGLISH


class Ranker(Protocol):
    """Scores how well each sentence alone would represent the article.

    A summary subtracts ``redundancy`` from the score of a sentence that equals a chosen
    one. It is a share of the distance between the best and the worst score. If it is 0,
    a summary leaves out near-copies only. ``lang`` is the language of the text, one
    with word lists.
    """

    redundancy: ClassVar[float] = 0.0
    lang: str

    def __init__(self, lang: str = ENGLISH) -> None:
        self.lang = lang

    @abstractmethod
    def rank(
        self, sentences: Sequence[Sentence], title: str | None
    ) -> tuple[float, ...]:
        """Return one finite score from 0 up per sentence, in order; higher is better.

        Scores of two rankers, or of two articles, cannot be compared.
        """
