from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.workers.language_model import TESTED, changed_files, installed_model


@pytest.fixture
def folder() -> Path:
    found = installed_model()
    assert found is not None
    return found


def test_changed_file_is_named(folder: Path, tmp_path: Path) -> None:
    for name in TESTED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / name, tmp_path / name)
    (tmp_path / "meta.json").write_text("{}", "utf8")

    assert changed_files(tmp_path) == ("meta.json",)


def test_missing_files_are_named(tmp_path: Path) -> None:
    assert changed_files(tmp_path) == tuple(sorted(TESTED))
