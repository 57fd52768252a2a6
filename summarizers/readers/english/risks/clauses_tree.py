"""The clauses of a sentence whose dependencies are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from typing_extensions import override

from summarizers.readers.english.risks.clauses import (
    AUXILIARIES,
    ClausePosition,
    Clauses,
    ClauseTense,
    tense_of,
)
from summarizers.readers.parse import Tokens

_RELATIVE = frozenset(("relcl", "acl"))
_CLAUSAL = frozenset(("xcomp", "ccomp", "advcl", "acl"))
_SAID = frozenset(("ccomp", "parataxis"))
# Limits the climb in a broken tree.
_HIGHEST = 40
_WIDEST = 80


class TreeClauses(Clauses):
    """Reads heads and labels; each question costs a few steps."""

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
    def main(self) -> int:
        heads = (
            i for i in range(self._first, self._last) if self._tokens.heads[i] == i
        )
        return next(heads, -1)

    @override
    def said(self, main: int) -> Sequence[int]:
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
    def above(self, i: int) -> int:
        head = self._tokens.heads[i]
        return -1 if head == i else self.verb_of(head)

    @override
    def head_of_modal(self, i: int) -> int:
        return self._tokens.heads[i]

    @override
    def place(self, i: int) -> ClausePosition:
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
    def perfect(self, i: int) -> bool:
        return any(
            self._tokens.lowers[c] == "have" and self._tokens.deps[c] == "aux"
            for c in self._children.get(i, ())
        )

    @override
    def negated(self, i: int) -> bool:
        return any(self._tokens.deps[c] == "neg" for c in self._children.get(i, ()))

    @override
    def infinitive(self, i: int) -> bool:
        return any(
            self._tokens.deps[c] in _CLAUSAL and self.tense(c) is ClauseTense.INFINITIVE
            for c in self._children.get(i, ())
        )

    @override
    def clausal(self, i: int) -> bool:
        return any(self._tokens.deps[c] in _CLAUSAL for c in self._children.get(i, ()))


def _is_verb(tokens: Tokens, i: int) -> bool:
    return tokens.tags[i][:2] == "VB" and tokens.deps[i] not in AUXILIARIES
