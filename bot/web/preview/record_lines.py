"""Draws the lines of the record, and the files that its pages share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.core.domain.record import RecordedArticle
from bot.core.text.deep_links import ARROW, page_address
from bot.templates import load_template
from bot.web.preview.page import own_file, shared_files

RECORD = ("record.css", "record.js")
"""The files that the pages of the record need besides the shared style."""


def record_files(
    page: str, hidden: Iterable[tuple[str, str]] = ()
) -> Mapping[str, tuple[str, bytes]]:
    """Return the files of a page of the record, by path.

    ``hidden`` pairs the name of each filter with the id of each of its options.
    """
    rules = load_template(__name__, "hidden.css")(hidden=[*hidden])
    return {
        **shared_files(page, range(0), ()),
        "/record.css": ("text/css", own_file("record.css") + rules.encode()),
        "/record.js": ("text/javascript", own_file("record.js")),
    }


def draw_words(text: str, article: RecordedArticle, link: str | None) -> str:
    """Draw a line of an article as HTML, with the link to its sentence.

    The last word stays on one line with the link.
    """
    words, blank, last = text.rpartition(" ")
    return load_template(__name__, "words.html")(
        words=words + blank, last=last, article=article, link=link, arrow=ARROW
    )


def draw_papers(articles: Iterable[RecordedArticle]) -> str:
    """Draw the papers of a line as links to their articles."""
    draw = load_template(__name__, "papers.html")
    return draw(papers=[(each.paper, page_address(each.url)) for each in articles])
