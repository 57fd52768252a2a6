"""``sitrep cluster --jsonl``."""

from __future__ import annotations

import json
import os
import pty
from contextlib import suppress
from pathlib import Path

import pytest

from bot.demo import sample_page
from tests.fakes.command import SITREP, Done, Forked, sitrep, surroundings

FERRY = "The ferry Norbat ran aground off Saltby. Captain Ada Linn saved 48 passengers."
AGAIN = "Ada Linn, captain of the ferry Norbat, saved 48 passengers off Saltby."
BREAD = "Bakers in Eastmark expect bread to cost more, because flour is scarce."
ROWS = (
    {"id": "a", "text": FERRY, "title": "Ferry aground", "published": "2026-03-02"},
    {"id": "b", "text": BREAD, "published": "2026-03-02"},
    {"id": "c", "text": AGAIN, "published": "2026-03-03T10:00:00Z"},
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tmp_path / "in.jsonl"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def write(path: Path, *rows: object) -> None:
    lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")


def cluster(source: Path, output: Path) -> Done:
    return sitrep("cluster", "--jsonl", source, "--output", output)


def answers(output: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.read_text("utf8").splitlines()]


def test_each_article_is_answered_with_its_story(source: Path, output: Path) -> None:
    write(source, *ROWS)

    done = cluster(source, output)

    assert (done.status, done.output, done.messages) == (0, "", "")
    assert answers(output) == [
        {"id": "a", "story": "a"},
        {"id": "b", "story": "b"},
        {"id": "c", "story": "a"},
    ]


def test_a_bad_line_is_an_error_and_the_run_goes_on(source: Path, output: Path) -> None:
    write(source, ROWS[0], "garbage", {"id": 7, "text": ""}, "", ROWS[2])

    done = cluster(source, output)

    first, garbage, empty, last = answers(output)
    assert (first["story"], last["story"]) == ("a", "a")
    assert [garbage["id"], empty["id"]] == [None, 7]
    assert empty["error"] == {
        "kind": "empty",
        "message": "the text has no words: give the text of an article",
    }
    assert (done.status, done.messages) == (0, "2 of 4 lines failed\n")


def test_pages_and_texts_are_one_story(source: Path, output: Path) -> None:
    html = sample_page("dam-warning.html").decode()
    write(source, {"id": "page", "html": html}, *ROWS, {"id": "twin", "html": html})

    cluster(source, output)

    assert [row["story"] for row in answers(output)] == ["page", "a", "b", "a", "page"]


def test_a_page_without_an_article_is_an_error(source: Path, output: Path) -> None:
    write(source, ROWS[0], {"id": "page", "html": "<p></p>"}, ROWS[1])

    cluster(source, output)

    assert [sorted(row) for row in answers(output)] == [
        ["id", "story"],
        ["error", "id"],
        ["id", "story"],
    ]


def test_the_sample_pages_are_stories_of_their_own(source: Path, output: Path) -> None:
    names = ("battery-plant", "dam-warning", "dockers-walkout", "fever-outbreak")
    pages = (sample_page(f"{name}.html").decode() for name in names)
    write(source, *({"id": number, "html": page} for number, page in enumerate(pages)))

    cluster(source, output)

    assert [row["story"] for row in answers(output)] == ["0", "1", "2", "3"]


def test_lines_go_from_standard_input_to_standard_output() -> None:
    given = "".join(f"{json.dumps(row)}\n" for row in ROWS).encode()

    done = sitrep("cluster", "--jsonl", "-", given=given)

    rows = [json.loads(line) for line in done.output.splitlines()]
    assert [row["story"] for row in rows] == ["a", "b", "a"]


def test_no_lines_are_no_answers(source: Path, output: Path) -> None:
    write(source, "")

    assert cluster(source, output).status == 0
    assert output.read_text() == ""


def test_articles_must_be_named() -> None:
    done = sitrep("cluster")

    assert (done.status, done.output) == (2, "")
    assert "--jsonl" in done.messages


def test_a_person_at_a_terminal_sees_a_bar(source: Path, output: Path) -> None:
    write(source, *ROWS, "garbage")
    reader, terminal = pty.openpty()
    command = (*SITREP, "cluster", "--jsonl", str(source), "--output", str(output))

    with Forked[bytes](command, stderr=terminal, env=surroundings({"TERM": "xterm"})):
        os.close(terminal)
        screen = b""
        with suppress(OSError):
            while piece := os.read(reader, 4096):
                screen += piece
        os.close(reader)

    assert b"4/4" in screen
