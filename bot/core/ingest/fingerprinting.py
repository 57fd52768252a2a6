"""From a page or a feed's entry to what the store compares: pure, run by workers."""

from __future__ import annotations

from bot.core.domain.errors import NoTextError
from bot.core.domain.records import Reading
from bot.core.text.html_text import fragment_text
from bot.core.text.identity import text_hash
from summarizers.model import Article
from summarizers.stories.copies import fingerprint


def reading(article: Article) -> Reading:
    """The article with its hash and fingerprint."""
    return Reading(article, text_hash(article.text), fingerprint(article.text))


def read_fragment(markup: str) -> Reading:
    """The reading of a piece of markup.

    Raises:
        NoTextError: there is no text in it.
    """
    text = fragment_text(markup)
    if not any(character.isalpha() for character in text):
        raise NoTextError("the entry of the feed has no text")
    return reading(Article(text))
