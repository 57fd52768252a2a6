"""The contract of briefings, on each page of the sample site."""

from __future__ import annotations

import re
from functools import cache

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.core.domain.messages import Row
from bot.core.messages.briefing import briefing_message
from bot.core.messages.briefing_json import JsonObject
from bot.core.messages.markdown import to_markdown
from bot.core.ports.services import Page
from bot.demo import PAGES, sample_page
from bot.sources.pages import parse_page
from summarizers.briefing import Briefer
from summarizers.model import Article, Briefing
from tests.fakes.browser import marked

pages = pytest.mark.parametrize("name", PAGES)


@cache
def brief(name: str) -> Briefing:
    url = f"https://example.org/{name}"
    return Briefer("fast").brief(
        parse_page(Page(url, sample_page(name), "text/html", "utf-8"))
    )


def rows(briefing: Briefing) -> list[Row]:
    """The lines that have a link."""
    sections = briefing_message(briefing).sections
    return [row for section in sections for row in section.rows if row.proof]


def parts(document: JsonObject, name: str) -> list[JsonObject]:
    found = document[name]
    assert isinstance(found, list)
    return [part for part in found if isinstance(part, dict)]


@pages
def test_every_line_is_shown_letter_by_letter(name: str) -> None:
    briefing = brief(name)
    text = " ".join(briefing.article.text.split())

    lines = [
        piece for row in rows(briefing) for piece in row.parts[-1].text.split(" … ")
    ]

    assert len(lines) > 5
    assert [line for line in lines if " ".join(line.split()) not in text] == []


@pages
def test_every_link_marks_the_words_of_its_line(name: str) -> None:
    text = brief(name).article.text

    for row in rows(brief(name)):
        piece = row.parts[-1].text.split(" … ")[0]
        words = marked(text, row.proof or "")
        stands_twice = text.count(piece.strip("“”")) > 1
        assert stands_twice or " ".join(piece.split()) in (words or "")


@pages
def test_markdown_holds_our_links_and_no_other(name: str) -> None:
    briefing = brief(name)

    text = to_markdown(briefing_message(briefing))

    expected = [briefing.article.url, *(row.proof for row in rows(briefing))]
    assert [link.attrs["href"] for link in links_in(text)] == expected


HOSTILE = (
    "**bold** and __bold__ and `code` and ~~gone~~",
    "[bank](https://evil.test) ![x](https://evil.test/x.png)",
    "<b>bold</b> <script>alert(1)</script> <!-- x -->",
    "<https://evil.test> https://evil.test www.evil.test",
    "&lt;b&gt; &amp; &#64;everyone &nbsp;",
    "# heading",
    "> quotation",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "1) item",
    "---",
    "===",
    "| a | b |",
    "    code",
    "```fence",
    "~~~fence",
    "[link]: https://evil.test",
    "back\\slash \\[not a link\\](x)",
    "![",
    "](https://evil.test)",
    "_under_ *star* ***both***",
    "a\n\nb\n# c",
    "<img src=x onerror=alert(1)>",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_only_words_in_markdown(words: str) -> None:
    briefing = Briefing(parse_plain_text(words), "fast", "en")

    text = to_markdown(briefing_message(briefing))

    assert links_in(text) == []
    kinds = {token.type for token in tokens_in(text)}
    assert kinds <= {
        *("heading_open", "heading_close", "paragraph_open", "paragraph_close"),
        *("inline", "text", "text_special", "em_open", "em_close"),
    }
    assert words_in(text).startswith(re.sub(r"\s+", " ", words).strip())


def parse_plain_text(title: str) -> Article:
    return Article("Ports close.", title=title)


def tokens_in(text: str) -> list[Token]:
    """The tokens of Markdown with every extension that makes more of it."""
    parser = MarkdownIt("gfm-like", {"linkify": False}).enable(["table"])
    found = parser.parse(text)
    inner = [child for token in found for child in token.children or []]
    return [*found, *inner]


def links_in(text: str) -> list[Token]:
    return [token for token in tokens_in(text) if token.type in {"link_open", "image"}]


def words_in(text: str) -> str:
    kinds = {"text", "text_special", "code_inline"}
    return "".join(
        token.content if token.type in kinds else "" for token in tokens_in(text)
    )
