"""A day of invented news for the benchmark of alerts, the same on every run.

Events at sea and security flaws are on a topic; all other articles are not. Papers
report an event in words of their own; some print the same agency text instead, which
makes copies. Some events end hours later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

DAY = datetime(2026, 3, 4, tzinfo=UTC)
"""The midnight at which the day begins."""

PAPERS = 40
"""The number of papers, each with a feed and a domain of its own."""

AGENCY = "Norland Coast Guard"
"""The watched actor."""

TOPICS = ("sea", "flaws")

_DAY_BEFORE = DAY - timedelta(hours=32)
_EARLIER = 150
_SEA_SHARE, _FLAW_SHARE = 0.07, 0.02
_SEA_SIZES = (1, 1, 2, 2, 3, 3, 4, 5, 7, 10)
_FLAW_SIZES = (1, 1, 1, 2, 3, 5)
_OTHER_SIZES = (1, 1, 1, 2, 3)
_COPIED, _ENDED, _WATCHED = 0.4, 0.3, 0.3
_LAST_START = timedelta(hours=20)
_SENTENCES = (7, 11)

_FIRST = (
    "Al",
    "Bre",
    "Cor",
    "Dal",
    "El",
    "Fen",
    "Gar",
    "Hol",
    "Is",
    "Jor",
    "Kel",
    "Lun",
    "Mar",
    "Nor",
    "Os",
    "Pel",
)
_MIDDLE = ("da", "ke", "li", "mo", "na", "ri", "sta", "tu", "ve", "wi", "fo", "ga")
_LAST = ("berg", "dale", "fell", "holm", "mark", "mouth", "stad", "ster", "ton", "vik")
_BODIES = ("institute", "union", "council", "company", "foundation", "laboratory")
_ROLES = ("head", "director", "secretary", "chairwoman", "president", "founder")

_OWN_NOUNS = 16
_SOUNDS = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ro", "ta")
_VERBS = (
    *("blocks", "breaks", "carries", "covers", "crosses", "damages", "delays"),
    *("enters", "fills", "holds", "keeps", "leaves", "lifts", "meets", "moves"),
    *("needs", "passes", "reaches", "shuts", "stops", "strikes", "touches", "turns"),
)
_SPEAKERS = (
    "{person}, {role} of the {body}, {said}",
    "{person} {said}",
    "A spokeswoman for the {body} {said}",
    "{second}, who lives in {place}, {said}",
    "The mayor of {place}, {mayor}, {said}",
    "The {body} {said}",
)
_SAID = ("said", "told reporters", "confirmed", "said in an interview", "explained")
_CLAUSES = (
    "the {a} of {place} {verb} the {b}",
    "no {a} {verb} a {b} like this",
    "a {a} from {second_place} {verb} some {number} {b}",
    "neither {a} nor {b} was seen before",
    "the {a} near the {b} {verb} the whole {c}",
    "{place} had asked {second_place} for a {a}",
    "the {a} costs four million crowns without the {b}",
    "every {a} in the {b} {verb} the {c}",
    "an old {a} {verb} the {b} behind the {c}",
    "people from {second_place} bring {a} and {b}",
    "the {b} {verb} the {a} twice a day",
    "the {a} was built before the {b}",
)


@dataclass(frozen=True, slots=True)
class EventKind:
    """The titles and leads of a kind of event, with names and nouns in braces."""

    titles: Sequence[str]
    leads: Sequence[str]
    end_titles: Sequence[str] = ()
    end_leads: Sequence[str] = ()


_FERRY = EventKind(
    titles=(
        "Ferry {ship} {verb} {a} in {place}",
        "{place}: {a} of ferry {ship} {verb} {b}",
        "{a} {verb} ferry {ship} and {b}",
    ),
    leads=(
        "The ferry {ship} {verb} the {a} of {place} and the {b} of {second_place}.",
        "In {place} a {a} {verb} the {b} and {c} of the ferry {ship}.",
        "The {a} and {b} of the ferry {ship} {verb} {second_place}.",
    ),
    end_titles=(
        "Ferry {ship} back in service with {a} in {place}",
        "{place}: ferry {ship} sails again to {second_place}",
    ),
    end_leads=(
        "The ferry {ship} is back in service, and the {a} of {place} {verb} a {b}.",
        "The ferry {ship} sails again with its {a} from {place} to {second_place}.",
    ),
)
_STRIKE = EventKind(
    titles=(
        "Dockers of {place} {verb} {a} of {body}",
        "{place} dockers: {a} {verb} {b}",
        "{body} {verb} {a}, dockers {b}",
    ),
    leads=(
        "The dockers of {place} {verb} the {a} of the {body} and the {b}.",
        "The dockers of the {body} {verb} a {a} in {place}, and a {b} {verb} the {c}.",
        "The {a} of {place} {verb} the {b} of the dockers and the {c}.",
    ),
    end_titles=(
        "Dockers of {place} reach deal on {a} with {body}",
        "{place}: strike of dockers ends with {a} and {b}",
    ),
    end_leads=(
        "The dockers of {place} reached a deal with the {body} on the {a} and {b}.",
        "The strike in {place} is over after the {body} {verb} the {a} and {b}.",
    ),
)
_TANKER = EventKind(
    titles=(
        "Tanker {ship} {verb} {a} near {place}",
        "{a} {verb} tanker {ship} off {place}",
        "{place}: {b} of tanker {ship} {verb} {c}",
    ),
    leads=(
        "The tanker {ship} {verb} a {a} near {place} and the {b} of {second_place}.",
        "A {a} of {place} {verb} the tanker {ship}, its {b} and its {c}.",
        "The tanker {ship} {verb} the {a} and {b} of {place}.",
    ),
    end_titles=(
        "Tanker {ship} refloated with {a} off {place}",
        "{place}: {a} and tugs pull tanker {ship} free",
    ),
    end_leads=(
        "The tanker {ship} was refloated off {place} and {verb} a {a} and a {b}.",
        "Tugs pulled the tanker {ship} and its {b} free from the {a} of {place}.",
    ),
)
_FLAW = EventKind(
    titles=(
        "{cve} in {product} {verb} {a}",
        "{product} {a}: {cve} {verb} {b}",
        "{body} {verb} {a} of {product} with {cve}",
    ),
    leads=(
        "The vulnerability {cve} in {product} {verb} the {a} and the {b}.",
        "The {body} {verb} {cve} in the {a} and {b} of {product}.",
        "The {a} of {product} {verb} the {b} and the {c} through {cve}.",
    ),
    end_titles=(
        "Patch for {cve} in {a} of {product} is out",
        "{product} {a} {cve} is fixed",
    ),
    end_leads=(
        "The {body} released a patch for {cve} in the {a} and {b} of {product}.",
        "The flaw {cve} in the {a} of {product} is fixed, and its {b} {verb} a {c}.",
    ),
)
_OTHER = EventKind(
    titles=(
        "{place} council votes on {a}",
        "{person} {verb} {a} in {place}",
        "Museum of {place} shows {a} of {body}",
        "{body} opens {a} in {place}",
    ),
    leads=(
        "The council of {place} has voted on the {a} of the {body}.",
        "In {place} {person} received the {a} of the {body}.",
        "The {body} shows {number} {a} in the museum of {place}.",
    ),
)
_SEA = (_FERRY, _STRIKE, _TANKER)


@dataclass(frozen=True, slots=True)
class EventNames:
    """The names and nouns that all reports of an event share.

    If ``is_watched``, each report also names the watched actor.
    """

    names: dict[str, str]
    nouns: tuple[str, ...]
    is_watched: bool = False


@dataclass(frozen=True, slots=True)
class NewsItem:
    """An article of one paper; ``paper`` is the number of the paper."""

    event: int
    paper: int
    at: datetime
    title: str
    text: str
    is_copy: bool = False
    is_end: bool = False

    @property
    def url(self) -> str:
        """Return the address of its page."""
        return f"{site(self.paper)}/{self.event}-{self.at:%d%H%M%S}"


@dataclass(frozen=True, slots=True)
class NewsEvent:
    """An event with its articles, the earliest first.

    ``topic`` is ``sea``, ``flaws`` or empty; ``is_watched`` says that the watched actor
    is in each article.
    """

    number: int
    topic: str
    items: tuple[NewsItem, ...]
    is_watched: bool = False


def site(paper: int) -> str:
    """Return the address of a paper."""
    return f"https://paper-{paper:02}.example"


class InventedDay:
    """Invents the events of a day; equal seeds give equal days."""

    def __init__(self, seed: int = 0) -> None:
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret
        self._names: set[str] = set()
        self._number = 0

    def events(self, articles: int) -> tuple[NewsEvent, ...]:
        """Return events with so many articles in all, or a few more."""
        sea = self._events(round(_SEA_SHARE * articles), "sea", DAY)
        flaws = self._events(round(_FLAW_SHARE * articles), "flaws", DAY)
        count = sum(len(event.items) for event in (*sea, *flaws))
        return (*sea, *flaws, *self._events(articles - count, "", DAY))

    def earlier(self) -> tuple[NewsEvent, ...]:
        """Return events on the topics that ended before the evening of the day before."""
        events = (self._events(_EARLIER, topic, _DAY_BEFORE) for topic in TOPICS)
        return tuple(event for group in events for event in group)

    def _events(
        self, articles: int, topic: str, day: datetime
    ) -> tuple[NewsEvent, ...]:
        events: list[NewsEvent] = []
        count = 0
        while count < articles:
            events.append(self._event(topic, day))
            count += len(events[-1].items)
        return tuple(events)

    def _event(self, topic: str, day: datetime) -> NewsEvent:
        number, self._number = self._number, self._number + 1
        choice = self._random.choice
        kind = {"sea": choice(_SEA), "flaws": _FLAW}.get(topic, _OTHER)
        sizes = {"sea": _SEA_SIZES, "flaws": _FLAW_SIZES}.get(topic, _OTHER_SIZES)
        names = self._invented(is_unique=bool(topic))
        is_watched = topic == "sea" and self._random.random() < _WATCHED
        names = replace(names, is_watched=is_watched)
        start = day + _LAST_START * self._random.random()
        papers = self._random.sample(range(PAPERS), choice(sizes))
        items = list(self._reports(number, kind, names, papers, start))
        if topic and len(papers) > 1 and self._random.random() < _COPIED:
            items.extend(self._copies(items[0], papers))
        if kind.end_titles and self._random.random() < _ENDED:
            items.extend(self._endings(number, kind, names, items[-1].at))
        items.sort(key=lambda item: item.at)
        ends = day + timedelta(days=1)
        items = [item for item in items if item.at < ends]
        return NewsEvent(number, topic, tuple(items), is_watched)

    def _reports(
        self,
        number: int,
        kind: EventKind,
        names: EventNames,
        papers: Iterable[int],
        at: datetime,
    ) -> Iterator[NewsItem]:
        for paper in papers:
            title = self._written(self._random.choice(kind.titles), names)
            text = self._text(kind.leads, names)
            yield NewsItem(number, paper, at, title, text)
            at += timedelta(minutes=self._random.expovariate(1 / 25))

    def _copies(self, first: NewsItem, papers: Sequence[int]) -> Iterator[NewsItem]:
        """Yield the text of the first report as other papers print it."""
        others = [paper for paper in range(PAPERS) if paper not in papers]
        at = first.at
        for paper in self._random.sample(others, self._random.randint(1, 4)):
            at += timedelta(minutes=self._random.uniform(1, 20))
            yield replace(first, paper=paper, at=at, is_copy=True)

    def _endings(
        self, number: int, kind: EventKind, names: EventNames, after: datetime
    ) -> Iterator[NewsItem]:
        at = after + timedelta(minutes=self._random.uniform(60, 400))
        for paper in self._random.sample(range(PAPERS), 2):
            title = self._written(self._random.choice(kind.end_titles), names)
            text = self._text(kind.end_leads, names)
            yield NewsItem(number, paper, at, title, text, is_end=True)
            at += timedelta(minutes=self._random.expovariate(1 / 25))

    def _text(self, leads: Sequence[str], names: EventNames) -> str:
        """Write a lead, and paragraphs of reported speech."""
        lead = self._written(self._random.choice(leads), names)
        if names.is_watched:
            lead += f" The {AGENCY} is in charge."
        number = self._random.randint(*_SENTENCES)
        body = [self._sentence(names) for _ in range(number)]
        half = number // 2
        return "\n\n".join((lead, " ".join(body[:half]), " ".join(body[half:])))

    def _sentence(self, names: EventNames) -> str:
        speaker, said = self._random.choice(_SPEAKERS), self._random.choice(_SAID)
        clause = self._random.choice(_CLAUSES)
        return self._written(f"{speaker.replace('{said}', said)} that {clause}.", names)

    def _written(self, pattern: str, names: EventNames) -> str:
        """Fill a pattern with the event's names, and some of its nouns."""
        chosen = self._random.sample(names.nouns, 3)
        nouns = dict(zip("abc", chosen, strict=True))
        verb = self._random.choice(_VERBS)
        text = pattern.format(**names.names, **nouns, verb=verb)
        return text[0].upper() + text[1:]

    def _invented(self, *, is_unique: bool) -> EventNames:
        """Invent names and nouns; unique names belong to no other event."""
        choice = self._random.choice
        name = self._unique if is_unique else self._coined
        names = {
            "place": name(),
            "second_place": name(),
            "ship": name(),
            "product": name(),
            "body": f"{name()} {choice(_BODIES)}",
            "person": f"{name()} {name()}",
            "second": f"{name()} {name()}",
            "mayor": f"{name()} {name()}",
            "role": choice(_ROLES),
            "number": str(self._random.randint(11, 98)),
            "cve": f"CVE-2026-{self._random.randint(1_000, 49_999)}",
        }
        return EventNames(names, tuple(self._noun() for _ in range(_OWN_NOUNS)))

    def _noun(self) -> str:
        return "".join(self._random.choices(_SOUNDS, k=5))

    def _unique(self) -> str:
        while (name := self._coined()) in self._names:
            pass
        self._names.add(name)
        return name

    def _coined(self) -> str:
        parts = (_FIRST, _MIDDLE, _MIDDLE, _LAST)
        return "".join(map(self._random.choice, parts))
