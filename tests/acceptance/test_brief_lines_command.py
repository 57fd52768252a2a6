"""``sitrep brief --jsonl`` and ``sitrep extract``."""

from __future__ import annotations

import json
import os
import pty
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from bot.demo import HOSTILE_PAGE, sample_page
from tests.fakes.command import SITREP, Done, Forked, sitrep, surroundings
from tests.fakes.reports import FERRY

TEXT = "The minister said on Monday that the port will close next week. {} were hurt."

GOOD: dict[str, str | int] = {"id": "good", "text": TEXT.format("None")}
BAD: tuple[tuple[str | int | None, str, str], ...] = (
    (None, "bad_input", "garbage"),
    (None, "bad_input", '{"text": "Without an id."}'),
    ("neither", "bad_input", '{"id": "neither"}'),
    ("date", "bad_date", '{"id": "date", "text": "Ports.", "published": "2026-13-45"}'),
    ("empty", "empty", '{"id": "empty", "text": ""}'),
    ("zero", "not_text", '{"id": "zero", "text": "a\\u0000b"}'),
    ("half", "not_text", '{"id": "half", "text": "a \\ud800 b"}'),
    ("page", "no_text", '{"id": "page", "html": "<p></p>"}'),
    ("long", "too_long", json.dumps({"id": "long", "text": "word " * 1_100_000})),
)


def write(path: Path, lines: list[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf8")
    return path


def rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf8").splitlines()]


def brief_lines(source: Path, output: Path, *more: str) -> Done:
    return sitrep(
        *("brief", "--jsonl", source, "--output", output, "--engine", "fast"), *more
    )


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "out.jsonl"


def test_each_line_is_answered_in_order(tmp_path: Path, output: Path) -> None:
    lines = [json.dumps({"id": i, "text": TEXT.format(i)}) for i in range(1, 60)]
    source = write(tmp_path / "in.jsonl", lines)

    done = brief_lines(source, output)

    assert (done.status, done.output, done.messages) == (0, "", "")
    assert [row["id"] for row in rows(output)] == list(range(1, 60))


def test_the_number_of_workers_changes_nothing(tmp_path: Path, output: Path) -> None:
    lines = [json.dumps({"id": i, "text": TEXT.format(i)}) for i in range(1, 20)]
    source = write(tmp_path / "in.jsonl", lines)
    other = tmp_path / "other.jsonl"

    brief_lines(source, output, "--workers", "1")
    brief_lines(source, other, "--workers", "3")

    assert output.read_bytes() == other.read_bytes()


def test_a_bad_line_is_an_error_and_the_run_goes_on(
    tmp_path: Path, output: Path
) -> None:
    lines = [line for *_, bad in BAD for line in (bad, "", json.dumps(GOOD), "  ")]
    source = write(tmp_path / "in.jsonl", lines)

    done = brief_lines(source, output)

    answers = rows(output)
    assert [row["id"] for row in answers[1::2]] == ["good"] * len(BAD)
    assert [(row["id"], kind(row)) for row in answers[::2]] == [
        (id_, expected) for id_, expected, _ in BAD
    ]
    assert (done.status, done.messages) == (0, "9 of 18 lines failed\n")


def test_a_page_that_hangs_costs_its_own_line_only(
    tmp_path: Path, output: Path
) -> None:
    hostile = {"id": "hostile", "html": sample_page(HOSTILE_PAGE).decode()}
    lines = [json.dumps(row) for row in (GOOD, hostile, GOOD)]
    source = write(tmp_path / "in.jsonl", lines)

    done = brief_lines(source, output)

    assert [kind(row) for row in rows(output)] == [None, "parse_timeout", None]
    assert done.status == 0


def test_lines_go_from_standard_input_to_standard_output() -> None:
    line = json.dumps({"id": "ż", "text": TEXT.format("Ośmiu")}, ensure_ascii=False)

    done = sitrep(
        *("brief", "--jsonl", "-", "--output", "-", "--engine", "fast"),
        given=b"\xef\xbb\xbf" + line.encode(),
        environment={"PYTHONIOENCODING": "ascii"},
    )

    assert done.status == 0
    assert json.loads(done.output)["id"] == "ż"


def test_no_lines_are_no_answers(tmp_path: Path, output: Path) -> None:
    done = brief_lines(write(tmp_path / "in.jsonl", [""]), output)

    assert (done.status, output.read_text()) == (0, "")


def test_only_what_is_printed_is_listed_unless_all_is_asked_for(
    tmp_path: Path, output: Path
) -> None:
    line = json.dumps({"id": "a", "title": FERRY.title, "text": FERRY.text})
    source = write(tmp_path / "in.jsonl", [line])
    everything = tmp_path / "all.jsonl"

    brief_lines(source, output)
    brief_lines(source, everything, "--all")

    (short,), (long,) = rows(output), rows(everything)
    assert (size(short, "summary"), size(long, "summary")) == (3, 9)


def test_a_person_at_a_terminal_sees_a_bar(tmp_path: Path, output: Path) -> None:
    source = write(tmp_path / "in.jsonl", [json.dumps(GOOD), "", json.dumps(GOOD)])
    command = (*SITREP, "brief", "--engine", "fast", "--jsonl", str(source))
    reader, terminal = pty.openpty()

    with Forked[bytes](
        [*command, "--output", str(output)],
        stderr=terminal,
        env=surroundings({"TERM": "xterm"}),
    ):
        os.close(terminal)
        screen = b"".join(read_terminal(reader))

    assert b"2/2" in screen


def read_terminal(reader: int) -> Iterator[bytes]:
    """All that is written on a terminal until nobody has it any more."""
    with suppress(OSError):
        while piece := os.read(reader, 4096):
            yield piece
    os.close(reader)


def test_a_missing_file_is_told(tmp_path: Path, output: Path) -> None:
    done = brief_lines(tmp_path / "none.jsonl", output)

    assert done.status == 1
    assert "cannot be read: No such file or directory" in done.messages
    assert not output.exists()


def test_answers_never_overwrite_their_lines(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [json.dumps(GOOD)])

    done = brief_lines(source, source)

    assert done.status == 2
    assert rows(source) == [GOOD]


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", [json.dumps(GOOD)])

    done = brief_lines(source, tmp_path / "nowhere" / "out.jsonl")

    assert done.status == 1
    assert "cannot be written" in done.messages


def test_pages_are_extracted_line_by_line(tmp_path: Path, output: Path) -> None:
    page = {
        "id": "a",
        "html": sample_page("dam-warning.html").decode(),
        "url": "https://example.org/dam",
    }
    source = write(tmp_path / "in.jsonl", [json.dumps(page), "garbage"])

    done = sitrep("extract", "--jsonl", source, "--output", output)

    found, failed = rows(output)
    assert list(found) == [
        *("id", "title", "text", "published", "authors", "site", "lang")
    ]
    assert found["published"] == "2026-10-19"
    assert kind(failed) == "bad_input"
    assert (done.status, done.messages) == (0, "1 of 2 lines failed\n")


def test_a_page_is_extracted(tmp_path: Path) -> None:
    path = tmp_path / "dam.html"
    path.write_bytes(sample_page("dam-warning.html"))

    done = sitrep("extract", path, tmp_path / "none.html")

    assert json.loads(done.output)["title"] == (
        "Inspectors warn Corrach dam may not survive another flood"
    )
    assert (done.status, done.messages.count("\n")) == (1, 1)


def kind(row: dict[str, object]) -> object:
    """The kind of the row's error, if it is one."""
    error = row.get("error")
    return error["kind"] if isinstance(error, Mapping) else None


def size(row: dict[str, object], part: str) -> int:
    """How many lines a part of the briefing has."""
    found = row[part]
    assert isinstance(found, list)
    return len(found)
