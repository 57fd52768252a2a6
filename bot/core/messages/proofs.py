"""What each line of a briefing is the proof of: its address and its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.messages.briefing import claim_span
from bot.core.text.deep_links import DeepLinks
from summarizers.model import Briefing, Span


def proofs(briefing: Briefing) -> Mapping[str, Span]:
    """The spans that the lines of a briefing link to, by the links' addresses.

    In print order. Lines whose words do not stand there once have no place of their
    own, and are left out.
    """
    links = DeepLinks(briefing.article)
    found: dict[str, Span] = {}
    for span in _spans(briefing):
        address = links.link(span)
        if address is not None and "text=" in address:
            found.setdefault(address, span)
    return found


def _spans(briefing: Briefing) -> Iterator[Span]:
    yield from (line.span for line in briefing.summary)
    yield from (claim_span(briefing.article, claim) for claim in briefing.claims)
    yield from (risk.span for risk in briefing.risks)
