"""Assistants, their tools, and pages on the web that they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from typing_extensions import override

from bot.core.batch.briefs import PageBriefer
from bot.core.commands.programs.pages import PageStores, ProgramPages
from bot.core.commands.programs.tools import ProgramTools
from bot.core.ports.services import Page as WebPage
from bot.core.ports.services import PageParser
from bot.sources.pages import parse_page
from bot.web.asgi import Application
from summarizers.model import Article
from tests.fakes.ports import FakeFetcher
from tests.fakes.programs import ProgramDesk
from tests.fakes.records import NOW
from tests.fakes.town import Hands

ADDRESS = "https://lenna-gazette.example/ferry"
LINE = "The ferry to Sandhamn stays in port until Thursday."
TITLE = "Ferry stays in port"
BODY = (
    f"{LINE} The harbour master closed the quay on Monday evening after the storm broke two of its piles.",
    '"We cannot let people on a quay that moves," harbour master Ida Brandt said on Tuesday.',
    "The town council may close the old bridge on Friday, and the school bus will leave from the market.",
)


class PageHands(Hands, PageParser):
    """Parses and briefs pages in this process."""

    @override
    async def parse(self, page: WebPage) -> Article:
        return parse_page(page)


def page(*paragraphs: str, title: str = TITLE) -> str:
    """An article as a page of HTML."""
    text = "".join(f"<p>{escape(part)}</p>" for part in paragraphs or BODY)
    return (
        f"<html lang=en><head><title>{escape(title)}</title></head><body><article>"
        f"<h1>{escape(title)}</h1>{text}</article></body></html>"
    )


@dataclass(slots=True)
class Kit:
    """The tools for programs, and the web from which they fetch."""

    tools: ProgramTools
    fetcher: FakeFetcher


def make_kit(desk: ProgramDesk, pages: Mapping[str, str] | None = None) -> Kit:
    """The tools on the store of a desk, and these pages."""
    fetcher = FakeFetcher(pages or {ADDRESS: page()})
    hands = PageHands()
    reader = PageBriefer(hands, hands, NOW.date)
    store, answers = desk.store, desk.services.answers
    reading = ProgramPages(
        *(desk.clock, desk.configuration, fetcher, reader),
        PageStores(store, store, store),
    )
    return Kit(ProgramTools(answers, reading, desk.event_log), fetcher)


def with_exchanges(
    desk: ProgramDesk, exchanges: Mapping[str, Application]
) -> ProgramDesk:
    """The desk with applications that speak MCP."""
    services = replace(desk.services, exchanges=exchanges)
    return replace(desk, services=services)
