"""What ``sitrep check`` says to each known file, right or wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blackbox.driver import sitrep
from tests.blackbox.golden import assert_golden
from tests.tables import blocks


@pytest.mark.parametrize(
    ("name", "statuses"),
    [("mistakes", {2}), ("warnings", {0, 2}), ("values", {0, 1, 2})],
)
def test_each_known_file_is_judged(
    name: str, statuses: set[int], tmp_path: Path
) -> None:
    path, shown = tmp_path / "f.yaml", []
    for number, block in enumerate(blocks(f"settings/{name}"), 1):
        path.write_text(block["file"].removeprefix("\n") + "\n")
        done = sitrep("check", "--config", path, place=tmp_path)
        assert done.status in statuses, block["file"]
        shown.append(f"# {number}\n{done.output}{done.messages}")

    told = "".join(shown).replace(f"{path}:", "").replace(str(tmp_path), "/desk")
    assert_golden(f"configuration/{name}.txt", told)
