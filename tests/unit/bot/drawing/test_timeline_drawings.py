"""A timeline is drawn inside its frame, in readable sizes, the same each time."""

from __future__ import annotations

import struct
import zlib
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
    TimelineTheme,
    TimelineTurn,
)
from bot.drawing import image_png, image_svg, timeline_figure
from tests.fakes.timelines import END, TIMELINE

SVG = "{http://www.w3.org/2000/svg}"
SIZE = (1200, 675)
SMALLEST = 27
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
    assert all(0 < x < SIZE[0] and 0 < y < SIZE[1] - 12 for x, y in places(timeline))


@each
def test_all_text_can_be_read_on_a_phone(timeline: Timeline) -> None:
    sizes = [int(text.get("font-size", "")) for text in shapes(timeline, "text")]

    assert min(sizes) >= SMALLEST


@each
def test_lines_of_text_do_not_overlap(timeline: Timeline) -> None:
    baselines = [
        float(text.get("y", ""))
        for text in shapes(timeline, "text")
        if text.get("x") != "48.0" and text.get("text-anchor") is None
        if float(text.get("x", "")) > 100
    ]

    assert all(later - former >= SMALLEST for former, later in pairwise(baselines))


def test_reports_copies_turns_and_the_ending_have_their_shapes() -> None:
    circles = shapes(TIMELINE, "circle")
    squares = [rect for rect in shapes(TIMELINE, "rect") if rect.get("rx")]

    reports = [circle for circle in circles if circle.get("r") == "10.5"]
    copies = [circle for circle in circles if circle.get("r") == "9"]
    assert (len(reports), len(copies)) == (2, 1)
    # Each turn is in its lane and in the list below.
    assert len(circles) - len(reports) - len(copies) == 4
    assert len(squares) == 2


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


def test_dots_of_a_full_lane_stay_beside_the_name_of_the_paper() -> None:
    marks = tuple(TimelineMark(FULL_WIDTH - number % 400) for number in range(2_000))
    lane = TimelineLane("A long name " * 4, marks)
    turns = tuple(replace(turn, lane=0) for turn in TIMELINE.turns)
    full = replace(TIMELINE, lanes=(lane,), turns=turns)

    circles = shapes(full, "circle")

    line = next(iter(shapes(full, "path"))).get("d", "")
    left = float(line.removeprefix("M").split()[0])
    dots = [float(c.get("cx", "")) for c in circles if c.get("r") == "10.5"]
    assert len(dots) == len(marks)
    assert min(dots) >= left > 400


def test_sentences_that_fit_are_whole_and_others_are_cut() -> None:
    assert END in words(TIMELINE)
    assert "…" not in words(TIMELINE)
    assert words(CROWDED).count(" …") >= 4


def test_days_that_would_overlap_are_left_out() -> None:
    labels = [
        text.text
        for text in shapes(CROWDED, "text")
        if text.get("text-anchor") == "middle" and not (text.text or "").isdigit()
    ]

    assert labels == ["24 Oct", "24 Oct"]


def test_the_ending_says_so_on_the_axis() -> None:
    assert "ended 4 Nov" in words(TIMELINE)
    assert "terminé 4 Nov" in words(replace(TIMELINE, end="terminé"))


def test_words_of_a_paper_stay_words() -> None:
    hostile = replace(TIMELINE, title="A & <b>", alt='" onload="x')

    assert "A & <b>" in words(hostile)
    assert 'onload="' not in image_svg(hostile)


@pytest.mark.parametrize(
    ("theme", "colour"),
    [(TimelineTheme.LIGHT, "#ffffff"), (TimelineTheme.DARK, "#17181b")],
)
def test_an_image_is_light_or_dark(theme: TimelineTheme, colour: str) -> None:
    first, *_ = shapes(replace(TIMELINE, theme=theme), "rect")

    assert first.get("fill") == colour


def test_a_figure_follows_the_theme_of_its_reader() -> None:
    assert 'fill="light-dark(#ffffff,#17181b)"' in timeline_figure(TIMELINE)


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert image_svg(TIMELINE) == image_svg(replace(TIMELINE))
    assert image_png(TIMELINE) == image_png(replace(TIMELINE))


def test_an_image_is_a_png_of_its_size_with_text() -> None:
    image = image_png(TIMELINE)
    assert image is not None
    bare = image_png(replace(TIMELINE, title="", facts=""))

    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == SIZE
    assert image != bare


def test_french_greek_and_cyrillic_letters_are_drawn() -> None:
    titles = ("Grève à Brenne, « c’est fini »", "Απεργία", "Забастовка")

    images = {image_png(replace(TIMELINE, title=title)) for title in titles}

    assert None not in images
    assert len(images) == len(titles)


@pytest.mark.parametrize("title", ["ストライキ", "إضراب", "Strike \N{BUS}"])
def test_letters_that_the_fonts_lack_have_no_image(title: str) -> None:
    assert image_png(replace(TIMELINE, title=title)) is None


def test_a_turn_with_such_letters_has_no_image() -> None:
    turn = TimelineTurn(0, 0, "24 Oct", "罢工")

    assert image_png(replace(TIMELINE, turns=(turn,))) is None


def test_the_fonts_hold_each_letter_that_is_drawn() -> None:
    alphabet = "".join(map(chr, (*range(0xA1, 0x24F), *range(0x401, 0x52F))))
    letters = [letter for letter in alphabet if letter.isalpha()]

    images = {
        zlib.crc32(image_png(replace(TIMELINE, title=letter)) or b"")
        for letter in letters[::40]
    }

    assert len(images) == len(letters[::40])
