"""The clauses of a sentence without grammar: read from the words around."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from typing_extensions import override

from summarizers.extractors.risks.clauses import (
    BE_PAST,
    BE_PRESENT,
    HAVE_PRESENT,
    Clauses,
    Place,
    Tense,
    tense_of,
)
from summarizers.parsers.grammar import Token

_REACH = 12
_HELPERS = (
    BE_PAST
    | BE_PRESENT
    | HAVE_PRESENT
    | {"had", "did", "do", "does", "to", "be", "been"}
)
_SKIPPED_TAGS = frozenset(("RB", "PRP", "EX"))
_BREAKS = frozenset((",", ":", ".", "``", "''", "-LRB-", "-RRB-"))
_RELATIVE = frozenset(("WDT", "WP", "WP$"))
_SUBORDINATE = frozenset(
    ("if", "because", "while", "when", "although", "though", "unless", "as", "after")
)


class WindowClauses(Clauses):
    """Looks a few words to the left for auxiliaries, a few to the right for objects."""

    def __init__(
        self, tokens: Sequence[Token], first: int, last: int, speech: frozenset[str]
    ) -> None:
        self._tokens = tokens
        self._first = first
        self._last = last
        self._speech = speech
        self._verbs = {i: True for i in range(first, last) if self._is_verb(i)}
        self._tenses: dict[int, Tense] = {}

    def _is_verb(self, i: int) -> bool:
        """Whether a verb that is no auxiliary stands here, going by its tag.

        A word without a tag is one behind "to", a modal or a form of "be" plus -ing.
        """
        tag = self._tokens[i].tag
        if tag[:2] == "VB":
            return not self._helps(i)
        if tag or i == self._first:
            return False
        before = self._tokens[i - 1]
        return before.tag in {"TO", "MD"} or (
            self._tokens[i].lower.endswith("ing") and before.lower in _HELPERS
        )

    def _helps(self, i: int) -> bool:
        """Whether a form of be, have or do has another verb soon behind it."""
        if self._tokens[i].lower not in _HELPERS:
            return False
        for token in self._tokens[i + 1 : min(i + 4, self._last)]:
            if token.tag[:2] == "VB" or token.lower.endswith(("ing", "ed", "en")):
                return True
            if token.tag not in _SKIPPED_TAGS:
                return False
        return False

    @override
    def verbs(self) -> Iterable[int]:
        return self._verbs

    @override
    def main(self) -> int:
        """The reporting verb if there is one, else the first verb."""
        verbs = list(self._verbs)
        says = (i for i in verbs if self._tokens[i].lower in self._speech)
        return next(says, verbs[0] if verbs else -1)

    @override
    def said(self, main: int) -> Sequence[int]:
        if main < 0 or self._tokens[main].lower not in self._speech:
            return ()
        after = [i for i in self._verbs if i > main]
        before = [i for i in self._verbs if i < main]
        return (after or before)[:1]

    @override
    def tense(self, i: int) -> Tense:
        tense = self._tenses.get(i)
        if tense is None:
            tense = self._tenses[i] = self._read_tense(i)
        return tense

    def _read_tense(self, i: int) -> Tense:
        token, helpers = self._tokens[i], []
        for at in range(i - 1, max(self._first, i - 5) - 1, -1):
            before = self._tokens[at]
            if before.tag == "MD":
                return Tense.MODAL
            if before.lower in _HELPERS:
                helpers.append(before.lower)
            elif before.tag not in _SKIPPED_TAGS:
                break
        tag = token.tag or ("VBG" if token.lower.endswith("ing") else "")
        return tense_of(tag, helpers, modal=False)

    @override
    def verb_of(self, i: int) -> int:
        """The nearest verb to the left in the same stretch, else to the right."""
        if i in self._verbs:
            return i
        for at in range(i - 1, max(self._first, i - _REACH) - 1, -1):
            if at in self._verbs:
                return at
            if self._tokens[at].tag in _BREAKS:
                break
        for at in range(i + 1, min(self._last, i + _REACH)):
            if at in self._verbs:
                return at
            if self._tokens[at].tag in _BREAKS:
                break
        return -1

    @override
    def head_of_modal(self, i: int) -> int:
        for at in range(i + 1, min(self._last, i + 5)):
            token = self._tokens[at]
            if token.tag not in _SKIPPED_TAGS and token.lower not in {"have", "be"}:
                return at
        return i

    @override
    def place(self, i: int) -> Place:
        for at in range(i - 1, max(self._first, i - _REACH) - 1, -1):
            token = self._tokens[at]
            if token.tag in _RELATIVE:
                return Place.RELATIVE
            if token.lower in _SUBORDINATE:
                return Place.ADVERBIAL
            if token.lower in self._speech:
                return Place.SAID
        return Place.MAIN

    @override
    def scope(self, i: int) -> Iterable[int]:
        end = i + 1
        while end < min(self._last, i + _REACH):
            if self._tokens[end].tag in _BREAKS:
                break
            end += 1
        return range(i, end)

    @override
    def perfect(self, i: int) -> bool:
        words = [t.lower for t in self._tokens[max(self._first, i - 3) : i]]
        return "have" in words

    @override
    def negated(self, i: int) -> bool:
        words = [t.lower for t in self._tokens[max(self._first, i - 3) : i]]
        return bool({"not", "n't", "n’t", "never"}.intersection(words))

    @override
    def infinitive(self, i: int) -> bool:
        return any(
            t.lower == "to" for t in self._tokens[i + 1 : min(i + 3, self._last)]
        )

    @override
    def clausal(self, i: int) -> bool:
        following = self._tokens[i + 1 : min(i + 3, self._last)]
        return any(t.lower in {"to", "that"} or t.tag == "PRP" for t in following)
