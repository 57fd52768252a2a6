"""Resolve the source of each attribution to an entity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from summarizers.model import ActorKind
from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.attribution import bare_start, head_of
from summarizers.readers.pattern.document import Document, Range
from summarizers.readers.pattern.entities import Entity, gender_of

# A pronoun refers to an entity of its sentence or of the four before it, a description
# to one of its sentence or of the two before it, in the same paragraph.
_PRONOUN_REACH, _DESCRIPTION_REACH = 4, 2
_HEAD_REACH = 3
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
    """The entities of one article, by the tokens that refer to them.

    ``_mentions`` has the first token and the entity of each mention of a sentence.
    ``_described`` has the entities without a name by their words.
    """

    def __init__(self, document: Document, entities: list[Entity]) -> None:
        self._document, self._entities = document, entities
        self._by_name: dict[int, Entity] = {}
        self._by_title: dict[int, Entity] = {}
        self._described: dict[str, Entity] = {}
        self._mentions: dict[int, list[tuple[int, Entity]]] = defaultdict(list)
        for entity in entities:
            for name in entity.names:
                for i in range(*name.tokens):
                    self._by_name.setdefault(i, entity)
                for part in (name.title, name.role):
                    for i in range(*part) if part else ():
                        self._by_title.setdefault(i, entity)
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
        found = self._of_pronoun(phrase)
        if found is not None:
            found.pronouns.append(phrase[0])
            self._record(phrase[0], found)
        return found

    def _of_phrase(self, phrase: Range) -> Entity:
        """Return the entity of a noun phrase, a new one for a new description."""
        document, head = self._document, head_of(self._document, phrase)
        entity = self._by_title.get(head) or self._by_name.get(head)
        entity = entity or self._named_in(phrase)
        definite = document.is_a(phrase[0], "determiners") and not document.is_a(
            phrase[0], "indefinite"
        )
        if definite:
            entity = entity or self._of_role(head) or self._of_description(phrase)
        return entity or self._of_words(phrase, head)

    def _named_in(self, phrase: Range) -> Entity | None:
        """Return the first entity whose name is in ``phrase``, if any.

        A name after "of" does not count: "maire de X" does not name X.
        """
        is_a = self._document.is_a
        for i in range(*phrase):
            entity, before = self._by_name.get(i), i - 1
            if entity is None or self._by_name.get(before) is entity:
                continue
            before -= is_a(before, "determiners") and not is_a(before, "of")
            if before < phrase[0] or not is_a(before, "of", "prepositions"):
                return entity
        return None

    def _of_role(self, head: int) -> Entity | None:
        """Return the last entity before ``head`` that has its noun in a title or role."""
        noun = self._document.lows[head]
        named = (
            (name.tokens, entity)
            for entity in self._entities
            for name in entity.names
            for part in (name.title, name.role)
            if part and name.tokens[0] < head and noun in self._until_of(part)
        )
        best = max(named, key=lambda found: found[0], default=None)
        return None if best is None else best[1]

    def _until_of(self, phrase: Range) -> tuple[str, ...]:
        """Return the words of a phrase up to the first "of"."""
        tokens = range(*phrase)
        end = next((i for i in tokens if self._document.is_a(i, "of")), phrase[1])
        return self._document.words((phrase[0], end))

    def _of_description(self, phrase: Range) -> Entity | None:
        """Return the entity to which a description with "the" or "this" refers, if any.

        "L'élu" refers to the last person of the paragraph whose gender fits. That person
        must have no role yet, and receives this one. With a demonstrative or a noun of
        the list ``stand_ins``, a person with any role fits. The same is needed for an
        organisation, and no other word may follow its noun.
        """
        document, is_a = self._document, self._document.is_a
        start = bare_start(document, phrase)
        reach = range(start, min(phrase[1], start + _HEAD_REACH))
        noun = next((i for i in reach if is_a(i, "roles", "org_words")), None)
        if noun is None or is_a(start, "capital") or self._is_plural(phrase):
            return None
        points = is_a(phrase[0], "demonstratives") or is_a(noun, "stand_ins")
        person = is_a(noun, "roles")
        gender = gender_of(document, noun, phrase[0] + 1)
        here = self._paragraph(phrase[0])
        for sentence in self._before(phrase[0], _DESCRIPTION_REACH):
            for i, entity in sentence:
                if not entity.names or self._paragraph(i) != here:
                    continue
                if person and entity.kind is ActorKind.PERSON:
                    fits = not gender or entity.gender in ("", gender)
                    if fits and (points or entity.role is None):
                        entity.gender = entity.gender or gender
                        entity.role = entity.role or (start, phrase[1])
                        return entity
                elif not person and entity.kind is ActorKind.ORG:
                    if points and phrase[1] == start + 1:
                        return entity
        return None

    def _paragraph(self, i: int) -> int:
        return self._document.layout.sentences[self._document.sentences[i]].paragraph

    def _is_plural(self, phrase: Range) -> bool:
        return self._document.value("determiners", phrase[0]).endswith("p")

    def _of_words(self, phrase: Range, head: int) -> Entity:
        """Return the entity with the same description, or else a new one."""
        document, is_a = self._document, self._document.is_a
        bare = bare_start(document, phrase), phrase[1]
        text = document.span(bare).text.casefold()
        entity = self._described.get(text)
        if entity is None:
            plural = self._is_plural(phrase) or is_a(head, "group_nouns")
            kind = ActorKind.GROUP
            if not plural and is_a(head, "roles", "org_words"):
                kind = ActorKind.ORG if is_a(head, "org_words") else ActorKind.PERSON
            gender = gender_of(document, head, phrase[0] + 1)
            entity = Entity(kind=kind, gender=gender, plural=plural)
            self._described[text] = entity
            self._entities.append(entity)
        entity.described.append(bare)
        return entity

    def _before(self, i: int, reach: int) -> Iterator[list[tuple[int, Entity]]]:
        """Yield the mentions before token ``i`` outside quotations, by sentence.

        The nearest sentence is first, and at most ``reach`` earlier ones follow.
        """
        here = self._document.sentences[i]
        for sentence in range(here, max(-1, here - reach - 1), -1):
            mentions = sorted(self._mentions.get(sentence, ()), key=lambda m: m[0])
            yield [
                m for m in mentions if m[0] < i and not self._document.is_quoted(m[0])
            ]

    def _of_pronoun(self, phrase: Range) -> Entity | None:
        """Return the nearest entity that a pronoun may mean; people before others.

        An organisation after a preposition ("publié par X") counts only if no other fits.
        """
        pronoun = " ".join(self._document.words(phrase)).replace(" -", "-")
        listed = self._document.grammar.table("pronouns")[pronoun]
        gender, _, number = listed.partition(" ")
        governed: Entity | None = None
        here = self._document.sentences[phrase[0]]
        for back, mentions in enumerate(self._before(phrase[0], _PRONOUN_REACH)):
            fitting = [m for m in mentions if _fits(m[1], gender, plural=number == "p")]
            people = [e for _, e in fitting if e.kind is ActorKind.PERSON]
            if people:
                return next((entity for entity in people if entity.gender), people[0])
            opener = self._opener(here - back, phrase[0], gender, number)
            if opener is not None:
                return opener
            free = [entity for i, entity in fitting if not self._is_governed(i)]
            if free:
                return free[0]
            if fitting and governed is None:
                governed = fitting[0][1]
        return governed

    def _opener(self, sentence: int, i: int, gender: str, number: str) -> Entity | None:
        """Return the entity with a role that starts a sentence, if a pronoun may mean it.

        Example: "Le ministre, qui est venu, a juré …".
        """
        document = self._document
        first, last = document.bounds[sentence]
        found = document.match("noun_phrase", first, min(last, i))
        if found is None or found.end() > i or document.is_quoted(first):
            return None
        phrase = found.span()
        head = head_of(document, phrase)
        if not document.is_a(head, "roles", "org_words"):
            return None
        fits = gender_of(document, head, first + 1) in ("", gender)
        same = document.value("determiners", first).endswith(number or "s")
        return self._of_phrase(phrase) if fits and same else None

    def _is_governed(self, i: int) -> bool:
        """Return whether a preposition precedes the mention at ``i``: "publié par X"."""
        is_a, before = self._document.is_a, i - 1
        while before in self._by_title:
            before -= 1
        if is_a(before, "determiners") and not is_a(before, "of", "prepositions"):
            before -= 1
        return is_a(before, "of", "prepositions")


def _fits(entity: Entity, gender: str, *, plural: bool) -> bool:
    """Return whether a pronoun of this gender and number may mean an entity."""
    free = not entity.gender and (entity.kind is ActorKind.PERSON or plural)
    voice = entity.kind in _VOICES or entity.described
    same = entity.gender == gender or free
    return bool(voice) and same and entity.plural is plural
