"""A later version of the program, whose database has one more migration."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.stores.sql import migrations, schema

TODAY = schema.HEAD
TOMORROW = f"{int(TODAY) + 1:04}"

STEP = f"""
from sqlalchemy import Column, Text

revision, down_revision = "{TOMORROW}", "{TODAY}"

def upgrade(op):
    op.add_column("marks", Column("taker", Text))
    {{more}}
"""


def make_tomorrow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let this be the program with one more step; the step's file."""
    shutil.copytree(migrations.VERSIONS, folder, ignore=lambda *_: ["__pycache__"])
    step = folder / f"v{TOMORROW}.py"
    step.write_text(STEP.format(more=""))
    use_tomorrow(folder, monkeypatch)
    return step


def use_tomorrow(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this be the program with the steps in a folder."""
    monkeypatch.setattr(migrations, "VERSIONS", folder)
    monkeypatch.setattr(schema, "HEAD", TOMORROW)


@contextmanager
def before_tomorrow() -> Iterator[None]:
    """The program without the last step."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(schema, "HEAD", TODAY)
        yield
