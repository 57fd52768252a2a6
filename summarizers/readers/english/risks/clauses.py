"""The clauses of one sentence: the verb that governs a word, and its tense.

Two implementations have one interface: by dependencies, and by neighbouring words for
the engine without grammar.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Protocol


class ClauseTense(StrEnum):
    """The tense of a verb group."""

    PAST = "past"
    PAST_PERFECT = "pastperfect"
    PERFECT = "perfect"
    PRESENT = "present"
    PROGRESSIVE = "progressive"
    MODAL = "modal"
    INFINITIVE = "infinitive"
    PARTICIPLE = "participle"
    NONE = "none"


class ClausePosition(StrEnum):
    """Where a clause stands: main, reported, complement, relative or adverbial."""

    MAIN = "main"
    SAID = "said"
    COMPLEMENT = "complement"
    RELATIVE = "relative"
    ADVERBIAL = "adverbial"


PAST_TENSES = frozenset((ClauseTense.PAST, ClauseTense.PAST_PERFECT))
BE_PRESENT = frozenset(("is", "are", "am", "'s", "’s", "'re", "’re", "'m", "’m"))
BE_PAST = frozenset(("was", "were"))
HAVE_PRESENT = frozenset(("has", "have", "'ve", "’ve"))
AUXILIARIES = frozenset(("aux", "auxpass"))


class Clauses(Protocol):
    """The interface to the clauses of one sentence; indices are those of the tokens."""

    @abstractmethod
    def verbs(self) -> Iterable[int]:
        """The main verbs, in text order."""

    @abstractmethod
    def tenses(self) -> Iterable[ClauseTense]:
        """The tenses of these verbs."""

    @abstractmethod
    def main(self) -> int:
        """The head of the main clause, or -1; not always a verb."""

    @abstractmethod
    def said(self, main: int) -> Sequence[int]:
        """The verbs of the clauses that the main clause reports, if it reports any."""

    @abstractmethod
    def tense(self, i: int) -> ClauseTense:
        """The tense of the verb group that ``i`` heads."""

    @abstractmethod
    def verb_of(self, i: int) -> int:
        """The verb that governs ``i`` (itself, when it is one), or -1."""

    @abstractmethod
    def above(self, i: int) -> int:
        """The verb that governs the verb ``i``, or -1."""

    @abstractmethod
    def head_of_modal(self, i: int) -> int:
        """The verb or predicate that the auxiliary ``i`` belongs to."""

    @abstractmethod
    def place(self, i: int) -> ClausePosition:
        """Where the clause of the verb ``i`` stands."""

    @abstractmethod
    def scope(self, i: int) -> Sequence[int]:
        """The tokens that ``i`` governs, directly or not, and itself."""

    @abstractmethod
    def perfect(self, i: int) -> bool:
        """Whether the verb ``i`` has "have" between itself and its modal."""

    @abstractmethod
    def negated(self, i: int) -> bool:
        """Whether the verb ``i`` is negated."""

    @abstractmethod
    def infinitive(self, i: int) -> bool:
        """Whether ``i`` governs an infinitive with "to"."""

    @abstractmethod
    def clausal(self, i: int) -> bool:
        """Whether ``i`` governs a clause, an infinitive included."""


# In this order: "had been", "has been", "was", "is", "does".
_BY_AUXILIARY = (
    (frozenset(("had",)), ClauseTense.PAST_PERFECT),
    (HAVE_PRESENT, ClauseTense.PERFECT),
    (BE_PAST | {"did"}, ClauseTense.PAST),
    (BE_PRESENT, ClauseTense.PROGRESSIVE),
    (frozenset(("do", "does")), ClauseTense.PRESENT),
)
_BY_TAG = {
    "": ClauseTense.NONE,
    "VBD": ClauseTense.PAST,
    "VBZ": ClauseTense.PRESENT,
    "VBP": ClauseTense.PRESENT,
}


@lru_cache(maxsize=1024)
def tense_of(tag: str, auxiliaries: frozenset[str], *, modal: bool) -> ClauseTense:
    """The tense of a verb with this tag under these auxiliaries (lower case)."""
    if modal:
        return ClauseTense.MODAL
    if "to" in auxiliaries or (tag == "VB" and not auxiliaries):
        return ClauseTense.INFINITIVE
    for words, tense in _BY_AUXILIARY if auxiliaries else ():
        if not auxiliaries.isdisjoint(words):
            is_state = tense is ClauseTense.PROGRESSIVE and tag != "VBG"
            return ClauseTense.PRESENT if is_state else tense
    return _BY_TAG.get(tag, ClauseTense.PARTICIPLE)
