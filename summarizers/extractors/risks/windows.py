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

_REACH = 16
_FRONTED = 6
_HELPERS = (
    BE_PAST
    | BE_PRESENT
    | HAVE_PRESENT
    | {"had", "did", "do", "does", "to", "be", "been"}
)
_SKIPPED_TAGS = frozenset(("RB", "PRP", "EX"))
_BREAKS = frozenset((",", ":", ".", "``", "''", "-LRB-", "-RRB-"))
_STOPS = frozenset((":", ".", "``", "''", "CC"))
_SUBJECTS = frozenset(("NNP", "PRP", "WDT", "WP"))
_OBJECTS = frozenset(("DT", "PRP$", "NNP", "CD"))
_RELATIVE = frozenset(("WDT", "WP", "WP$"))
_OPENS = frozenset(("``", "PRP", "IN", "EX"))
_SAYING = frozenset(
    ("said", "says", "say", "told", "added", "adds", "believes", "believe", "think")
)
_LOOSE = frozenset((Tense.INFINITIVE, Tense.PARTICIPLE, Tense.NONE))
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
        """Whether a verb that is no auxiliary stands here, going by tags and endings."""
        token = self._tokens[i]
        if token.tag[:2] == "VB":
            return not self._helps(i)
        if token.tag or i == self._first:
            return False
        at = i - 1
        while at > self._first and self._tokens[at].tag == "RB":
            at -= 1
        before = self._tokens[at]
        if before.tag == "MD" or before.lower == "to":
            return before.tag == "MD" or not token.lower.endswith("s")
        if token.lower.endswith("ing"):
            return before.lower in _HELPERS
        return self._is_present(i, before)

    def _is_present(self, i: int, before: Token) -> bool:
        """Whether an unknown word in -s stands between a subject and an object."""
        after = self._tokens[min(i + 1, self._last - 1)]
        return (
            self._tokens[i].lower.endswith("s")
            and before.tag in _SUBJECTS
            and after.tag in _OBJECTS
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
        """The first finite verb, or the reporting verb where there is one."""
        finite = [i for i in self._verbs if self.tense(i) not in _LOOSE]
        says = (i for i in finite if self._says(i))
        return next(says, finite[0] if finite else -1)

    def _says(self, i: int) -> bool:
        """Whether a verb reports: always, or where "that" or a quotation follows."""
        lower = self._tokens[i].lower
        if lower not in self._speech:
            return False
        return (
            lower in _SAYING or self._tokens[min(i + 1, self._last - 1)].tag in _OPENS
        )

    @override
    def said(self, main: int) -> Sequence[int]:
        if main < 0 or not self._says(main):
            return ()
        finite = [i for i in self._verbs if self.tense(i) not in _LOOSE]
        after = [i for i in finite if i > main]
        return (after or [i for i in finite if i < main])[:1]

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
        tag = token.tag or self._guess(i)
        if tag == "VBD" and helpers:
            tag = "VBN"
        return tense_of(tag, helpers, modal=False)

    @override
    def verb_of(self, i: int) -> int:
        """The nearest verb to the left in the same stretch, else to the right."""
        if i in self._verbs:
            return i
        for at in range(i - 1, max(self._first, i - _REACH) - 1, -1):
            if at in self._verbs:
                return at
            if self._tokens[at].tag in _STOPS:
                break
        return self._verb_right_of(i)

    def _verb_right_of(self, i: int) -> int:
        """The next verb; behind a fronted phrase it stands on the far side of a comma."""
        commas = 1 if i - self._first < _FRONTED else 0
        for at in range(i + 1, min(self._last, i + _REACH)):
            if at in self._verbs:
                return at
            tag = self._tokens[at].tag
            if tag == ",":
                commas -= 1
            if commas < 0 or tag in _STOPS:
                break
        return -1

    def _guess(self, i: int) -> str:
        lower = self._tokens[i].lower
        if lower.endswith("ing"):
            return "VBG"
        before = self._tokens[max(i - 1, self._first)].tag
        return "VBZ" if lower.endswith("s") and before in _SUBJECTS else ""

    @override
    def above(self, i: int) -> int:
        """The verb before, the likeliest head of a participle."""
        before = [at for at in self._verbs if at < i]
        return before[-1] if before else -1

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
        at = i + 1
        while at < self._last - 1 and self._tokens[at].tag == "RB" and at < i + 3:
            at += 1
        if at >= self._last - 1 or self._tokens[at].lower != "to":
            return False
        return self._tokens[at + 1].tag[:2] in {"", "VB", "RB"}

    @override
    def clausal(self, i: int) -> bool:
        following = self._tokens[i + 1 : min(i + 3, self._last)]
        return self.infinitive(i) or any(t.lower == "that" for t in following)
