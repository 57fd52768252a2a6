"""The HTML form of an e-mail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from bot.core.domain.messages import Message, Row, Section, Text
from bot.platforms.email.html import MAX_BYTES, to_html
from tests.fakes.email.samples import (
    briefing,
    digest,
    front,
    notes,
    summary,
)


class Reader(HTMLParser):
    """Reads what a person sees, and where it leads; checks that tags are closed."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._url: str | None = None
        self.feed(document.partition("</head>")[2])
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"br", "meta"}:
            self.open.append(tag)
        if tag == "a":
            self._url = dict(attrs)["href"]

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag != "html":
            assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._url is not None:
            self.links.append((self._url, data))
            self._url = None

    @property
    def text(self) -> str:
        return "".join(self.words)


def read(message: Message) -> Reader:
    return Reader(to_html(message, ["Closing."]))


def line(words: str) -> Message:
    return Message((Section("IN SHORT", (summary(words),)),))


def test_all_tags_are_closed() -> None:
    assert read(digest()).open == []


def test_each_line_leads_to_its_sentence() -> None:
    arrows = [url for url, words in read(digest(lines=3)).links if words == "↗\ufe0e"]

    rows = [row for s in digest(lines=3).sections for row in s.rows if row.proof]
    assert arrows == [row.proof for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "</td></tr></table><h1>Big",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt; & <b>",
        "<!--[if mso]> <![endif]-->",
        "]]> --> <?php",
    ],
)
def test_no_text_comes_alive(words: str) -> None:
    page = read(line(words))

    assert page.open == []
    assert words in page.text


def test_an_address_cannot_leave_its_attribute() -> None:
    url = 'https://example.org/"><b>'
    page = read(Message((Section("", (Row((Text("x", url=url),)),)),)))

    assert page.links == [("https://example.org/%22%3E%3Cb%3E", "x")]


def test_each_colour_has_one_for_the_dark() -> None:
    document = to_html(digest(), [])
    style = document.partition("<style>:root")[2].partition("</style>")[0]
    dark = style.partition("dark){")[2].partition("}}\n")[0]
    classes = {
        name
        for names in re.findall(r'class="([^"]+)"', document)
        for name in names.split()
    }

    assert classes - {"px", "out"} == set(re.findall(r"\.(\w+)\{", dark))
    for name in re.findall(r"\[data-ogs[bc]\] \.(\w+)\{", style):
        assert name in classes


@pytest.mark.parametrize("stories", [1, 2, 5])
def test_what_would_be_cut_off_is_left_to_the_text_form(stories: int) -> None:
    long = [section for _ in range(stories) for section in briefing(300)]
    message = Message((*front(), *long, notes("Edition 5f2c91")))

    document = to_html(message, ["Closing."])

    page = Reader(document)
    assert page.open == []
    assert len(document.encode()) <= MAX_BYTES
    assert "is in the text version" in page.text
    assert "Edition 5f2c91" in page.text
    assert page.text.count("In full") == stories
