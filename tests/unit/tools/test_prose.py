from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tools.prose import (
    GENERIC_NAME,
    Kind,
    broken_rules,
    check_module,
    check_text,
    lowered,
    risen,
    sentences,
)
from tools.style import ROOT, Module


def breaches(text: str) -> list[tuple[str, str, int]]:
    module = Module(Path(ROOT, "bot/core/example.py"), text, ast.parse(text))
    return [(item.rule, item.kind, item.line) for item in check_module(module)]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("What waits is kept.", "bare opening"),
        ("Who has not looked was not awake.", "bare opening"),
        ("Nor is it given up.", "bare opening"),
        ("The store is used and nobody waits.", "nobody, is no"),
        ("There is no message.", "nobody, is no"),
        ("A time that is none is refused.", "nobody, is no"),
        ("Nothing is posted twice.", "nothing opening"),
        ("The slot is to be built.", "is to be"),
        ("It blocks later slots for so long.", "so long, so many"),
        ("All but for one source are read.", "but for"),
        ("It belongs to whoever asks.", "whoever"),
        ("The operator is told once.", "told"),
        ("The page could not be had.", "is had"),
    ],
)
def test_a_sentence_that_breaks_a_rule_is_noticed(sentence: str, rule: str) -> None:
    assert rule in broken_rules(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "What happens after a restart?",
        "The store does not say what it holds.",
        "Neither Slack nor Discord answers.",
        "So many that the limit is reached.",
        "A digest is no-op safe.",
        "The first cue, or the verb if there is none.",
        "The channel is no longer muted, and nothing waits.",
        "Return the slots that the planner added.",
    ],
)
def test_plain_english_passes(sentence: str) -> None:
    assert list(broken_rules(sentence)) == []


def test_quoted_text_and_code_are_not_judged() -> None:
    text = 'The cue "is told" and ``nobody`` are data.\n\n```\nWhat is this\n```\n'

    assert list(check_text(text, Kind.DOCUMENT, "docs/x.md", 1)) == []


def test_each_table_cell_list_item_and_paragraph_is_a_sentence_of_its_own() -> None:
    text = (
        "# What is a title\n\nOne. Two\nlines.\n\n- Three\n- Four\n\n| a | What b |\n"
    )

    assert [part.strip() for part in sentences(text)] == [
        *("One.", "Two lines.", "Three", "Four", "a", "What b"),
    ]


def test_docstrings_comments_and_messages_have_kinds_of_their_own() -> None:
    text = '''"""What this is."""

LIMIT = 1
"""Nobody waits longer."""

# Whoever reads this
# is nobody.
MESSAGE = f"there is no digest {LIMIT}"
'''

    assert breaches(text) == [
        ("bare opening", Kind.DOCSTRING, 1),
        ("nobody, is no", Kind.DOCSTRING, 4),
        ("nobody, is no", Kind.STRING, 8),
        ("bare opening", Kind.COMMENT, 6),
        ("nobody, is no", Kind.COMMENT, 6),
        ("whoever", Kind.COMMENT, 6),
    ]


def test_parameters_and_locals_with_generic_names_are_counted() -> None:
    text = "def f(one, *, told):\n    for found in one:\n        print(found, told)\n"

    assert breaches(text) == [(GENERIC_NAME, Kind.NAME, line) for line in (1, 1, 2)]


def test_a_number_above_its_maximum_is_reported() -> None:
    maxima = {"nor / docstrings": 2}

    assert risen({"nor / docstrings": 2}, maxima) == ()
    assert risen({"nor / docstrings": 3}, maxima) == ("nor / docstrings",)


def test_maxima_fall_and_never_rise() -> None:
    maxima = {"nor / docstrings": 5, "told / docstrings": 5, "told / comments": 1}

    counts = {"nor / docstrings": 9, "told / docstrings": 2, "told / strings": 1}

    assert lowered(counts, maxima) == {"nor / docstrings": 5, "told / docstrings": 2}
