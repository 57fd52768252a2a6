"""The interface of a ranker, and the list of all rankers.

A new ranker is one module in ``summarizers.rankers`` and one line in ``_HOMES``.
``ranker_named`` imports only the module of the named ranker. sumy takes 0.2 s and 36
MB, numpy 0.07 s and 16 MB, and the default ranker needs neither.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pkgutil import resolve_name
from typing import ClassVar, Protocol

from summarizers.errors import UnknownEngineError
from summarizers.model import Sentence
from summarizers.text.language import ENGLISH

DEFAULT_RANKER = "lead-tfidf"
LANGUAGE_FREE_RANKER = "language-free"

_HOMES = {
    DEFAULT_RANKER: "lead_tfidf:LeadTfidf",
    LANGUAGE_FREE_RANKER: "lead_tfidf:LanguageFree",
    "lexrank": "lexrank:LexRank",
    "lsa": "sumy:Lsa",
    "luhn": "sumy:Luhn",
    "textrank": "sumy:TextRank",
    "sum-basic": "sumy:SumBasic",
    "kl": "sumy:KL",
    "reduction": "sumy:Reduction",
    "edmundson": "sumy:Edmundson",
    "random": "sumy:Random",
    "sumy-lexrank": "sumy:SumyLexRank",
}


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


def ranker_names() -> tuple[str, ...]:
    """Return the names of all rankers, the default first."""
    return tuple(_HOMES)


def ranker_named(name: str, lang: str = ENGLISH) -> Ranker:
    """Return the ranker called ``name`` for text in ``lang``, which needs word lists.

    Raises:
        UnknownEngineError: no ranker has this name; the message lists all names and the
            nearest.
    """
    home = _HOMES.get(name)
    if home is None:
        raise UnknownEngineError(_refusal(name))
    made: Callable[[str], Ranker] = resolve_name(f"summarizers.rankers.{home}")
    return made(lang)


def _refusal(name: str) -> str:
    nearest = get_close_matches(name.casefold(), _HOMES, n=1)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    return f"No ranker is called {name!r}.{hint} Use one of: {', '.join(_HOMES)}."
