"""The architecture describes every package and shows today's imports."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "architecture.md").read_text("utf8")
FOLDERS = ("bot", "bot/core", "summarizers")


def described() -> set[str]:
    """Return the packages and modules that the first column of a table names."""
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in re.findall(r"`([\w/.]+)`", row)}


def packages(folder: str) -> list[Path]:
    """Return the packages of a folder."""
    return sorted(path.parent for path in (ROOT / folder).glob("*/__init__.py"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_each_package_is_described(folder: str) -> None:
    names = {path.relative_to(ROOT).as_posix() for path in packages(folder)}

    assert names - described() - {"bot/core"} == set()


@pytest.mark.parametrize("folder", ["bot/core", "summarizers"])
def test_each_package_says_what_it_is_for_and_what_it_may_import(folder: str) -> None:
    texts = {
        path.name: ast.get_docstring(ast.parse((path / "__init__.py").read_text()))
        for path in packages(folder)
    }

    silent = [name for name, text in texts.items() if "import" not in (text or "")]
    assert silent == []
