"""Link names to entities: short variants, acronyms, and capital cities for states."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from summarizers.lexicons import words
from summarizers.model import ActorKind, Span
from summarizers.readers.english.actors.entity_typing import (
    TypeEvidence,
    head_at,
    judge_place,
    judge_words,
)
from summarizers.readers.english.actors.names import NameMention
from summarizers.readers.english.actors.word_lists import (
    ACRONYMS,
    BUILT_WORDS,
    COUNTRIES,
    DEMONYMS,
    FIRM_ENDINGS,
    FIRST_NAMES,
    ORG_WORDS,
    PLACE_WORDS,
    SEATS,
    SMALL_WORDS,
)
from summarizers.readers.english.syntax.tokens import COMMON_NOUNS
from summarizers.readers.parse import Parse

_SITES = frozenset((ActorKind.PLACE, ActorKind.COUNTRY))
_NOT_SHORTENED = frozenset((ActorKind.COUNTRY, ActorKind.GROUP))
_GENERATIONS = frozenset(("jr", "jr.", "sr", "sr.", "ii", "iii"))
_NEVER_SHORTENED = ("white", "house")
# The weights of evidence that decide on a form's kind; see ``TypeEvidence``.
TITLED = 2.5
NAMED = 1.2
GIVEN = 2.0
SURELY_PLACE = 4.0
_NICKNAME_LETTERS = 3
_CUT_LETTERS = 4
_BRAND_WORDS = 2
_FULL_NAME = 2
_DEALING = frozenset(("with", "between", "against", "by", "toward", "towards"))
_PLACING = words("place_prepositions")
_STATE_VOTES = 6.0
# Seats that are offices, not cities: they mean a government without its state's name.
_OFFICES = frozenset(("kremlin", "downing street"))
_NOUNS = COMMON_NOUNS | {"NNP"}
_MOST_PLACES = 3
# A form is compared with at most this number of entities that share a word with it;
# the limit keeps the time linear.
_MOST_NEAR = 50
_KIN = words("kin_nouns")


@dataclass(slots=True, eq=False)
class NameVariant:
    """One printed form of a name, with all its mentions.

    ``key`` holds the words by which variants are compared; see ``key_of``.
    """

    words: tuple[str, ...]
    key: tuple[str, ...]
    names: list[NameMention]
    evidence: TypeEvidence
    kind: ActorKind | None = None

    @property
    def is_acronym(self) -> bool:
        """Return whether it is one word in capitals, as "NATO"; "US" is a country."""
        text = self.names[0].text.replace(".", "")
        is_word = len(self.words) == 1 and self.words[0] not in COUNTRIES
        return is_word and len(text) > 1 and text.isupper()


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
    """An entity with its printed variants, and its mentions in text order.

    ``nouns`` are the nouns that the text uses for the entity. ``role_spans`` are the
    character ranges of all printed roles, and ``role`` is the one to show. Without a
    role, ``affiliation`` is shown, if any: "of the Lenna Post". ``leads`` is true for
    the organisation named most often, unless it is an acronym or a paper. ``draft`` is the description of an entity that is
    not in the discourse yet. ``kind`` is ``None`` for an event or a work.
    """

    variants: list[NameVariant]
    names: list[NameMention]
    evidence: TypeEvidence
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

    def has_surname(self, key: Sequence[str]) -> bool:
        """Return whether ``key`` is one word that ends a longer name of the entity."""
        longer = (v.key for v in self.variants if len(v.key) > 1)
        return len(key) == 1 and any(other[-1:] == key for other in longer)

    @property
    def words(self) -> set[str]:
        """Return the words of all names."""
        return {word for variant in self.variants for word in variant.key}

    @property
    def is_described(self) -> bool:
        """Return whether all mentions of the entity are descriptions."""
        return all(name.described for name in self.names)


def merge_names(parse: Parse, names: Iterable[NameMention]) -> list[Entity]:
    """Return the entities of ``names`` in text order; each has all its names."""
    printed: dict[tuple[str, ...], list[NameMention]] = defaultdict(list)
    for name in names:
        printed[name.words].append(name)
    variants = [_make_variant(parse, key, same) for key, same in printed.items()]
    entities = _Linker(parse).link(variants)
    for entity in entities:
        entity.names.sort()
    return sorted(entities, key=lambda entity: entity.names[0].start)


def _make_variant(
    parse: Parse, key: tuple[str, ...], names: list[NameMention]
) -> NameVariant:
    """Build a form with the evidence of its words and of the context of each mention.

    The contexts of many mentions together weigh as much as ``_MOST_PLACES`` contexts.
    """
    around = TypeEvidence()
    for name in names:
        judge_place(parse, name, around)
    evidence = replace(_known_votes(key, names[0].text))
    evidence.add(around, min(1.0, _MOST_PLACES / len(names)))
    evidence.gender = around.gender or evidence.gender
    return NameVariant(key, key_of(key), names, evidence, evidence.kind)


@lru_cache(maxsize=4096)
def _known_votes(key: tuple[str, ...], text: str) -> TypeEvidence:
    """Return the cached evidence of a name's own words; callers must not change it."""
    return judge_words(key, text)


def key_of(name: Sequence[str]) -> tuple[str, ...]:
    """Return the words by which a name is compared with other names.

    They leave out "al-" and spell out acronyms: "UK" becomes "united kingdom".
    """
    plain = [word.removeprefix("al-") or word for word in name]
    return tuple([part for word in plain for part in ACRONYMS.get(word, (word,))])


class _Linker:
    """Groups variants into entities: "Berg" joins "Anna Berg", whose name it shortens."""

    def __init__(self, parse: Parse) -> None:
        self.tokens = parse.tokens
        self.by_word: dict[str, dict[Entity, None]] = defaultdict(dict)
        self.by_initials: dict[str, Entity] = {}
        self.states: dict[str, Entity] = {}
        self.all: list[Entity] = []

    def link(self, variants: Sequence[NameVariant]) -> list[Entity]:
        """Return all entities.

        Long names come first, acronyms after the other variants, and capital cities last.
        """
        acronyms: list[NameVariant] = []
        seats: list[NameVariant] = []
        for variant in sorted(variants, key=lambda variant: -len(variant.key)):
            if " ".join(variant.words) in SEATS:
                seats.append(variant)
            elif variant.is_acronym:
                acronyms.append(variant)
            else:
                self._place(variant)
        for variant in acronyms:
            letters = variant.words[0].replace(".", "").replace("&", "")
            entity = self.by_initials.get(letters)
            if entity is None:
                self._place(variant)
            else:
                self._join(variant, [entity])
        peoples = DEMONYMS.keys() & set(self.tokens.lowers) if seats else ()
        states = self.states.keys() | {DEMONYMS[people] for people in peoples}
        for variant in seats:
            self._place_seat(variant, states)
        return [entity for entity in self.all if entity.names]

    def _place(self, variant: NameVariant) -> None:
        key, state = variant.key, variant.names[0].state
        near = self.by_word.get(key[-1]) or self.by_word.get(key[0], {})
        wider = [
            entity
            for entity in islice(near, _MOST_NEAR)
            if any(_shortens(variant, longer) for longer in entity.variants)
        ]
        if wider:
            self._join(variant, wider)
        elif state:
            self._place_state(variant, state)
        else:
            self._add_entity(variant)

    def _place_state(self, variant: NameVariant, state: str) -> None:
        if state in self.states:
            self._join(variant, [self.states[state]])
        else:
            entity = self.states[state] = self._add_entity(variant)
            entity.state = state

    def _place_seat(self, variant: NameVariant, states: set[str]) -> None:
        """Divide the mentions of a capital city between the government and the city.

        "Paris said" means the government, "in Paris" the city.
        """
        seat = " ".join(variant.words)
        if SEATS[seat] not in states and seat not in _OFFICES:
            self._place(variant)
            return
        acting = [name for name in variant.names if self._is_state(name)]
        resting = [name for name in variant.names if name not in acting]
        if resting:
            self._place(
                NameVariant(
                    variant.words, variant.key, resting, variant.evidence, variant.kind
                )
            )
        if acting:
            evidence, kind = TypeEvidence(country=_STATE_VOTES), ActorKind.COUNTRY
            part = NameVariant(variant.words, variant.key, acting, evidence, kind)
            self._place_state(part, SEATS[seat])

    def _is_state(self, name: NameMention) -> bool:
        """Return whether a seat means its government: "Paris said", "the Kremlin".

        A seat that is an office does so unless a noun follows: "the Kremlin wall".
        """
        before = self.tokens.lowers[name.first - 1] if name.first else ""
        following = self.tokens.tags[name.last : name.last + 1]
        acts = bool(following) and following[0][:2] in {"VB", "MD"}
        if " ".join(name.words) in _OFFICES:
            acts = not following or following[0] not in _NOUNS
        return before in _DEALING or (acts and before not in _PLACING)

    def _add_entity(self, variant: NameVariant) -> Entity:
        entity = Entity([variant], list(variant.names), replace(variant.evidence))
        self.all.append(entity)
        self._index(variant, entity)
        return entity

    def _join(self, variant: NameVariant, entities: Sequence[Entity]) -> None:
        """Add each mention of a form to the nearest entity of the same gender."""
        if len(entities) > 1:
            entities = self._alike(variant, entities)
        entity = entities[0]
        if len(entities) == 1:
            entity.names += variant.names
        else:
            # "Berg" means the one whose full name the article printed last before it,
            # without those that only tell whose relative another is: "her son Ivo Berg".
            full = sorted((n.start, i) for i, e in enumerate(entities) for n in e.names)
            kin = {
                n.start
                for e in entities
                for n in e.names
                if not _KIN.isdisjoint(
                    self.tokens.lowers[max(0, n.title - 3) : n.first]
                )
            }
            full = [row for row in full if row[0] not in kin] or full
            for name in variant.names:
                at = max(bisect_left(full, (name.start,)) - 1, 0)
                entities[full[at][1]].names.append(name)
        entity.variants.append(variant)
        # A surname that looks like an organisation or event does not change the person.
        is_weak = (
            variant.kind in {ActorKind.ORG, None} and variant.evidence.org < TITLED
        )
        is_surname = len(variant.key) == 1 and entity.kind is ActorKind.PERSON
        if not (is_surname and is_weak) or variant.names[0].text.isupper():
            entity.judge(variant.evidence)
        self._index(variant, entity)

    def _alike(
        self, variant: NameVariant, entities: Sequence[Entity]
    ) -> Sequence[Entity]:
        """Return the people with this surname and gender among ``entities``, or else all.

        "Berg" is Anna Berg, not the Berg International Hotel.
        """
        key = variant.key
        people = [
            entity
            for entity in entities
            if entity.kind is ActorKind.PERSON
            and entity.evidence.person >= NAMED
            and entity.has_surname(key)
        ]
        is_titled = any(name.title < name.first for name in variant.names)
        # "Gordon" alone may be a woman's surname.
        is_clear = is_titled or key[0] not in FIRST_NAMES
        gender = variant.evidence.gender if is_clear else ""
        alike = [e for e in people or entities if e.evidence.gender in {"", gender}]
        return alike if gender and alike else people or entities

    def _index(self, variant: NameVariant, entity: Entity) -> None:
        for word in variant.key:
            if word not in SMALL_WORDS:
                self.by_word[word][entity] = None
        for acronym in _initials(variant):
            self.by_initials.setdefault(acronym, entity)


def _initials(variant: NameVariant) -> set[str]:
    """Return the possible acronyms of a name of several words, in lower case.

    Small words ("of") and parts after hyphens may count or not. A long acronym may
    leave out the first or the last word.
    """
    if len(variant.key) == 1 or variant.kind is ActorKind.PERSON:
        return set()
    every = [word for word in variant.key if word[0].isalnum()]
    if every and every[-1] in FIRM_ENDINGS:
        every.pop()
    large = [word for word in every if word not in SMALL_WORDS]
    parts = [part for word in large for part in word.split("-") if part]
    acronyms = {"".join(word[0] for word in chosen) for chosen in (every, large, parts)}
    if len(large) >= _CUT_LETTERS:
        full = "".join(word[0] for word in large)
        acronyms |= {full[1:], full[:-1]}
    return {acronym for acronym in acronyms if len(acronym) > 1}


def _shortens(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` can be a short form of the name ``long``."""
    a, b = short.key, long.key
    if len(a) == len(b):
        return a[-1] == b[-1] and (a == b or _is_given(a, b))
    if len(a) > len(b) or b == _NEVER_SHORTENED or long.kind in _NOT_SHORTENED:
        return False
    return _SHORTENED[long.kind](short, long)


def _is_given(a: Sequence[str], b: Sequence[str]) -> bool:
    """Return whether the given names are equal, or one starts the other: "Tim", "Timothy"."""
    short, long = sorted((a[0], b[0]), key=len)
    is_start = long.startswith(short) and len(short) >= _NICKNAME_LETTERS
    differ = {FIRST_NAMES.get(short), FIRST_NAMES.get(long)} >= {"m", "f"}
    return short == long or (len(a) > 1 and is_start and not differ)


def _shortens_person(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` shortens a person's name.

    "Berg", "Anna Berg" and "Ms Berg" shorten "Anna K. Berg".
    """
    a, b = short.key, long.key
    if _is_impersonal(short, long):
        return False
    if b[-1] in _GENERATIONS and len(b) > len(a) + 1:
        b = b[:-1]
    if a == b[len(b) - len(a) :]:
        return True
    if len(a) > 1:
        return a[-1] == b[-1] and _is_given(a, b)
    # The article prints a given name alone at most as often as the whole name. It would
    # print a firm's brand more often.
    is_rare = len(short.names) <= len(long.names) and short.kind not in _SITES
    is_name = len(b) == _FULL_NAME and b[-1].isalpha()
    return a[0] == b[0] and (long.evidence.person >= NAMED or (is_rare and is_name))


def _is_impersonal(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` is an organisation or place, not the person ``long``.

    For a surname this needs more evidence: "Berg" in "the Berg campaign" is the person.
    """
    evidence, key = short.evidence, short.key
    site, is_given = evidence.place + evidence.country, long.evidence.person >= GIVEN
    is_surname = key == long.key[-1:] and key[0] not in ORG_WORDS
    if is_given and is_surname and not short.names[0].text.isupper():
        return max(evidence.org, site) >= SURELY_PLACE
    is_body = evidence.org > TITLED + evidence.person
    return is_body or (site >= SURELY_PLACE and not is_given)


def _shortens_body(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` is a shorter name of the organisation ``long``.

    Examples are "Council" for "UN Security Council", a firm without "Ltd", and a brand.
    """
    a, b = short.key, long.key
    rest = b[len(a) :]
    is_start = a == b[: len(a)]
    if short.evidence.person >= TITLED:
        return False
    if is_start and FIRM_ENDINGS.issuperset(rest):
        return True
    if short.kind in _SITES:
        return False
    if is_start and b[-1] in ORG_WORDS and a[-1] not in ORG_WORDS:
        # A brand such as "Emirates" in "Emirates Airline".
        is_word = len(a) == 1 and not short.names[0].text.isupper()
        if len(rest) == 1 or (is_word and len(rest) == _BRAND_WORDS):
            return True
    later = iter(b)
    return b[head_at(b)] in a and all(word in later for word in a)


def _shortens_place(short: NameVariant, long: NameVariant) -> bool:
    """Return whether ``short`` shortens a place: "Gaza" or "Strip" for "Gaza Strip".

    A town is not a short form of what is built in it ("Berlin Wall").
    """
    a, b = short.key, long.key
    if a == b[-1:] and a[0] in PLACE_WORDS and short.evidence.org < TITLED:
        return True
    if short.evidence.place >= SURELY_PLACE and b[-1] in BUILT_WORDS:
        return False
    return a == b[: len(a)] and PLACE_WORDS.issuperset(b[len(a) :])


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
