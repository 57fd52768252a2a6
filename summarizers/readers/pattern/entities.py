"""The entities of an article: its names with titles and roles, and its speakers.

Names of one entity are linked by their words, sources of attributions also by roles,
pronouns and descriptions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from summarizers.model import ActorKind
from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.document import Document, Range

_TITLE_REACH, _HEAD_REACH = 12, 3
# In sentences: a pronoun or description refers to an entity at most this far before it.
_PRONOUN_REACH, _DESCRIPTION_REACH = 4, 2
_VOICES = (ActorKind.PERSON, ActorKind.ORG, ActorKind.GROUP)
_BY_FORM = {
    "country": ActorKind.COUNTRY,
    "listed_place": ActorKind.PLACE,
    "org": ActorKind.ORG,
    "place": ActorKind.PLACE,
}
_LIKELY = {
    "likely_person": ActorKind.PERSON,
    "likely_country": ActorKind.COUNTRY,
    "likely_org": ActorKind.ORG,
}
# If mentions disagree, the first of these wins.
_STRONGEST = (ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.PLACE)


@dataclass(slots=True)
class Name:
    """A name in the text, and what the words around it tell of it.

    ``titles`` are the tokens of the noun phrases around it that mean the same entity,
    and ``role`` the longest of them that says what a person is. ``acronym`` is the
    token of an acronym in brackets behind the name. ``gender`` is "m", "f" or "".
    ``thing`` is true for a named thing that does not act ("la tempête Odalie").
    """

    tokens: Range
    kind: ActorKind | None
    acronym: int
    titles: list[Range] = field(default_factory=list)
    role: Range | None = None
    gender: str = ""
    thing: bool = False

    def add_role(self, role: Range) -> None:
        """Add a title that says what the entity is."""
        self.titles.append(role)
        self.role = max(self.role or role, role, key=_length)


@dataclass(slots=True, eq=False)
class Entity:
    """An actor with its names; ``said`` is the number of its attributions.

    ``plural`` is true for several people. ``described`` are the phrases that refer to
    the entity without a name, ``pronouns`` the tokens of pronouns that do. ``guessed``
    is true if no word shows the kind.
    """

    names: list[Name] = field(default_factory=list)
    kind: ActorKind = ActorKind.ORG
    gender: str = ""
    plural: bool = False
    role: Range | None = None
    described: list[Range] = field(default_factory=list)
    pronouns: list[int] = field(default_factory=list)
    said: int = 0
    guessed: bool = False

    @property
    def mentions(self) -> list[Range]:
        """Return the tokens of the names, acronyms and descriptions, in text order."""
        acronyms = [name.acronym for name in self.names if name.acronym >= 0]
        names = [name.tokens for name in self.names]
        return sorted([*names, *((i, i + 1) for i in acronyms), *self.described])


def read_entities(document: Document) -> list[Entity]:
    """Return the named entities of an article, in order of appearance."""
    names = list(_names(document))
    full: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in names:
        _describe(document, name)
        words = document.words(name.tokens)
        if name.acronym >= 0:
            full[document.words((name.acronym, name.acronym + 1))] = words
        if len(words) > 1 and name.kind is not ActorKind.ORG:
            full.setdefault(words[-1:], words)
    entities: dict[tuple[str, ...], Entity] = {}
    for name in names:
        words = document.words(name.tokens)
        entities.setdefault(full.get(words, words), Entity()).names.append(name)
    return [e for e in entities.values() if _settle(document, e)]


def _settle(document: Document, entity: Entity) -> bool:
    """Set the kind, gender and role of an entity; return whether it can act."""
    names = entity.names
    kinds = {name.kind for name in names}
    if kinds <= {None, ActorKind.PLACE} and any(name.thing for name in names):
        return False
    longest = max((name.tokens for name in names), key=_length)
    kind = next((kind for kind in _STRONGEST if kind in kinds), None)
    entity.guessed = kind is None
    entity.kind = kind or next(
        kind for pattern, kind in _LIKELY.items() if document.match(pattern, *longest)
    )
    entity.gender = next((name.gender for name in names if name.gender), "")
    roles = [name.role for name in names if name.role is not None]
    entity.role = max(roles, key=_length, default=None)
    entity.plural = document.value("determiners", longest[0] - 1).endswith("p")
    return True


def _length(tokens: Range) -> int:
    return tokens[1] - tokens[0]


def _names(document: Document) -> Iterator[Name]:
    """Yield all names of the article, in text order.

    A capitalised word at the start of a sentence counts only if other names contain it.
    """
    names: list[tuple[Name, bool]] = []
    for bounds in document.bounds:
        fields = {m.start("field") for m in document.matches("field", *bounds)}
        for match in document.matches("name", *bounds):
            first, end = match.span("name")
            kind = ActorKind.ORG if match["org"] else None
            if first in fields and (kind or end - first == 1):
                continue
            if first in fields or document.match("people_name", first, end):
                # "le ministre de la Santé Marc Aubin", "le Norvien Anders Holt"
                first += 1
            sure = document.search("sure_name", first, end) is not None
            names.append((Name((first, end), kind, match.start("acronym")), sure))
    words = {w for name, sure in names if sure for w in document.words(name.tokens)}
    for name, sure in names:
        if sure or words.issuperset(document.words(name.tokens)):
            yield name


def _describe(document: Document, name: Name) -> None:
    """Set the titles, role, kind and gender of ``name`` from the words around it."""
    first, last = name.tokens
    honorific = _search(document, "honorific", first, "honorific")
    if honorific is not None:
        name.kind = ActorKind.PERSON
        name.gender = document.value("honorifics", honorific[0])
    if name.kind is not ActorKind.ORG:
        _take_title(document, name)
        _take_apposition(document, name)
    if last > first + 1 and document.is_a(first, "first_names"):
        name.kind = name.kind or ActorKind.PERSON
        name.gender = name.gender or document.value("first_names", first)
    forms = (k for form, k in _BY_FORM.items() if document.match(form, first, last))
    name.kind = name.kind or next(forms, None)


def _search(
    document: Document, pattern: str, end: int, group: str = "title"
) -> Range | None:
    """Return a group of the pattern in the sentence before token ``end``, if any."""
    first = document.sentence_at(end)[0]
    match = document.search(pattern, max(first, end - _TITLE_REACH), end)
    return None if match is None else match.span(group)


def _take_title(document: Document, name: Name) -> None:
    """Set the titles, kind and role of a name from the noun phrase before it."""
    first, is_a = name.tokens[0], document.is_a
    title = _search(document, "title", first)
    if title is None:
        title = _search(document, "role_before_comma", first)
        if title is None or not is_a(head_of(document, title), "roles"):
            return
    if title[1] == first and document.match("own_noun", first - 1, name.tokens[1]):
        # "le patron de la société X": "société" alone describes X.
        title = first - 1, first
    head = head_of(document, title)
    if not is_a(head, "roles", "org_words"):
        name.thing = True
        return
    if is_a(head, "roles") and document.match("party", *name.tokens):
        return  # "la députée LR"
    name.kind = ActorKind.PERSON if is_a(head, "roles") else ActorKind.ORG
    name.gender = name.gender or gender_of(document, head, title[0])
    name.add_role(title)
    # "le chef d'état-major, le général Valmont"
    outer = _search(document, "outer_title", title[0])
    if outer is not None and is_a(head_of(document, outer), "roles"):
        name.add_role(outer)


def head_of(document: Document, phrase: Range) -> int:
    """Return the first listed noun near the start of a title, else its first word."""
    tokens = range(phrase[0], min(phrase[1], phrase[0] + _HEAD_REACH))
    nouns = (i for i in tokens if document.is_a(i, "noun"))
    return next(nouns, phrase[0])


def gender_of(document: Document, noun: int, start: int) -> str:
    """Return the gender of a phrase, of its noun or else of the article before it."""
    for name, i in (("roles", noun), ("org_words", noun), ("determiners", start - 1)):
        if document.value(name, i)[:1] in ("m", "f"):
            return document.value(name, i)[0]
    return ""


def _take_apposition(document: Document, name: Name) -> None:
    """Set the role of a name from an apposition: "X, directrice du port,"."""
    first, end = name.tokens
    match = document.match("role_after", end, document.sentence_at(first)[1])
    if match is None or document.is_a(first - 1, "place_words"):
        return
    role = match.span("role")
    head = head_of(document, role)
    if document.is_a(head, "roles") and not document.search("other_name", *role):
        name.kind = ActorKind.PERSON
        name.add_role(role)
        name.gender = name.gender or gender_of(document, head, role[0])


class SpeakerResolver:
    """Resolves the source of each attribution to an entity.

    A source that is not an entity yet ("des habitants") is added to ``entities``.
    ``_by_token`` has the entities by the tokens that mean them, ``_by_word`` these
    tokens by their words, and ``_described`` the entities without a name by their words.
    """

    def __init__(self, document: Document, entities: list[Entity]) -> None:
        self._document, self._entities = document, entities
        self._by_token: dict[int, Entity] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._described: dict[tuple[str, ...], Entity] = {}
        for entity in entities:
            for name in entity.names:
                for phrase in (name.tokens, *name.titles):
                    self._record(phrase, entity)
                    for i in range(*phrase):
                        self._by_word[document.lows[i]].append(i)

    def _record(self, phrase: Range, entity: Entity) -> None:
        self._by_token.update(dict.fromkeys(range(*phrase), entity))

    def resolve(self, attributions: Sequence[Attribution]) -> list[Entity | None]:
        """Return the speaker of each attribution, ``None`` if it is unknown."""
        sources = [attribution.source for attribution in attributions]
        return [
            None if source is None else self._resolve(self._document.range_of(source))
            for source in sources
        ]

    def _resolve(self, phrase: Range) -> Entity | None:
        document, first = self._document, phrase[0]
        if document.is_a(first, "pronouns"):
            pronoun = " ".join(document.words(phrase)).replace(" -", "-")
            value = document.grammar.table("pronouns")[pronoun]
            speaker = self._of_pronoun(first, value)
            if speaker is None:
                return None
            speaker.pronouns.append(first)
        else:
            speaker = self._of_phrase(phrase)
        speaker.said += 1
        self._record(phrase, speaker)
        return speaker

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
            same = [i for i in self._by_word[document.lows[head]] if i < head]
            named = self._by_token[max(same)] if same else None
            entity = entity or named or self._of_description(bare, head)
        return entity or self._of_words(bare, head)

    def _of_description(self, bare: Range, noun: int) -> Entity | None:
        """Return the entity to which a description with "the" or "this" refers, if any.

        "L'élu" refers to the last person whose gender fits. That person must have no
        role yet, and receives this one. With a noun of the list ``stand_ins``, a person
        with any role fits. The same is needed for an organisation, and no other word
        may follow its noun.
        """
        document, is_a = self._document, self._document.is_a
        points, gender = is_a(noun, "stand_ins"), gender_of(document, noun, bare[0])
        if is_a(noun, "roles"):
            kind = ActorKind.PERSON
        elif is_a(noun, "org_words") and points and bare[1] == bare[0] + 1:
            kind, gender = ActorKind.ORG, ""
        else:
            return None
        for bounds, mentions in self._before(bare[0], _DESCRIPTION_REACH):
            if bare[1] > bare[0] + 1 and self._paragraph(bounds[0]) != self._paragraph(
                bare[0]
            ):
                break
            for entity in mentions:
                fits = not gender or entity.gender in ("", gender)
                free = points or entity.role is None
                if entity.names and entity.kind is kind and fits and free:
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
            self._by_word[document.lows[head]].append(head)
            self._entities.append(entity)
        entity.described.append(bare)
        return entity

    def _before(self, i: int, reach: int) -> Iterator[tuple[Range, dict[Entity, int]]]:
        """Yield the entities before token ``i`` with their first tokens, by sentence.

        The nearest sentence is first, and at most ``reach`` earlier ones follow.
        """
        here = self._document.sentences[i]
        for sentence in range(here, max(-1, here - reach - 1), -1):
            first, last = self._document.bounds[sentence]
            mentions: dict[Entity, int] = {}
            for k in range(first, min(last, i)):
                entity = self._by_token.get(k)
                if entity is not None:
                    mentions.setdefault(entity, k)
            yield (first, min(last, i)), mentions

    def _of_pronoun(self, i: int, pronoun: str) -> Entity | None:
        """Return the nearest entity that a pronoun may mean; people before others.

        ``pronoun`` is its gender and number. An entity behind "of" ("le plan de X")
        counts only if no other fits.
        """
        document, governed = self._document, list[Entity]()
        for bounds, mentions in self._before(i, _PRONOUN_REACH):
            fitting = [entity for entity in mentions if _fits(entity, pronoun)]
            owners = [
                entity
                for entity in fitting
                if document.search("governed", mentions[entity] - 2, mentions[entity])
            ]
            free = [entity for entity in fitting if entity not in owners]
            people = [e for e in free if e.kind is ActorKind.PERSON]
            for entity in (*people, self._opener(bounds, pronoun), *free):
                if entity is not None:
                    return entity
            governed += owners
        return next(iter(governed), None)

    def _opener(self, bounds: Range, pronoun: str) -> Entity | None:
        """Return the entity with a role that starts a sentence, if a pronoun may mean it.

        Example: "Le ministre, qui est venu, a juré …".
        """
        document, first = self._document, bounds[0]
        match = document.match("noun_phrase", *bounds)
        if match is None or document.is_quoted(first):
            return None
        head = head_of(document, match.span())
        gender, number = gender_of(document, head, first + 1), pronoun[-1]
        same = document.value("determiners", first).endswith(number)
        fits = same and gender in ("", pronoun[0])
        if fits and document.is_a(head, "roles", "org_words"):
            return self._of_phrase(match.span())
        return None


def _fits(entity: Entity, pronoun: str) -> bool:
    """Return whether a pronoun with this gender and number may mean an entity."""
    plural = pronoun[-1] == "p"
    free = not entity.gender and (plural or entity.kind is ActorKind.PERSON)
    same = free or entity.gender == pronoun[0]
    return same and entity.plural is plural and entity.kind in _VOICES
