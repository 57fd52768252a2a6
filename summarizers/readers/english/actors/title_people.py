"""Find people and animals in a title without a name: "Boy falls into the mill"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from summarizers.languages.english import noun_forms, stem
from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.clause_subjects import BEFORE_NAMES
from summarizers.readers.english.actors.descriptions import (
    POSSESSIVES,
    Description,
    add_described,
    read_subject,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.name_boundaries import is_capital
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.word_lists import GROUPS
from summarizers.text.terms import terms

LEAD_PARAGRAPHS = 3
NO_LINKS = frozenset[str]()


ANIMALS = frozenset(form for noun in words("animals") for form in noun_forms(noun))
NOUNS = words("unnamed_people") | ANIMALS


def add_title_people(discourse: DiscourseModel, title: str) -> frozenset[int]:
    """Add the unnamed people of the title whom the lead describes; return their numbers.

    If the title also names a person, only nouns for groups count, because other nouns
    mostly mean that person.
    """
    listed = frozenset(terms(title))
    wanted = NOUNS & listed
    if wanted and any(is_named(names, title) for names in persons(discourse)):
        wanted &= GROUPS
    names = [n for e in discourse.entities if not e.is_described for n in e.names]
    roots = {stem(noun) for noun in wanted if not _has_name(noun, names, title)}
    numbers: dict[str, int] = {}
    for description in _descriptions(discourse, roots) if roots else ():
        root = stem(description.noun)
        if root not in numbers and _is_same(discourse, description, listed):
            number = discourse.described_at(description.head)
            numbers[root] = (
                add_described(discourse, description) if number is None else number
            )
    return frozenset(numbers.values())


def _has_name(noun: str, names: Sequence[PrintedName], title: str) -> bool:
    """Return whether a noun of the title belongs to a name: "Lenna Police", "pilot Berg"."""
    lower = title.lower()
    return any(
        name.words[-1] == noun or f"{noun} {name.text.lower()}" in lower
        for name in names
    )


def persons(discourse: DiscourseModel) -> Iterator[frozenset[str]]:
    """Yield the printed names of each named person."""
    for entity in discourse.entities:
        if entity.kind is ActorKind.PERSON and not entity.is_described:
            yield frozenset([name.text for name in entity.names])


def is_named(names: AbstractSet[str], title: str) -> bool:
    """Return whether a title has one of the names."""
    return any(name in title for name in names)


def _descriptions(
    discourse: DiscourseModel, roots: AbstractSet[str]
) -> Iterator[Description]:
    """Yield the descriptions of the lead whose noun has one of these stems."""
    stop = discourse.parse.within(0, discourse.lead_end(LEAD_PARAGRAPHS)).stop
    for i, lower in enumerate(discourse.lowers[:stop]):
        if stem(lower) in roots and is_head(discourse, i):
            yield read_subject(discourse, i, NO_LINKS)


def _is_same(
    discourse: DiscourseModel, description: Description, listed: frozenset[str]
) -> bool:
    """Return whether a description may mean the people of the title.

    "Her son" may not. Names inside the description must be in the title.
    """
    if description.determiner in POSSESSIVES:
        return False
    if not (description.determiner or description.plural):
        return False
    first = description.first
    first += first == discourse.sentence_bounds(first)[0]
    inside = discourse.tokens.texts[first : description.last]
    return listed.issuperset([text.lower() for text in inside if is_capital(text)])


def is_head(discourse: DiscourseModel, i: int) -> bool:
    """Return whether a noun is the last of its phrase, outside names and quotations."""
    following = discourse.tag(i + 1)
    is_modifier = following in BEFORE_NAMES or (
        not following and discourse.lowers[i + 1 : i + 2] != []
    )
    is_free = discourse.entity_covering(i) is None
    return (
        is_free
        and not is_modifier
        and not discourse.is_quoted(discourse.tokens.starts[i])
    )
