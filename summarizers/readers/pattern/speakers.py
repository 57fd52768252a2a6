"""Resolve the source of each attribution to an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from summarizers.model import ActorKind
from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.document import Document, Range
from summarizers.readers.pattern.entities import Entity, gender_of, head_of

# A pronoun refers to an entity of its sentence or of the four before it, a description
# to one of its sentence or of the two before it, in the same paragraph.
_PRONOUN_REACH, _DESCRIPTION_REACH = 4, 2
_VOICES = (ActorKind.PERSON, ActorKind.ORG, ActorKind.GROUP)


def resolve_speakers(
    document: Document, entities: list[Entity], attributions: Sequence[Attribution]
) -> list[Entity | None]:
    """Return the speaker of each attribution, ``None`` if it is unknown.

    A source that is not an entity yet ("des habitants") is added to ``entities``.
    """
    resolver = _Resolver(document, entities)
    speakers = [resolver.resolve(attribution) for attribution in attributions]
    for speaker in speakers:
        if speaker is not None:
            speaker.said += 1
    return speakers


class _Resolver:
    """The entities of one article.

    ``_by_token`` has them by the tokens of their titles, roles and names, and
    ``_by_word`` has these tokens by their words. ``_mentions``
    has the first token and the entity of each mention of a sentence. ``_described`` has
    the entities without a name by their words.
    """

    def __init__(self, document: Document, entities: list[Entity]) -> None:
        self._document, self._entities = document, entities
        self._by_token: dict[int, Entity] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._described: dict[tuple[str, ...], Entity] = {}
        self._mentions: dict[int, list[tuple[int, Entity]]] = defaultdict(list)
        names = [(name, entity) for entity in entities for name in entity.names]
        for name, entity in names:
            for part in (name.tokens, name.title, name.role):
                for i in range(*part) if part else ():
                    self._by_token[i] = entity
                    self._by_word[document.lows[i]].append(i)
            self._record(name.tokens[0], entity)

    def _record(self, i: int, entity: Entity) -> None:
        self._mentions[self._document.sentences[i]].append((i, entity))

    def resolve(self, attribution: Attribution) -> Entity | None:
        """Return the speaker of an attribution, if it is known."""
        if attribution.source is None:
            return None
        phrase = self._document.range_of(attribution.source)
        if not self._document.is_a(phrase[0], "pronouns"):
            entity = self._of_phrase(phrase)
            self._record(phrase[0], entity)
            return entity
        person = self._of_pronoun(phrase)
        if person is not None:
            person.pronouns.append(phrase[0])
            self._record(phrase[0], person)
        return person

    def _of_phrase(self, phrase: Range) -> Entity:
        """Return the entity of a noun phrase, a new one for a new description."""
        document = self._document
        nouns = (
            i
            for i in range(*phrase)
            if not document.is_a(i, "determiners", "honorifics")
        )
        bare = next(nouns, phrase[0]), phrase[1]
        head = head_of(document, bare)
        entity = self._by_token.get(head)
        if document.match("definite", *phrase):
            entity = entity or self._of_noun(head) or self._of_description(bare, head)
        return entity or self._of_words(bare, head)

    def _of_noun(self, head: int) -> Entity | None:
        """Return the last entity before ``head`` with its noun in a title or name."""
        same = self._by_word[self._document.lows[head]]
        last = max((i for i in same if i < head), default=None)
        return None if last is None else self._by_token[last]

    def _of_description(self, bare: Range, noun: int) -> Entity | None:
        """Return the entity to which a description with "the" or "this" refers, if any.

        "L'élu" refers to the last person of the paragraph whose gender fits. That person
        must have no role yet, and receives this one. With a demonstrative or a noun of
        the list ``stand_ins``, a person with any role fits. The same is needed for an
        organisation, and no other word may follow its noun.
        """
        document, is_a = self._document, self._document.is_a
        start = bare[0]
        points = is_a(start - 1, "demonstratives") or is_a(noun, "stand_ins")
        gender = gender_of(document, noun, start)
        if is_a(noun, "roles"):
            kind = ActorKind.PERSON
        elif is_a(noun, "org_words") and points and bare[1] == start + 1:
            kind, gender = ActorKind.ORG, ""
        else:
            return None
        for mentions in self._before(start, _DESCRIPTION_REACH):
            for i, entity in mentions:
                if not entity.names or entity.kind is not kind:
                    continue
                fits = not gender or entity.gender in ("", gender)
                free = points or entity.role is None
                if fits and free and self._paragraph(i) == self._paragraph(start):
                    entity.gender = entity.gender or gender
                    entity.role = entity.role or bare
                    return entity
        return None

    def _paragraph(self, i: int) -> int:
        return self._document.layout.sentences[self._document.sentences[i]].paragraph

    def _of_words(self, bare: Range, head: int) -> Entity:
        """Return the entity with the same description, or else a new one."""
        document = self._document
        words = document.words(bare)
        entity = self._described.get(words)
        if entity is None:
            article = document.value("determiners", bare[0] - 1)
            plural = article.endswith("p") or document.is_a(head, "group_nouns")
            kind = ActorKind.GROUP
            if not plural and document.is_a(head, "roles", "org_words"):
                person = document.is_a(head, "roles")
                kind = ActorKind.PERSON if person else ActorKind.ORG
            gender = gender_of(document, head, bare[0])
            entity = Entity(kind=kind, gender=gender, plural=plural)
            self._described[words] = entity
            self._entities.append(entity)
        entity.described.append(bare)
        return entity

    def _before(self, i: int, reach: int) -> Iterator[list[tuple[int, Entity]]]:
        """Yield the mentions before token ``i`` outside quotations, by sentence.

        The nearest sentence is first, and at most ``reach`` earlier ones follow.
        """
        document, here = self._document, self._document.sentences[i]
        for sentence in range(here, max(-1, here - reach - 1), -1):
            mentions = sorted(self._mentions[sentence], key=lambda mention: mention[0])
            yield [m for m in mentions if m[0] < i and not document.is_quoted(m[0])]

    def _of_pronoun(self, phrase: Range) -> Entity | None:
        """Return the nearest entity that a pronoun may mean; people before others.

        An organisation after a preposition ("publié par X") counts only if no other fits.
        """
        document, i = self._document, phrase[0]
        pronoun = " ".join(document.words(phrase)).replace(" -", "-")
        value = document.grammar.table("pronouns")[pronoun]
        governed: Entity | None = None
        here = document.sentences[i]
        for back, mentions in enumerate(self._before(i, _PRONOUN_REACH)):
            fitting = [m for m in mentions if _fits(m[1], value)]
            people = [e for _, e in fitting if e.kind is ActorKind.PERSON]
            if people:
                return min(people, key=lambda person: not person.gender)
            free = [entity for k, entity in fitting if not self._is_governed(k, entity)]
            best = self._opener(here - back, i, value) or next(iter(free), None)
            if best is not None:
                return best
            if fitting and governed is None:
                governed = fitting[0][1]
        return governed

    def _opener(self, sentence: int, i: int, pronoun: str) -> Entity | None:
        """Return the entity with a role that starts a sentence, if a pronoun may mean it.

        Example: "Le ministre, qui est venu, a juré …". ``pronoun`` is the gender and
        number of the pronoun.
        """
        document = self._document
        first, last = document.bounds[sentence]
        match = document.match("noun_phrase", first, min(last, i))
        if match is None or document.is_quoted(first):
            return None
        head = head_of(document, match.span())
        gender, number = gender_of(document, head, first + 1), pronoun[-1]
        same = document.value("determiners", first).endswith(number)
        fits = same and gender in ("", pronoun[0])
        if fits and document.is_a(head, "roles", "org_words"):
            return self._of_phrase(match.span())
        return None

    def _is_governed(self, i: int, entity: Entity) -> bool:
        """Return whether a preposition precedes the mention at ``i``: "publié par X"."""
        while self._by_token.get(i - 1) is entity:
            i -= 1
        return self._document.search("governed", i - 2, i) is not None


def _fits(entity: Entity, pronoun: str) -> bool:
    """Return whether a pronoun with this gender and number may mean an entity."""
    plural = pronoun[-1] == "p"
    free = not entity.gender and (plural or entity.kind is ActorKind.PERSON)
    same = free or entity.gender == pronoun[0]
    return same and entity.plural is plural and entity.kind in _VOICES
