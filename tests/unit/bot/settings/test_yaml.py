from __future__ import annotations

import pytest

from bot.core.domain.errors import ConfigError
from bot.settings.problems import KeyPath, TextPosition
from bot.settings.yaml import MAX_BYTES, Value, YamlDocument, parse_yaml


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


def test_a_file_becomes_plain_values() -> None:
    tree = read('a: {b: [one, "2", 3, 4.5, true, null, ~]}\nc:\n')

    assert tree.value == {
        "a": {"b": ["one", "2", 3, 4.5, True, None, None]},
        "c": None,
    }


def test_keys_are_always_words() -> None:
    assert read("2024: x\ntrue: y").value == {"2024": "x", "true": "y"}


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("a",), TextPosition(1, 1)),
        (("a", "b"), TextPosition(2, 3)),
        (("a", "b", 1), TextPosition(4, 7)),
        (("a", "missing"), TextPosition(1, 1)),
        (("nowhere",), TextPosition(1, 1)),
    ],
)
def test_every_value_has_its_place(path: KeyPath, place: TextPosition) -> None:
    tree = read("a:\n  b:\n    - one\n    - two\n")

    assert tree.place(path) == place


@pytest.mark.parametrize(
    "value",
    ["no", "Yes", "ON", "off", "y", "12:30", "7:30", "1:02:03", "0755", "22:00-07:00"],
)
def test_what_versions_of_yaml_read_differently_must_be_quoted(value: str) -> None:
    assert told(f"a: {value}") == [
        f'f:1:4: a: YAML can read this in two ways; write it in quotes: "{value}"'
    ]


@pytest.mark.parametrize(
    "value", ['"no"', "'12:30'", "a-b", "never", "2024-01-01", "0", "10"]
)
def test_what_is_quoted_or_clear_is_taken(value: str) -> None:
    assert told(f"a: {value}") == []


def test_an_ambiguous_key_must_be_quoted_as_well() -> None:
    assert told("on: x") == [
        'f:1:1: on: YAML can read this in two ways; write it in quotes: "on"'
    ]


def test_a_key_that_is_written_twice_is_told_with_both_lines() -> None:
    assert told("a: 1\nb: 2\na: 3") == [
        "f:3:1: a: this key is already in line 1: remove one of them"
    ]


def test_a_variable_is_named_and_never_filled_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NEWS_TOKEN", "hush-hush")

    (problem,) = told('a: "x ${NEWS_TOKEN:-default} y"')

    assert (
        problem == "f:1:4: a: the variable NEWS_TOKEN is not expanded; write the value"
    )


def test_a_tag_is_told() -> None:
    assert told("a: !!python/object:os.system x") == [
        "f:1:4: a: YAML reads ! as a tag: quote the value"
    ]


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
        ("%YAML 1.5\n---\na: 1\n", "1:1"),
        ("# A comment\n%YAML  3.1\n---\na: 1\n", "2:1"),
        (f"\ufeff\ufeff%YAML 1.{'1' * 5_000}", "1:1"),
    ],
)
def test_another_version_of_yaml_is_refused_with_its_line(
    text: str, place: str
) -> None:
    assert (
        refused(text)
        == f"sitrep.yaml:{place}: Sitrep reads YAML 1.1 and 1.2: remove the line that begins with %YAML"
    )


@pytest.mark.parametrize(
    "version", ["%YAML 1.1", "%YAML  1.2 # the newest", "%YAMLS 3"]
)
def test_a_line_with_a_known_version_is_taken(version: str) -> None:
    assert read(f"{version}\n---\na: 1\n").value == {"a": 1}


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


@pytest.mark.parametrize(("text", "value"), [("", None), ("# only a comment\n", None)])
def test_an_empty_file_has_no_value(text: str, value: Value) -> None:
    assert read(text).value == value


@pytest.mark.parametrize(
    "text", ["a: {b: [c], d e:}", "a: {d e:, b: c}", "a::\n  b: c"]
)
def test_a_colon_that_became_a_part_of_a_key_is_told(text: str) -> None:
    (problem,) = told(text)

    assert problem.endswith(": write a blank after the colon of a key")


@pytest.mark.parametrize("text", ["a: {b: [c], d e: }", '"a:": b', "a:b: c", "a:\n"])
def test_a_colon_that_is_meant_is_left(text: str) -> None:
    assert told(text) == []
