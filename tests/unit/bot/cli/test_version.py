from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from bot.cli.app import app

PROJECT = Path(__file__).parents[4] / "pyproject.toml"


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    version = tomllib.loads(PROJECT.read_text("utf8"))["project"]["version"]

    with pytest.raises(SystemExit) as ended:
        app(["--version"], prog_name="sitrep")

    assert ended.value.code == 0
    assert capsys.readouterr().out == f"sitrep {version}\n"
