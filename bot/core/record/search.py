"""Answers searches in the record: sentences as they are printed, best first."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.core.domain.errors import BotError
from bot.core.domain.record import Speaker
from bot.core.domain.search import (
    SearchHit,
    SearchRequest,
    SearchResult,
    SentenceQuery,
)
from bot.core.ports.record import RecordStore
from bot.core.ports.record_search import SentenceStore
from bot.core.record.names import folded
from bot.core.record.search_query import parse_query
from bot.core.record.search_ranking import RankedLine, rank
from bot.core.record.who import speakers_meant
from bot.core.text.deep_links import sentence_link

_HOST = re.compile(r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}")
_BEGINNINGS = tuple((s, w) for s in ("https", "http") for w in ("", "www."))


class AmbiguousSpeakerError(BotError):
    """Several speakers have the name that was typed; ``candidates`` are all of them."""

    kind = "ambiguous"

    def __init__(self, candidates: Sequence[Speaker]) -> None:
        names = "; ".join(described(speaker) for speaker in candidates)
        super().__init__(f"Several people have this name. Type a full name: {names}.")
        self.candidates = tuple(candidates)


@dataclass(frozen=True, slots=True)
class RecordSearch:
    """Searches the sentences of the record."""

    sentences: SentenceStore
    record: RecordStore

    async def search(self, request: SearchRequest) -> SearchResult:
        """Return the sentences that match, each once.

        Raises:
            SearchQueryError: the text has no word to look for, or too many.
            AmbiguousSpeakerError: several speakers have the name ``request.who``.
            StoreError: the store cannot be used.
        """
        variants = parse_query(request.words)
        query = SentenceQuery(request.topics, variants, request.since)
        if request.who.strip():
            speakers = await self._speakers(request)
            query = replace(query, speakers=speakers)
        if request.paper.strip():
            query = await self._of_paper(query, request.paper)
        sentences = await self.sentences.find_sentences(query)
        lines = await asyncio.to_thread(rank, sentences, variants)
        shown = lines[: request.limit]
        originals = {each.article.original for line in shown for each in line.printed}
        papers: dict[str, list[str | None]] = {}
        for copy in await self.record.copies(originals, request.topics):
            papers.setdefault(copy.original, []).append(copy.paper)
        hits = tuple(_hit(line, papers) for line in shown)
        return SearchResult(hits, len(lines) - len(hits))

    async def _speakers(self, request: SearchRequest) -> frozenset[int]:
        """Return the id of the speaker whom the request names; empty if unknown."""
        meant = await speakers_meant(self.record, request.who, request.topics)
        if len(meant) > 1:
            raise AmbiguousSpeakerError(meant)
        return frozenset(speaker.id for speaker in meant)

    async def _of_paper(self, query: SentenceQuery, typed: str) -> SentenceQuery:
        """Return the query, limited to the papers that ``typed`` names.

        It names a paper by its host, or by a part of its name.
        """
        if _HOST.fullmatch(typed.strip()):
            name = typed.strip().lower().removeprefix("www.")
            hosts = (f"{scheme}://{www}{name}/" for scheme, www in _BEGINNINGS)
            return replace(query, addresses=frozenset(hosts))
        part = folded(typed)
        names = await self.sentences.recorded_papers(query.topics)
        same = [name for name in names if folded(name) == part]
        close = [name for name in names if part and part in folded(name)]
        return replace(query, papers=frozenset(same or close))


def _hit(line: RankedLine, papers: Mapping[str, Iterable[str | None]]) -> SearchHit:
    best = line.printed[0]
    names = (
        name
        for each in line.printed
        for name in (each.article.paper, *papers.get(each.article.original, ()))
    )
    return SearchHit(
        best.sentence.text,
        best.article,
        sentence_link(best.article.url, best.sentence.fragment),
        line.score,
        tuple(dict.fromkeys(name for name in names if name)),
    )


def described(speaker: Speaker) -> str:
    """Return the name of a speaker with the role, if there is one."""
    return ", ".join(filter(None, (speaker.name, speaker.role)))
