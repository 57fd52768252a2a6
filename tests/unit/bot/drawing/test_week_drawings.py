"""A week is drawn inside its frame, in readable sizes, the same each time."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from bot.core.domain.weeks import MAX_WEEK_EVENTS, Week, WeekEvent, WeekMark
from bot.drawing import image_svg
from tests.fakes.weeks import INSPECTION, OPEN_DAY, WEEK

SVG = "{http://www.w3.org/2000/svg}"
SMALLEST = 27
BUSY = tuple(
    replace(day, marks=(WeekMark.DUE, WeekMark.AWAY, WeekMark.CANCELLED) * 3)
    for day in WEEK.days
)
LONG = WeekEvent("Wed 11 Nov", f"{OPEN_DAY} {INSPECTION} " * 4, note="moved " * 9)
CROWDED = replace(
    WEEK,
    title="A title that is much longer than a line " * 5,
    facts="Days and events " * 20,
    days=BUSY,
    events=(LONG,) * MAX_WEEK_EVENTS,
    more="And 12 more events.",
)
EMPTY = replace(WEEK, events=())

each = pytest.mark.parametrize(
    "week", [WEEK, CROWDED, EMPTY], ids=["usual", "crowded", "empty"]
)


def shapes(week: Week, tag: str) -> list[etree._Element]:
    root = etree.fromstring(image_svg(week).encode())
    return list(root.iter(f"{SVG}{tag}"))


@each
def test_the_lines_of_events_do_not_overlap(week: Week) -> None:
    list_top = 270
    columns: dict[str, list[float]] = {}
    for text in shapes(week, "text"):
        y = float(text.get("y", ""))
        if y > list_top:
            columns.setdefault(text.get("x", ""), []).append(y)

    for baselines in columns.values():
        ordered = sorted(baselines)
        assert all(later - former >= SMALLEST for former, later in pairwise(ordered))
