"""The HTML form of an e-mail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.platforms.email.html import MAX_BYTES, to_html
from tests.fakes.email.samples import (
    PAGE,
    briefing,
    claim,
    digest,
    front,
    notes,
    proof,
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


def test_titles_and_differing_numbers_are_links_themselves() -> None:
    links = [link for link in read(digest()).links if link[1] != "↗\ufe0e"]

    assert links == [
        (PAGE, "Ferries to Varra stay in port"),
        (proof("17%20people"), "17 people"),
        ("https://weekly.example/nineteen", "19"),
        (f"{PAGE}/tariff", "Night tariff is put off"),
        (PAGE, "Ferries to Varra stay in port"),
    ]


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


@pytest.mark.parametrize(
    "words", ["www.evil.example", "https://evil.example/x", "desk@evil.example", "a.b"]
)
def test_programs_see_no_address_in_text(words: str) -> None:
    document = to_html(line(words), [])

    body = document.partition("</head>")[2]
    assert words not in re.sub(r'(href|aria-label)="[^"]*"', "", body)
    assert words in Reader(document).text


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//x.example"]
)
def test_only_pages_are_linked(url: str) -> None:
    row = Row((Text("Ferry", Style.TITLE, url), Text("x", url=url)), proof=url)

    assert read(Message((Section(None, (row,)),))).links == []


def test_an_address_cannot_leave_its_attribute() -> None:
    url = 'https://example.org/"><b>'
    page = read(Message((Section("", (Row((Text("x", url=url),)),)),)))

    assert page.links == [("https://example.org/%22%3E%3Cb%3E", "x")]


def test_words_that_look_like_another_address_are_no_link() -> None:
    text = Text("www.bank.example", url="https://evil.example/")
    page = read(Message((Section("", (Row((text,)),)),)))

    assert page.links == [("https://evil.example/", "↗\ufe0e")]


def test_what_is_hidden_is_the_titles_for_the_list_of_mails() -> None:
    hidden = re.search(r"mso-hide:all[^>]*>(.*?)</div>", to_html(digest(), []))

    assert hidden is not None
    assert hidden[1].startswith("Ferries to Varra stay in port&")


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


def test_without_its_style_sheet_each_colour_is_there() -> None:
    for tag in re.findall(
        r'<[^>]*class="[^"]*\b(?:ink|dim|s|c|w)\b[^>]*>', to_html(digest(), [])
    ):
        assert "color:#" in tag


def test_outlook_gets_tables_of_fixed_width() -> None:
    document = to_html(digest(), [])

    assert document.count("<!--[if mso]>") == document.count("<![endif]-->") == 3
    assert 'width="640"' in document


def test_it_has_no_pictures_and_no_scripts() -> None:
    document = to_html(digest(), [])

    assert not re.search(r"<(img|script|link|iframe|form)|url\(", document)


def test_a_usual_digest_is_far_from_being_cut() -> None:
    assert len(to_html(digest(stories=4, lines=5), []).encode()) < MAX_BYTES / 2


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


def test_a_message_without_a_title_is_shown() -> None:
    page = read(Message((Section("TROUBLES", (claim(),)), notes("Edition 1"))))

    assert "Troubles" in page.text
    assert "Edition 1" in page.text


def test_an_empty_message_is_shown() -> None:
    assert read(Message(())).open == []
