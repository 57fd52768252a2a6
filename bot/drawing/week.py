"""Draws seven days of the calendar as SVG, 1200 by 675 pixels, in a timeline's style.

The days stand in a row, each with a mark for every event. Lines of text on the events
stand below the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.domain.weeks import WEEK_DAYS, Week, WeekDay, WeekEvent, WeekMark
from bot.drawing.text import BOLD, fitted, text_width, wrapped
from bot.drawing.timeline import colours_of, title_lines
from bot.templates import load_template

WIDTH, MARGIN = 1200, 48
_FACTS, _SMALL = 28, 27
_CELL = (WIDTH - 2 * MARGIN) / WEEK_DAYS
_STRIP_TOP, _STRIP_HEIGHT = 156, 104
_MOST_MARKS, _BETWEEN_MARKS = 4, 31
_LIST_TOP, _LIST_BOTTOM, _BETWEEN = 288, 651, 10
_SIZES = (34, 31, 28)
_MOST_LINES = 5
_DAY_X, _WIDEST_DAY = 92, 320


@dataclass(frozen=True, slots=True)
class _EventMark:
    """The mark of an event; ``x`` and ``y`` are its middle."""

    mark: WeekMark
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class _Cell:
    """A day in the row: its place, its marks, and the text ``more``.

    ``more`` says how many further marks have no room.
    """

    day: WeekDay
    x: float
    number_x: float
    marks: Sequence[_EventMark]
    more: str
    more_x: float


@dataclass(frozen=True, slots=True)
class _Entry:
    """An event in the list; ``baseline`` is the baseline of its first line."""

    event: WeekEvent
    mark: _EventMark
    note: str
    lines: Sequence[str]
    baseline: float


@dataclass(frozen=True, slots=True)
class _WeekFrame:
    """The size and the left edge of the list's text, and the height of the list.

    ``notes`` is false if the notes have no room.
    """

    size: int
    text_x: float
    room: float
    notes: bool = True

    @property
    def line(self) -> float:
        """Return the height of one line of text."""
        return self.size * 1.25

    def lines(self, event: WeekEvent, most: int = _MOST_LINES) -> tuple[str, ...]:
        """Wrap the text of an event into at most ``most`` lines."""
        room = WIDTH - MARGIN - self.text_x
        return wrapped(event.text, room, self.size, lines=most)

    def height(self, events: Sequence[WeekEvent]) -> float:
        """Return the height that the list needs if all its lines are shown."""
        counts = (max(len(self.lines(each)), self.least(each)) for each in events)
        return sum(counts) * self.line + len(events) * _BETWEEN

    def count(self, events: Sequence[WeekEvent]) -> int:
        """Return the number of lines that fit into the list."""
        return int((self.room - len(events) * _BETWEEN) // self.line)

    def least(self, event: WeekEvent) -> int:
        """Return how many lines an event needs at least; a note needs a second line."""
        return 2 if event.note and self.notes else 1


def week_svg(week: Week) -> str:
    """Draw the week as SVG in its own theme; equal weeks give equal SVG."""
    frame = _frame(week)
    size, titles = title_lines(week.title, WIDTH - 2 * MARGIN)
    entries = _entries(week, frame)
    return load_template(__name__, "week.svg")(
        week=week,
        colours=colours_of(week.theme),
        frame=frame,
        title=titles[0],
        title_size=size,
        facts=fitted(week.facts, WIDTH - 2 * MARGIN, _FACTS),
        top=_STRIP_TOP,
        height=_STRIP_HEIGHT,
        width=_CELL,
        cells=[_cell(number, day) for number, day in enumerate(week.days)],
        entries=entries,
        bottom=_LIST_BOTTOM,
    )


def _cell(number: int, day: WeekDay) -> _Cell:
    x, y = MARGIN + _CELL * number, _STRIP_TOP + 76
    most = len(day.marks) if len(day.marks) <= _MOST_MARKS else _MOST_MARKS - 1
    marks = [
        _EventMark(mark, x + 26 + _BETWEEN_MARKS * place, y)
        for place, mark in enumerate(day.marks[:most])
    ]
    left = len(day.marks) - most
    number_x = x + 14 + text_width(day.weekday, _SMALL) + 12
    more_x = x + 14 + _BETWEEN_MARKS * most
    return _Cell(day, x, number_x, marks, f"+{left}" if left else "", more_x)


def _frame(week: Week) -> _WeekFrame:
    """Return the frame with the largest text size at which all lines have room.

    If no size fits, use the smallest; if the notes do not fit either, leave them out.
    """
    room = _LIST_BOTTOM - _LIST_TOP - (_SMALL + _BETWEEN if week.more else 0)
    frames = [_WeekFrame(size, _text_x(week, size), room) for size in _SIZES]
    fitting = (frame for frame in frames if frame.height(week.events) <= room)
    frame = next(fitting, frames[-1])
    lines = sum(map(frame.least, week.events))
    return replace(frame, notes=lines <= frame.count(week.events))


def _text_x(week: Week, size: int) -> float:
    days = (text_width(event.day, size, BOLD) for event in week.events)
    notes = (text_width(event.note, _SMALL) for event in week.events)
    widest = max((*days, *notes), default=0)
    return _DAY_X + min(widest, _WIDEST_DAY) + 24


def _entries(week: Week, frame: _WeekFrame) -> Sequence[_Entry]:
    counts = _line_counts(week.events, frame)
    baseline = float(_LIST_TOP + frame.size)
    entries = []
    for event, count in zip(week.events, counts, strict=True):
        mark = _EventMark(event.mark, 64, baseline - frame.size * 0.34)
        note = fitted(event.note, _WIDEST_DAY, _SMALL) if frame.notes else ""
        lines = frame.lines(event, count)
        entries.append(_Entry(event, mark, note, lines, baseline))
        height = max(len(lines), frame.least(event))
        baseline += height * frame.line + _BETWEEN
    return entries


def _line_counts(events: Sequence[WeekEvent], frame: _WeekFrame) -> Sequence[int]:
    """Return how many lines each event gets, so that all events fit into the list."""
    wanted = [len(frame.lines(event)) for event in events]
    counts = [*map(frame.least, events)]
    left = frame.count(events) - sum(counts)
    for _ in range(_MOST_LINES):
        for number, most in enumerate(wanted):
            if left > 0 and counts[number] < most:
                counts[number] += 1
                left -= 1
    return counts
