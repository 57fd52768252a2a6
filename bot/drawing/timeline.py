"""Draws a timeline as SVG, 800 pixels wide and as high as its text, light or dark.

All text has at least 30 pixels, so that it has 11 pixels on a phone, where the image is
300 pixels wide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from itertools import chain, pairwise
from typing import assert_never

from bot.core.domain.timelines import (
    FULL_WIDTH,
    Timeline,
    TimelineTheme,
    TimelineTurn,
)
from bot.drawing.text import BOLD, fitted, text_width, wrapped
from bot.templates import load_template

WIDTH, HIGHEST = 800, 1200
"""The width of an image, and its greatest height, in pixels."""

MARGIN = 32
_RIGHT = 752
_TITLES, _SMALL_TITLE = (44, 40, 36), 34
_SMALL = 30
_TITLE_TOP, _TITLE_LINE, _FACTS_LINE = 60, 42, 38
_NEAREST, _FARTHEST = 160, 330
_TEXT_X = 82
_FORMS = ((58, 34), (58, 32), (58, 30), (50, 30), (46, 30))
"""Pairs of a lane's height and the size of the turns' text, in pixels; the first pair
that fits is used.
"""

_LIST_TOP, _BELOW, _BETWEEN = 24, 24, 12
_MOST_LINES = 6
_NUMBER = re.compile(r"\d[\d.,]*(?<=\d)")
_BEFORE_NUMBER = 3
"""The number of words that stay before a number if a text is cut at its beginning."""

_DOTS, _TURNS, _NUMBERS = 24, 46, 34
"""The smallest distance in pixels between two dots, between two turns, and between a
turn and a dot.
"""


@dataclass(frozen=True, slots=True)
class Colours:
    """The colours of a theme; ``on`` is the colour of the number on a turn's dot.

    ``due`` is the colour of an event's mark.
    """

    paper: str
    ink: str
    dim: str
    rule: str
    band: str
    mark: str
    turn: str
    on: str
    due: str


_LIGHT = Colours(
    *("#ffffff", "#1c1d20", "#5a5f68", "#d3d5da", "#f3f3f1", "#69727f"),
    *("#1a53b0", "#ffffff", "#b86a00"),
)
_DARK = Colours(
    *("#17181b", "#e6e7e9", "#a0a5ae", "#3b3e45", "#202226", "#8d95a2"),
    *("#a3c4ff", "#10203f", "#cf8f2a"),
)


_PAGE = Colours(
    *(
        f"light-dark({light},{dark})"
        for light, dark in zip(astuple(_LIGHT), astuple(_DARK), strict=True)
    )
)
"""The colours on a page that can be light or dark."""


@dataclass(frozen=True, slots=True)
class _Dot:
    """The dot of a report or copy; ``x`` and ``y`` are its middle in pixels."""

    x: float
    y: float
    copy: bool


@dataclass(frozen=True, slots=True)
class _Number:
    """A turn with its number on the image: its place, its label, and its lines of text.

    ``label`` is its day on the axis; it is empty if it would overlap another label.
    ``label_x`` is the middle of the label. ``baseline`` is the baseline of the day above
    the lines.
    """

    turn: TimelineTurn
    x: float
    y: float
    label: str
    label_x: float
    lines: Sequence[str]
    baseline: float


@dataclass(frozen=True, slots=True)
class _Frame:
    """The places of the lanes and of the turns' text, and the text's size in pixels.

    ``top`` is the upper edge of the lanes. ``texts`` are those of the turns, each with
    the number that differs from the turn before, if one does.
    """

    top: float
    left: float
    height: float
    count: int
    size: int
    texts: Sequence[tuple[str, str]]

    @property
    def line(self) -> float:
        """Return the height of one line of the turns' text."""
        return self.size * 1.25

    @property
    def bottom(self) -> float:
        return self.top + self.height * self.count + 6

    @property
    def axis(self) -> float:
        """Return the baseline of the days on the axis below the lanes."""
        return self.bottom + 36

    @property
    def room(self) -> float:
        """Return the height in pixels that the list of turns may fill."""
        return HIGHEST - _BELOW - self.axis - _LIST_TOP

    def lines(self, turn: int, most: int = _MOST_LINES) -> tuple[str, ...]:
        """Wrap the text of a turn into at most ``most`` lines.

        If it must be cut, its changed number is kept.
        """
        (text, number), room = self.texts[turn], WIDTH - MARGIN - _TEXT_X
        lines = wrapped(text, room, self.size, lines=most)
        if number in " ".join(lines):
            return lines
        words = text.split()
        at = next(i for i, word in enumerate(words) if number in word)
        rest = " ".join(words[max(0, at - _BEFORE_NUMBER) :])
        return wrapped(f"… {rest}", room, self.size, lines=most)

    def list_height(self, counts: Sequence[int]) -> float:
        """Return the height of turns with these numbers of lines below their days."""
        lines = sum(counts) + len(counts)
        return lines * self.line + len(counts) * _BETWEEN

    def x(self, place: int) -> float:
        """Return the horizontal position, in pixels, of a place on the time axis."""
        return self.left + (_RIGHT - self.left) * place / FULL_WIDTH

    def y(self, lane: int) -> float:
        """Return the vertical position, in pixels, of the middle of a lane."""
        return self.top + 3 + self.height * (lane + 0.5)


def timeline_svg(timeline: Timeline) -> str:
    """Draw the timeline as SVG in its own theme; equal timelines give equal SVG."""
    return _svg(timeline, colours_of(timeline.theme))


def timeline_figure(timeline: Timeline) -> str:
    """Draw the timeline as SVG for a web page, whose style sheet sets the colours."""
    return _svg(timeline, _PAGE)


def _svg(timeline: Timeline, colours: Colours) -> str:
    room = WIDTH - 2 * MARGIN
    size, titles = title_lines(timeline.title, room, lines=3)
    facts = wrapped(timeline.facts, room, _SMALL, lines=2)
    facts_top = _TITLE_TOP + _TITLE_LINE * len(titles)
    frame = _frame(timeline, facts_top + _FACTS_LINE * (len(facts) - 1) + 28)
    numbers = _numbers(timeline, frame)
    last = numbers[-1]
    return load_template(__name__, "timeline.svg")(
        timeline=timeline,
        colours=colours,
        frame=frame,
        width=WIDTH,
        height=last.baseline + len(last.lines) * frame.line + _BELOW,
        margin=MARGIN,
        right=_RIGHT,
        small=_SMALL,
        text_x=_TEXT_X,
        names=[
            fitted(lane.paper, frame.left - MARGIN - 24, _SMALL)
            for lane in timeline.lanes
        ],
        facts=[*enumerate(facts)],
        facts_top=facts_top,
        facts_line=_FACTS_LINE,
        title_top=_TITLE_TOP,
        title_line=_TITLE_LINE,
        titles=titles,
        title_size=size,
        numbers=numbers,
        radius=min(21, frame.height / 2),
        dots=[*_dots(timeline, frame, numbers)],
        band=_band(numbers),
    )


def colours_of(theme: TimelineTheme) -> Colours:
    """Return the colours of a theme; the theme ``NONE`` has the light colours."""
    match theme:
        case TimelineTheme.LIGHT | TimelineTheme.NONE:
            return _LIGHT
        case TimelineTheme.DARK:
            return _DARK
        case _:
            assert_never(theme)


def title_lines(
    title: str, room: float, *, lines: int = 2
) -> tuple[int, tuple[str, ...]]:
    """Return the title's text size and lines: one large line or some small ones."""
    for size in _TITLES:
        if text_width(title, size, BOLD) <= room:
            return size, (title,)
    return _SMALL_TITLE, wrapped(title, room, _SMALL_TITLE, lines=lines, weight=BOLD)


def _frame(timeline: Timeline, top: float) -> _Frame:
    """Return the largest form whose list has room for all lines of the turns.

    If no form has room, return the smallest.
    """
    names = (text_width(lane.paper, _SMALL) for lane in timeline.lanes)
    left = min(max(MARGIN + max(names) + 48, _NEAREST), _FARTHEST)
    texts = [turn.text for turn in timeline.turns]
    changed = ["", *(_changed_number(*pair) for pair in pairwise(texts))]
    shown = tuple(zip(texts, changed, strict=True))
    frames = [
        _Frame(top, left, height, len(timeline.lanes), size, shown)
        for height, size in _FORMS
    ]
    fitting = (
        frame
        for frame in frames
        if frame.room
        >= frame.list_height([len(frame.lines(turn)) for turn in range(len(texts))])
    )
    return next(fitting, frames[-1])


def _changed_number(before: str, text: str) -> str:
    """Return the first number of ``text`` that ``before`` does not have, or ""."""
    earlier = set(_NUMBER.findall(before))
    return next((each for each in _NUMBER.findall(text) if each not in earlier), "")


def _numbers(timeline: Timeline, frame: _Frame) -> Sequence[_Number]:
    turns = timeline.turns
    places = _apart([frame.x(turn.place) for turn in turns], _TURNS, frame.left)
    labels = _labels(timeline, places)
    counts = _line_counts(len(turns), frame)
    baseline = frame.axis + _LIST_TOP + frame.size
    numbers = []
    for number, (turn, x, label) in enumerate(zip(turns, places, labels, strict=True)):
        lines = frame.lines(number, counts[number])
        y = frame.y(turn.lane)
        numbers.append(_Number(turn, x, y, *label, lines, baseline))
        baseline += frame.list_height([len(lines)])
    return numbers


def _line_counts(turns: int, frame: _Frame) -> Sequence[int]:
    """Return how many lines each turn gets, so that all turns fit into the list."""
    wanted = [len(frame.lines(turn)) for turn in range(turns)]
    counts = [1] * turns
    left = int((frame.room - frame.list_height(counts)) // frame.line)
    for _ in range(_MOST_LINES):
        for number, most in enumerate(wanted):
            if left > 0 and counts[number] < most:
                counts[number] += 1
                left -= 1
    return counts


def _labels(timeline: Timeline, places: Sequence[float]) -> Sequence[tuple[str, float]]:
    """Return the label of each turn and the label's middle.

    A label is empty if it has no room. The ending gets room first, then the newest
    turn.
    """
    labels = {i: ("", place) for i, place in enumerate(places)}
    taken: list[tuple[float, float]] = []
    order = sorted(labels, key=lambda i: (not timeline.turns[i].ends, -i))
    for i in order:
        turn = timeline.turns[i]
        label = f"{timeline.end} {turn.day}" if turn.ends else turn.day
        half = text_width(label, _SMALL, BOLD) / 2
        middle = min(places[i], WIDTH - MARGIN - half)
        span = (middle - half - 8, middle + half + 8)
        if all(span[1] <= first or last <= span[0] for first, last in taken):
            labels[i] = (label, middle)
            taken.append(span)
    return [labels[i] for i in range(len(places))]


def _apart(places: Iterable[float], distance: float, left: float) -> list[float]:
    """Move ascending places until they are at least ``distance`` apart.

    They move to the right. Places beyond the frame's right edge move back to the left,
    but not further left than ``left``.
    """
    moved: list[float] = []
    for place in places:
        moved.append(max(place, moved[-1] + distance) if moved else place)
    limit = float(_RIGHT)
    for i in reversed(range(len(moved))):
        moved[i] = max(min(moved[i], limit), left)
        limit = moved[i] - distance
    return moved


def _dots(
    timeline: Timeline, frame: _Frame, numbers: Sequence[_Number]
) -> Iterator[_Dot]:
    """Yield the dots of each lane; a dot that would overlap moves to a free place.

    If a lane has no free place, its further dots stay where they are.
    """
    for lane, papers in enumerate(timeline.lanes):
        y = frame.y(lane)
        turns = [number.x for number in numbers if number.turn.lane == lane]
        taken = [(x, _NUMBERS) for x in turns]
        is_full = False
        for mark in papers.marks:
            x = frame.x(mark.place)
            place = None if is_full else _free(x, taken, left=frame.left)
            is_full = place is None
            if place is not None:
                taken.append((place, _DOTS))
            yield _Dot(x if place is None else place, y, mark.copy)


def _free(x: float, taken: Sequence[tuple[float, int]], *, left: float) -> float | None:
    """Return the nearest free place right of ``x``, or else left of it, if any.

    ``taken`` are the occupied places, each with the distance to keep from it.
    """
    right = (x + step for step in range(int(_RIGHT + 36 - x) + 1))
    back = (x - step for step in range(int(x - left) + 1))
    return next(
        (
            place
            for place in chain(right, back)
            if all(abs(place - other) >= distance for other, distance in taken)
        ),
        None,
    )


def _band(numbers: Sequence[_Number]) -> tuple[float, float]:
    """Return the left edge and width of the band from first turn to ending."""
    ends = [number.x for number in numbers if number.turn.ends]
    last = ends[-1] if ends else float(_RIGHT)
    first = min(numbers[0].x, last)
    return first, last - first
