"""Invented newsrooms: what each paper reports, and what each sentence tells.

A folder holds ``papers.txt`` and one file for each event. In ``papers.txt`` a line is
``NAME feed|page ADDRESS``. A file of an event begins with these lines::

    state NAME [beside|lasting|end|over NAME NAME]: what a reader must know
    number NAME: VALUE VALUE        the values that papers give at the same time
    apart EVENT: why the two are not one story

States are in order. A state supersedes those before it that are neither ``beside`` nor
``lasting``, or exactly those behind ``over``. A state ``beside`` the others supersedes
none, and only the end supersedes it; a ``lasting`` one is never superseded. A number
that only rises has no values: its reports never contradict each other.

A report begins with ``= PAPER DAY TIME NAME`` and ends before the next. ``copy NAME``
behind it repeats another report's text after its own lines; ``edit NAME`` replaces
words of an earlier report on the same page by lines ``OLD => NEW``. The line ``* TITLE``
is followed by one sentence a line; blank lines separate paragraphs. ``[STATE STATE]``
before a title or sentence says which states it tells, and ``{NUMBER=VALUE|words}``
marks the words that give a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

FIRST_DAY = datetime(2026, 3, 4, tzinfo=UTC)
"""The day with number 1, a Wednesday."""

_STATES = re.compile(r"\[([^\]]+)\] ")
_NUMBER = re.compile(r"\{([\w-]+)=([\d.]+)\|([^}]+)\}")
_KEYWORDS = ("state", "number", "apart")


class NewsroomError(Exception):
    """A file of a newsroom is wrong; the message says where."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A paper with a feed, or a page that is edited in place."""

    name: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class CountedNumber:
    """The words of a sentence that give a number; offsets are within the sentence."""

    thing: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """A sentence with the states that it tells and the numbers that it gives."""

    text: str
    states: frozenset[str] = frozenset()
    numbers: tuple[CountedNumber, ...] = ()
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class PaperReport:
    """A report, or one version of a page; ``original`` is the report that it copies.

    ``edits`` is the report that it replaces on the same page.
    """

    name: str
    event: str
    paper: str
    at: datetime
    title: TextLine
    lines: tuple[TextLine, ...]
    original: str | None = None
    edits: str | None = None

    @property
    def text(self) -> str:
        """Return the text; blank lines separate the paragraphs."""
        paragraphs: dict[int, list[str]] = {}
        for line in self.lines:
            paragraphs.setdefault(line.paragraph, []).append(line.text)
        return "\n\n".join(" ".join(lines) for lines in paragraphs.values())

    @property
    def states(self) -> frozenset[str]:
        """Return all states that the report tells."""
        return frozenset().union(self.title.states, *(one.states for one in self.lines))

    @property
    def numbers(self) -> frozenset[tuple[str, str]]:
        """Return the numbers that the report gives: thing and value."""
        return frozenset(
            (number.thing, number.value)
            for line in self.lines
            for number in line.numbers
        )


@dataclass(frozen=True, slots=True)
class EventState:
    """A state of an event, the fact to know, and the states that it supersedes."""

    name: str
    fact: str
    over: frozenset[str] = frozenset()
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Storyline:
    """An event: its states in order, its numbers that differ, and its reports."""

    name: str
    states: tuple[EventState, ...]
    numbers: Mapping[str, frozenset[str]]
    apart: tuple[str, ...]
    reports: tuple[PaperReport, ...]

    @property
    def ending(self) -> str | None:
        """Return the name of the state that ends the event, if it ends."""
        return next((state.name for state in self.states if state.is_end), None)

    def superseded(self, stored: Collection[str]) -> frozenset[str]:
        """Return the states that a later state among ``stored`` supersedes."""
        over = (state.over for state in self.states if state.name in stored)
        return frozenset().union(*over)

    def stored(self, at: datetime) -> tuple[PaperReport, ...]:
        """Return the reports that are published by a time, the earliest first."""
        return tuple(report for report in self.reports if report.at <= at)


@dataclass(frozen=True, slots=True)
class NewsroomSet:
    """The papers and all events that they report."""

    papers: tuple[Publication, ...]
    events: tuple[Storyline, ...]

    @property
    def reports(self) -> tuple[PaperReport, ...]:
        """Return the reports of all events, the earliest first."""
        every = (report for event in self.events for report in event.reports)
        return tuple(sorted(every, key=lambda report: (report.at, report.name)))

    def address(self, report: PaperReport) -> str:
        """Return the address of the report's page."""
        paper = next(paper for paper in self.papers if paper.name == report.paper)
        if paper.kind == "page":
            return paper.address
        return f"{paper.address}/{(report.edits or report.name).replace('/', '-')}"


def load_newsrooms(folder: Path) -> NewsroomSet:
    """Read the papers and events of a folder.

    Raises:
        NewsroomError: a file is wrong.
    """
    papers = tuple(_papers(folder / "papers.txt"))
    files = sorted(file for file in folder.glob("*.txt") if file.stem != "papers")
    events = tuple(parse_storyline(file.stem, file.read_text("utf8")) for file in files)
    named = {paper.name for paper in papers}
    for report in (report for event in events for report in event.reports):
        if report.paper not in named:
            message = f"{report.name}: papers.txt has no paper {report.paper}"
            raise NewsroomError(message)
    return NewsroomSet(papers, events)


def _papers(file: Path) -> Iterator[Publication]:
    for line in file.read_text("utf8").splitlines():
        name, kind, address = line.split()
        yield Publication(name, kind, address)


def parse_storyline(name: str, text: str) -> Storyline:
    """Parse the file of an event.

    Raises:
        NewsroomError: the file is wrong.
    """
    head, *bodies = re.split(r"^= ", text, flags=re.MULTILINE)
    kinds: dict[str, list[str]] = {}
    states: list[EventState] = []
    numbers: dict[str, frozenset[str]] = {}
    apart: list[str] = []
    for keyword, subject, rest in _declared(name, head):
        match keyword:
            case "state":
                state, *kinds[state] = subject.split()
                over = _superseded(state, kinds)
                states.append(EventState(state, rest, over, "end" in kinds[state]))
            case "number":
                numbers[subject] = frozenset(rest.split())
            case _:
                apart.append(subject)
    reports: dict[str, PaperReport] = {}
    for body in bodies:
        report = _report(name, body, reports)
        reports[report.name] = report
    ordered = sorted(reports.values(), key=lambda report: (report.at, report.name))
    event = Storyline(name, tuple(states), numbers, tuple(apart), tuple(ordered))
    _check(event)
    return event


def _declared(name: str, head: str) -> Iterator[tuple[str, str, str]]:
    for line in filter(None, head.splitlines()):
        keyword, _, rest = line.partition(" ")
        subject, colon, value = rest.partition(":")
        if keyword not in _KEYWORDS or not colon:
            message = f"{name}: expected one of {', '.join(_KEYWORDS)}: {line}"
            raise NewsroomError(message)
        yield keyword, subject.strip(), value.strip()


def _superseded(name: str, kinds: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the states that a state supersedes; ``kinds`` ends with its own."""
    if "over" in kinds[name]:
        return frozenset(kinds[name][1:])
    if kinds[name] and "end" not in kinds[name]:
        return frozenset()
    spared = {"lasting"} if "end" in kinds[name] else {"lasting", "beside"}
    return frozenset(
        other for other, given in kinds.items() if not spared & {*given}
    ) - {name}


def _report(event: str, body: str, earlier: Mapping[str, PaperReport]) -> PaperReport:
    head, _, rest = body.partition("\n")
    paper, day, clock, name, *relation = head.split()
    moment = FIRST_DAY + timedelta(days=int(day) - 1)
    at = datetime.combine(moment, time.fromisoformat(clock), UTC)
    other = earlier.get(f"{event}/{relation[1]}") if relation else None
    if relation and other is None:
        message = f"{event}/{name}: no earlier report {relation[1]}"
        raise NewsroomError(message)
    lines = rest.strip().splitlines()
    if other and relation[0] == "edit":
        edited = [_edited(line, lines) for line in (other.title, *other.lines)]
        report = replace(other, title=edited[0], lines=tuple(edited[1:]), at=at)
        return replace(report, name=f"{event}/{name}", edits=other.edits or other.name)
    title, *texts = lines
    if not title.startswith("* "):
        message = f"{event}/{name}: expected a title: {title}"
        raise NewsroomError(message)
    own = tuple(_lines(texts))
    report = PaperReport(f"{event}/{name}", event, paper, at, _line(title[2:]), own)
    return report if other is None else _copied(report, other)


def _copied(report: PaperReport, original: PaperReport) -> PaperReport:
    """Append the lines of the original."""
    first = 1 + max((line.paragraph for line in report.lines), default=-1)
    added = (replace(line, paragraph=first + line.paragraph) for line in original.lines)
    return replace(report, lines=(*report.lines, *added), original=original.name)


def _edited(line: TextLine, edits: Iterable[str]) -> TextLine:
    """Replace words; a number behind the replaced words keeps its own words."""
    for edit in edits:
        old, _, new = edit.partition(" => ")
        place = line.text.find(old)
        if place < 0:
            continue
        shift = len(new) - len(old)
        numbers = tuple(
            replace(one, start=one.start + shift, end=one.end + shift)
            if one.start >= place + len(old)
            else one
            for one in line.numbers
            if one.end <= place or one.start >= place + len(old)
        )
        line = replace(line, text=line.text.replace(old, new, 1), numbers=numbers)
    return line


def _lines(texts: Iterable[str]) -> Iterator[TextLine]:
    paragraph = 0
    for text in texts:
        if text.strip():
            yield replace(_line(text.strip()), paragraph=paragraph)
        else:
            paragraph += 1


def _line(raw: str) -> TextLine:
    names = _STATES.match(raw)
    rest = raw[names.end() :] if names else raw
    states = frozenset(names[1].split()) if names else frozenset[str]()
    text, numbers = "", []
    last = 0
    for mark in _NUMBER.finditer(rest):
        text += rest[last : mark.start()]
        place = len(text), len(text) + len(mark[3])
        numbers.append(CountedNumber(mark[1], mark[2], *place))
        text += mark[3]
        last = mark.end()
    text += rest[last:]
    if set(text) & set("[]{}"):
        message = f"not a valid mark: {raw}"
        raise NewsroomError(message)
    return TextLine(text, states, tuple(numbers))


def _check(event: Storyline) -> None:
    """Refuse states and numbers that the head of the file does not declare."""
    states = {state.name for state in event.states}
    for report in event.reports:
        _refuse(report.name, report.states - states)
        _refuse(
            report.name, {thing for thing, _ in report.numbers} - set(event.numbers)
        )
    for state in event.states:
        _refuse(state.name, state.over - states)
    reported = frozenset[str]().union(*(report.states for report in event.reports))
    _refuse(f"{event.name}, states without a report", states - reported)


def _refuse(place: str, names: Collection[str]) -> None:
    if names:
        message = f"{place}: {', '.join(sorted(names))}"
        raise NewsroomError(message)


def lines_of(reports: Sequence[PaperReport]) -> Iterator[tuple[PaperReport, TextLine]]:
    """Yield each sentence with its report."""
    for report in reports:
        for line in report.lines:
            yield report, line
