"""A briefing as both platforms show it, on a page of this machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import cast

from bot.core.commands.snapshots import keep_briefing
from bot.core.commands.views import private_answer
from bot.core.domain.configuration import Endpoint
from bot.core.messages.briefing_json import Json
from bot.core.messages.proofs import proofs
from bot.platforms.discord.components import own_parts
from bot.platforms.slack.payloads import answer_payloads
from bot.web import open_pages
from bot.web.preview import Shown, preview_pages
from summarizers.model import Briefing

_ARTICLE = "article"
"""The path that stands for the address of an article that has none."""


@asynccontextmanager
async def open_preview(briefing: Briefing, endpoint: Endpoint) -> AsyncIterator[str]:
    """Show a briefing until the block ends; yields the page's address.

    Raises:
        ConfigError: nothing can listen there.
    """

    def pages(at: Endpoint) -> Mapping[str, tuple[str, bytes]]:
        return preview_pages(shown(briefing, f"http://{at}/{_ARTICLE}"))

    async with open_pages(endpoint, pages) as at:
        yield f"http://{at}/"


def shown(briefing: Briefing, address: str) -> Shown:
    """The briefing as payloads of both platforms, as who asks for it gets it.

    ``address`` stands in for the article's own, if it has none: without one no line
    has a link.
    """
    article = briefing.article
    if article.url is None:
        briefing = replace(briefing, article=replace(article, url=address))
    answer = private_answer(keep_briefing(briefing), direct=False)
    return Shown(
        briefing.article,
        proofs(briefing.printed()),
        slack=[_blocks(payload["blocks"]) for payload in answer_payloads(answer)],
        discord=[_blocks(components) for components in own_parts(answer)],
    )


def _blocks(found: Json) -> Iterable[Mapping[str, object]]:
    return cast("Iterable[Mapping[str, object]]", found)
