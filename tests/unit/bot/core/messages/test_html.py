from __future__ import annotations

from html.parser import HTMLParser

from typing_extensions import override

from bot.core.domain.messages import BAR, Message, Row, Section, Style, Text
from bot.core.messages.html import to_html

URL = "https://gazette.example/a?b=1&c=2"
HOSTILE = (
    "</p><script>alert(1)</script> \u202e & \"quoted\" \x00<a href='javascript:x'>"
)


class Elements(HTMLParser):
    """The elements of some HTML, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))


def tags(html: str) -> list[tuple[str, list[tuple[str, str | None]]]]:
    parser = Elements()
    parser.feed(html)
    return parser.tags


def test_text_of_articles_adds_no_element() -> None:
    parts = Text(HOSTILE, Style.SPEAKER, URL), Text(HOSTILE)
    row = Row(parts, BAR, remarks=(HOSTILE,))
    sections = Section(None, (row,)), Section(HOSTILE, (row,))

    html = to_html(Message(sections))

    kinds = {tag for tag, _ in tags(html)}
    assert kinds == {"p", "a", "b", "h4", "ul", "li", "br", "small"}
    assert {attr for _, attrs in tags(html) for attr in attrs} == {("href", URL)}
    assert "\u202e" not in html
    assert "\x00" not in html


def test_only_pages_are_linked() -> None:
    parts = Text("a", url="javascript:alert(1)"), Text("b", url="data:text/html,x")
    row = Row(parts, proof="file:///etc/passwd")

    assert "<a" not in to_html(Message((Section("x", (row,)),)))
