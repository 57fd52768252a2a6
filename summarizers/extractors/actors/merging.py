"""Printed names put together: full names, short forms, acronyms, states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from summarizers.extractors.actors.kinds import Votes, head_at, judge_place, judge_words
from summarizers.extractors.actors.names import Name
from summarizers.extractors.actors.seats import stands_for_state, states_in
from summarizers.extractors.actors.vocabulary import (
    COUNTRIES,
    FIRST_NAMES,
    PLACE_WORDS,
    SEATS,
)
from summarizers.model import ActorKind
from summarizers.parsers.grammar import Parse

FIRM_ENDS = frozenset(
    "inc inc. corp corp. co co. company corporation ltd ltd. llc plc group holdings"
    " limited gmbh ag s.a. nv".split()
)
SHORT_FOR = {
    "us": ("united", "states"),
    "u.s.": ("united", "states"),
    "u.s": ("united", "states"),
    "usa": ("united", "states"),
    "un": ("united", "nations"),
    "u.n.": ("united", "nations"),
    "uk": ("united", "kingdom"),
    "u.k.": ("united", "kingdom"),
    "eu": ("european", "union"),
    "e.u.": ("european", "union"),
}
SMALL = frozenset("of the and for on in to & de".split())


@dataclass(slots=True)
class Form:
    """One way in which names are printed, with all its places."""

    words: tuple[str, ...]
    key: tuple[str, ...]
    names: list[Name]
    votes: Votes
    kind: ActorKind | None = None


@dataclass(slots=True)
class Figure:
    """An actor in the making: its forms, and its names in text order."""

    forms: list[Form]
    names: list[Name] = field(default_factory=list)
    votes: Votes = field(default_factory=Votes)
    state: str = ""
    role: tuple[int, int] | None = None
    nouns: set[str] = field(default_factory=set)
    role_words: set[str] = field(default_factory=set)
    described: list[Name] = field(default_factory=list)


def merge_names(parse: Parse, names: Iterable[Name]) -> list[Figure]:
    """Everyone who is named, each once."""
    forms = _collect(parse, names)
    groups = _Groups(parse, forms)
    return groups.figures()


def _collect(parse: Parse, names: Iterable[Name]) -> list[Form]:
    """The printed forms, in order of first appearance."""
    forms: dict[tuple[str, ...], Form] = {}
    for name in names:
        form = forms.get(name.words)
        if form is None:
            key = tuple(w for word in name.words for w in SHORT_FOR.get(word, (word,)))
            form = Form(name.words, key, [], judge_words(name.words, name.text))
            forms[name.words] = form
        form.names.append(name)
        form.votes.add(judge_place(parse, name))
    for form in forms.values():
        form.kind = form.votes.kind
    return list(forms.values())


class _Groups:
    """Finds for every form the longer form it shortens."""

    def __init__(self, parse: Parse, forms: Sequence[Form]) -> None:
        self.parse = parse
        self.forms = sorted(forms, key=lambda f: -len(f.key))
        self.by_word: dict[str, list[Figure]] = defaultdict(list)
        self.by_initials: dict[str, Figure] = {}
        self.states: dict[str, Figure] = {}
        self.all: list[Figure] = []
        self.bracketed = _bracketed(parse, forms)

    def figures(self) -> list[Figure]:
        """All figures with their names in text order, first named first."""
        seats = [form for form in self.forms if " ".join(form.words) in SEATS]
        for form in self.forms:
            if form not in seats and not self._is_acronym(form):
                self._place(form)
        for form in self.forms:
            if form not in seats and self._is_acronym(form):
                self._place_acronym(form)
        if seats:
            known = states_in(self.parse, self.states)
            for form in seats:
                self._place_seat(form, known)
        for figure in self.all:
            figure.names.sort()
        return sorted((f for f in self.all if f.names), key=lambda f: f.names[0].start)

    def _is_acronym(self, form: Form) -> bool:
        word = form.words[-1]
        if len(form.words) > 1 or " ".join(form.words) in COUNTRIES:
            return False
        return form.words in self.bracketed or (
            len(word) > 1 and form.names[0].text.replace(".", "").isupper()
        )

    def _place(self, form: Form) -> None:
        state = self._state(form)
        wider = self._wider(form)
        if state:
            # "Jordan" may be a person's family name, "China" is no short "East China".
            wider = [figure for figure in wider if _has_first_name(figure)]
        if wider:
            self._join(form, wider)
        elif state:
            figure = self.states.get(state)
            if figure is None:
                figure = self._found(form)
                figure.state = state
                self.states[state] = figure
            else:
                self._join(form, [figure])
        else:
            self._found(form)

    def _state(self, form: Form) -> str:
        if form.words[0][0] == "@":
            return form.words[0][1:]
        return COUNTRIES.get(" ".join(form.words), "")

    def _found(self, form: Form) -> Figure:
        figure = Figure([form], list(form.names))
        figure.votes.add(form.votes)
        self.all.append(figure)
        self._index(form, figure)
        return figure

    def _index(self, form: Form, figure: Figure) -> None:
        for word in set(form.key):
            if word not in SMALL and figure not in self.by_word[word]:
                self.by_word[word].append(figure)
        for initials in _initials(form):
            self.by_initials.setdefault(initials, figure)

    def _wider(self, form: Form) -> list[Figure]:
        """The figures that the form may shorten."""
        near = self.by_word.get(form.key[-1], ()) or self.by_word.get(form.key[0], ())
        return [f for f in near if any(shortens(form, longer) for longer in f.forms)]

    def _join(self, form: Form, figures: Sequence[Figure]) -> None:
        if len(figures) > 1:
            figures = _same_gender(form, figures)
        if len(figures) == 1:
            figure = figures[0]
            figure.names += form.names
        else:
            figure = figures[0]
            for name in form.names:
                _nearest(figures, name).names.append(name)
        figure.forms.append(form)
        figure.votes.add(form.votes)
        self._index(form, figure)

    def _place_acronym(self, form: Form) -> None:
        figure = self.bracketed_figure(form) or self.by_initials.get(_letters(form))
        if figure is not None:
            self._join(form, [figure])
        else:
            self._place(form)

    def bracketed_figure(self, form: Form) -> Figure | None:
        """Whose name stands right before the acronym in brackets."""
        name = self.bracketed.get(form.words)
        if name is None:
            return None
        return next((f for f in self.all if name in f.names), None)

    def _place_seat(self, form: Form, known: frozenset[str]) -> None:
        state = SEATS[" ".join(form.words)]
        if state not in known:
            self._place(form)
            return
        acting = [name for name in form.names if stands_for_state(self.parse, name)]
        resting = [name for name in form.names if name not in acting]
        if acting:
            self._join_state(form, acting, state)
        if resting:
            self._place(Form(form.words, form.key, resting, form.votes, form.kind))

    def _join_state(self, form: Form, names: list[Name], state: str) -> None:
        votes = Votes(country=6.0)
        part = Form(form.words, form.key, names, votes, ActorKind.COUNTRY)
        figure = self.states.get(state)
        if figure is None:
            figure = self._found(part)
            figure.state = state
            self.states[state] = figure
        else:
            self._join(part, [figure])


def _has_first_name(figure: Figure) -> bool:
    return any(form.words[0] in FIRST_NAMES for form in figure.forms)


def shortens(short: Form, long: Form) -> bool:
    """Whether ``short`` can be a shorter print of the name ``long``."""
    a, b = short.key, long.key
    if len(a) >= len(b) or long.kind in {ActorKind.COUNTRY, ActorKind.GROUP}:
        return False
    if long.kind is ActorKind.PERSON:
        return _shortens_person(short, long)
    if short.votes.person >= 2.5:
        return False
    if a == b[: len(a)] and all(word in FIRM_ENDS for word in b[len(a) :]):
        return True
    if long.kind is ActorKind.PLACE:
        return a == b[: len(a)] and all(word in PLACE_WORDS for word in b[len(a) :])
    if long.kind is None:
        return a == b[len(b) - len(a) :] and short.kind is not ActorKind.PLACE
    return b[head_at(b)] in a and _is_within(a, b)


def _shortens_person(short: Form, long: Form) -> bool:
    a, b = short.key, long.key
    if short.kind in {ActorKind.ORG, ActorKind.PLACE} and short.votes.org > 1.5:
        return False
    b = b[:-1] if b[-1] in {"jr", "jr.", "sr", "sr.", "ii", "iii"} and len(b) > 2 else b
    if a == b[len(b) - len(a) :]:
        return True
    if len(a) == 1:
        return a[0] == b[0] and short.kind is not ActorKind.COUNTRY
    return a[0] == b[0] and a[-1] == b[-1]


def _is_within(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether all words of ``a`` stand in ``b`` in the same order."""
    rest = iter(b)
    return all(word in rest for word in a)


def _same_gender(form: Form, figures: Sequence[Figure]) -> Sequence[Figure]:
    gender = form.votes.gender
    fitting = [f for f in figures if not gender or f.votes.gender in {gender, ""}]
    return fitting or figures


def _nearest(figures: Sequence[Figure], name: Name) -> Figure:
    """The figure that was last named before ``name``."""

    def distance(figure: Figure) -> tuple[bool, int]:
        before = [n.start for n in figure.names if n.start < name.start]
        return (not before, name.start - max(before) if before else figure.names[0].start)

    return min(figures, key=distance)


def _letters(form: Form) -> str:
    return form.words[0].replace(".", "").replace("&", "")


def _initials(form: Form) -> set[str]:
    """The acronyms that a name of several words may have."""
    if len(form.key) < 2 or form.kind is ActorKind.PERSON:
        return set()
    words = [word for word in form.key if word[0].isalnum()]
    large = [word for word in words if word not in SMALL]
    parts = [part for word in large for part in word.split("-") if part]
    return {
        "".join(word[0] for word in chosen)
        for chosen in (words, large, parts)
        if len(chosen) > 1
    }


def _bracketed(parse: Parse, forms: Iterable[Form]) -> dict[tuple[str, ...], Name]:
    """Acronyms in brackets, with the name that stands before them."""
    tokens = parse.tokens
    by_end = {name.last: name for form in forms for name in form.names}
    found: dict[tuple[str, ...], Name] = {}
    for form in forms:
        for name in form.names:
            before = by_end.get(name.first - 1)
            if (
                before is not None
                and len(form.words) == 1
                and len(before.words) > 1
                and tokens[name.first - 1].text == "("
                and _abbreviates(name.text, before.words)
            ):
                found.setdefault(form.words, before)
    return found


def _abbreviates(text: str, words: Sequence[str]) -> bool:
    capitals = [c.lower() for c in text if c.isupper()]
    starts = [word[0] for word in words]
    return len(capitals) > 1 and sum(c in starts for c in capitals) >= len(capitals) / 2
