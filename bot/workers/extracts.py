"""What a worker does for an extraction."""

from __future__ import annotations

from bot.core.batch.jsonl import Answer, extract_line
from bot.core.ports.services import Page
from bot.workers.calls import Call
from summarizers.model import Article


def extract_lines(
    raws: tuple[bytes, ...], parser: Call[[Page], Article]
) -> tuple[Answer, ...]:
    """Answer lines of JSON with the articles in their pages."""
    parse = parser.resolve()
    return tuple(extract_line(raw, parse=parse) for raw in raws)
