from __future__ import annotations

from xml.etree.ElementTree import fromstring

from rich.text import Text

from benchmarks.picture import runs, svg

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_a_run_starts_at_its_column() -> None:
    line = Text.from_ansi("  \x1b[1mACTORS\x1b[0m   Ada Quist")

    found = [(run.text, run.column) for run in runs(line)]

    assert found == [("ACTORS", 2), ("Ada Quist", 11)]


def test_a_run_keeps_the_look_of_the_terminal() -> None:
    line = Text.from_ansi("\x1b[1mbold\x1b[0m  plain")

    assert [bool(run.style.bold) for run in runs(line)] == [True, False]


def test_the_picture_says_what_the_command_said() -> None:
    lines = [Text("WATCH"), Text("  ▲ Rain & wind <soon>")]

    drawn = fromstring(svg(lines))  # noqa: S314 - our own SVG

    texts = [node.text for node in drawn.iter(f"{NAMESPACE}text")]
    assert texts[-2:] == ["WATCH", "▲ Rain & wind <soon>"]


def test_the_picture_brings_its_own_background() -> None:
    drawn = fromstring(svg([Text("x")]))  # noqa: S314 - our own SVG

    panel = drawn.find(f"{NAMESPACE}rect")
    assert panel is not None
    assert panel.get("fill", "").startswith("#")
