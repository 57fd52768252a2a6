"""Extracts the text of markup fragments and fingerprints articles.

Runs in worker processes.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from typing_extensions import override

from bot.core.domain.errors import NoTextError
from bot.core.domain.records import ExtractedArticle
from bot.core.text.identity import text_hash
from summarizers.model import Article
from summarizers.stories.copies import fingerprint

_BLOCK = re.compile(
    "address|article|aside|blockquote|br|d[dlt]|div|figcaption|figure|footer|h[1-6]|"
    "header|hr|li|main|nav|ol|p|pre|section|t(?:able|[dhr])|ul"
)
_UNREAD = frozenset({"script", "style", "template", "title"})
_BLANKS = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n\s*")


def fingerprinted(article: Article) -> ExtractedArticle:
    """Return the article with the hash and the fingerprint of its text."""
    return ExtractedArticle(article, text_hash(article.text), fingerprint(article.text))


def extract_fragment(markup: str) -> ExtractedArticle:
    """Extract the text of a markup fragment, such as a feed entry.

    Raises:
        NoTextError: the fragment holds no letters.
    """
    text = fragment_text(markup)
    if not any(character.isalpha() for character in text):
        raise NoTextError("the entry of the feed has no text")
    return fingerprinted(Article(text))


def fragment_text(markup: str) -> str:
    """Return the fragment's text, with a blank line between blocks; may be empty."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    text = _BLANKS.sub(" ", "".join(parser.parts))
    return _BREAKS.sub("\n\n", text).strip()


class _Text(HTMLParser):
    """Collects the text of markup; the start and end of a block break the line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread.append(tag)
        if _BLOCK.fullmatch(tag):
            self.parts.append("\n")

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:
            # This also closes elements that were opened inside it and not closed.
            del self._unread[self._unread.index(tag) :]
        if _BLOCK.fullmatch(tag):
            self.parts.append("\n")

    @override
    def parse_marked_section(self, i: int, report: bool = True) -> int:
        try:
            return super().parse_marked_section(i, report)
        except AssertionError:
            return self.parse_bogus_comment(i)

    @override
    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data.replace("\n", " "))
