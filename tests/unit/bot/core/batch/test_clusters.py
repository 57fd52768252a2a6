from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bot.core.batch.clusters import JsonlClusterer
from bot.core.batch.jsonl import OutputLine

LONG = " ".join(f"ferry{number % 40} mooring{number % 37}" for number in range(900))
FERRY = "Captain Ada Linn of the ferry Norbat saved 48 passengers off Saltby."
BREAD = "Bakers in Eastmark expect bread to cost more, because flour is scarce."


def line(id_: str | int, text: str = FERRY, field: str = "text") -> bytes:
    return json.dumps({"id": id_, field: text}).encode()


def extract(lines: Iterable[bytes]) -> Iterator[OutputLine]:
    """The page is the text; an empty one fails."""
    for raw in lines:
        row = json.loads(raw)
        found = {"id": row["id"], "title": None, "published": "2026-03-02"}
        yield OutputLine(
            json.dumps({**found, "text": row["html"]}), failed=not row["html"]
        )


def stories(*lines: bytes) -> list[tuple[object, object]]:
    answers = JsonlClusterer(extract, lambda: None).cluster(lines)
    rows = (json.loads(answer.line) for answer in answers)
    return [(row["id"], row.get("story")) for row in rows]


def test_a_story_is_called_after_its_first_line() -> None:
    assert stories(line("b"), line("x", BREAD), line("a")) == [
        ("b", "b"),
        ("x", "x"),
        ("a", "b"),
    ]


def test_numbers_stay_numbers_and_stories_are_strings() -> None:
    assert stories(line(7), line(8)) == [(7, "7"), (8, "7")]


def test_a_report_in_french_is_never_put_with_an_english_one() -> None:
    text = "Le ferry Norbat d'Ada Linn est à Saltby, et il a sauvé les 48 passagers."

    assert stories(line("a"), line("b", text)) == [("a", "a"), ("b", "b")]


def test_ids_that_are_given_twice_name_two_stories() -> None:
    assert stories(line("a"), line("a", BREAD)) == [("a", "a"), ("a", "a~2")]


def test_pages_are_answered_in_their_place() -> None:
    lines = (line("p", BREAD, "html"), line("a"), line("q", FERRY, "html"))

    assert stories(*lines) == [("p", "p"), ("a", "a"), ("q", "a")]


def test_a_page_that_fails_is_answered_as_it_is() -> None:
    assert stories(line("p", "", "html"), line("a")) == [("p", None), ("a", "a")]


def test_an_excerpt_joins_the_text_that_it_is_from() -> None:
    excerpt = " ".join(LONG.split()[1_200:])

    assert stories(line("whole", f"{BREAD} {LONG}"), line("cut", excerpt)) == [
        ("whole", "whole"),
        ("cut", "whole"),
    ]


def test_each_line_moves_the_bar_once() -> None:
    moved: list[None] = []
    lines = (line("a"), b"garbage", line("p", BREAD, "html"), line("q", "", "html"))

    answers = list(JsonlClusterer(extract, lambda: moved.append(None)).cluster(lines))

    assert len(moved) == len(answers) == 4
