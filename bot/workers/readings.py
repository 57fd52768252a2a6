"""What a worker does to read what a source brought."""

from __future__ import annotations

from bot.core.domain.records import Reading
from bot.core.ingest.fingerprinting import reading
from bot.core.ports.services import Page
from bot.workers.calls import Call
from summarizers.model import Article


def read_page(parser: Call[[Page], Article], page: Page) -> Reading:
    """The article in a page, ready to be compared.

    Raises:
        ParseError: the page holds none.
        InputError: the text is none.
    """
    return reading(parser.resolve()(page))
