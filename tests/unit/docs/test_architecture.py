"""The architecture names every module of the core, and none that is gone."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
CORE = ROOT / "bot" / "core"
TITLE = "## The core's modules"


def named() -> list[str]:
    """The modules that the table of the core names."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf8")
    table = text.partition(TITLE)[2].partition("\n## ")[0]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("| ")]
    return [name for row in rows[1:] for name in re.findall(r"`(\w+)`", row)]


def test_each_module_of_the_core_is_named_once() -> None:
    modules = {path.stem for path in CORE.glob("*.py")} - {"__init__"}

    assert sorted(named()) == sorted(modules)
