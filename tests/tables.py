"""Tables in text files: cases that differ in words alone.

A file below ``tests/data`` holds blocks that an empty line separates. In a block each
line ``name: text`` is a field; an indented line continues the field before it, after a
line break. A line that starts with ``#`` is a comment.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

DATA = Path(__file__).parent / "data"


def blocks(name: str) -> tuple[Mapping[str, str], ...]:
    """Read the blocks of ``tests/data/NAME.txt``, in order.

    Raises:
        ValueError: A line is neither a field nor a continuation of one.
    """
    found: list[dict[str, str]] = [{}]
    key = ""
    path = DATA / f"{name}.txt"
    for number, line in enumerate(path.read_text("utf8").splitlines(), 1):
        if line.startswith("#"):
            continue
        if not line.strip():
            found.append({})
        elif line.startswith("  ") and found[-1]:
            found[-1][key] += "\n" + line[2:]
        else:
            key, colon, text = line.partition(":")
            if not colon:
                raise ValueError(f"{path.name}:{number}: expected `name: text`")
            found[-1][key] = text.removeprefix(" ")
    return tuple(block for block in found if block)


def rows(name: str, *fields: str) -> pytest.MarkDecorator:
    """Parametrize a test with a file's blocks: its arguments are these fields.

    A block that lacks a field gives the empty string.
    """
    cases = [
        pytest.param(*(block.get(field, "") for field in fields), id=str(number))
        for number, block in enumerate(blocks(name), 1)
    ]
    return pytest.mark.parametrize(fields, cases)


def lines(name: str) -> tuple[str, ...]:
    """Read the lines of ``tests/data/NAME.txt`` without empty ones and comments."""
    text = (DATA / f"{name}.txt").read_text("utf8")
    return tuple(
        line for line in text.splitlines() if line.strip() and not line.startswith("#")
    )
