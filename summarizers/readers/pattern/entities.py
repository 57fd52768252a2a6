"""Find the names of an article with their titles and roles, and link them to entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from summarizers.model import ActorKind
from summarizers.readers.pattern.document import Document, Range

_TITLE_REACH, _HEAD_REACH = 12, 3
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

    ``title`` are the tokens of the noun phrase before it, ``role`` those that say what
    the person is, and ``acronym`` is the token of an acronym in brackets behind it.
    ``gender`` is "m", "f" or "". ``thing`` is true for a named thing that does not act
    ("la tempête Odalie").
    """

    tokens: Range
    kind: ActorKind | None
    acronym: int
    title: Range | None = None
    role: Range | None = None
    gender: str = ""
    thing: bool = False


@dataclass(slots=True, eq=False)
class Entity:
    """An actor with its names; ``said`` is the number of its attributions.

    ``plural`` is true for several people. ``described`` are the phrases that refer to
    the entity without a name, ``pronouns`` the tokens of pronouns that do.
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
        """Return the tokens of the names, acronyms and descriptions."""
        acronyms = [name.acronym for name in self.names if name.acronym >= 0]
        names = [name.tokens for name in self.names]
        return [*names, *((i, i + 1) for i in acronyms), *self.described]


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
    kinds = {name.kind for name in entity.names}
    if kinds <= {None, ActorKind.PLACE} and any(name.thing for name in entity.names):
        return False
    longest = max((name.tokens for name in entity.names), key=_length)
    kind = next((kind for kind in _STRONGEST if kind in kinds), None)
    entity.kind = kind or next(
        kind for pattern, kind in _LIKELY.items() if document.match(pattern, *longest)
    )
    entity.guessed = kind is None
    entity.gender = next((name.gender for name in entity.names if name.gender), "")
    roles = [name.role for name in entity.names if name.role is not None]
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
    """Set the title, role, kind and gender of ``name`` from the words around it."""
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
    for pattern, kind in _BY_FORM.items():
        if name.kind is None and document.match(pattern, first, last):
            name.kind = kind


def _search(
    document: Document, pattern: str, end: int, group: str = "title"
) -> Range | None:
    """Return a group of the pattern in the sentence before token ``end``, if any."""
    first = document.sentence_at(end)[0]
    match = document.search(pattern, max(first, end - _TITLE_REACH), end)
    return None if match is None else match.span(group)


def _take_title(document: Document, name: Name) -> None:
    """Set the title, kind and role of a name from the noun phrase before it."""
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
    name.kind = ActorKind.PERSON if is_a(head, "roles") else ActorKind.ORG
    name.title = name.role = title
    name.gender = name.gender or gender_of(document, head, title[0])
    # "le chef d'état-major, le général Valmont"
    outer = _search(document, "outer_title", title[0])
    if outer is not None and is_a(head_of(document, outer), "roles"):
        name.title = outer
        name.role = max(title, outer, key=_length)


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
        name.role = max(name.role or role, role, key=_length)
        name.gender = name.gender or gender_of(document, head, role[0])
