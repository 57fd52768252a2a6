"""Builds the preview: a briefing as the platforms show it, on a page of this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

from bot.core.commands.snapshots import briefing_snapshot
from bot.core.commands.views import private_answer
from bot.core.domain.configuration import Endpoint
from bot.core.messages.briefing import claim_span, linked_spans
from bot.platforms import PLATFORMS
from bot.web import open_pages
from bot.web.preview import Column, Preview, Proof, ProofKind, preview_pages
from summarizers.model import Briefing, Span
from summarizers.page import select_page

_ARTICLE = "article"
"""The path of the link for an article that has no URL."""

_LOCAL = "Local text"
"""The publisher's name for such an article, if its page does not give one."""


@asynccontextmanager
async def open_preview(
    briefing: Briefing, endpoint: Endpoint, language: str
) -> AsyncIterator[str]:
    """Show a briefing until the block ends; yields the page's URL.

    ``language`` is that of the labels.

    Raises:
        ConfigError: the endpoint is in use.
    """

    def pages(at: Endpoint) -> Mapping[str, tuple[str, bytes]]:
        address = f"http://{at}/{_ARTICLE}"
        return preview_pages(make_preview(briefing, address, language))

    async with open_pages(endpoint, pages) as at:
        yield f"http://{at}/"


def make_preview(briefing: Briefing, address: str, language: str = "en") -> Preview:
    """Render the briefing as each platform shows it to the person who asks for it.

    ``address`` becomes the URL of an article without one: lines link to it.
    """
    article = briefing.article
    if article.url is None:
        local = replace(article, url=address, site=article.site or _LOCAL)
        briefing = replace(briefing, article=local)
    answer = private_answer(briefing_snapshot(briefing, language), direct=False)
    columns = [
        Column(spec.name, spec.title, partial(spec.preview, answer))
        for spec in PLATFORMS
        if spec.preview is not None
    ]
    printed = select_page(briefing).briefing
    proofs = {
        url: Proof(span, _kind(printed, span))
        for url, span in linked_spans(printed).items()
    }
    return Preview(briefing.article, proofs, columns, language)


def _kind(briefing: Briefing, span: Span) -> ProofKind:
    """Return the first section that prints the sentence."""
    if any(line.span == span for line in briefing.summary):
        return ProofKind.SUMMARY
    if any(claim_span(briefing.article, claim) == span for claim in briefing.claims):
        return ProofKind.CLAIM
    return ProofKind.RISK
