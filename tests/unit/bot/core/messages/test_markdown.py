from __future__ import annotations

import pytest

from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.messages.markdown import escaped, to_markdown
from bot.core.text.deep_links import ARROW


def one_line(*parts: Text, proof: str | None = None) -> str:
    """The only line of a message's only section."""
    message = Message((Section("IN SHORT", (Row(parts, "•", proof),)),))
    return to_markdown(message).splitlines()[-1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*bold* _it_ `code`", r"\*bold\* \_it\_ \`code\`"),
        ("[bank](https://evil.test)", r"\[bank\](https\://evil.test)"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("<@123> @everyone <!here>", r"\<\@123\> \@everyone \<!here\>"),
        ("&lt;b&gt; a & b", r"\&lt;b\&gt; a \& b"),
        ("www.evil.test", r"www\.evil.test"),
        ("C:\\new | ~gone~ $x$", r"C:\\new \| \~gone\~ \$x\$"),
        ("# heading", r"\# heading"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("1. item", r"1\. item"),
        ("12) item", r"12\) item"),
        ("2022 was so", "2022 was so"),
    ],
)
def test_no_markup_of_an_article_comes_alive(text: str, shown: str) -> None:
    assert escaped(text) == shown


def test_a_line_stays_one_line() -> None:
    assert one_line(Text("one\n\n- two\u202e")) == "- one - two"


def test_an_address_cannot_end_its_link() -> None:
    line = one_line(Text("Go"), proof="https://example.org/a)b(c<d>")

    assert line == f"- Go\xa0[{ARROW}](https://example.org/a%29b%28c%3Cd%3E)"
