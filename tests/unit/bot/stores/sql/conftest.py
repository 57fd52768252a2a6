"""A program with one more migration."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.versions import make_tomorrow


@pytest.fixture
def tomorrow(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Let this be a program with one more migration; return the file of it."""
    return make_tomorrow(tmp_path_factory.mktemp("later") / "versions", monkeypatch)
