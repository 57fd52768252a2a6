"""No row of bad inputs, and no kind of them, is left out."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

from tests.conformance.rows import Row, all_rows
from tests.conformance.test_bad_inputs_command import CASES

KINDS = 17
MODULES = sorted(Path(__file__).parent.glob("test_bad_inputs_*.py"))


def tried(module: ModuleType) -> Iterator[Row]:
    """The rows that the tests of a module are run with."""
    for test in vars(module).values():
        for mark in getattr(test, "pytestmark", ()):
            if mark.name == "parametrize" and mark.args[0] == "row":
                yield from mark.args[1]


def test_every_row_is_tried_by_a_test() -> None:
    modules = [import_module(f"tests.conformance.{path.stem}") for path in MODULES]
    found = {row.id for module in modules for row in tried(module)}

    assert {row.id for row in all_rows()} - found == set()


def test_all_kinds_are_now_in() -> None:
    kinds = {row.kind for row in all_rows()}

    assert len(kinds) == KINDS
    assert {"command", "slack_mention", "discord_mention", "link"} <= kinds


def test_every_row_of_a_command_has_a_case_of_its_own() -> None:
    assert [row.id for row in all_rows("command")] == list(CASES)
    assert len(set(CASES.values())) == len(CASES)
