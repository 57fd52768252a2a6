"""Standard streams that are closed or full: one sentence, and the status of failure."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.fakes.command import (
    SECONDS,
    SITREP,
    Done,
    stand_in,
    surroundings,
    unmeasured,
)

pytestmark = pytest.mark.process

CLOSED = "sitrep: standard output is closed: redirect it to a file or program\n"
FULL = "sitrep: standard output cannot be written: No space left on device\n"
ARTICLE = (
    "The bridge of Arden stays closed until May, its keeper Ada Quill said on Monday. "
    "Nobody had seen the cracks before, she said."
)


LINES = 9
UNLIMITED = 1_000_000


def redirected(
    arguments: str,
    streams: str,
    place: Path,
    most: int = UNLIMITED,
    *,
    environment: Mapping[str, str] = MappingProxyType({}),
) -> Done:
    """Run ``sitrep`` as a shell does with these redirections.

    No file gets longer than this many blocks of 512 bytes; with that limit, and for
    ``--help``, the interpreter itself is started.
    """
    starts_itself = most != UNLIMITED or arguments == "--help"
    done = subprocess.run(  # noqa: S603 - our own command
        [
            "/bin/sh",
            "-c",
            f'ulimit -f {most}; "$@" {arguments} {streams}',
            "sh",
            *(SITREP if starts_itself else stand_in()),
        ],
        capture_output=True,
        cwd=place,
        env=unmeasured(surroundings(environment)),
        timeout=SECONDS,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with an article, lines of it, and a configuration."""
    (tmp_path / "a.txt").write_text(ARTICLE)
    lines = (
        json.dumps({"id": str(number), "text": ARTICLE}) for number in range(LINES)
    )
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    (tmp_path / "sitrep.yaml").write_text(
        "topics: {a: {title: A, sources: [file: a.txt]}}\nengine: fast\n"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "streams", "told"),
    [
        ("brief a.txt --engine fast", ">&-", CLOSED),
        ("topics", ">/dev/full", FULL),
        ("--help", ">/dev/full", FULL),
        ("extract a.txt", ">&-", CLOSED),
    ],
)
def test_a_result_that_nothing_takes_is_told(
    arguments: str, streams: str, told: str, place: Path
) -> None:
    assert redirected(arguments, streams, place) == Done(1, "", told)


def test_a_result_that_is_not_buffered_is_told_as_well(place: Path) -> None:
    done = redirected(
        "topics", ">/dev/full", place, environment={"PYTHONUNBUFFERED": "1"}
    )

    assert done == Done(1, "", FULL)


def test_answers_that_nothing_takes_are_told(place: Path) -> None:
    done = redirected("brief --jsonl in.jsonl --engine fast", ">/dev/full", place)

    assert (done.status, done.messages) == (1, FULL)


@pytest.mark.parametrize(
    "arguments", ["brief -", "brief --jsonl -", "sources import -"]
)
def test_a_closed_input_is_told(arguments: str, place: Path) -> None:
    done = redirected(arguments, "<&-", place)

    assert (done.status, done.output) == (1, "")
    assert done.messages.endswith(
        ": standard input cannot be read: it is closed; name a file, or redirect a file to it\n"
    )


@pytest.mark.parametrize(
    ("streams", "arguments", "status"),
    [("2>&-", "brief none", 1), ("2>/dev/full", "chk", 2)],
)
def test_without_messages_the_status_says_how_it_went(
    streams: str, arguments: str, status: int, place: Path
) -> None:
    assert redirected(arguments, streams, place) == Done(status, "", "")


def test_messages_never_get_into_the_result(place: Path) -> None:
    done = redirected("check", "2>&-", place)

    assert done.output == "sitrep.yaml is valid: 1 topic, 1 source, 0 digests\n"


def test_a_reader_that_stops_is_told_nothing(place: Path) -> None:
    done = redirected("check --schema", "| head -n 1", place)

    assert (done.output, done.messages) == ("{\n", "")


@pytest.mark.parametrize(
    ("output", "name"), [("--output out", '"out"'), ("> out", "standard output")]
)
def test_no_line_is_cut_where_the_disk_is_full(
    output: str, name: str, place: Path
) -> None:
    done = redirected(f"brief --jsonl in.jsonl --engine fast {output}", "", place, 8)

    lines = (place / "out").read_text().splitlines()
    assert done == Done(1, "", f"sitrep: {name} cannot be written: File too large\n")
    assert 0 < len(lines) < LINES
    assert [json.loads(line)["id"] for line in lines] == list("012345678")[: len(lines)]
