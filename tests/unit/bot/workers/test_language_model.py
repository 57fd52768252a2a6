from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.workers.language_model import MODEL, TESTED, changed_files, installed_model
from summarizers.readers.english.dependency import spacy_parser


@pytest.fixture
def folder() -> Path:
    found = installed_model()
    assert found is not None
    return found


def test_installed_model_is_the_tested_one(folder: Path) -> None:
    assert changed_files(folder) == ()


def test_the_engine_loads_the_model_that_is_looked_at() -> None:
    assert spacy_parser.MODEL == MODEL


def test_changed_file_is_named(folder: Path, tmp_path: Path) -> None:
    for name in TESTED:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / name, tmp_path / name)
    (tmp_path / "meta.json").write_text("{}", "utf8")

    assert changed_files(tmp_path) == ("meta.json",)


def test_missing_files_are_named(tmp_path: Path) -> None:
    assert changed_files(tmp_path) == tuple(sorted(TESTED))
