"""The page of commands lists every command and engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli.app import app
from summarizers.briefing import engine_names

PAGE = (Path(__file__).parents[3] / "docs" / "commands.md").read_text("utf8")


def names() -> list[str]:
    """The names of all commands, without those inside a group."""
    return sorted(getattr(get_command(app), "commands"))  # noqa: B009 - untyped


@pytest.mark.parametrize("name", names())
def test_each_command_is_described(name: str) -> None:
    assert f"`sitrep {name}" in PAGE


@pytest.mark.parametrize("name", engine_names())
def test_each_engine_is_described(name: str) -> None:
    assert f"`{name}`" in PAGE
