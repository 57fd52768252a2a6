"""What the program says itself is never taken for a secret."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap.redaction import redaction

BOT = Path(__file__).parents[3] / "bot"
MODULES = sorted(BOT.rglob("*.py"))


def written(part: ast.AST) -> str:
    """A text as it stands in a module; a gap for anything else."""
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        return part.value
    return " "


def sentences(path: Path) -> Iterator[str]:
    """The texts of a module that have several words, with a gap for what is filled in."""
    tree = ast.parse(path.read_text(encoding="utf8"))
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(map(written, parts))
        if " " in text.strip() and id(node) not in alone:
            yield text


@pytest.fixture(scope="module")
def texts() -> list[str]:
    return [text for path in MODULES for text in sentences(path)]


BEGINNINGS = ("this ", "these ", "write ", "written ", "there ")


def test_no_advice_is_hidden(texts: list[str]) -> None:
    assert list(map(redaction({}).text, texts)) == texts


def test_what_is_wrong_with_a_key_is_told_whatever_it_is_called(
    texts: list[str],
) -> None:
    told = [f"a:1:1: token: {text}" for text in texts if text.startswith(BEGINNINGS)]

    assert list(map(redaction({}).text, told)) == told


def test_there_is_advice_to_look_at(texts: list[str]) -> None:
    """A search that finds no texts would prove nothing."""
    assert len(texts) > 500
