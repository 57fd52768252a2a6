"""A file that is not YAML is explained by what to write instead."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.errors import ConfigError
from bot.settings.problems import TextPosition
from bot.settings.syntax_errors import explain_syntax
from bot.settings.yaml import parse_yaml

FILE = """\
topics:
  ports:
    title: Ports
    sources:
      - feed: https://example.org/rss
    include: [harbour, "/strik(e|ing)/"]
digests:
  morning:
    topics: [ports]
    at: "07:30"
    to: [console]
"""


def refused(text: str) -> str:
    """The only message about a file that is not YAML."""
    with pytest.raises(ConfigError) as caught:
        parse_yaml(text.encode(), "f")
    (problem,) = str(caught.value).splitlines()
    return problem.removeprefix("f:")


def changed(old: str, new: str) -> str:
    """The message after one change of a valid file."""
    assert old in FILE
    return refused(FILE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("    sources:", "      sources:", '4:7: "sources" is indented by 6 blanks: write 4, like "title" in line 3'),
        ("    sources:", "   sources:", '4:4: "sources" is indented by 3 blanks: write 2, like "ports" in line 2 or 4, like "title" in line 3'),
        ("    title:", "  title:", '4:5: "sources" is indented by 4 blanks: write 2, like "title" in line 3'),
        ("    at:", "     at:", '10:6: "at" is indented by 5 blanks: write 4, like "topics" in line 9'),
        ("digests:", " digests:", '7:2: "digests" is indented by 1 blank: write 0, like "topics" in line 1 or 2, like "ports" in line 2'),
        ("      - feed", "   - feed", '5:4: "-" is indented by 3 blanks: write 6, like "sources" in line 4'),
        ("rss\n", "rss\n         lang: en\n", '6:10: "lang" is indented by 9 blanks: write 8, like "feed" in line 5'),
        ("rss\n", "rss\n     - feed: x\n", '6:6: "-" is indented by 5 blanks: write 6, like "-" in line 5'),
    ],
)  # fmt: skip
def test_a_wrong_indentation_is_compared_with_the_lines_above(
    old: str, new: str, problem: str
) -> None:
    assert changed(old, new) == problem


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("title: Ports", "title: Ports: today", '3:12: a value with a colon needs quotes: write title: "Ports: today"'),
        ("title: Ports", "title: a: b: c # d", '3:12: a value with a colon needs quotes: write title: "a: b: c"'),
        ("title: Ports", 'title: The "big: one"', "3:12: a value with a colon needs quotes: write title: 'The \"big: one\"'"),
        ("title: Ports", "title:Ports", "3:5: write a blank after the colon: title: Ports"),
        ("    sources:", "    sources", "4:5: write a colon after it: sources:"),
    ],
)  # fmt: skip
def test_colons_that_are_too_many_or_missing_are_told(
    old: str, new: str, problem: str
) -> None:
    assert changed(old, new) == problem


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Ports", '"Ports', '3:12: this quote is not closed: write "Ports"'),
        ("Ports", "'Ports", "3:12: this quote is not closed: write 'Ports'"),
        ("Ports", '"Ports # all', '3:12: this quote is not closed: write "Ports"'),
        ('"07:30"', '"07:30', '10:9: this quote is not closed: write "07:30"'),
        ('ing)/"]', "ing)/]", '6:24: this quote is not closed: write "/strik(e|ing)/"'),
        ("Ports", "'Ports' today", "3:12: text follows the closing quote: write \"'Ports' today\""),
        ("Ports", "'Port's news'", '3:12: text follows the closing quote: write "Port\'s news"'),
        ("Ports", '"Ports" # all\n    a: "b', '4:8: this quote is not closed: write "b"'),
        ("Ports", '"Ports\n      and ships"\n    a: "b', '5:8: this quote is not closed: write "b"'),
        ("Ports", "'it''s'\n    a: 'b", "4:8: this quote is not closed: write 'b'"),
        ("Ports", '"a\\"b"\n    a: "b', '4:8: this quote is not closed: write "b"'),
        ("Ports", "it's \"so\"\n    a: 'b", "4:8: this quote is not closed: write 'b'"),
    ],
)  # fmt: skip
def test_an_open_quote_is_told_where_it_begins(
    old: str, new: str, problem: str
) -> None:
    assert changed(old, new) == problem


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("[console]", "\n      - slack: @U012", '12:16: a value cannot begin with "@": write it in quotes, "@U012"'),
        ("Ports", "%d", '3:12: a value cannot begin with "%": write it in quotes, "%d"'),
        ("harbour", "`x`", '6:15: a value cannot begin with "`": write it in quotes, "`x`"'),
        ("harbour", "[Hh]arbour", '6:15: a value that begins with "[" is a list or mapping: write it in quotes'),
        ("[ports]", "[ports", '9:13: this "[" is not closed: write "]" behind its last item'),
        ("[ports]", "{ports: x", '9:13: this "{" is not closed: write "}" behind its last item'),
        ("[ports]", "[ports]]", '9:20: this "]" belongs to no list or mapping: remove it'),
    ],
)  # fmt: skip
def test_reserved_characters_and_brackets_are_told(
    old: str, new: str, problem: str
) -> None:
    assert changed(old, new) == problem


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


def test_what_is_not_understood_keeps_the_words_of_the_parser() -> None:
    assert refused('a: "\\q"') == "1:6: found unknown escape character 'q'"


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
