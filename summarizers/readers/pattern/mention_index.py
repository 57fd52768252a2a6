"""The mentions of entities in an article that is read by patterns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from summarizers.model import ActorKind
from summarizers.readers.pattern.entities import Entity
from summarizers.readers.pattern.pattern_document import PatternDocument, Range

_PEOPLE = 4


class MentionIndex:
    """The entities of one article and the tokens that mean them.

    ``described`` maps the words of a description, in small letters, to its entity.
    """

    def __init__(self, document: PatternDocument, entities: list[Entity]) -> None:
        self.document, self.entities = document, entities
        self._by_token: dict[int, int] = {}
        self._by_title: dict[int, int] = {}
        self.described: dict[str, int] = {}
        self._seen: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, entity in enumerate(entities):
            self._enter(number, entity)

    def _enter(self, number: int, entity: Entity) -> None:
        for name in entity.names:
            for i in range(name.first, name.last + 1):
                self._by_token.setdefault(i, number)
            for part in (name.title, name.role):
                for i in range(part[0], part[1] + 1) if part is not None else ():
                    self._by_title.setdefault(i, number)
            self.see(name.first, number)

    def see(self, i: int, number: int) -> None:
        """Remember a mention at token ``i``."""
        self._seen[self.document.tokens.sentences[i]].append((i, number))

    def named(self, i: int) -> int | None:
        """The entity whose title or name covers a token; a title comes first."""
        number = self._by_title.get(i)
        return self._by_token.get(i) if number is None else number

    def name_in(self, phrase: Range) -> int | None:
        """The entity that a phrase names, but not one that only owns what it names."""
        owners = self.document.words.grammar.owners
        for i in range(phrase[0], phrase[1] + 1):
            number = self._by_token.get(i)
            if number is None or self._by_token.get(i - 1) == number:
                continue
            before = i - 1
            articled = self.document.low(before) in self.document.words.determiners
            before -= articled and self.document.low(before) not in owners
            low = self.document.low(before)
            if (
                before < phrase[0]
                or low not in owners | self.document.words.prepositions
            ):
                return number
        return None

    def recent(
        self, i: int, sentences: int = _PEOPLE
    ) -> Iterator[list[tuple[int, int]]]:
        """Mentions in this and in earlier sentences, the nearest sentence first.

        Each is its token and the number of its entity.

        Within a sentence they are in text order, those in quotations left out.
        """
        here = self.document.tokens.sentences[i]
        for sentence in range(here, max(-1, here - sentences - 1), -1):
            seen = sorted(self._seen.get(sentence, ()))
            yield [
                mention
                for mention in seen
                if mention[0] < i and not self.document.is_quoted(mention[0])
            ]

    def is_governed(self, i: int) -> bool:
        """Whether a preposition stands before the mention at token ``i``."""
        words, before = self.document.words, i - 1
        while self._by_title.get(before) is not None:
            before -= 1
        low = self.document.low(before)
        if low in words.determiners and low not in words.grammar.owners:
            before -= low not in words.prepositions
        low = self.document.low(before)
        return low in words.prepositions or low in words.grammar.owners

    def by_role(self, noun: str, i: int) -> int | None:
        """The last entity before token ``i`` of which a title or role has this noun."""
        best: tuple[int, int] | None = None
        for number, entity in enumerate(self.entities):
            for name in entity.names:
                if name.first < i and noun in self._nouns(name.title, name.role):
                    best = max(best or (-1, 0), (name.first, number))
        return None if best is None else best[1]

    def by_first_word(self, noun: str, i: int) -> int | None:
        """The last body before token ``i`` whose name begins with this noun."""
        best: tuple[int, int] | None = None
        for number, entity in enumerate(self.entities):
            if entity.kind is not ActorKind.ORG:
                continue
            for name in entity.names:
                first = self.document.low(name.first)
                if name.first < i and (first == noun):
                    best = max(best or (-1, 0), (name.first, number))
        return None if best is None else best[1]

    def _nouns(self, *parts: Range | None) -> set[str]:
        """The words of titles and roles up to the first "of"."""
        nouns: set[str] = set()
        for part in parts:
            for i in range(part[0], part[1] + 1) if part is not None else ():
                if self.document.low(i) in self.document.words.grammar.owners:
                    break
                nouns.add(self.document.low(i))
        return nouns
