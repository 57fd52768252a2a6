"""The command ``search``: finds sentences of the record by their words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.core.commands.button_payload import Run, written
from bot.core.commands.changes import since_of
from bot.core.commands.fuzzy_lookup import find_topic
from bot.core.commands.requests import Verb
from bot.core.commands.responses import Choice, Menu
from bot.core.commands.snapshots import PreviewSnapshot, paged
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.commands.views import cut_label
from bot.core.domain.configuration import Configuration
from bot.core.domain.search import SearchRequest, SearchResult
from bot.core.ports.services import Clock
from bot.core.record.search import AmbiguousSpeakerError, RecordSearch, described
from bot.core.record.search_message import search_message
from bot.core.record.search_query import SearchQueryError, parse_query

MOST_HITS = 10
"""The maximum number of sentences on a page of an answer in chat."""

_MOST_PAGES = 5

_OPTIONS = ("words", "topic", "since", "paper")


@dataclass(frozen=True, slots=True)
class Searching:
    """Answers the command ``search`` with sentences of the configured topics."""

    clock: Clock
    record: RecordSearch

    def request(
        self, options: Mapping[str, str], configuration: Configuration
    ) -> SearchRequest:
        """Return the search that was typed.

        Raises:
            RefusedError: an option has no valid value.
        """
        words, topic = options.get("words", ""), options.get("topic", "").strip()
        try:
            parse_query(words)
        except SearchQueryError as error:
            is_empty = not words.strip()
            reason = Refusal.MISSING if is_empty else Refusal.BAD_VALUE
            raise RefusedError(reason, str(error)) from error
        topics = (
            (find_topic(topic, configuration, Verb.TOPIC),)
            if topic
            else configuration.topics
        )
        typed, now = options.get("since", "").strip(), self.clock.now()
        since = since_of(typed, now, configuration.timezone) if typed else None
        return SearchRequest(
            words,
            frozenset(each.id for each in topics),
            since,
            options.get("paper", ""),
            options.get("who", ""),
            MOST_HITS * _MOST_PAGES,
        )

    async def answer(
        self,
        request: SearchRequest,
        options: Mapping[str, str],
        configuration: Configuration,
    ) -> tuple[PreviewSnapshot, ...]:
        """Return pages of the sentences that match, to post if there are any.

        Raises:
            RefusedError: several speakers have the typed name.
            StoreError: the store cannot be used.
        """
        try:
            result = await self.record.search(request)
        except AmbiguousSpeakerError as error:
            menu = _choices(error, options)
            raise RefusedError(Refusal.UNKNOWN, str(error), menu) from error
        year = self.clock.now().astimezone(configuration.timezone).year
        messages = [
            search_message(part, request.words, configuration.language, year)
            for part in _parts(result)
        ]
        return paged(messages, postable=bool(result.hits))


def _parts(result: SearchResult) -> Iterator[SearchResult]:
    """Yield the hits by page; each part counts those that follow it."""
    hits = result.hits
    for start in range(0, max(len(hits), 1), MOST_HITS):
        shown = hits[start : start + MOST_HITS]
        yield SearchResult(shown, len(hits) - start - len(shown) + result.more)


def _choices(error: AmbiguousSpeakerError, options: Mapping[str, str]) -> Menu | None:
    """Return a menu that repeats the search, with one choice for each possible speaker.

    Return ``None`` if the menu would be too long.
    """
    values = tuple(options.get(name, "") for name in _OPTIONS)
    names = map(described, error.candidates)
    try:
        choices = tuple(
            Choice(cut_label(name), written(Run(Verb.SEARCH, (*values, name))))
            for name in names
        )
    except ValueError:
        return None
    return Menu("Choose a speaker", choices)
