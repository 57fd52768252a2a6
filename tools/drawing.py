"""Drawings of figures against CPU in which no label covers another.

The labels of points stand where there is room around them, joined by a line where that
is not beside them; those of peers stand in a column behind the end of their lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.ticker import LogLocator, NullFormatter, StrMethodFormatter
from matplotlib.transforms import Bbox

Dot = tuple[str, float, float]
"""A name with its place."""

Place = tuple[float, float]

_SIZE = (8, 5)
# In points of 1/72 inch, as are the distances below.
_FONT, _PEER_FONT = 8, 7
_DOT = 4
_MARGIN = 1.5
_REACHES = (7, 12, 18, 26, 36, 48)
_DIRECTIONS = 16
_LEADER_FROM = 11
_LEADER = {"arrowstyle": "-", "linewidth": 0.5, "color": "grey", "shrinkB": 3.0}
_COLUMN = 12
_STEP = 9.5


@dataclass(slots=True)
class _Room:
    """What of a drawing is taken, in pixels."""

    inside: Bbox
    taken: list[Bbox] = field(default_factory=list)

    def has(self, box: Bbox) -> bool:
        """Return whether a label fits there."""
        free = not any(box.overlaps(other) for other in self.taken)
        return free and all(self.inside.contains(*corner) for corner in box.corners())


def draw(
    dots: Sequence[Dot],
    lines: Mapping[str, float],
    path: Path,
    *,
    axes: tuple[str, str],
) -> None:
    """Draw dots on a logarithmic axis, and a line across for each peer.

    ``axes`` names what is told across and upwards. The bytes are the same for the same
    figures.
    """
    mpl.rcParams["svg.hashsalt"] = path.stem
    drawing, plot = plt.subplots(figsize=_SIZE)
    plot.scatter([x for _, x, _ in dots], [y for *_, y in dots], s=_DOT**2)
    plot.set_xscale("log")
    plot.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    plot.xaxis.set_major_formatter(StrMethodFormatter("{x:g}"))
    plot.xaxis.set_minor_formatter(NullFormatter())
    plot.set_xlabel(axes[0])
    plot.set_ylabel(axes[1])
    plot.margins(x=0.15, y=0.08)
    for value in lines.values():
        plot.axhline(value, linestyle=":", linewidth=0.8, color="grey")
    # Room for the column of peers, in shares of the width.
    drawing.subplots_adjust(left=0.1, right=0.81, top=0.97, bottom=0.11)
    drawing.set_dpi(72)
    drawing.draw_without_rendering()
    _name_peers(plot, lines)
    _name_dots(plot, dots, lines)
    drawing.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
    plt.close(drawing)


def _name_peers(plot: Axes, lines: Mapping[str, float]) -> None:
    """Write each name behind its line, as near to it as the others allow."""
    to_pixels = plot.transData
    heights = [float(to_pixels.transform((1, value))[1]) for value in lines.values()]
    for (label, value), height, placed in zip(
        lines.items(), heights, spread(heights, _STEP), strict=True
    ):
        plot.annotate(
            label,
            (1, value),
            xycoords=("axes fraction", "data"),
            xytext=(_COLUMN, placed - height),
            textcoords="offset points",
            fontsize=_PEER_FONT,
            color="dimgrey",
            va="center",
            arrowprops={**_LEADER, "shrinkA": 0.0, "shrinkB": 0.0},
        )


def spread(heights: Sequence[float], step: float) -> list[float]:
    """Return the heights, moved as little as lets each be ``step`` from the next.

    They keep their order; those that are too near stand around their middle.
    """
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    groups = [[place] for place in order]
    while crowded := next(_crowded(groups, heights, step), None):
        groups[crowded - 1 : crowded + 1] = [groups[crowded - 1] + groups[crowded]]
    found = [0.0] * len(heights)
    for group in groups:
        for place, height in zip(group, _column(group, heights, step), strict=True):
            found[place] = height
    return found


def _crowded(
    groups: Sequence[Sequence[int]], heights: Sequence[float], step: float
) -> Iterator[int]:
    """Yield the number of each group that is too near to the one below it."""
    columns = [_column(group, heights, step) for group in groups]
    for number, (below, above) in enumerate(pairwise(columns), start=1):
        # Sums of fractions differ from them by less than this.
        if above[0] - below[-1] < step - 1e-9:
            yield number


def _column(group: Sequence[int], heights: Sequence[float], step: float) -> list[float]:
    middle = sum(heights[place] for place in group) / len(group)
    first = middle - step * (len(group) - 1) / 2
    return [first + step * number for number in range(len(group))]


def _name_dots(plot: Axes, dots: Sequence[Dot], lines: Mapping[str, float]) -> None:
    room = _Room(plot.get_window_extent(), list(_taken(plot, dots, lines)))
    for label, x, y in sorted(dots, key=lambda dot: -dot[2]):
        _place(plot, room, label, (x, y))


def _taken(
    plot: Axes, dots: Sequence[Dot], lines: Mapping[str, float]
) -> Iterator[Bbox]:
    """Yield where dots and lines are."""
    for _, x, y in dots:
        across, up = plot.transData.transform((x, y))
        yield Bbox.from_bounds(across - _DOT, up - _DOT, 2 * _DOT, 2 * _DOT)
    frame = plot.get_window_extent()
    for value in lines.values():
        up = plot.transData.transform((1, value))[1]
        yield Bbox.from_bounds(frame.x0, up - 1, frame.width, 2)


def _place(plot: Axes, room: _Room, label: str, place: Place) -> None:
    """Write the label at the nearest place around its dot that is free."""
    for reach in _REACHES:
        for number in range(_DIRECTIONS):
            angle = 2 * pi * number / _DIRECTIONS
            offset = reach * cos(angle), reach * sin(angle)
            note = _note(plot, label, place, offset)
            box = note.get_window_extent().padded(_MARGIN)
            if room.has(box):
                room.taken.append(box)
                if reach >= _LEADER_FROM:
                    note.remove()
                    _note(plot, label, place, offset, leader=_LEADER)
                return
            note.remove()
    message = f"no room for {label!r}: enlarge the drawing"
    raise ValueError(message)


def _note(
    plot: Axes,
    label: str,
    place: Place,
    offset: Place,
    *,
    leader: Mapping[str, object] | None = None,
) -> Annotation:
    """Return a label; without a leader its extent is that of its words alone."""
    return plot.annotate(
        label,
        place,
        xytext=offset,
        textcoords="offset points",
        fontsize=_FONT,
        ha="left" if offset[0] > 1 else "right" if offset[0] < -1 else "center",
        va="center",
        arrowprops=None if leader is None else dict(leader),
    )
