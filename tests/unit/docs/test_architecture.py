"""The architecture describes each package of the core once, and none that is gone."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
CORE = ROOT / "bot" / "core"
TITLE = "## The core's packages"


def described() -> list[str]:
    """The packages that the table of the core describes."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf8")
    table = text.partition(TITLE)[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)


def test_each_package_of_the_core_is_described_once() -> None:
    packages = {path.parent.name for path in CORE.glob("*/__init__.py")}

    assert sorted(described()) == sorted(packages)


def test_the_core_has_no_flat_modules() -> None:
    assert [path.name for path in CORE.glob("*.py")] == ["__init__.py"]
