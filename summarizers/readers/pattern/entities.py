"""Names that mean the same, merged to figures."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from summarizers.model import ActorKind
from summarizers.readers.pattern.name_recognition import Name
from summarizers.readers.pattern.pattern_document import Range, Reading

# Of what several mentions tell, the first of these holds.
_STRONGEST = (ActorKind.PERSON, ActorKind.ORG, ActorKind.COUNTRY, ActorKind.PLACE)


@dataclass(slots=True)
class Figure:
    """Somebody or something with its names; ``said`` counts its attributions.

    ``plural`` is true for several people. ``described`` is the phrase of a figure that
    has no name.
    """

    names: list[Name] = field(default_factory=list)
    kind: ActorKind = ActorKind.ORG
    gender: str = ""
    plural: bool = False
    role: Range | None = None
    described: list[Range] = field(default_factory=list)
    pronouns: list[int] = field(default_factory=list)
    said: int = 0


def merge(reading: Reading, names: list[Name]) -> list[Figure]:
    """One figure for all names of the same bearer, in the order of their first name."""
    aliases = _aliases(reading, names)
    groups: dict[tuple[str, ...], Figure] = {}
    for name in names:
        words = name.words(reading)
        key = aliases.get(words, words)
        figure = groups.setdefault(key, Figure())
        figure.names.append(name)
    figures = [figure for figure in groups.values() if not _is_thing(figure)]
    for figure in figures:
        _settle(reading, figure)
    return figures


def _is_thing(figure: Figure) -> bool:
    """Whether a figure has the name of a thing, and nothing says that it acts."""
    kinds = {name.kind for name in figure.names}
    return any(name.thing for name in figure.names) and kinds <= {None, ActorKind.PLACE}


def _aliases(
    reading: Reading, names: list[Name]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Short forms and the full forms that they stand for."""
    aliases: dict[tuple[str, ...], tuple[str, ...]] = {}
    for name in names:
        words = name.words(reading)
        if name.acronym >= 0:
            aliases[(reading.low(name.acronym),)] = words
        if len(words) > 1 and name.kind is not ActorKind.ORG:
            aliases.setdefault(words[-1:], words)
    return {short: full for short, full in aliases.items() if short != full}


def _settle(reading: Reading, figure: Figure) -> None:
    """What most names of a figure say about it."""
    kinds = {name.kind for name in figure.names}
    longest = max(figure.names, key=lambda name: name.last - name.first)
    figure.kind = next((kind for kind in _STRONGEST if kind in kinds), None) or (
        _default(reading, longest)
    )
    genders = Counter(name.gender for name in figure.names if name.gender)
    figure.gender = genders.most_common(1)[0][0] if genders else ""
    roles = [name.role for name in figure.names if name.role is not None]
    figure.role = max(roles, key=lambda role: role[1] - role[0], default=None)
    first = reading.low(longest.first - 1)
    figure.plural = reading.words.determiners.get(first, "").endswith("p")


def _default(reading: Reading, name: Name) -> ActorKind:
    """Two capitals without an article are a person, one with an article a country."""
    before = reading.low(name.first - 1)
    article = before in reading.words.determiners
    if name.last > name.first and not article and before not in reading.words.addressed:
        return ActorKind.PERSON
    if name.last == name.first and article:
        return ActorKind.COUNTRY
    return ActorKind.ORG
