"""Without an extra, what needs it says how to install it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.command import sitrep

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.process

HOOK = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "mcp":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
"""
CONFIGURATION = """
topics:
  ports:
    title: Ports
    sources: [folder: articles]
digests:
  morning: {topics: [ports], at: "07:30", to: [console]}
"""


def test_without_tools_for_assistants_it_is_told_how_to_install_them(
    tmp_path: Path,
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "sitrep.yaml").write_text(CONFIGURATION)
    (tmp_path / "sitecustomize.py").write_text(HOOK)
    plain = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}

    started = sitrep("mcp", "--config", tmp_path / "sitrep.yaml", environment=plain)

    missing = 'MCP needs the extra "mcp", which is not installed: run pip install'
    assert started.status == 2
    assert started.messages.startswith(missing)
