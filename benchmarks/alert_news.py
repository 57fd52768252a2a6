"""A day of invented news for the benchmark of alerts, the same on every run.

Events at sea and security flaws are on a topic; all other articles are not. Papers
report an event in words of their own; some print the same agency text instead, which
makes copies. Some events end hours later.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
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

_OWN_NOUNS = 16
_SEA = ("ferry", "strike", "tanker")


def _read_phrases() -> dict[str, list[str]]:
    text = Path(__file__).with_suffix(".txt").read_text("utf8")
    lists = (part.split("\n") for part in text.split("\n= ")[1:])
    return {name: [item for item in items if item] for name, *items in lists}


_PHRASES = _read_phrases()


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
        kind = {"sea": choice(_SEA), "flaws": "flaw"}.get(topic, "other")
        sizes = {"sea": _SEA_SIZES, "flaws": _FLAW_SIZES}.get(topic, _OTHER_SIZES)
        names = self._invented(is_unique=bool(topic))
        is_watched = topic == "sea" and self._random.random() < _WATCHED
        names = replace(names, is_watched=is_watched)
        start = day + _LAST_START * self._random.random()
        papers = self._random.sample(range(PAPERS), choice(sizes))
        items = list(self._reports(number, kind, names, papers, start))
        if topic and len(papers) > 1 and self._random.random() < _COPIED:
            items.extend(self._copies(items[0], papers))
        if f"{kind} end titles" in _PHRASES and self._random.random() < _ENDED:
            items.extend(self._endings(number, kind, names, items[-1].at))
        items.sort(key=lambda item: item.at)
        ends = day + timedelta(days=1)
        items = [item for item in items if item.at < ends]
        return NewsEvent(number, topic, tuple(items), is_watched)

    def _reports(
        self,
        number: int,
        kind: str,
        names: EventNames,
        papers: Iterable[int],
        at: datetime,
    ) -> Iterator[NewsItem]:
        for paper in papers:
            title = self._written(self._phrase(f"{kind} titles"), names)
            text = self._text(f"{kind} leads", names)
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
        self, number: int, kind: str, names: EventNames, after: datetime
    ) -> Iterator[NewsItem]:
        at = after + timedelta(minutes=self._random.uniform(60, 400))
        for paper in self._random.sample(range(PAPERS), 2):
            title = self._written(self._phrase(f"{kind} end titles"), names)
            text = self._text(f"{kind} end leads", names)
            yield NewsItem(number, paper, at, title, text, is_end=True)
            at += timedelta(minutes=self._random.expovariate(1 / 25))

    def _text(self, leads: str, names: EventNames) -> str:
        """Write a lead, and paragraphs of reported speech."""
        lead = self._written(self._phrase(leads), names)
        if names.is_watched:
            lead += f" The {AGENCY} is in charge."
        number = self._random.randint(*_SENTENCES)
        body = [self._sentence(names) for _ in range(number)]
        half = number // 2
        return "\n\n".join((lead, " ".join(body[:half]), " ".join(body[half:])))

    def _sentence(self, names: EventNames) -> str:
        speaker, said = self._phrase("speakers"), self._phrase("said")
        clause = self._phrase("clauses")
        return self._written(f"{speaker.replace('{said}', said)} that {clause}.", names)

    def _written(self, pattern: str, names: EventNames) -> str:
        """Fill a pattern with the event's names, and some of its nouns."""
        chosen = self._random.sample(names.nouns, 3)
        nouns = dict(zip("abc", chosen, strict=True))
        verb = self._phrase("verbs")
        text = pattern.format(**names.names, **nouns, verb=verb)
        return text[0].upper() + text[1:]

    def _invented(self, *, is_unique: bool) -> EventNames:
        """Invent names and nouns; unique names belong to no other event."""
        name = self._unique if is_unique else self._coined
        names = {
            "place": name(),
            "second_place": name(),
            "ship": name(),
            "product": name(),
            "body": f"{name()} {self._phrase('bodies')}",
            "person": f"{name()} {name()}",
            "second": f"{name()} {name()}",
            "mayor": f"{name()} {name()}",
            "role": self._phrase("roles"),
            "number": str(self._random.randint(11, 98)),
            "cve": f"CVE-2026-{self._random.randint(1_000, 49_999)}",
        }
        return EventNames(names, tuple(self._noun() for _ in range(_OWN_NOUNS)))

    def _noun(self) -> str:
        return "".join(self._random.choices(_PHRASES["sounds"], k=5))

    def _unique(self) -> str:
        while (name := self._coined()) in self._names:
            pass
        self._names.add(name)
        return name

    def _coined(self) -> str:
        return "".join(map(self._phrase, ("first", "middle", "middle", "last")))

    def _phrase(self, name: str) -> str:
        return self._random.choice(_PHRASES[name])
