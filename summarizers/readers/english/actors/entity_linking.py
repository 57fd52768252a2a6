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
    Votes,
    judge_place,
    judge_words,
)
from summarizers.readers.english.actors.metonyms import stands_for_state, states_in
from summarizers.readers.english.actors.name_variants import (
    Figure,
    Form,
    key_of,
    shortens,
)
from summarizers.readers.english.actors.printed_names import Name
from summarizers.readers.english.actors.word_lists import SEATS
from summarizers.readers.parse import Parse

STATE_VOTES = 6.0
MOST_PLACES = 3
# So many names with a common word are compared; keeps the time linear.
MOST_NEAR = 50


def merge_names(parse: Parse, names: Iterable[Name]) -> list[Figure]:
    """Everyone who is named, each once, first named first."""
    forms = _collect(parse, names)
    figures = _Groups(parse, forms).figures()
    for figure in figures:
        figure.names.sort()
    return sorted(figures, key=lambda figure: figure.names[0].start)


def _collect(parse: Parse, names: Iterable[Name]) -> list[Form]:
    """The printed forms, in order of first appearance."""
    printed: dict[tuple[str, ...], list[Name]] = defaultdict(list)
    for name in names:
        printed[name.words].append(name)
    return [_judge(parse, words, same) for words, same in printed.items()]


def _judge(parse: Parse, words: tuple[str, ...], names: list[Name]) -> Form:
    """Make a form; its places count as if they were a few, however many they are."""
    votes, around = Votes(), Votes()
    votes.add(_known_votes(words, names[0].text))
    for name in names:
        judge_place(parse, name, around)
    votes.add(around, min(1.0, MOST_PLACES / len(names)))
    return Form(words, key_of(words), names, votes, votes.kind)


@lru_cache(maxsize=4096)
def _known_votes(words: tuple[str, ...], text: str) -> Votes:
    """The votes of a name's own words, for reading only: names come again and again."""
    return judge_words(words, text)


class _Groups:
    """Finds for every form the longer form it shortens, long forms first."""

    def __init__(self, parse: Parse, forms: Sequence[Form]) -> None:
        self.parse = parse
        self.forms = sorted(forms, key=lambda form: -len(form.key))
        self.by_word: dict[str, dict[Figure, None]] = defaultdict(dict)
        self.by_initials: dict[str, Figure] = {}
        self.by_name: dict[Name, Figure] = {}
        self.states: dict[str, Figure] = {}
        self.all: list[Figure] = []
        self.bracketed = bracketed(parse, forms)

    def figures(self) -> list[Figure]:
        """All figures; acronyms wait for the names they may stand for."""
        acronyms: list[Form] = []
        seats: list[Form] = []
        for form in self.forms:
            if " ".join(form.words) in SEATS:
                seats.append(form)
            elif form.words in self.bracketed or is_acronym(form):
                acronyms.append(form)
            else:
                self._place(form)
        for form in acronyms:
            self._place_acronym(form)
        known = states_in(self.parse, self.states) if seats else frozenset()
        for form in seats:
            self._place_seat(form, known)
        return [figure for figure in self.all if figure.names]

    def _place(self, form: Form) -> None:
        wider = self._wider(form)
        state = form.names[0].state
        if wider:
            self._join(form, wider)
        elif state:
            self._place_state(form, state)
        else:
            self._found(form)

    def _place_state(self, form: Form, state: str) -> None:
        figure = self.states.get(state)
        if figure is None:
            figure = self.states[state] = self._found(form)
            figure.state = state
        else:
            self._join(form, [figure])

    def _place_acronym(self, form: Form) -> None:
        before = self.bracketed.get(form.words)
        figure = self.by_initials.get(letters(form)) if before is None else None
        if before is not None:
            figure = self.by_name.get(before)
        if figure is not None:
            self._join(form, [figure])
        else:
            self._place(form)

    def _place_seat(self, form: Form, known: frozenset[str]) -> None:
        """Part the mentions of a capital: its government, and the city."""
        state = SEATS[" ".join(form.words)]
        if state not in known:
            self._place(form)
            return
        acting: list[Name] = []
        resting: list[Name] = []
        for name in form.names:
            acts = stands_for_state(self.parse, name)
            (acting if acts else resting).append(name)
        if resting:
            self._place(Form(form.words, form.key, resting, form.votes, form.kind))
        if acting:
            votes = Votes(country=STATE_VOTES)
            kind = ActorKind.COUNTRY
            part = Form(form.words, form.key, acting, votes, kind)
            self._place_state(part, state)

    def _found(self, form: Form) -> Figure:
        figure = Figure([form], list(form.names))
        figure.judge(form.votes)
        self.all.append(figure)
        self._index(form, figure)
        return figure

    def _join(self, form: Form, figures: Sequence[Figure]) -> None:
        """Give the names of a form to a figure, or each to the nearest of several."""
        if len(figures) > 1:
            figures = _same_gender(form, figures)
        figure = figures[0]
        if len(figures) == 1:
            figure.names += form.names
        else:
            _share(form, figures)
        figure.forms.append(form)
        figure.judge(form.votes)
        self._index(form, figure)

    def _index(self, form: Form, figure: Figure) -> None:
        for word in form.key:
            if word not in SMALL:
                self.by_word[word][figure] = None
        for acronym in initials(form):
            self.by_initials.setdefault(acronym, figure)
        for name in form.names:
            self.by_name[name] = figure

    def _wider(self, form: Form) -> list[Figure]:
        """The figures that the form may shorten."""
        near = self.by_word.get(form.key[-1]) or self.by_word.get(form.key[0], {})
        return [
            figure
            for figure in islice(near, MOST_NEAR)
            if any(shortens(form, longer) for longer in figure.forms)
        ]


def _same_gender(form: Form, figures: Sequence[Figure]) -> Sequence[Figure]:
    gender = form.votes.gender
    fitting = [f for f in figures if not gender or f.votes.gender in {gender, ""}]
    return fitting or figures


def _share(form: Form, figures: Sequence[Figure]) -> None:
    """Each name goes to the figure whose full name stood last before it."""
    full = sorted((name.start, i) for i, f in enumerate(figures) for name in f.names)
    for name in form.names:
        at = bisect_left(full, (name.start,))
        figures[full[max(at - 1, 0)][1]].names.append(name)
