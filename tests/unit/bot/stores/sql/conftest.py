"""A program of tomorrow."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.versions import make_tomorrow


@pytest.fixture
def tomorrow(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A program with a second step, which is in the file that is returned."""
    return make_tomorrow(tmp_path_factory.mktemp("later") / "versions", monkeypatch)
