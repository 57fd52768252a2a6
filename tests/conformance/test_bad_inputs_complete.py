"""No row of bad inputs, and no kind of them, is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.conformance.rows import Row, all_rows
from tests.tables import blocks

TESTS = Path(__file__).parents[1]
MODULES = sorted(Path(__file__).parent.glob("test_bad_inputs_*.py"))
ELSEWHERE = blocks("bad_inputs_elsewhere")


def tried(module: ModuleType) -> Iterator[Row]:
    """The rows that the tests of a module are run with."""
    for test in vars(module).values():
        for mark in getattr(test, "pytestmark", ()):
            if mark.name == "parametrize" and mark.args[0] == "row":
                yield from mark.args[1]


def test_every_row_is_tried_by_a_test() -> None:
    modules = [import_module(f"tests.conformance.{path.stem}") for path in MODULES]
    found = {row.id for module in modules for row in tried(module)}
    elsewhere = {block["row"] for block in ELSEWHERE}

    assert {row.id for row in all_rows()} - found == elsewhere


def test_the_tests_of_rows_elsewhere_are_there() -> None:
    defined: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        defined.update(re.findall(r"def (test_\w{1,150})", path.read_text("utf8")))

    for block in ELSEWHERE:
        assert set(block["tests"].split()) - defined == set()
