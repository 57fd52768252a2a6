"""The dependency tree of one sentence, made from ``Tokens``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from summarizers.readers.parse import Tokens

NOMINAL_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP"))
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
# Dependents of a noun phrase that are not part of its name.
LOOSE = frozenset(
    ("appos", "relcl", "acl", "advcl", "punct", "cc", "conj", "parataxis")
)


class DependencyTree:
    """The children of each token of one sentence, and the ends of each token's subtree.

    All token indices are those of ``Parse.tokens``. The sentence is the tokens from
    ``first`` to before ``last``.
    """

    __slots__ = ("_children", "_left", "_right", "first", "last", "tokens")

    def __init__(self, tokens: Tokens, first: int, last: int) -> None:
        self.tokens = tokens
        self.first = first
        self.last = last
        self._children: list[list[int]] = [[] for _ in range(last - first)]
        for i in range(first, last):
            head = tokens.heads[i]
            if head != i:
                self._children[head - first].append(i)
        self._left = list(range(first, last))
        self._right = list(range(first, last))
        self._spread()

    def _spread(self) -> None:
        """Compute the first and last token of each subtree, from leaves to root.

        Stops after 12 passes, so that the time stays linear: in a very deep tree the
        ranges of the topmost tokens may be too short.
        """
        for _ in range(12):
            moved = False
            for i in range(self.first, self.last):
                head = self.tokens.heads[i] - self.first
                at = i - self.first
                if self._left[at] < self._left[head]:
                    self._left[head] = self._left[at]
                    moved = True
                if self._right[at] > self._right[head]:
                    self._right[head] = self._right[at]
                    moved = True
            if not moved:
                return

    def children(self, i: int) -> Sequence[int]:
        """Return the tokens that ``i`` governs, in text order."""
        return self._children[i - self.first]

    def child(self, i: int, *deps: str) -> int | None:
        """Return the first child of ``i`` whose label is in ``deps``, or ``None``."""
        return next((c for c in self.children(i) if self.tokens.deps[c] in deps), None)

    def children_labelled(self, i: int, *deps: str) -> list[int]:
        """Return all children of ``i`` whose label is in ``deps``."""
        return [c for c in self.children(i) if self.tokens.deps[c] in deps]

    def left(self, i: int) -> int:
        """Return the first token of the subtree of ``i``."""
        return self._left[i - self.first]

    def right(self, i: int) -> int:
        """Return the last token of the subtree of ``i``."""
        return self._right[i - self.first]

    def head(self, i: int) -> int | None:
        """Return the token that governs ``i``, or ``None`` at a root."""
        head = self.tokens.heads[i]
        return None if head == i else head

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the tokens that govern ``i``, directly or not, nearest first."""
        seen = 0
        head = self.head(i)
        while head is not None and seen < self.last - self.first:
            yield head
            seen += 1
            head = self.head(head)

    def phrase(self, i: int) -> tuple[int, int]:
        """Return the first and the last token of the noun phrase with the head ``i``.

        The phrase leaves out relative clauses, appositions and phrases joined by "and".
        It keeps prepositional phrases ("a spokesman for the ministry").
        """
        cut = self.right(i)
        for c in self.children(i):
            if c > i and self._is_loose(c):
                cut = min(cut, self.left(c) - 1)
        start = self.left(i)
        for c in self.children(i):
            if c < i and self.tokens.deps[c] in {"punct", "cc", "preconj"}:
                start = max(start, c + 1) if self.left(i) == c else start
        while cut > i and self.tokens.tags[cut] in {",", ":", "-RRB-", ".", "HYPH"}:
            cut -= 1
        return start, max(cut, i)

    def _is_loose(self, c: int) -> bool:
        dep = self.tokens.deps[c]
        if dep == "prep":
            # A comma starts a phrase of its own: "the police, in a statement".
            return self.tokens.tags[max(c - 1, self.first)] == ","
        return dep in LOOSE
