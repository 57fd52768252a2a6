"""A timeline is drawn inside its frame, in readable sizes, the same each time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree

from bot.core.domain.timelines import (
    FULL_WIDTH,
    MAX_LANES,
    Timeline,
    TimelineLane,
    TimelineMark,
)
from bot.drawing import image_png, image_svg
from tests.fakes.timelines import END, TIMELINE

SVG = "{http://www.w3.org/2000/svg}"
WIDTH, HIGHEST = 800, 1200
SMALLEST = 30
LONG = replace(TIMELINE.turns[0], text=f"{END} {END}")
CROWDED = replace(
    TIMELINE,
    title="A title that is much longer than a line " * 5,
    lanes=tuple(
        TimelineLane(
            f"A paper with a long name {lane}",
            tuple(TimelineMark(place) for place in range(0, FULL_WIDTH, 50)),
        )
        for lane in range(MAX_LANES)
    ),
    turns=tuple(replace(LONG, place=place, lane=5) for place in (0, 990, 995, 1000)),
)
EMPTY_NAME = replace(TIMELINE, lanes=(TimelineLane(""),), turns=(LONG,))

each = pytest.mark.parametrize(
    "timeline", [TIMELINE, CROWDED, EMPTY_NAME], ids=["usual", "crowded", "short"]
)


def shapes(timeline: Timeline, tag: str) -> list[etree._Element]:
    root = etree.fromstring(image_svg(timeline).encode())
    return list(root.iter(f"{SVG}{tag}"))


def words(timeline: Timeline) -> str:
    return " ".join(each.text or "" for each in shapes(timeline, "text"))


def places(timeline: Timeline) -> Iterator[tuple[float, float]]:
    for circle in shapes(timeline, "circle"):
        yield float(circle.get("cx", "")), float(circle.get("cy", ""))
    for text in shapes(timeline, "text"):
        yield float(text.get("x", "")), float(text.get("y", ""))


@each
def test_all_is_inside_the_frame(timeline: Timeline) -> None:
    (frame, *_) = shapes(timeline, "rect")
    height = float(frame.get("height", ""))

    assert height <= HIGHEST
    assert all(0 < x < WIDTH and 0 < y < height - 12 for x, y in places(timeline))


@each
def test_text_stays_legible_on_a_phone(timeline: Timeline) -> None:
    sizes = [float(text.get("font-size", "")) for text in shapes(timeline, "text")]

    assert min(sizes) >= SMALLEST


@each
def test_lines_of_text_do_not_overlap(timeline: Timeline) -> None:
    baselines = [
        float(text.get("y", ""))
        for text in shapes(timeline, "text")
        if text.get("x") == "82.0"
    ]

    assert all(later - former >= SMALLEST for former, later in pairwise(baselines))


def test_a_text_that_is_cut_keeps_the_number_that_changed() -> None:
    beginning = "The pilots of Kessary, who began their work-to-rule at midnight, "
    texts = [f"{beginning * 5}now wait for {number} ships." for number in (31, 46)]
    turns = tuple(
        replace(LONG, text=text, place=place)
        for place, text in zip((0, 1000), texts, strict=True)
    )

    shown = words(replace(TIMELINE, turns=turns))

    assert "46 ships" in shown
    assert "31 ships" not in shown


def test_dots_of_one_lane_do_not_overlap() -> None:
    dots = [
        (circle.get("cy"), float(circle.get("cx", "")))
        for circle in shapes(TIMELINE, "circle")
        if circle.get("r") in {"10.5", "9"}
    ]

    assert all(
        abs(x - other) >= 21
        for i, (y, x) in enumerate(dots)
        for lane, other in dots[:i]
        if lane == y
    )


def test_words_of_a_paper_stay_words() -> None:
    hostile = replace(TIMELINE, title="A & <b>", alt='" onload="x')

    assert "A & <b>" in words(hostile)
    assert 'onload="' not in image_svg(hostile)


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert image_svg(TIMELINE) == image_svg(replace(TIMELINE))
    assert image_png(TIMELINE) == image_png(replace(TIMELINE))


@pytest.mark.parametrize("title", ["ストライキ", "إضراب", "Strike \N{BUS}"])
def test_letters_that_the_fonts_lack_have_no_image(title: str) -> None:
    assert image_png(replace(TIMELINE, title=title)) is None
