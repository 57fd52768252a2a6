"""What docs/operation.md says of figures is so."""

from __future__ import annotations

import re
from pathlib import Path

from bot.bootstrap.redaction import secret_formats
from bot.core.ports.metrics import CounterName, GaugeName, HistogramName, PostResult
from bot.core.text.redaction import SECRET_VARIABLES

ROOT = Path(__file__).parents[4]
TEXT = (ROOT / "docs" / "operation.md").read_text(encoding="utf8")


def test_every_figure_is_explained_once() -> None:
    explained = re.findall(r"^\| `sitrep_(\w+)` \|", TEXT, re.MULTILINE)

    assert sorted(explained) == sorted((*CounterName, *HistogramName, *GaugeName))


def test_every_result_of_a_post_is_named() -> None:
    assert f"`result`: {', '.join(PostResult)}" in TEXT


def test_every_secret_variable_is_named() -> None:
    every = (*SECRET_VARIABLES, *secret_formats().variables)
    named = [name for name in every if not name.startswith("SLACK_")]

    assert all(f"`{name}`" in TEXT for name in (*named, "SLACK_*"))
