"""Who has been mentioned where in an article, in a language read by patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from summarizers.model import ActorKind
from summarizers.readers.pattern.entities import Figure
from summarizers.readers.pattern.pattern_document import Range, Reading

_PEOPLE = 4


class Stage:
    """The figures of one article and the tokens that mean them.

    ``described`` maps the words of a description, in small letters, to its figure.
    """

    def __init__(self, reading: Reading, figures: list[Figure]) -> None:
        self.reading, self.figures = reading, figures
        self._by_token: dict[int, int] = {}
        self._by_title: dict[int, int] = {}
        self.described: dict[str, int] = {}
        self._seen: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, figure in enumerate(figures):
            self._enter(number, figure)

    def _enter(self, number: int, figure: Figure) -> None:
        for name in figure.names:
            for i in range(name.first, name.last + 1):
                self._by_token.setdefault(i, number)
            for part in (name.title, name.role):
                for i in range(part[0], part[1] + 1) if part is not None else ():
                    self._by_title.setdefault(i, number)
            self.see(name.first, number)

    def see(self, i: int, number: int) -> None:
        """Remember a mention at token ``i``."""
        self._seen[self.reading.tokens.sentences[i]].append((i, number))

    def named(self, i: int) -> int | None:
        """The figure whose title or name covers a token; a title comes first."""
        found = self._by_title.get(i)
        return self._by_token.get(i) if found is None else found

    def name_in(self, phrase: Range) -> int | None:
        """The figure that a phrase names, but not one that only owns what it names."""
        owners = self.reading.words.grammar.owners
        for i in range(phrase[0], phrase[1] + 1):
            number = self._by_token.get(i)
            if number is None or self._by_token.get(i - 1) == number:
                continue
            before = i - 1
            articled = self.reading.low(before) in self.reading.words.determiners
            before -= articled and self.reading.low(before) not in owners
            low = self.reading.low(before)
            if (
                before < phrase[0]
                or low not in owners | self.reading.words.prepositions
            ):
                return number
        return None

    def recent(
        self, i: int, sentences: int = _PEOPLE
    ) -> Iterator[list[tuple[int, int]]]:
        """Mentions in this and in earlier sentences, the nearest sentence first.

        Each is its token and the number of its figure.

        Within a sentence they are in text order, those in quotations left out.
        """
        here = self.reading.tokens.sentences[i]
        for sentence in range(here, max(-1, here - sentences - 1), -1):
            seen = sorted(self._seen.get(sentence, ()))
            yield [
                one for one in seen if one[0] < i and not self.reading.is_quoted(one[0])
            ]

    def is_governed(self, i: int) -> bool:
        """Whether a preposition stands before the mention at token ``i``."""
        words, before = self.reading.words, i - 1
        while self._by_title.get(before) is not None:
            before -= 1
        low = self.reading.low(before)
        if low in words.determiners and low not in words.grammar.owners:
            before -= low not in words.prepositions
        low = self.reading.low(before)
        return low in words.prepositions or low in words.grammar.owners

    def by_role(self, noun: str, i: int) -> int | None:
        """The last figure before token ``i`` of which a title or role has this noun."""
        best: tuple[int, int] | None = None
        for number, figure in enumerate(self.figures):
            for name in figure.names:
                if name.first < i and noun in self._nouns(name.title, name.role):
                    best = max(best or (-1, 0), (name.first, number))
        return None if best is None else best[1]

    def by_first_word(self, noun: str, i: int) -> int | None:
        """The last body before token ``i`` whose name begins with this noun."""
        best: tuple[int, int] | None = None
        for number, figure in enumerate(self.figures):
            if figure.kind is not ActorKind.ORG:
                continue
            for name in figure.names:
                first = self.reading.low(name.first)
                if name.first < i and (first == noun):
                    best = max(best or (-1, 0), (name.first, number))
        return None if best is None else best[1]

    def _nouns(self, *parts: Range | None) -> set[str]:
        """The words of titles and roles up to the first "of"."""
        found: set[str] = set()
        for part in parts:
            for i in range(part[0], part[1] + 1) if part is not None else ():
                if self.reading.low(i) in self.reading.words.grammar.owners:
                    break
                found.add(self.reading.low(i))
        return found
