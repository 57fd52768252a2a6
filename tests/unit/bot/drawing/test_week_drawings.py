"""A week is drawn inside its frame, in readable sizes, the same each time."""

from __future__ import annotations

import struct
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from bot.core.domain.timelines import TimelineTheme
from bot.core.domain.weeks import MAX_WEEK_EVENTS, Week, WeekEvent, WeekMark
from bot.drawing import image_png, image_svg
from tests.fakes.weeks import INSPECTION, OPEN_DAY, WEEK

SVG = "{http://www.w3.org/2000/svg}"
SIZE = (1200, 675)
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


def words(week: Week) -> str:
    return " ".join(each.text or "" for each in shapes(week, "text"))


@each
def test_all_text_is_inside_the_frame_and_can_be_read_on_a_phone(week: Week) -> None:
    texts = shapes(week, "text")
    places = [(float(t.get("x", "")), float(t.get("y", ""))) for t in texts]

    assert all(0 < x < SIZE[0] and 0 < y < SIZE[1] - 12 for x, y in places)
    assert min(int(text.get("font-size", "")) for text in texts) >= SMALLEST


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


def test_lines_that_fit_are_whole_and_others_are_cut() -> None:
    assert INSPECTION in words(WEEK)
    assert OPEN_DAY in words(WEEK)
    assert "…" not in words(WEEK)
    assert words(CROWDED).count(" …") >= MAX_WEEK_EVENTS


def test_each_event_has_its_mark_on_its_day_and_beside_its_line() -> None:
    paths = [path.get("d", "") for path in shapes(WEEK, "path")]
    triangles = [path for path in shapes(WEEK, "path") if "z" in path.get("d", "")]
    hollow = [path for path in triangles if path.get("fill") == "none"]
    crosses = [path for path in paths if "18 18" in path]

    # Two are due in the row and in the list; one day has what was moved away.
    assert (len(triangles), len(hollow), len(crosses)) == (5, 1, 2)


def test_marks_without_room_are_counted() -> None:
    assert words(CROWDED).count("+6") == len(WEEK.days)
    assert "+" not in words(WEEK)


def test_notes_and_events_that_are_left_out_are_named() -> None:
    assert "moved from Fri 6 Nov" in words(WEEK)
    assert "moved" not in words(CROWDED)
    assert "And 12 more events." in words(CROWDED)


def test_words_of_a_paper_stay_words() -> None:
    hostile = replace(WEEK, title="A & <b>", alt='" onload="x')

    assert "A & <b>" in words(hostile)
    assert 'onload="' not in image_svg(hostile)


def test_an_image_has_the_colours_of_its_theme() -> None:
    first, *_ = shapes(replace(WEEK, theme=TimelineTheme.DARK), "rect")

    assert first.get("fill") == "#17181b"


def test_the_same_week_gives_the_same_png_of_its_size() -> None:
    image = image_png(WEEK)

    assert image is not None
    assert image == image_png(replace(WEEK))
    assert struct.unpack(">II", image[16:24]) == SIZE
    assert image != image_png(EMPTY)


def test_letters_that_the_fonts_lack_have_no_image() -> None:
    assert image_png(replace(WEEK, events=(WeekEvent("Fri 6 Nov", "罢工"),))) is None
