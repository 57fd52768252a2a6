"""Compare the printed forms of names, and find which form shortens which."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.entity_typing import TypeEvidence, head_at
from summarizers.readers.english.actors.printed_names import NameMention
from summarizers.readers.english.actors.word_lists import (
    ACRONYMS,
    BUILT_WORDS,
    FIRM_ENDINGS,
    FIRST_NAMES,
    ORG_WORDS,
    PLACE_WORDS,
)

# The letters in which spellings of one foreign name differ.
SOFT = re.compile("[aeiouyàáâäåèéêëìíîïòóôöøùúûü'’-]")
SKELETON_LETTERS = 3
SITES = frozenset((ActorKind.PLACE, ActorKind.COUNTRY))
NOT_SHORTENED = frozenset((ActorKind.COUNTRY, ActorKind.GROUP))
GENERATIONS = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii"))
NEVER_SHORTENED = ("white", "house")
# The weights of evidence that decide on a form's kind; see ``TypeEvidence``.
TITLED = 2.5
NAMED = 1.2
GIVEN = 2.0
SURELY_PLACE = 4.0
NICKNAME_LETTERS = 3
STEM_LETTERS = 4
BRAND_WORDS = 2
FULL_NAME = 2


@dataclass(slots=True, eq=False)
class NameVariant:
    """One printed form of a name, with all its mentions.

    ``key`` holds the words by which forms are compared; see ``key_of``.
    """

    words: tuple[str, ...]
    key: tuple[str, ...]
    names: list[NameMention]
    evidence: TypeEvidence
    kind: ActorKind | None = None


class Description(NamedTuple):
    """A noun phrase for an entity without its name: "the former mayor of Lenna".

    Its tokens are ``first`` to before ``last``. ``head`` is the token of its head noun,
    and ``noun`` the head noun in lower case. ``determiner`` is "" for a bare noun, and
    "the" also for a possessive. ``words`` are all words except determiners and
    quantities.
    """

    first: int
    last: int
    head: int
    noun: str
    determiner: str
    words: frozenset[str]
    plural: bool


@dataclass(slots=True, eq=False)
class Entity:
    """An entity with its printed forms, and its mentions in text order.

    ``nouns`` are the nouns that the text uses for the entity. ``role_spans`` are the
    character ranges of all printed roles, and ``role`` is the one to show. Without a
    role, ``affiliation`` is shown, if any: "of the Lenna Post". ``leads`` is true for
    the organisation named most often. ``draft`` is the description of an entity that is
    not in the discourse yet. ``kind`` is ``None`` for an event or a work.
    """

    forms: list[NameVariant]
    names: list[NameMention] = field(default_factory=list)
    evidence: TypeEvidence = field(default_factory=TypeEvidence)
    state: str = ""
    leads: bool = False
    role: tuple[int, int] | None = None
    affiliation: tuple[int, int] | None = None
    nouns: set[str] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)
    role_spans: list[tuple[int, int]] = field(default_factory=list)
    pronouns: list[Span] = field(default_factory=list)
    draft: Description | None = None
    kind: ActorKind | None = field(init=False)

    def __post_init__(self) -> None:
        """Set the kind from the evidence."""
        self.kind = self.evidence.kind

    def judge(self, evidence: TypeEvidence) -> None:
        """Add ``evidence`` for the kind of the entity, and set the kind."""
        self.evidence.add(evidence)
        self.kind = self.evidence.kind

    @property
    def words(self) -> set[str]:
        """Return the words of all names."""
        return {word for form in self.forms for word in form.key}

    @property
    def is_described(self) -> bool:
        """Return whether all mentions of the entity are descriptions."""
        return all(name.described for name in self.names)


def key_of(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words by which a name is compared with other names.

    They leave out "al-" and spell out acronyms: "UK" becomes "united kingdom".
    """
    plain = [word.removeprefix("al-") or word for word in words]
    if ACRONYMS.keys().isdisjoint(plain):
        return tuple(plain)
    return tuple([part for word in plain for part in ACRONYMS.get(word, (word,))])


def shortens(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` can be a short form of the name ``long``."""
    a, b = short.key, long.key
    if len(a) == len(b):
        if a == b:
            return True
        return len(a) > 1 and (_is_nickname(a, b) or _is_respelled(short, long))
    if len(a) > len(b) or b == NEVER_SHORTENED or long.kind in NOT_SHORTENED:
        return False
    return _SHORTENED[long.kind](short, long)


def _shortens_person(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` shortens a person's name.

    "Berg", "Anna Berg" and "Ms Berg" shorten "Anna K. Berg".
    """
    a, b = short.key, long.key
    if _is_impersonal(short, long):
        return False
    if b[-1] in GENERATIONS and len(b) > len(a) + 1:
        b = b[:-1]
    if a == b[len(b) - len(a) :]:
        return True
    if len(a) == 1:
        is_first = _has_given_name(short, long) or _is_first_of_many(short, long)
        return a[0] == b[0] and is_first
    return a[-1] == b[-1] and (a[0] == b[0] or _is_nickname(a, b))


def _has_given_name(short: NameVariant, long: NameVariant) -> bool:
    """Return whether the first word of ``long``, equal to ``short``, is a given name.

    It is one if the evidence shows a person, or if the article prints it alone at most
    as often as the whole name. It would print a firm's brand more often.
    """
    if long.evidence.person >= NAMED:
        return True
    alone = len(short.names) <= len(long.names) and short.kind not in SITES
    return alone and len(long.key) == FULL_NAME and long.key[-1].isalpha()


def _is_first_of_many(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` starts a long name: "Lenna" of "Lenna Air Lines".

    The article must print the long name first. Otherwise the long name may be a
    subsidiary or a product of a brand.
    """
    brand = short.names[0]
    is_word = brand.text.isalpha() and not brand.text.isupper()
    is_later = long.names[0].start < brand.start and short.kind not in SITES
    return is_word and is_later and len(long.key) > FULL_NAME


def _is_respelled(short: NameVariant, long: NameVariant) -> bool:
    """Return whether two persons' names have the same consonants: "Yusuf", "Yousef"."""
    genders = {short.evidence.gender, long.evidence.gender} - {""}
    kinds = {short.kind, long.kind}
    if len(genders) > 1 or kinds != {ActorKind.PERSON}:
        return False
    return _skeleton(short.key) == _skeleton(long.key)


@lru_cache(maxsize=1024)
def _skeleton(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(_bare(word) for word in words)


def _bare(word: str) -> str:
    """Return the consonants of a word ("hmd" for "ahmed"); the word if these are few."""
    plain = SOFT.sub("", word)
    bare = "".join(c for c, _ in groupby(plain))
    return bare if len(bare) >= SKELETON_LETTERS else word


def _is_impersonal(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` is an organisation or place, not the person ``long``.

    For a surname this needs more evidence: "Berg" in "the Berg campaign" is the person.
    """
    evidence = short.evidence
    if long.evidence.person >= GIVEN and _is_surname(short, long):
        return max(evidence.org, evidence.place + evidence.country) >= SURELY_PLACE
    if evidence.org > TITLED + evidence.person:
        return True
    return (
        evidence.place + evidence.country >= SURELY_PLACE
        and long.evidence.person < GIVEN
    )


def _is_surname(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` is the last word of ``long`` and may be a surname."""
    word = short.key[0]
    is_last = len(short.key) == 1 and word == long.key[-1]
    return is_last and word not in ORG_WORDS and not short.names[0].text.isupper()


def _is_nickname(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether one given name is a nickname of the other: "Tim", "Timothy".

    The surnames must be equal.
    """
    if a[-1] != b[-1] or _differ(a[0], b[0]):
        return False
    first, second = _without_pet_end(a[0]), _without_pet_end(b[0])
    near = first.startswith(second) or second.startswith(first)
    return near and min(len(first), len(second)) >= NICKNAME_LETTERS


def _differ(name: str, other: str) -> bool:
    """Return whether one given name is a man's and the other a woman's."""
    return {FIRST_NAMES.get(name), FIRST_NAMES.get(other)} >= {"m", "f"}


def _without_pet_end(given: str) -> str:
    """Return the stem of a nickname: "arch" for "archie", the start of "archibald"."""
    stem = given.removesuffix("ie").removesuffix("y")
    return stem if len(stem) >= STEM_LETTERS else given


def _shortens_body(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` is a shorter name of the organisation ``long``.

    Examples are "Council" for "UN Security Council", a firm without "Ltd", and a brand.
    """
    a, b = short.key, long.key
    if short.evidence.person >= TITLED:
        return False
    if a == b[: len(a)] and all(word in FIRM_ENDINGS for word in b[len(a) :]):
        return True
    if short.kind in SITES:
        return False
    return _is_brand(short, b) or (b[head_at(b)] in a and _is_within(a, b))


def _is_brand(short: NameVariant, b: Sequence[str]) -> bool:
    """Return whether ``short`` is a brand such as "Emirates" in "Emirates Airline"."""
    a = short.key
    if a != b[: len(a)] or b[-1] not in ORG_WORDS or a[-1] in ORG_WORDS:
        return False
    more = len(b) - len(a)
    acronym = short.names[0].text.isupper()
    return more == 1 or (more == BRAND_WORDS and len(a) == 1 and not acronym)


def _is_within(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether all words of ``a`` stand in ``b`` in the same order."""
    rest = iter(b)
    return all(word in rest for word in a)


def _shortens_place(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` shortens a place: "Gaza" or "Strip" for "Gaza Strip".

    A town is not a short form of what is built in it ("Berlin Wall").
    """
    a, b = short.key, long.key
    rest = b[len(a) :]
    if a == b[-1:] and a[0] in PLACE_WORDS and short.evidence.org < TITLED:
        return True
    if short.evidence.place >= SURELY_PLACE and b[-1] in BUILT_WORDS:
        return False
    return a == b[: len(a)] and all(word in PLACE_WORDS for word in rest)


def _shortens_event(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` shortens an event: "Dora" for "Hurricane Dora"."""
    a, b = short.key, long.key
    return a == b[len(b) - len(a) :] and short.kind is not ActorKind.PLACE


_SHORTENED: dict[ActorKind | None, Callable[[NameVariant, NameVariant], bool]] = {
    ActorKind.PERSON: _shortens_person,
    ActorKind.ORG: _shortens_body,
    ActorKind.PLACE: _shortens_place,
    None: _shortens_event,
}
