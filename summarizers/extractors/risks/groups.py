"""Verb groups without grammar: each verb with its tense, in one pass over the words."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.extractors.risks.clauses import (
    BE_PAST,
    BE_PRESENT,
    HAVE_PRESENT,
    Tense,
    tense_of,
)
from summarizers.parsers.grammar import Token

_BE = BE_PAST | BE_PRESENT | {"be", "been", "being"}
_DO = frozenset(("did", "do", "does"))
_AUXILIARIES = _BE | HAVE_PRESENT | _DO | {"had"}
# Adverbs and pronouns stand inside a group: "has not", "will they".
_INSIDE = frozenset(("RB", "PRP", "EX"))
_SUBJECTS = frozenset(("NNP", "PRP", "WDT", "WP"))
_OBJECTS = frozenset(("DT", "PRP$", "NNP", "CD"))
_TAGGED = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
_STARTING = _TAGGED | {"MD", "TO"}
_PARTICIPLES = ("ed", "en", "wn", "ne")


def read_groups(tokens: Sequence[Token], first: int, last: int) -> dict[int, Tense]:
    """The verbs that are no auxiliaries, in text order, with their tenses."""
    reader = _Reader(tokens, first, last)
    for i in range(first, last):
        # Outside a group most words are of no interest, and this is the inner loop.
        token = tokens[i]
        if reader.open or token.tag in _STARTING or _may_be_present(token):
            reader.read(i)
    reader.close()
    return reader.tenses


def _may_be_present(token: Token) -> bool:
    return not token.tag and token.lower[-1] == "s"


class _Reader:
    """Keeps the auxiliaries that wait for their verb."""

    def __init__(self, tokens: Sequence[Token], first: int, last: int) -> None:
        self.tenses: dict[int, Tense] = {}
        self.open = False
        self._tokens = tokens
        self._first = first
        self._last = last
        self._modal = False
        self._helpers: list[str] = []
        self._waiting = -1

    def read(self, i: int) -> None:
        """Take in the next word."""
        token = self._tokens[i]
        tag = token.tag
        if tag in _INSIDE:
            return
        if tag == "MD":
            self.close()
            self._modal = self.open = True
        elif tag == "TO":
            self.close()
            self._helpers.append("to")
            self.open = True
        elif token.lower in _AUXILIARIES and tag != "POS":
            self._wait(i, token.lower)
        else:
            self._take(i, self._verb_tag(i, token))

    def _wait(self, i: int, lower: str) -> None:
        self._helpers.append(lower)
        self._waiting = i
        self.open = True

    def _take(self, i: int, tag: str) -> None:
        """End the group with this verb, or, when it is none, without it."""
        if tag:
            if tag == "VBD" and self._helpers:
                tag = "VBN"
            self.tenses[i] = tense_of(tag, self._helpers, modal=self._modal)
            self._clear()
        elif self.open:
            self.close()

    def close(self) -> None:
        """End the group; an auxiliary that got no verb was the verb."""
        if self._waiting >= 0:
            tag = self._tokens[self._waiting].tag
            helpers = self._helpers[:-1]
            self.tenses[self._waiting] = tense_of(tag, helpers, modal=self._modal)
        self._clear()

    def _clear(self) -> None:
        self.open = self._modal = False
        self._waiting = -1
        if self._helpers:
            self._helpers = []

    def _verb_tag(self, i: int, token: Token) -> str:
        """The tag of a verb, guessed where the engine has none; "" for other words."""
        if token.tag:
            return token.tag if token.tag in _TAGGED else ""
        lower = token.lower
        if self._waiting >= 0:
            return self._verb_behind(self._helpers[-1], lower)
        if self._modal:
            return "VB"
        if self._helpers:
            return "" if lower.endswith("s") else "VB"
        return "VBZ" if self._is_present(i, lower) else ""

    def _verb_behind(self, helper: str, lower: str) -> str:
        """Behind "do" any word is a verb, behind "be" and "have" a participle."""
        if helper in _DO:
            return "VB"
        if lower.endswith("ing"):
            return "VBG"
        return "VBN" if lower.endswith(_PARTICIPLES) else ""

    def _is_present(self, i: int, lower: str) -> bool:
        """Whether an unknown word in -s stands between a subject and an object."""
        if not lower.endswith("s") or not self._first < i < self._last - 1:
            return False
        before, after = self._tokens[i - 1].tag, self._tokens[i + 1].tag
        return before in _SUBJECTS and after in _OBJECTS
