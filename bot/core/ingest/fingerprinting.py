"""Computes the hash and fingerprint of an article's text; runs in worker processes."""

from __future__ import annotations

from bot.core.domain.errors import NoTextError
from bot.core.domain.records import ExtractedArticle
from bot.core.text.html_text import fragment_text
from bot.core.text.identity import text_hash
from summarizers.model import Article
from summarizers.stories.copies import fingerprint


def fingerprinted(article: Article) -> ExtractedArticle:
    """Add the hash and fingerprint of the article's text."""
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
