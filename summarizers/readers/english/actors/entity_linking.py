"""Link names to entities: short forms, acronyms, and capital cities for states."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import islice

from summarizers.lexicons import words
from summarizers.model import ActorKind
from summarizers.readers.english.actors.entity_typing import (
    TypeEvidence,
    judge_place,
    judge_words,
)
from summarizers.readers.english.actors.name_variants import (
    NAMED,
    TITLED,
    Entity,
    NameVariant,
    key_of,
    shortens,
)
from summarizers.readers.english.actors.printed_names import (
    NameMention,
    skip_adverbial,
)
from summarizers.readers.english.actors.word_lists import (
    COUNTRIES,
    DEMONYMS,
    FIRM_ENDINGS,
    FIRST_NAMES,
    HONORIFICS,
    SEATS,
    SMALL_WORDS,
)
from summarizers.readers.parse import Parse, Tokens

CUT_LETTERS = 4


def is_acronym(form: NameVariant) -> bool:
    """Return whether a form is one word in capital letters that is not a country.

    "NATO" is an acronym in this sense, "US" is not.
    """
    text = form.names[0].text.replace(".", "")
    if len(form.words) > 1 or form.words[0] in COUNTRIES:
        return False
    return len(text) > 1 and text.isupper()


def letters(form: NameVariant) -> str:
    """Return the letters of an acronym in lower case, to compare with ``initials``."""
    return form.words[0].replace(".", "").replace("&", "")


def initials(form: NameVariant) -> set[str]:
    """Return the possible acronyms of a name of several words, in lower case.

    Small words ("of") and parts after hyphens may count or not. A long acronym may
    leave out the first or the last word.
    """
    if len(form.key) == 1 or form.kind is ActorKind.PERSON:
        return set()
    words = [word for word in form.key if word[0].isalnum()]
    if words and words[-1] in FIRM_ENDINGS:
        words.pop()
    large = [word for word in words if word not in SMALL_WORDS]
    parts = [part for word in large for part in word.split("-") if part]
    acronyms = {"".join(word[0] for word in chosen) for chosen in (words, large, parts)}
    full = "".join(word[0] for word in large)
    if len(full) >= CUT_LETTERS:
        acronyms |= {full[1:], full[:-1]}
    return {acronym for acronym in acronyms if len(acronym) > 1}


def bracketed_acronyms(
    parse: Parse, forms: Iterable[NameVariant]
) -> dict[tuple[str, ...], NameMention]:
    """Map each acronym in brackets to the name before it: "Port Authority (PA)"."""
    names = [name for form in forms for name in form.names]
    by_end = {name.last: name for name in names}
    owners: dict[tuple[str, ...], NameMention] = {}
    for name in names:
        before = by_end.get(name.first - 1)
        if before is None or len(name.words) > 1 or len(before.words) == 1:
            continue
        bracket = parse.tokens.texts[name.first - 1] == "("
        if bracket and _abbreviates(name.text, before.words):
            owners.setdefault(name.words, before)
    return owners


def _abbreviates(text: str, words: Sequence[str]) -> bool:
    capitals = [letter.lower() for letter in text if letter.isupper()]
    starts = {word[0] for word in words}
    return len(capitals) > 1 and sum(c in starts for c in capitals) * 2 >= len(capitals)


DEALING = frozenset(("with", "between", "against", "by", "toward", "towards"))
PLACING = words("place_prepositions")
VERBS = frozenset(("VB", "MD"))


def states_in(parse: Parse, named: Iterable[str]) -> frozenset[str]:
    """Return the states that the article names, or whose people it names ("Iraqis").

    ``named`` are the states that it names.
    """
    peoples = DEMONYMS.keys() & set(parse.tokens.lowers)
    return frozenset(named) | {DEMONYMS[people] for people in peoples}


def stands_for_state(parse: Parse, name: NameMention) -> bool:
    """Return whether a capital city means its government, as in "Paris said"."""
    tokens = parse.tokens
    before = tokens.lowers[name.first - 1] if name.first else ""
    if before in DEALING or before in PLACING:
        return before in DEALING
    at = skip_adverbial(tokens, name.last)
    return at < len(tokens) and tokens.tags[at][:2] in VERBS


STATE_VOTES = 6.0
# Seats that are offices, not cities: they mean a government without its state's name.
OFFICES = frozenset(("kremlin", "downing street"))
MOST_PLACES = 3
# A form is compared with at most this number of entities that share a word with it;
# the limit keeps the time linear.
MOST_NEAR = 50
KIN = words("kin_nouns")
# The most tokens from comma to name in "Anna Berg, mother of the victim Ivo Berg".
KIN_TOKENS = 9
# The most tokens from noun to given name in "her husband, former mayor Ivo Berg".
KIN_TITLE_TOKENS = 6


def merge_names(parse: Parse, names: Iterable[NameMention]) -> list[Entity]:
    """Return the entities of ``names`` in text order; each has all its names."""
    forms = _collect(parse, names)
    entities = _Groups(parse, forms).entities()
    for entity in entities:
        entity.names.sort()
    return sorted(entities, key=lambda entity: entity.names[0].start)


def _collect(parse: Parse, names: Iterable[NameMention]) -> list[NameVariant]:
    """Return the printed forms of all names, in order of first appearance."""
    printed: dict[tuple[str, ...], list[NameMention]] = defaultdict(list)
    for name in names:
        printed[name.words].append(name)
    return [_make_form(parse, words, same) for words, same in printed.items()]


def _make_form(
    parse: Parse, words: tuple[str, ...], names: list[NameMention]
) -> NameVariant:
    """Build a form with the evidence of its words and of the context of each mention.

    The contexts of many mentions together weigh as much as ``MOST_PLACES`` contexts.
    """
    around = TypeEvidence()
    for name in names:
        judge_place(parse, name, around)
    votes = _known_votes(words, names[0].text)
    evidence = votes.plus(around, min(1.0, MOST_PLACES / len(names)))
    return NameVariant(words, key_of(words), names, evidence, evidence.kind)


@lru_cache(maxsize=4096)
def _known_votes(words: tuple[str, ...], text: str) -> TypeEvidence:
    """Return the cached evidence of a name's own words; callers must not change it."""
    return judge_words(words, text)


class _Groups:
    """Groups forms into entities: "Berg" joins "Anna Berg", whose name it shortens."""

    def __init__(self, parse: Parse, forms: Sequence[NameVariant]) -> None:
        self.parse = parse
        self.forms = sorted(forms, key=lambda form: -len(form.key))
        self.by_word: dict[str, dict[Entity, None]] = defaultdict(dict)
        self.by_initials: dict[str, Entity] = {}
        self.by_name: dict[NameMention, Entity] = {}
        self.states: dict[str, Entity] = {}
        self.all: list[Entity] = []
        self.bracketed_acronyms = bracketed_acronyms(parse, forms)

    def entities(self) -> list[Entity]:
        """Return all entities.

        Acronyms are linked after the other forms, and capital cities last.
        """
        acronyms: list[NameVariant] = []
        seats: list[NameVariant] = []
        for form in self.forms:
            if " ".join(form.words) in SEATS:
                seats.append(form)
            elif form.words in self.bracketed_acronyms or is_acronym(form):
                acronyms.append(form)
            else:
                self._place(form)
        for form in acronyms:
            self._place_acronym(form)
        states = states_in(self.parse, self.states) if seats else frozenset()
        for form in seats:
            self._place_seat(form, states)
        return [entity for entity in self.all if entity.names]

    def _place(self, form: NameVariant) -> None:
        wider = self._longer_entities(form)
        state = form.names[0].state
        if wider:
            self._join(form, wider)
        elif state:
            self._place_state(form, state)
        else:
            self._add_entity(form)

    def _place_state(self, form: NameVariant, state: str) -> None:
        entity = self.states.get(state)
        if entity is None:
            entity = self.states[state] = self._add_entity(form)
            entity.state = state
        else:
            self._join(form, [entity])

    def _place_acronym(self, form: NameVariant) -> None:
        before = self.bracketed_acronyms.get(form.words)
        entity = self.by_initials.get(letters(form)) if before is None else None
        if before is not None:
            entity = self.by_name.get(before)
        if entity is not None:
            self._join(form, [entity])
        else:
            self._place(form)

    def _place_seat(self, form: NameVariant, states: frozenset[str]) -> None:
        """Divide the mentions of a capital city between the government and the city.

        "Paris said" means the government, "in Paris" the city.
        """
        seat = " ".join(form.words)
        state = SEATS[seat]
        if state not in states and seat not in OFFICES:
            self._place(form)
            return
        acting: list[NameMention] = []
        resting: list[NameMention] = []
        for name in form.names:
            acts = stands_for_state(self.parse, name)
            (acting if acts else resting).append(name)
        if resting:
            self._place(
                NameVariant(form.words, form.key, resting, form.evidence, form.kind)
            )
        if acting:
            evidence = TypeEvidence(country=STATE_VOTES)
            kind = ActorKind.COUNTRY
            part = NameVariant(form.words, form.key, acting, evidence, kind)
            self._place_state(part, state)

    def _add_entity(self, form: NameVariant) -> Entity:
        own = form.evidence.plus(TypeEvidence())
        entity = Entity([form], list(form.names), own)
        self.all.append(entity)
        self._index(form, entity)
        return entity

    def _join(self, form: NameVariant, entities: Sequence[Entity]) -> None:
        """Add each mention of a form to the nearest entity of the same gender."""
        if len(entities) > 1:
            entities = _same_gender(
                self.parse.tokens, form, _by_surname(form, entities)
            )
        entity = entities[0]
        if len(entities) == 1:
            entity.names += form.names
        else:
            _assign_to_nearest(self.parse.tokens, form, entities)
        entity.forms.append(form)
        if not _is_weak_surname(form, entity):
            entity.judge(form.evidence)
        self._index(form, entity)

    def _index(self, form: NameVariant, entity: Entity) -> None:
        for word in form.key:
            if word not in SMALL_WORDS:
                self.by_word[word][entity] = None
        for acronym in initials(form):
            self.by_initials.setdefault(acronym, entity)
        if self.bracketed_acronyms:
            for name in form.names:
                self.by_name[name] = entity

    def _longer_entities(self, form: NameVariant) -> list[Entity]:
        """Return the entities whose name the form may shorten."""
        near = self.by_word.get(form.key[-1]) or self.by_word.get(form.key[0], {})
        return [
            entity
            for entity in islice(near, MOST_NEAR)
            if any(shortens(form, longer) for longer in entity.forms)
        ]


def _is_weak_surname(form: NameVariant, entity: Entity) -> bool:
    """Return whether a one-word form of a person looks like an organisation or event.

    Such a form must not change the kind of the person.
    """
    alone = len(form.key) == 1 and entity.kind is ActorKind.PERSON
    weak = form.kind in {ActorKind.ORG, None} and form.evidence.org < TITLED
    return alone and weak and not form.names[0].text.isupper()


def _by_surname(form: NameVariant, entities: Sequence[Entity]) -> Sequence[Entity]:
    """Return the people among ``entities`` whose surname is ``form``, or else all.

    "Berg" is Anna Berg, not the Berg International Hotel.
    """
    people = [e for e in entities if _is_surely_person(e) and _has_surname(e, form.key)]
    return people or entities


def _is_surely_person(entity: Entity) -> bool:
    return entity.kind is ActorKind.PERSON and entity.evidence.person >= NAMED


def _is_kin_of(tokens: Tokens, name: NameMention, ends: Container[int]) -> bool:
    """Return whether ``name`` only tells whose relative a person is.

    Example: "Ivo Berg" in "Anna Berg, mother of Ivo Berg". ``ends`` holds the tokens
    after the names.
    """
    kin = name.first
    for i in range(name.first - 1, max(0, name.first - KIN_TOKENS), -1):
        if tokens.texts[i] == ",":
            return i in ends and kin < name.first
        kin = i if tokens.lowers[i] in KIN and tokens.lowers[i + 1] == "of" else kin
    return False


def _is_possessed_kin(tokens: Tokens, name: NameMention) -> bool:
    """Return whether a possessive and a noun for a relative introduce ``name``.

    Examples: "her husband, former mayor Ivo Berg" and "his son Ivo Berg".
    """
    for i in range(name.first - 1, max(0, name.first - KIN_TITLE_TOKENS), -1):
        if tokens.lowers[i] in KIN:
            return tokens.tags[i - 1] in {"PRP$", "POS"}
        # Words of a title, of which the fast parser tags few.
        is_title = tokens.tags[i][:2] in {"", "NN", "JJ"} and tokens.texts[i].isalpha()
        if not is_title and tokens.texts[i] != ",":
            return False
    return False


def _same_gender(
    tokens: Tokens, form: NameVariant, entities: Sequence[Entity]
) -> Sequence[Entity]:
    """Return the ``entities`` whose gender may be that of ``form``, or else all.

    A surname that is also a first name, such as "Gordon", shows no gender without a
    title.
    """
    gender = form.evidence.gender
    if form.key[0] in FIRST_NAMES and all(_has_surname(e, form.key) for e in entities):
        genders = {_title_gender(tokens, name) for name in form.names} - {""}
        gender = genders.pop() if len(genders) == 1 else ""
    fitting = [f for f in entities if not gender or f.evidence.gender in {gender, ""}]
    return fitting or entities


def _title_gender(tokens: Tokens, name: NameMention) -> str:
    """Return the gender that the title of a name tells: "f" for "Mrs Berg", or ""."""
    genders = map(HONORIFICS.get, tokens.lowers[name.title : name.first])
    return next(filter(None, genders), "")


def _has_surname(entity: Entity, key: Sequence[str]) -> bool:
    """Return whether ``key`` is one word that ends a longer name of ``entity``."""
    alone = len(key) == 1
    return alone and any(f.key[-1:] == key and len(f.key) > 1 for f in entity.forms)


def _assign_to_nearest(
    tokens: Tokens, form: NameVariant, entities: Sequence[Entity]
) -> None:
    """Add each mention to the entity whose full name was printed last before it.

    Names that only tell whose relative another person is do not count: "Ivo Berg" in
    "Anna Berg, mother of Ivo Berg", and in "Berg and her husband, Ivo Berg". The
    surname alone means the person of whom the text tells.
    """
    names = [(name, i) for i, f in enumerate(entities) for name in f.names]
    ends = {name.last for name, _ in names}
    own = [
        (name, i)
        for name, i in names
        if not _is_kin_of(tokens, name, ends) and not _is_possessed_kin(tokens, name)
    ]
    full = sorted((name.start, i) for name, i in own or names)
    for name in form.names:
        at = bisect_left(full, (name.start,))
        entities[full[max(at - 1, 0)][1]].names.append(name)
