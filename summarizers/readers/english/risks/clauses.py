"""The clauses of one sentence: the verb that governs each word, and its tense.

``TreeClauses`` reads a dependency tree. ``WindowClauses``, in ``clauses_window``, reads
neighbouring words, for the engine without grammar.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Protocol

from typing_extensions import override

from summarizers.readers.parse import Tokens


class ClauseTense(StrEnum):
    """The tense of a verb with its auxiliaries."""

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
    """Where a clause is: main, reported, complement, relative or adverbial."""

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
    """The clauses of one sentence; arguments and results are token indices."""

    @abstractmethod
    def verbs(self) -> Iterable[int]:
        """Return the main verbs, in text order."""

    @abstractmethod
    def tenses(self) -> Iterable[ClauseTense]:
        """Return the tenses of the main verbs, in the same order."""

    @abstractmethod
    def main_head(self) -> int:
        """Return the head of the main clause, mostly a verb, or -1 without one."""

    @abstractmethod
    def reported_verbs(self, main: int) -> Sequence[int]:
        """Return the verbs of the clauses that ``main`` reports.

        Example: "leaks" in "He said it leaks".
        """

    @abstractmethod
    def tense(self, i: int) -> ClauseTense:
        """Return the tense of the verb group of verb ``i``: perfect for "has left"."""

    @abstractmethod
    def verb_of(self, i: int) -> int:
        """Return the verb that governs token ``i``, or ``i`` if it is a verb, or -1."""

    @abstractmethod
    def governing_verb(self, i: int) -> int:
        """Return the nearest verb that governs the verb ``i``, or -1 without one."""

    @abstractmethod
    def head_of_modal(self, i: int) -> int:
        """Return the verb of the auxiliary ``i``: "leave" for "may" in "may leave"."""

    @abstractmethod
    def position(self, i: int) -> ClausePosition:
        """Return the position of the clause of verb ``i`` in the sentence."""

    @abstractmethod
    def scope(self, i: int) -> Sequence[int]:
        """Return token ``i`` and all tokens that it governs, directly or not."""

    @abstractmethod
    def is_perfect(self, i: int) -> bool:
        """Return whether "have" precedes the verb ``i``: "could have left"."""

    @abstractmethod
    def is_negated(self, i: int) -> bool:
        """Return whether the verb ``i`` is negated: "will not leave"."""

    @abstractmethod
    def governs_infinitive(self, i: int) -> bool:
        """Return whether ``i`` governs an infinitive with "to": "plans to sell"."""

    @abstractmethod
    def governs_clause(self, i: int) -> bool:
        """Return whether ``i`` governs a clause or an infinitive: "hopes that"."""


# The first match decides: "had been", "has been", "was", "is", "does".
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
    """Return the tense of a verb with ``tag`` after ``auxiliaries`` in lower case.

    ``modal`` is true if one of the auxiliaries is a modal verb.
    """
    if modal:
        return ClauseTense.MODAL
    if "to" in auxiliaries or (tag == "VB" and not auxiliaries):
        return ClauseTense.INFINITIVE
    for words, tense in _BY_AUXILIARY if auxiliaries else ():
        if not auxiliaries.isdisjoint(words):
            is_state = tense is ClauseTense.PROGRESSIVE and tag != "VBG"
            return ClauseTense.PRESENT if is_state else tense
    return _BY_TAG.get(tag, ClauseTense.PARTICIPLE)


_RELATIVE = frozenset(("relcl", "acl"))
_CLAUSAL = frozenset(("xcomp", "ccomp", "advcl", "acl"))
_SAID = frozenset(("ccomp", "parataxis"))
# The maximum numbers of steps up and of tokens in a scope, for broken trees.
_HIGHEST = 40
_WIDEST = 80


class TreeClauses(Clauses):
    """Reads clauses from the heads and labels of a dependency tree."""

    def __init__(
        self, tokens: Tokens, first: int, last: int, speech: frozenset[str]
    ) -> None:
        self._tokens = tokens
        self._first = first
        self._last = last
        self._speech = speech
        self._children: dict[int, list[int]] = {}
        for i in range(first, last):
            head = tokens.heads[i]
            if head != i:
                self._children.setdefault(head, []).append(i)
        self._tenses: dict[int, ClauseTense] = {}

    @override
    def verbs(self) -> Iterable[int]:
        tokens = self._tokens
        return [i for i in range(self._first, self._last) if _is_verb(tokens, i)]

    @override
    def tenses(self) -> Iterable[ClauseTense]:
        return map(self.tense, self.verbs())

    @override
    def main_head(self) -> int:
        heads = (
            i for i in range(self._first, self._last) if self._tokens.heads[i] == i
        )
        return next(heads, -1)

    @override
    def reported_verbs(self, main: int) -> Sequence[int]:
        if main < 0 or self._tokens.lowers[main] not in self._speech:
            return ()
        return [
            c for c in self._children.get(main, ()) if self._tokens.deps[c] in _SAID
        ]

    @override
    def tense(self, i: int) -> ClauseTense:
        tense = self._tenses.get(i)
        if tense is None:
            tense = self._tenses[i] = self._read_tense(i)
        return tense

    def _read_tense(self, i: int) -> ClauseTense:
        tags, lowers, deps = self._tokens.tags, self._tokens.lowers, self._tokens.deps
        helpers = [c for c in self._children.get(i, ()) if deps[c] in AUXILIARIES]
        modal = any(tags[c] == "MD" for c in helpers)
        return tense_of(tags[i], frozenset([lowers[c] for c in helpers]), modal=modal)

    @override
    def verb_of(self, i: int) -> int:
        for _ in range(_HIGHEST):
            if _is_verb(self._tokens, i):
                return i
            head = self._tokens.heads[i]
            if head == i:
                break
            i = head
        return -1

    @override
    def governing_verb(self, i: int) -> int:
        head = self._tokens.heads[i]
        return -1 if head == i else self.verb_of(head)

    @override
    def head_of_modal(self, i: int) -> int:
        return self._tokens.heads[i]

    @override
    def position(self, i: int) -> ClausePosition:
        for _ in range(_HIGHEST):
            dep, head = self._tokens.deps[i], self._tokens.heads[i]
            if dep in _RELATIVE:
                return ClausePosition.RELATIVE
            if dep == "advcl":
                return ClausePosition.ADVERBIAL
            if dep == "ccomp":
                said = self._tokens.lowers[head] in self._speech
                return ClausePosition.SAID if said else ClausePosition.COMPLEMENT
            if head == i:
                break
            i = head
        return ClausePosition.MAIN

    @override
    def scope(self, i: int) -> Sequence[int]:
        open_ = [i]
        for at in open_:
            if len(open_) > _WIDEST:
                break
            open_.extend(self._children.get(at, ()))
        return open_

    @override
    def is_perfect(self, i: int) -> bool:
        return any(
            self._tokens.lowers[c] == "have" and self._tokens.deps[c] == "aux"
            for c in self._children.get(i, ())
        )

    @override
    def is_negated(self, i: int) -> bool:
        return any(self._tokens.deps[c] == "neg" for c in self._children.get(i, ()))

    @override
    def governs_infinitive(self, i: int) -> bool:
        return any(
            self._tokens.deps[c] in _CLAUSAL and self.tense(c) is ClauseTense.INFINITIVE
            for c in self._children.get(i, ())
        )

    @override
    def governs_clause(self, i: int) -> bool:
        return any(self._tokens.deps[c] in _CLAUSAL for c in self._children.get(i, ()))


def _is_verb(tokens: Tokens, i: int) -> bool:
    return tokens.tags[i][:2] == "VB" and tokens.deps[i] not in AUXILIARIES
