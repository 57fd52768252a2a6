"""The preview's page of what one person or organisation said over time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.domain.record import RecordedArticle, Speaker, Statement
from bot.core.record.who import SaidLine, SpeakerAnswer, link_to
from bot.core.text.date_format import day_label, full_day
from bot.core.text.deep_links import page_address
from bot.core.text.labels import Labels, labels_for
from bot.templates import load_template
from bot.web.preview.page import draw_frame
from bot.web.preview.record_lines import (
    RECORD,
    draw_papers,
    draw_words,
    record_files,
)

_MOST_OPTIONS = 6
"""The maximum number of papers and of cues that a reader can choose."""

_MOST_MONTHS = 3
_MOST_TICKS = 8
_MOST_ROLES = 3

_COLUMNS = 34
"""The number of columns of the timeline; each is wide enough for a finger to hit its
mark.
"""

_ROWS = 4
"""The maximum number of dots above each other; the list below shows all statements."""


@dataclass(frozen=True, slots=True)
class WhoPreview:
    """The statements of a speaker; ``language`` is the language of days and labels."""

    answer: SpeakerAnswer
    today: date
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a filter; ``count`` is the number of statements that it selects."""

    id: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A group of options of which a reader chooses one; ``all`` names the empty choice.

    ``name`` is the data attribute in which a statement has the ids of its options.
    """

    name: str
    legend: str
    all: str
    choices: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A statement in the timeline: ``left`` is its place in per cent.

    ``row`` counts from below.
    """

    number: int
    left: float
    row: int
    label: str
    hollow: bool


@dataclass(frozen=True, slots=True)
class _Options:
    """The papers and cues that a reader can choose, with their ids, and the months."""

    papers: Mapping[str, str]
    cues: Mapping[str, str]
    months: Sequence[date]

    def of(self, line: SaidLine) -> Mapping[str, str]:
        """Map each filter's name to the ids of the options that select ``line``."""
        day, cue = line.statement.article.day, _cue(line)
        papers = (self.papers[p] for p in line.papers if p in self.papers)
        months = (f"m{i}" for i, first in enumerate(self.months) if day >= first)
        return {
            "paper": " ".join(papers),
            "cue": self.cues.get(cue or "", ""),
            "since": " ".join(months),
        }


def who_pages(preview: WhoPreview) -> Mapping[str, tuple[str, bytes]]:
    """Return the files of the preview: content type and bytes, by path."""
    lines = [line for story in preview.answer.stories for line in story]
    labels, year = labels_for(preview.language), preview.today.year
    options = _options(lines)
    filters = tuple(_filters(lines, options, labels))
    numbers = {line.statement.id: n for n, line in enumerate(lines, start=1)}
    earlier = {line.earlier.id for line in lines if line.earlier is not None}
    body = load_template(__name__, "who.html")(
        speaker=preview.answer.speaker,
        stories=preview.answer.stories,
        lines=lines,
        first=min((_day(line) for line in lines), default=preview.today),
        roles=_roles(preview.answer.speaker, lines),
        paper_count=len({paper for line in lines for paper in line.papers}),
        filters=filters,
        numbers=numbers,
        marks=[*_marks(lines, earlier, year, labels)],
        ticks=[*_ticks(lines, preview.today, labels)],
        options=options.of,
        labels=labels,
        day=lambda day: day_label(day, year, labels),
        full=lambda day: full_day(day, labels),
        words=_words,
        papers=draw_papers,
        address=_address,
        story_title=_story_title,
    )
    page = draw_frame(
        preview.answer.speaker.name, "Statements of a speaker", body, RECORD
    )
    hidden = [(each.name, choice.id) for each in filters for choice in each.choices]
    return record_files(page, hidden)


def _day(line: SaidLine) -> date:
    return line.statement.article.day


def _words(statement: Statement) -> str:
    return draw_words(statement.text, statement.article, link_to(statement))


def _cue(line: SaidLine) -> str | None:
    cue = line.statement.cue
    return None if cue is None else cue.casefold()


def _address(article: RecordedArticle) -> str | None:
    return page_address(article.url)


def _story_title(story: Sequence[SaidLine]) -> str:
    article = story[0].statement.article
    return article.title or article.paper or article.day.isoformat()


def _roles(
    speaker: Speaker, lines: Iterable[SaidLine]
) -> Sequence[tuple[str, Sequence[str]]]:
    """Return the roles that articles give a speaker, each with its papers."""
    roles: dict[str, dict[str, None]] = {}
    for line in lines:
        role, paper = line.statement.role, line.statement.article.paper
        if role is not None:
            papers = roles.setdefault(role, {})
            papers.update(dict.fromkeys((paper,) if paper else ()))
    if not roles and speaker.role is not None:
        roles[speaker.role] = {}
    return [(role, [*papers]) for role, papers in roles.items()][:_MOST_ROLES]


def _options(lines: Sequence[SaidLine]) -> _Options:
    papers = Counter(paper for line in lines for paper in line.papers)
    cues = Counter(cue for line in lines if (cue := _cue(line)) is not None)
    months = sorted({_day(line).replace(day=1) for line in lines}, reverse=True)
    # Leave out the first month, which would select every statement.
    return _Options(
        {
            name: f"p{i}"
            for i, (name, _) in enumerate(papers.most_common(_MOST_OPTIONS))
        },
        {cue: f"q{i}" for i, (cue, _) in enumerate(cues.most_common(_MOST_OPTIONS))},
        months[:-1][:_MOST_MONTHS],
    )


def _filters(
    lines: Sequence[SaidLine], options: _Options, labels: Labels
) -> Iterator[Filter]:
    """Yield the filters that offer a choice."""
    counts = Counter(
        (name, id_)
        for line in lines
        for name, ids in options.of(line).items()
        for id_ in ids.split()
    )
    months = {full_day(m, labels): f"m{i}" for i, m in enumerate(options.months)}
    groups: tuple[tuple[str, str, str, Mapping[str, str]], ...] = (
        ("paper", "Paper", "All papers", options.papers),
        ("cue", "How it was said", "In any way", options.cues),
        ("since", "Since", "Any day", months),
    )
    for name, legend, every, ids in groups:
        choices = tuple(Option(i, n, counts[name, i]) for n, i in ids.items())
        if len(choices) > 1 or (name == "since" and choices):
            yield Filter(name, legend, every, choices)


def _span(lines: Sequence[SaidLine]) -> tuple[date, int]:
    """Return the first day of the timeline, and the number of its days."""
    days = [*map(_day, lines)]
    first = min(days).replace(day=1)
    return first, (max(days) - first).days + 1


def _marks(
    lines: Sequence[SaidLine], earlier: set[int], year: int, labels: Labels
) -> Iterator[Dot]:
    """Yield a dot for each statement, by time, in the lowest free row of its column.

    A statement without a free row gets no dot. The dot is hollow if the statement is
    shown beside an earlier or later one; ``earlier`` holds the ids of the earlier ones.
    """
    if not lines:
        return
    first, length = _span(lines)
    rows: Counter[int] = Counter()
    numbered = sorted(enumerate(lines, start=1), key=lambda each: _day(each[1]))
    for number, line in numbered:
        column = int((_day(line) - first).days / length * _COLUMNS)
        if rows[column] < _ROWS:
            hollow = line.earlier is not None or line.statement.id in earlier
            left = (column + 0.5) * 100 / _COLUMNS
            label = f"{day_label(_day(line), year, labels)}, statement {number}"
            yield Dot(number, left, rows[column], label, hollow)
        rows[column] += 1


def _ticks(
    lines: Sequence[SaidLine], today: date, labels: Labels
) -> Iterator[tuple[float, str]]:
    """Yield the place and the name of each month that begins in the timeline.

    The place is in per cent of the width.
    """
    if not lines:
        return
    first, length = _span(lines)
    count = length // 28 + 1
    step = -(-count // _MOST_TICKS)
    for index in range(0, count, step):
        months = first.month - 1 + index
        month = date(first.year + months // 12, months % 12 + 1, 1)
        place = (month - first).days / length
        if place < 1:
            name = labels.months[month.month - 1]
            year = "" if month.year == today.year else f" {month.year}"
            yield place * 100, f"{name}{year}"
