"""Tables in an extracted text; all are our own writing."""

from __future__ import annotations

from bot.sources.pages.article_text import read_tables

LONG = "The pier was built of oak that had been felled on the island."


def read(*lines: str) -> list[str]:
    return list(read_tables(lines))


def test_other_lines_stay() -> None:
    assert read("One.", "", "- Two.") == ["One.", "", "Two."]


def test_rows_of_figures_are_lines() -> None:
    table = ("| Boat | Crew |", "|---|---|", "| Anna | 4 |", "| Berta | 12 |")

    assert read("Boats:", *table, "End.") == [
        "Boats:",
        "Boat Crew",
        "Anna 4",
        "Berta 12",
        "End.",
    ]


def test_empty_cells_leave_nothing() -> None:
    rows = ("| Anna | | 4 |", "| | Berta | 12 |", "| | | |", "| Carla | 1 | 3 |")

    assert read(*rows) == ["Anna 4", "Berta 12", "Carla 1 3"]


def test_two_rows_of_figures_are_no_table() -> None:
    assert read("| Anna | 4 |", "| Berta | 12 |") == []


def test_sentences_that_a_table_lays_out_are_lines() -> None:
    assert read(f"| {LONG} | Photo |", f"| Home | {LONG} |") == [
        LONG,
        "Photo",
        "Home",
        LONG,
    ]


def test_rows_of_links_to_sections_are_left_out() -> None:
    assert read("| Home | Sport |", "| News | Culture |", "| About | Jobs |") == []


def test_cell_that_is_alone_in_its_row_stays() -> None:
    assert read("| Harbour news |") == ["Harbour news"]


def test_tables_are_judged_one_by_one() -> None:
    figures = ("| Anna | 4 |", "| Berta | 12 |", "| Carla | 3 |")

    assert read("| Home | Sport |", "Boats:", *figures)[0] == "Boats:"
