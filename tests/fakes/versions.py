"""A later version of the program, whose database has one more step."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.stores.sql import migrations, schema

SECOND = """
from sqlalchemy import Column, Text

revision, down_revision = "0002", "0001"

def upgrade(op):
    op.add_column("slots", Column("taker", Text))
    {more}
"""


def make_tomorrow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this be the program with a second step; the step's file."""
    shutil.copytree(migrations.VERSIONS, folder, ignore=lambda *_: ["__pycache__"])
    step = folder / "v0002.py"
    step.write_text(SECOND.format(more=""))
    monkeypatch.setattr(migrations, "VERSIONS", folder)
    monkeypatch.setattr(schema, "HEAD", "0002")
    return step


@contextmanager
def before_tomorrow() -> Iterator[None]:
    """The program without the second step."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(schema, "HEAD", "0001")
        yield
