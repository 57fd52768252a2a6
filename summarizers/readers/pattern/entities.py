"""Find the names of an article with their titles and roles, and link them to entities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from summarizers.model import ActorKind
from summarizers.readers.pattern.document import Document, Range

_TITLE_REACH, _HEAD_REACH = 12, 3
# If mentions disagree, the first of these wins.
_STRONGEST = (ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.PLACE)
_NOUNS = ("roles", "org_words", "documents")


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


def read_entities(document: Document) -> list[Entity]:
    """Return the named entities of an article, in order of appearance."""
    names = list(_names(document))
    for name in names:
        _describe(document, name)
    full: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in names:
        words = document.words(name.tokens)
        if name.acronym >= 0:
            full[document.lows[name.acronym],] = words
        if len(words) > 1 and name.kind is not ActorKind.ORG:
            full.setdefault(words[-1:], words)
    entities: dict[tuple[str, ...], Entity] = {}
    for name in names:
        words = document.words(name.tokens)
        entities.setdefault(full.get(words, words), Entity()).names.append(name)
    acting = [entity for entity in entities.values() if not _is_thing(entity)]
    for entity in acting:
        _settle(document, entity)
    return acting


def _is_thing(entity: Entity) -> bool:
    kinds = {name.kind for name in entity.names}
    return any(n.thing for n in entity.names) and kinds <= {None, ActorKind.PLACE}


def _settle(document: Document, entity: Entity) -> None:
    """Set the kind, gender and role of an entity from its names."""
    kinds = {name.kind for name in entity.names}
    longest = max(entity.names, key=lambda name: _length(name.tokens)).tokens
    kind = next((kind for kind in _STRONGEST if kind in kinds), None)
    entity.kind = kind or _default_kind(document, longest)
    genders = Counter(name.gender for name in entity.names if name.gender)
    entity.gender = genders.most_common(1)[0][0] if genders else ""
    roles = [name.role for name in entity.names if name.role is not None]
    entity.role = max(roles, key=_length, default=None)
    article = document.value("determiners", longest[0] - 1)
    entity.plural = article.endswith("p")


def _default_kind(document: Document, name: Range) -> ActorKind:
    """Return the kind to assume for a name whose words do not show a kind.

    Several words without an article are a person, one word with an article is a
    country, other names are organisations.
    """
    several = _length(name) > 1
    article = document.is_a(name[0] - 1, "determiners")
    if several and not article and not document.is_a(name[0] - 1, "addressed"):
        return ActorKind.PERSON
    return ActorKind.ORG if several or not article else ActorKind.COUNTRY


def _length(tokens: Range) -> int:
    return tokens[1] - tokens[0]


def _names(document: Document) -> Iterator[Name]:
    """Yield all names of the article, in text order.

    A capitalised word at the start of a sentence counts only if other names contain all
    its words.
    """
    is_a = document.is_a
    doubtful, sure, words = [], [], set[str]()
    for bounds in document.bounds:
        fields = {m.start("field") for m in document.matches("field", *bounds)}
        for match in document.matches("name", *bounds):
            first, end = match.start(), match.end("org")
            if end < 0:
                end = match.end() - 3 if match["acronym"] else match.end()
            people = is_a(first, "demonym_ends") and is_a(first - 1, "determiners")
            if first in fields and (match["org"] or end - first == 1):
                continue
            first += end - first > 1 and (first in fields or people)
            kind = ActorKind.ORG if match["org"] else None
            name = Name((first, end), kind, match.start("acronym"))
            single = end - first == 1 and kind is None
            known = is_a(first, "first_names", "countries", "acronym")
            if single and is_a(first - 1, "start", "bullet") and not known:
                doubtful.append(name)
            else:
                sure.append(name)
                words.update(document.words(name.tokens))
    known_again = [n for n in doubtful if words.issuperset(document.words(n.tokens))]
    yield from sorted([*sure, *known_again], key=lambda name: name.tokens)


def _describe(document: Document, name: Name) -> None:
    """Set the title, role, kind and gender of ``name`` from the words around it."""
    end = name.tokens[0]
    first = document.sentence_at(end)[0]
    brackets = document.search("brackets", max(first, end - _TITLE_REACH), end)
    end = end if brackets is None else brackets.start()
    if document.is_a(end - 1, "honorifics"):
        name.kind, name.gender = ActorKind.PERSON, document.value("honorifics", end - 1)
        end -= 1
    if name.kind is not ActorKind.ORG:
        _take_title(document, name, end)
        _take_apposition(document, name)
    _guess(document, name)


def _title(document: Document, end: int, pattern: str = "title") -> Range | None:
    first = document.sentence_at(end - 1)[0]
    found = document.search(pattern, max(first, end - _TITLE_REACH), end)
    return None if found is None else found.span("title")


def _take_title(document: Document, name: Name, end: int) -> None:
    """Set the title of a name from the words before it, which end before ``end``."""
    is_a = document.is_a
    if is_a(end - 1, "capital") and is_a(end - 1, "demonym_ends"):
        end -= 1
    title = _title(document, end)
    if title is None:
        # "Leur émissaire, le Norvien X"
        end -= 1 if is_a(end - 1, "determiners") else 2 * is_a(end - 2, "determiners")
        if is_a(end - 1, ","):
            title = _title(document, end - 1, "role_before_comma")
            title = title or _title(document, end - 1)
            if title is not None and not _is_role(document, title):
                return
    if title is None:
        return
    _apply_title(document, name, title)
    # "le chef d'état-major, le général Valmont"
    article = title[0] - 1
    if name.role and is_a(article, "determiners") and is_a(article - 1, ","):
        outer = _title(document, article - 1)
        if outer is not None and _is_role(document, outer):
            name.title = outer
            name.role = max(name.role, outer, key=_length)


def _apply_title(document: Document, name: Name, title: Range) -> None:
    is_a, last = document.is_a, title[1] - 1
    if title[1] == name.tokens[0] and is_a(last, "org_words"):
        # "le patron de la société X": "société" alone describes X.
        if is_a(last - 1, "determiners") and not is_a(name.tokens[0], "first_names"):
            title = last, title[1]
    head = _head(document, title)
    if is_a(head, "roles"):
        name.kind, name.title, name.role = ActorKind.PERSON, title, title
        name.gender = name.gender or gender_of(document, head, title[0])
    elif is_a(head, "org_words"):
        name.kind, name.title, name.role = ActorKind.ORG, title, title
        name.gender = gender_of(document, head, title[0])
    else:
        name.thing = is_a(title[0] - 1, "determiners") and name.kind is None


def _is_role(document: Document, title: Range) -> bool:
    return document.is_a(_head(document, title), "roles")


def _head(document: Document, title: Range) -> int:
    """Return the first listed noun near the start of a title, else its first word."""
    tokens = range(title[0], min(title[1], title[0] + _HEAD_REACH))
    return next((i for i in tokens if document.is_a(i, *_NOUNS)), title[0])


def gender_of(document: Document, noun: int, start: int) -> str:
    """Return the gender of a phrase, of its noun or else of the article before it."""
    listed = document.value("roles", noun) or document.value("org_words", noun)
    article = document.value("determiners", start - 1)
    return next(
        (value[0] for value in (listed, article) if value[:1] in ("m", "f")), ""
    )


def _take_apposition(document: Document, name: Name) -> None:
    """Set the role of a name from an apposition: "X, directrice du port,"."""
    first, end = name.tokens
    found = document.match("role_after", end, document.sentence_at(first)[1])
    if found is None or document.is_a(first - 1, "place_words"):
        return
    role = found.span("role")
    if not _is_role(document, role) or _names_another(document, role):
        return
    name.kind = ActorKind.PERSON
    name.role = max(name.role or role, role, key=_length)
    start = found.end("article") if found["article"] else role[0]
    name.gender = name.gender or gender_of(document, _head(document, role), start)


def _names_another(document: Document, role: Range) -> bool:
    """Return whether ``role`` ends with a person's name: "le maire Théo Nadal"."""
    end = role[1]
    while end > role[0] and document.is_a(end - 1, "capital"):
        end -= 1
    joined = document.is_a(end - 1, "links", "prepositions", "org_words")
    return end < role[1] and not joined


def _guess(document: Document, name: Name) -> None:
    """Set the kind and gender of a name by its form, if its title shows neither."""
    first = name.tokens[0]
    given = document.is_a(first, "first_names")
    if given and (_length(name.tokens) > 1 or name.kind is ActorKind.PERSON):
        name.kind = name.kind or ActorKind.PERSON
        name.gender = name.gender or document.value("first_names", first)
    if name.kind is None:
        name.kind = _kind_by_form(document, name.tokens)
    if name.kind is not ActorKind.PERSON:
        name.gender = name.gender or gender_of(document, first, first)


def _kind_by_form(document: Document, name: Range) -> ActorKind | None:
    is_a, first, words = document.is_a, name[0], " ".join(document.words(name))
    several = _length(name) > 1
    if words in document.grammar.words("countries"):
        return ActorKind.COUNTRY
    if words in document.grammar.words("places"):
        return ActorKind.PLACE
    owned = is_a(first - 1, "of")
    firm = owned and is_a(first - 2, "firm_words")
    # "Le Courrier", "Norvie Presse"
    masthead = several and is_a(first, "determiners", "countries")
    if is_a(first, "acronym") or firm or masthead:
        return ActorKind.ORG
    if is_a(first - 1, "place_words") or (owned and not several):
        return ActorKind.PLACE
    return None
