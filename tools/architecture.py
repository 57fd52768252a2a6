"""Draws the packages and their imports as ``docs/architecture.svg``.

``python -m tools.architecture`` reads the import graph and writes the picture;
``--check`` exits with 1 when the picture is out of date. An arrow that follows from two
others is left out.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import groupby
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "architecture.svg"

Imports = Mapping[str, frozenset[str]]
"""For each package, the packages that it imports."""

FRAMES = {
    "cli": ("the command line", "#eef0f3"),
    "bootstrap": ("composition root: builds the adapters", "#eef0f3"),
    "adapters": ("adapters: each outside library stays in one of them", "#e4eefb"),
    "core": ("bot/core: use cases, without input and output", "#e6f4e8"),
    "summarizers": ("summarizers: from text to a briefing", "#fdf1d8"),
}
"""The frames from top to bottom, each with its title and its colour."""

_LEFT_OUT = frozenset({"bot.core", "bot.__main__"})
"""The core's own name, the entry point of ``python -m bot``, and pages without code."""

_WIDTH, _MARGIN = 980, 16
_BOX_WIDTH, _BOX_HEIGHT, _ROW = 88, 30, 62
_TITLE, _FRAME_GAP = 26, 26
_INK, _DIM, _EDGE, _PAPER = "#1c1d20", "#5a5f68", "#8a8f98", "#ffffff"
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"


@dataclass(frozen=True, slots=True)
class Box:
    """A package with its place: the centre of its top edge."""

    name: str
    x: float
    y: float

    @property
    def label(self) -> str:
        """Return the last part of the package's name."""
        return self.name.rpartition(".")[2]


def package_of(module: str) -> str:
    """Return the package that the picture shows for a module."""
    parts = module.split(".")
    return ".".join(parts[: 3 if parts[:2] == ["bot", "core"] else 2])


def frame_of(package: str) -> str:
    """Return the frame in which a package is drawn."""
    parts = package.split(".")
    if parts[0] == "summarizers":
        return "summarizers"
    return parts[1] if parts[1] in FRAMES else "adapters"


def read_imports() -> Imports:
    """Read which package imports which."""
    graph = grimp.build_graph("bot", "summarizers")
    imports = defaultdict[str, set[str]](set)
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            imports[package_of(module)].add(package_of(imported))
    shown = {
        package_of(module)
        for module in graph.modules
        if module.count(".") and module not in _LEFT_OUT
    }
    return {name: frozenset((imports[name] & shown) - {name}) for name in sorted(shown)}


def inside(imports: Imports, frame: str) -> Imports:
    """Return the packages of one frame, with the imports between them."""
    names = {name for name in imports if frame_of(name) == frame}
    return {name: imports[name] & names for name in imports if name in names}


def reduced(imports: Imports) -> Imports:
    """Leave out each import that follows from others."""
    below: dict[str, frozenset[str]] = {}
    for name in TopologicalSorter(imports).static_order():
        direct = imports[name]
        below[name] = direct.union(*(below[other] for other in direct))
    return {
        name: frozenset(
            child
            for child in direct
            if not any(child in below[other] for other in direct - {child})
        )
        for name, direct in imports.items()
    }


def rows(imports: Imports) -> tuple[tuple[str, ...], ...]:
    """Sort packages into rows, so that every arrow leads down."""
    importers = {
        name: {other for other, names in imports.items() if name in names}
        for name in imports
    }
    depth: dict[str, int] = {}
    for name in TopologicalSorter(importers).static_order():
        depth[name] = 1 + max((depth[other] for other in importers[name]), default=-1)
    ordered = sorted(imports, key=lambda name: (depth[name], name))
    return tuple(tuple(row) for _, row in groupby(ordered, key=depth.__getitem__))


def place(lines: Sequence[Sequence[str]], top: float) -> dict[str, Box]:
    """Give each package of a frame its place, spread over the width."""
    boxes: dict[str, Box] = {}
    for at, names in enumerate(lines):
        step = (_WIDTH - 2 * _MARGIN) / len(names)
        for number, name in enumerate(names):
            x = _MARGIN + step * (number + 0.5)
            boxes[name] = Box(name, x, top + at * _ROW)
    return boxes


def draw_frame(imports: Imports, frame: str, top: float) -> tuple[str, float]:
    """Draw one frame; return it and where it ends."""
    title, colour = FRAMES[frame]
    packages = inside(imports, frame)
    lines = rows(packages)
    end = top + _TITLE + (len(lines) - 1) * _ROW + _BOX_HEIGHT + _MARGIN
    boxes = place(lines, top + _TITLE)
    width, height = _WIDTH - _MARGIN, end - top
    area = f'x="{_MARGIN / 2:g}" y="{top:g}" width="{width}" height="{height:g}"'
    parts = [
        f'<rect {area} rx="8" fill="{colour}"/>',
        f'<text x="{_MARGIN}" y="{top + 17:g}" fill="{_DIM}">{title}</text>',
        *(
            draw_arrow(boxes[name], boxes[child])
            for name, children in reduced(packages).items()
            for child in sorted(children)
        ),
        *map(draw_box, boxes.values()),
    ]
    return "\n".join(parts), end


def draw_box(box: Box) -> str:
    """Draw a package as a labelled box."""
    left = box.x - _BOX_WIDTH / 2
    return (
        f'<rect x="{left:g}" y="{box.y:g}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}"'
        f' rx="5" fill="{_PAPER}" stroke="{_EDGE}"/>\n'
        f'<text x="{box.x:g}" y="{box.y + 20:g}" fill="{_INK}"'
        f' text-anchor="middle">{box.label}</text>'
    )


def draw_arrow(above: Box, below: Box) -> str:
    """Draw an import as a curve from the lower edge of a box to another's upper edge."""
    start, end = above.y + _BOX_HEIGHT, below.y - 2
    middle = (start + end) / 2
    return (
        f'<path d="M{above.x:g} {start:g} C{above.x:g} {middle:g} {below.x:g}'
        f' {middle:g} {below.x:g} {end:g}" fill="none" stroke="{_EDGE}"'
        ' marker-end="url(#head)"/>'
    )


def svg(imports: Imports) -> str:
    """Draw all frames, with an arrow from each to the next."""
    parts, top = list[str](), _MARGIN / 2
    for frame in FRAMES:
        body, end = draw_frame(imports, frame, top)
        parts.append(body)
        top = end + _FRAME_GAP
        if frame != "summarizers":
            middle = _WIDTH / 2
            parts.append(
                f'<path d="M{middle:g} {end:g} V{top - 3:g}" stroke="{_INK}"'
                ' stroke-width="2" marker-end="url(#head)"/>'
            )
    height = top - _FRAME_GAP + _MARGIN / 2
    body = "\n".join(parts)
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" \
width="{_WIDTH}" height="{height:g}" role="img" font-size="13" font-family="{_FONT}">
<title>The packages of Sitrep and their imports</title>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" \
markerHeight="7" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="{_EDGE}"/></marker></defs>
<rect width="100%" height="100%" rx="10" fill="{_PAPER}"/>
{body}
</svg>
"""


def main() -> int:
    """Write the picture, or compare it; the exit status."""
    drawing = svg(read_imports())
    if "--check" in sys.argv[1:]:
        if TARGET.is_file() and TARGET.read_text("utf8") == drawing:
            return 0
        print("docs/architecture.svg is out of date: run python -m tools.architecture")
        return 1
    TARGET.write_text(drawing, "utf8")
    print(TARGET.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
