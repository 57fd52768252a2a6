"""Secrets that are where they must not be, row by row."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.conformance.rows import Row, rows

pytestmark = pytest.mark.process

ROOT = Path(__file__).parents[2]
TOKENS = re.compile(
    r"xox[a-z]-[\w-]{8}|xoxe\.xox|xapp-[\w-]{8}|mfa\.[\w-]{60}"
    r"|\b[MNO][\w-]{23,25}\.[\w-]{6}\.[\w-]{27}"
    r"|hooks\.slack\.com/services/T\w{8}|-----BEGIN [A-Z ]{0,20}PRIVATE KEY"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_\w{20}"
)


def test_the_shapes_are_those_of_tokens() -> None:
    """A search that finds nothing anywhere would prove nothing."""
    assert TOKENS.search("SLACK_BOT_TOKEN=" + "xox" + "b-1234567890-abc")
    assert TOKENS.search("xap" + "p-1-A0123456-abcdef")
    assert TOKENS.search(f"{'M' * 26}.{'x' * 6}.{'y' * 38}")


def tracked() -> Iterator[tuple[str, bytes]]:
    """Every file of the repository, with its bytes."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - wherever it is
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            yield name, path.read_bytes()


def packed(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the wheel."""
    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(folder))
    with ZipFile(wheel) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def hits(files: Iterable[tuple[str, bytes]]) -> tuple[list[str], int]:
    """The files that hold a token, and how many there are."""
    found, number = [], 0
    for name, content in files:
        number += 1
        if TOKENS.search(content.decode("utf8", "replace")):
            found.append(name)
    return found, number


def no_token_in_repository_and_wheel(folder: Path) -> None:
    for files in (tracked(), packed(folder)):
        found, number = hits(files)

        assert found == []
        assert number > 100


CASES: dict[str, Callable[[Path], None]] = {
    "secret-06": no_token_in_repository_and_wheel,
}


@rows("secret")
def test_secret_is_nowhere(row: Row, tmp_path: Path) -> None:
    CASES[row.id](tmp_path)
