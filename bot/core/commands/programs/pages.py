"""Briefs pages and verifies lines for programs, with the limits of ``/brief link``."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.core.batch.briefs import PageBriefer
from bot.core.commands.coalescing_cache import CoalescingCache
from bot.core.commands.link_briefing import SECONDS
from bot.core.commands.programs.parameters import Parameters
from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.commands.programs.verification import VerifiedLine, find_line
from bot.core.commands.quotas import BRIEFINGS, WINDOW
from bot.core.domain.configuration import Configuration
from bot.core.domain.programs import Program
from bot.core.messages.briefing_json import JsonObject, briefing_document
from bot.core.ports.record import RecordStore
from bot.core.ports.services import Clock, ConfigurationSource, Fetcher
from bot.core.ports.stores import ChatStore, SourceStore
from bot.core.text.identity import address_key
from summarizers.model import Article, Briefing, Span
from summarizers.page import select_page

PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    "brief": ("url",),
    "verify": ("line", "url"),
}
"""The parameters of each question."""

_EVERYONE = "program"


@dataclass(frozen=True, slots=True)
class PageStores:
    """The ports of the store that are needed to read pages for programs."""

    quotas: ChatStore
    sources: SourceStore
    record: RecordStore


@dataclass(slots=True)
class ProgramPages:
    """Reads pages for programs, within quotas for each program and for all together.

    A page that was just read is not fetched again, and does not count.
    """

    clock: Clock
    configuration: ConfigurationSource
    fetcher: Fetcher
    reader: PageBriefer
    stores: PageStores
    _cache: CoalescingCache[Briefing] = field(init=False)

    def __post_init__(self) -> None:
        """Create the cache of briefings."""
        self._cache = CoalescingCache(self.clock, SECONDS)

    async def brief(self, program: Program, values: Mapping[str, str]) -> JsonObject:
        """Return the briefing of a page as JSON, reduced to the lines that people are shown.

        Raises:
            ProgramError: a parameter is wrong, or too many pages were asked for.
            FetchError: the page could not be fetched.
            ParseError: the page holds no article, or parsing took too long.
            InputError: the article cannot be briefed.
            TimeoutError: the request took longer than a minute.
        """
        url = Parameters(values, PARAMETERS["brief"]).needed("url")
        printed = select_page(await self._briefing(program, url)).briefing
        return briefing_document(printed, id=url, with_text=False)

    async def verify(self, program: Program, values: Mapping[str, str]) -> JsonObject:
        """Return whether a line is in an article, with its place and a link to it.

        The line is looked for in the recorded text, if the program may read that, else
        in the text of the page.

        Raises:
            ProgramError: a parameter is wrong, or too many pages were asked for.
            FetchError: the page could not be fetched.
            ParseError: the page holds no article, or parsing took too long.
            InputError: the article cannot be read.
            TimeoutError: the request took longer than a minute.
            StoreError: the store cannot be used.
        """
        given = Parameters(values, PARAMETERS["verify"])
        line, url = given.needed("line"), given.needed("url")
        stored = await self._stored(program, url)
        article = stored or (await self._briefing(program, url)).article
        verified = await asyncio.to_thread(find_line, line, article)
        return {
            "found": verified is not None,
            **_line_document(verified),
            "article": _article_document(article),
            "source": "record" if stored else "page",
        }

    async def _stored(self, program: Program, url: str) -> Article | None:
        """Return the recorded article of a page, if one of the topics has it."""
        trace = await self.stores.sources.trace(address_key(url))
        if trace is None or trace.article is None:
            return None
        topics = _readable(program, await self.configuration.current())
        original = trace.article.copy_of or trace.article.id
        readable = await self.stores.record.copies([original], topics)
        is_readable = trace.article.id in {each.id for each in readable}
        return trace.article.article if is_readable else None

    async def _briefing(self, program: Program, url: str) -> Briefing:
        address = url.partition("#")[0]
        return await self._cache.get(address, lambda: self._read(program, address))

    async def _read(self, program: Program, url: str) -> Briefing:
        await self._spend(program)
        return await self.reader.brief(await self.fetcher.fetch(url))

    async def _spend(self, program: Program) -> None:
        limits = {
            f"{_EVERYONE}/@{program.id}": BRIEFINGS.of_a_person,
            _EVERYONE: BRIEFINGS.of_a_server,
        }
        waits = await self.stores.quotas.spend(limits, self.clock.now(), WINDOW)
        if waits:
            problem = f"this program asked for more than {BRIEFINGS.of_a_person} pages within a minute: wait a minute"
            wait = max(waits.values())
            raise ProgramError(ErrorCode.TOO_MANY_REQUESTS, problem, wait=wait)


def _readable(program: Program, configuration: Configuration) -> frozenset[str]:
    return frozenset(topic.id for topic in configuration.topics) & program.topics


def _line_document(verified: VerifiedLine | None) -> JsonObject:
    if verified is None:
        return {}
    return {
        "match": verified.match.value,
        **_span_document(verified.span),
        "sentence": _span_document(verified.sentence),
        "link": verified.link,
    }


def _span_document(span: Span) -> JsonObject:
    return {"start": span.start, "end": span.end, "text": span.text}


def _article_document(article: Article) -> JsonObject:
    published = article.published
    return {
        "title": article.title,
        "url": article.url,
        "site": article.site,
        "published": None if published is None else published.isoformat(),
    }
