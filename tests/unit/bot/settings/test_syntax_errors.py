"""A file that is not YAML is explained by what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.errors import ConfigError
from bot.settings.problems import TextPosition
from bot.settings.syntax_errors import explain_syntax
from bot.settings.yaml import parse_yaml


def refused(text: str) -> str:
    """The only message about a file that is not YAML."""
    with pytest.raises(ConfigError) as caught:
        parse_yaml(text.encode(), "f")
    (problem,) = str(caught.value).splitlines()
    return problem.removeprefix("f:")


@pytest.mark.parametrize(
    "line",
    [
        'slack_token: "xox' + "b-12345678",
        "password: a: hunter2",
        "api_key:hunter2\nb: c",
    ],
)
def test_a_secret_in_a_wrong_line_is_not_repeated(line: str) -> None:
    problem = refused(f"{line}\n")

    assert "..." in problem
    assert "hunter2" not in problem
    assert "xoxb" not in problem


@given(
    st.text("abk:-#[]{}'\"@ \n\\,", max_size=80),
    st.integers(1, 12),
    st.integers(1, 20),
    st.none() | st.builds(TextPosition, st.integers(1, 12), st.integers(1, 20)),
)
def test_any_text_and_place_is_explained_or_left(
    text: str, line: int, column: int, context: TextPosition | None
) -> None:
    explained = explain_syntax(text, TextPosition(line, column), context)

    assert explained is None or explained[1]
