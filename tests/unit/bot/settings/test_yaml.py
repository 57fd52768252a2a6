from __future__ import annotations

import pytest

from bot.core.domain.errors import ConfigError
from bot.settings.yaml import MAX_BYTES, YamlDocument, parse_yaml


def read(text: str | bytes) -> YamlDocument:
    content = text if isinstance(text, bytes) else text.encode()
    return parse_yaml(content, "sitrep.yaml")


def refused(text: str | bytes) -> str:
    """What is told about a file that cannot be read on."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    return str(caught.value)


def told(text: str) -> list[str]:
    """What is told about a file that could be read."""
    return [problem.formatted("f") for problem in read(text).problems]


def test_a_variable_is_named_and_never_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEWS_TOKEN", "hush-hush")

    (problem,) = told('a: "x ${NEWS_TOKEN:-default} y"')

    assert (
        problem == "f:1:4: a: the variable NEWS_TOKEN is not expanded; write the value"
    )


def test_aliases_are_refused_before_they_are_expanded() -> None:
    bomb = "a0: &a0 [x, x]\n" + "".join(
        f"a{level}: &a{level} [*a{level - 1}, *a{level - 1}]\n"
        for level in range(1, 10)
    )

    assert "f:1:5" in refused(bomb).replace("sitrep.yaml", "f")
    assert "as an alias" in refused(bomb)


def test_deep_nesting_is_refused() -> None:
    assert "nested too deep" in refused("[" * 100_000)


def test_a_file_that_is_too_big_is_refused_unread() -> None:
    assert "the file is too big" in refused(b"#" * (MAX_BYTES + 1))


def test_a_byte_order_mark_and_windows_line_ends_are_taken() -> None:
    assert read(b"\xef\xbb\xbfa: 1\r\nb:\r\n  - c\r\n").value == {"a": 1, "b": ["c"]}


@pytest.mark.parametrize(
    ("text", "place"),
    [("a:\n\t- b\n", "2:1"), ("a:\n  \t- b\n", "2:3"), ("\ta: 1", "1:1")],
)
def test_a_tab_in_the_indent_is_refused_with_its_line(text: str, place: str) -> None:
    assert (
        refused(text)
        == f"sitrep.yaml:{place}: the line begins with a tab: indent with spaces"
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: [b, c", "1:4"),
        ("a: b: c", "1:4"),
        ('a: "b', "1:4"),
        ("? [a]\n: b", "1:3"),
        ("a: 1\n---\nb: 2", "2:1"),
        (b"a: 1\nb: \xff", "2:1"),
        ("a: \x00", "1:1"),
        ("a: *b", "1:4"),
    ],
)
def test_what_is_no_yaml_is_refused_with_its_place(
    text: str | bytes, place: str
) -> None:
    assert refused(text).startswith(f"sitrep.yaml:{place}: ")
