"""Printed names put together: full names, short forms, acronyms, states."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from summarizers.model import ActorKind
from summarizers.readers.english.actors.acronyms import (
    SMALL,
    bracketed,
    initials,
    is_acronym,
    letters,
)
from summarizers.readers.english.actors.entity_typing import (
    TypeEvidence,
    judge_place,
    judge_words,
)
from summarizers.readers.english.actors.metonyms import stands_for_state, states_in
from summarizers.readers.english.actors.name_variants import (
    EntityCandidate,
    NameForm,
    key_of,
    shortens,
)
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.word_lists import SEATS
from summarizers.readers.parse import Parse

STATE_VOTES = 6.0
MOST_PLACES = 3
# So many names with a common word are compared; keeps the time linear.
MOST_NEAR = 50


def merge_names(parse: Parse, names: Iterable[PrintedName]) -> list[EntityCandidate]:
    """Everyone who is named, each once, first named first."""
    forms = _collect(parse, names)
    entities = _Groups(parse, forms).entities()
    for entity in entities:
        entity.names.sort()
    return sorted(entities, key=lambda entity: entity.names[0].start)


def _collect(parse: Parse, names: Iterable[PrintedName]) -> list[NameForm]:
    """The printed forms, in order of first appearance."""
    printed: dict[tuple[str, ...], list[PrintedName]] = defaultdict(list)
    for name in names:
        printed[name.words].append(name)
    return [_judge(parse, words, same) for words, same in printed.items()]


def _judge(parse: Parse, words: tuple[str, ...], names: list[PrintedName]) -> NameForm:
    """Make a form; its places count as if they were a few, however many they are."""
    evidence, around = TypeEvidence(), TypeEvidence()
    evidence.add(_known_votes(words, names[0].text))
    for name in names:
        judge_place(parse, name, around)
    evidence.add(around, min(1.0, MOST_PLACES / len(names)))
    return NameForm(words, key_of(words), names, evidence, evidence.kind)


@lru_cache(maxsize=4096)
def _known_votes(words: tuple[str, ...], text: str) -> TypeEvidence:
    """The votes of a name's own words, for reading only: names come again and again."""
    return judge_words(words, text)


class _Groups:
    """Finds for every form the longer form it shortens, long forms first."""

    def __init__(self, parse: Parse, forms: Sequence[NameForm]) -> None:
        self.parse = parse
        self.forms = sorted(forms, key=lambda form: -len(form.key))
        self.by_word: dict[str, dict[EntityCandidate, None]] = defaultdict(dict)
        self.by_initials: dict[str, EntityCandidate] = {}
        self.by_name: dict[PrintedName, EntityCandidate] = {}
        self.states: dict[str, EntityCandidate] = {}
        self.all: list[EntityCandidate] = []
        self.bracketed = bracketed(parse, forms)

    def entities(self) -> list[EntityCandidate]:
        """All entities; acronyms wait for the names they may stand for."""
        acronyms: list[NameForm] = []
        seats: list[NameForm] = []
        for form in self.forms:
            if " ".join(form.words) in SEATS:
                seats.append(form)
            elif form.words in self.bracketed or is_acronym(form):
                acronyms.append(form)
            else:
                self._place(form)
        for form in acronyms:
            self._place_acronym(form)
        states = states_in(self.parse, self.states) if seats else frozenset()
        for form in seats:
            self._place_seat(form, states)
        return [entity for entity in self.all if entity.names]

    def _place(self, form: NameForm) -> None:
        wider = self._wider(form)
        state = form.names[0].state
        if wider:
            self._join(form, wider)
        elif state:
            self._place_state(form, state)
        else:
            self._found(form)

    def _place_state(self, form: NameForm, state: str) -> None:
        entity = self.states.get(state)
        if entity is None:
            entity = self.states[state] = self._found(form)
            entity.state = state
        else:
            self._join(form, [entity])

    def _place_acronym(self, form: NameForm) -> None:
        before = self.bracketed.get(form.words)
        entity = self.by_initials.get(letters(form)) if before is None else None
        if before is not None:
            entity = self.by_name.get(before)
        if entity is not None:
            self._join(form, [entity])
        else:
            self._place(form)

    def _place_seat(self, form: NameForm, states: frozenset[str]) -> None:
        """Part the mentions of a capital: its government, and the city."""
        state = SEATS[" ".join(form.words)]
        if state not in states:
            self._place(form)
            return
        acting: list[PrintedName] = []
        resting: list[PrintedName] = []
        for name in form.names:
            acts = stands_for_state(self.parse, name)
            (acting if acts else resting).append(name)
        if resting:
            self._place(
                NameForm(form.words, form.key, resting, form.evidence, form.kind)
            )
        if acting:
            evidence = TypeEvidence(country=STATE_VOTES)
            kind = ActorKind.COUNTRY
            part = NameForm(form.words, form.key, acting, evidence, kind)
            self._place_state(part, state)

    def _found(self, form: NameForm) -> EntityCandidate:
        entity = EntityCandidate([form], list(form.names))
        entity.judge(form.evidence)
        self.all.append(entity)
        self._index(form, entity)
        return entity

    def _join(self, form: NameForm, entities: Sequence[EntityCandidate]) -> None:
        """Give the names of a form to an entity, or each to the nearest of several."""
        if len(entities) > 1:
            entities = _same_gender(form, entities)
        entity = entities[0]
        if len(entities) == 1:
            entity.names += form.names
        else:
            _share(form, entities)
        entity.forms.append(form)
        entity.judge(form.evidence)
        self._index(form, entity)

    def _index(self, form: NameForm, entity: EntityCandidate) -> None:
        for word in form.key:
            if word not in SMALL:
                self.by_word[word][entity] = None
        for acronym in initials(form):
            self.by_initials.setdefault(acronym, entity)
        for name in form.names:
            self.by_name[name] = entity

    def _wider(self, form: NameForm) -> list[EntityCandidate]:
        """The entities that the form may shorten."""
        near = self.by_word.get(form.key[-1]) or self.by_word.get(form.key[0], {})
        return [
            entity
            for entity in islice(near, MOST_NEAR)
            if any(shortens(form, longer) for longer in entity.forms)
        ]


def _same_gender(
    form: NameForm, entities: Sequence[EntityCandidate]
) -> Sequence[EntityCandidate]:
    gender = form.evidence.gender
    fitting = [f for f in entities if not gender or f.evidence.gender in {gender, ""}]
    return fitting or entities


def _share(form: NameForm, entities: Sequence[EntityCandidate]) -> None:
    """Each name goes to the entity whose full name stood last before it."""
    full = sorted((name.start, i) for i, f in enumerate(entities) for name in f.names)
    for name in form.names:
        at = bisect_left(full, (name.start,))
        entities[full[max(at - 1, 0)][1]].names.append(name)
