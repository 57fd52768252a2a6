"""Names that mean the same, merged to entities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from summarizers.model import ActorKind
from summarizers.readers.pattern.name_recognition import NameMention
from summarizers.readers.pattern.pattern_document import PatternDocument, Range

# If mentions disagree, the first of these wins.
_STRONGEST = (ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.PLACE)


@dataclass(slots=True)
class Entity:
    """An actor with its names; ``said`` counts its attributions.

    ``plural`` is true for several people. ``described`` is the phrase of an entity that
    has no name.
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
    """One entity for all names of the same bearer, in the order of their first name."""
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
    """Whether an entity has the name of a thing, and nothing says that it acts."""
    kinds = {name.kind for name in entity.names}
    return any(name.thing for name in entity.names) and kinds <= {None, ActorKind.PLACE}


def _aliases(
    document: PatternDocument, names: list[NameMention]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Short forms and the full forms that they stand for."""
    aliases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in names:
        words = name.words(document)
        if name.acronym >= 0:
            aliases[(document.low(name.acronym),)] = words
        if len(words) > 1 and name.kind is not ActorKind.ORG:
            aliases.setdefault(words[-1:], words)
    return {short: full for short, full in aliases.items() if short != full}


def _settle(document: PatternDocument, entity: Entity) -> None:
    """Settle the kind and gender of an entity by most of its names."""
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
    """Two capitals without an article are a person, one with an article a country."""
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
