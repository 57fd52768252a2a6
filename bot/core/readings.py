"""From a page or a feed's entry to what the store compares: pure, run by workers."""

from __future__ import annotations

from bot.core.errors import NoTextError
from bot.core.fragments import fragment_text
from bot.core.novelty import text_hash
from bot.core.records import Reading
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
