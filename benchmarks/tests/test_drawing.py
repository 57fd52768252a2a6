from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.drawing import draw, spread

AXES = ("CPU", "F1")


def test_labels_with_room_stay_where_they_are() -> None:
    assert spread([30.0, 10.0, 50.0], 9.0) == [30.0, 10.0, 50.0]


def test_crowded_labels_stand_around_their_middle_in_their_order() -> None:
    assert spread([12.0, 10.0, 50.0], 10.0) == [16.0, 6.0, 50.0]


def test_a_column_that_grows_takes_in_the_next() -> None:
    found = sorted(spread([0.0, 1.0, 2.0, 14.0, 14.5], 10.0))

    assert all(high - low >= 10.0 - 1e-6 for low, high in pairwise(found))


def test_every_dot_and_line_is_named(tmp_path: Path) -> None:
    dots = [(f"method-{number}", 40.0 + number, 10.0) for number in range(8)]

    draw(dots, {"peer": 10.1, "other": 10.1}, tmp_path / "all.svg", axes=AXES)

    written = (tmp_path / "all.svg").read_text("utf8")
    named = set(re.findall(r"<!-- ([\w-]+) -->", written))
    assert {"peer", "other", *(name for name, *_ in dots)} <= named


def test_the_same_figures_are_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "one" / "a.svg", tmp_path / "other" / "a.svg"
    for path in (one, other):
        path.parent.mkdir()
        draw([("fast", 6.0, 0.7)], {"peer": 0.8}, path, axes=AXES)

    assert one.read_bytes() == other.read_bytes()


def test_a_label_without_room_is_told(tmp_path: Path) -> None:
    dots = [(f"method-{number}", 40.0, 10.0) for number in range(120)]

    with pytest.raises(ValueError, match="no room for 'method-"):
        draw(dots, {}, tmp_path / "all.svg", axes=AXES)
