"""The table of faults names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
TESTS = ROOT / "tests"
CITIES = (
    *("Berlin", "New_York", "Lord_Howe", "Santiago"),
    *("Beirut", "Cairo", "Havana", "Casablanca"),
)


def defined() -> set[str]:
    """The names of all test functions."""
    found: set[str] = set()
    places = (TESTS, ROOT / "benchmarks" / "tests")
    for file in (file for place in places for file in place.rglob("test_*.py")):
        found.update(re.findall(r"def (test_\w{1,150})", file.read_text()))
    return found


def rows() -> list[str]:
    """The rows of the table."""
    lines = (ROOT / "docs" / "promises.md").read_text().splitlines()
    heads = ("| promise |", "| fault |")
    return [line for line in lines if line[:2] == "| " and not line.startswith(heads)]


def test_each_fault_names_a_test_and_each_test_is_there() -> None:
    named = [re.findall(r"`(test_\w{1,150})`", row) for row in rows()]

    assert all(named)
    assert {name for names in named for name in names} - defined() == set()


def test_each_city_whose_clocks_change_has_its_cases() -> None:
    cases = TESTS / "unit" / "bot" / "core" / "delivery" / "test_clock_changes.py"

    assert [city for city in CITIES if city not in cases.read_text()] == []
