"""Merge names to entities, and index the entities' mentions by token and sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from summarizers.model import ActorKind
from summarizers.readers.pattern.name_recognition import NameMention
from summarizers.readers.pattern.pattern_document import PatternDocument, Range

# If mentions disagree, the first of these wins.
_STRONGEST = (ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.PLACE)


@dataclass(slots=True)
class Entity:
    """An actor with its names; ``said`` is the number of its attributions.

    ``plural`` is true for several people. ``described`` are the phrases that refer to
    the entity without a name. ``pronouns`` are the tokens of pronouns that refer to it.
    """

    names: list[NameMention] = field(default_factory=list)
    kind: ActorKind = ActorKind.ORG
    gender: str = ""
    plural: bool = False
    role: Range | None = None
    described: list[Range] = field(default_factory=list)
    pronouns: list[int] = field(default_factory=list)
    said: int = 0


def merge(document: PatternDocument, names: list[NameMention]) -> list[Entity]:
    """Return one entity for all ``names`` of the same actor, in order of appearance."""
    aliases = _aliases(document, names)
    groups: dict[tuple[str, ...], Entity] = {}
    for name in names:
        words = name.words(document)
        key = aliases.get(words, words)
        entity = groups.setdefault(key, Entity())
        entity.names.append(name)
    entities = [entity for entity in groups.values() if not _is_thing(entity)]
    for entity in entities:
        _settle(document, entity)
    return entities


def _is_thing(entity: Entity) -> bool:
    """Return whether the entity is a thing that never acts: "la tempête Odalie"."""
    kinds = {name.kind for name in entity.names}
    return any(name.thing for name in entity.names) and kinds <= {None, ActorKind.PLACE}


def _aliases(
    document: PatternDocument, names: list[NameMention]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Map short forms and acronyms to the full names."""
    aliases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in names:
        words = name.words(document)
        if name.acronym >= 0:
            aliases[(document.low(name.acronym),)] = words
        if len(words) > 1 and name.kind is not ActorKind.ORG:
            aliases.setdefault(words[-1:], words)
    return {short: full for short, full in aliases.items() if short != full}


def _settle(document: PatternDocument, entity: Entity) -> None:
    """Set the kind, gender and role of an entity from its names."""
    kinds = {name.kind for name in entity.names}
    longest = max(entity.names, key=lambda name: name.last - name.first)
    entity.kind = next((kind for kind in _STRONGEST if kind in kinds), None) or (
        _default(document, longest)
    )
    genders = Counter(name.gender for name in entity.names if name.gender)
    entity.gender = genders.most_common(1)[0][0] if genders else ""
    roles = [name.role for name in entity.names if name.role is not None]
    entity.role = max(roles, key=lambda role: role[1] - role[0], default=None)
    first = document.low(longest.first - 1)
    entity.plural = document.words.determiners.get(first, "").endswith("p")


def _default(document: PatternDocument, name: NameMention) -> ActorKind:
    """Return the kind to assume for a name whose words do not show a kind.

    Several words without an article are a person, one word with an article is a
    country, other names are organisations.
    """
    before = document.low(name.first - 1)
    article = before in document.words.determiners
    if (
        name.last > name.first
        and not article
        and before not in document.words.addressed
    ):
        return ActorKind.PERSON
    if name.last == name.first and article:
        return ActorKind.COUNTRY
    return ActorKind.ORG


_PEOPLE = 4


class MentionIndex:
    """The entities of one article, and the tokens that refer to them.

    Methods identify an entity by its index in ``entities``. ``described`` maps the
    words of a description, in lower case, to its entity.
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
            self.record(name.first, number)

    def record(self, i: int, number: int) -> None:
        """Add a mention at token ``i`` of the entity with index ``number``."""
        self._seen[self.document.tokens.sentences[i]].append((i, number))

    def named(self, i: int) -> int | None:
        """Return the entity whose title, or else whose name, contains token ``i``."""
        number = self._by_title.get(i)
        return self._by_token.get(i) if number is None else number

    def name_in(self, phrase: Range) -> int | None:
        """Return the first entity whose name is in ``phrase``, if any.

        A name after "of" does not count: "maire de X" does not name X.
        """
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

    def mentions_before(
        self, i: int, sentences: int = _PEOPLE
    ) -> Iterator[list[tuple[int, int]]]:
        """Yield the mentions before token ``i``, in one list for each sentence.

        The nearest sentence is first, and at most ``sentences`` earlier ones follow. A
        mention is a token and the index of its entity, in text order. Mentions in
        quotations are left out.
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
        """Return whether a preposition precedes the mention at ``i``: "publié par X"."""
        words, before = self.document.words, i - 1
        while self._by_title.get(before) is not None:
            before -= 1
        low = self.document.low(before)
        if low in words.determiners and low not in words.grammar.owners:
            before -= low not in words.prepositions
        low = self.document.low(before)
        return low in words.prepositions or low in words.grammar.owners

    def by_role(self, noun: str, i: int) -> int | None:
        """Return the last entity before ``i`` with ``noun`` in a title or role.

        Return ``None`` without such an entity.
        """
        best: tuple[int, int] | None = None
        for number, entity in enumerate(self.entities):
            for name in entity.names:
                if name.first < i and noun in self._nouns(name.title, name.role):
                    best = max(best or (-1, 0), (name.first, number))
        return None if best is None else best[1]

    def by_first_word(self, noun: str, i: int) -> int | None:
        """Return the last organisation before ``i`` whose name starts with ``noun``."""
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
        """Return the words of the titles and roles ``parts``, up to the first "of"."""
        nouns: set[str] = set()
        for part in parts:
            for i in range(part[0], part[1] + 1) if part is not None else ():
                if self.document.low(i) in self.document.words.grammar.owners:
                    break
                nouns.add(self.document.low(i))
        return nouns
