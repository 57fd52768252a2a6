"""Answers who said what: the statements of one person or organisation, newest first."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from bot.core.domain.record import (
    RecordedArticle,
    Speaker,
    Statement,
    StatementQuery,
)
from bot.core.ports.record import RecordStore
from bot.core.record.names import folded, folded_person
from bot.core.record.then_now import earlier_of
from bot.core.record.words import search_words
from bot.core.text.deep_links import sentence_link

MOST_STATEMENTS = 300
"""The maximum number of statements that are read for one answer.

The newest ones are read.
"""

MOST_NAMES = 25
"""The maximum number of people and organisations that a search for a name returns."""


MOST_SIMILAR = 5
"""The maximum number of names that are suggested for an unknown one."""

_COMPARED = 300
"""The maximum number of latest speakers, by letter, with which a name is compared."""

_LIKENESS = 0.7


@dataclass(frozen=True, slots=True)
class WhoQuery:
    """A question for the statements of ``name`` in articles of these topics."""

    name: str
    topics: frozenset[str]
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SaidLine:
    """A statement, with one article of each paper that prints it, the newest first.

    ``earlier`` is an earlier statement of the speaker about the same thing, which
    differs in a number, a day or a negation.
    """

    statement: Statement
    articles: tuple[RecordedArticle, ...]
    earlier: Statement | None = None

    @property
    def papers(self) -> tuple[str, ...]:
        """Return the names of the papers; articles without one are left out."""
        return tuple(article.paper for article in self.articles if article.paper)


@dataclass(frozen=True, slots=True)
class SpeakerAnswer:
    """The statements of one speaker by story; the newest story comes first."""

    speaker: Speaker
    stories: tuple[tuple[SaidLine, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidates:
    """The people and organisations that a name may mean; none if the name is unknown.

    ``similar`` are speakers with a name like an unknown one, the most similar first.
    """

    speakers: tuple[Speaker, ...]
    similar: tuple[Speaker, ...] = ()


@dataclass(frozen=True, slots=True)
class Who:
    """Answers questions for statements; each answer has only the question's topics."""

    store: RecordStore

    async def ask(self, query: WhoQuery) -> SpeakerAnswer | Candidates:
        """Return the statements of the speaker whom the name means.

        If several speakers may have the name, or none, return the candidates.

        Raises:
            StoreError: the store cannot be used.
        """
        meant = await speakers_meant(self.store, query.name, query.topics)
        if not meant:
            return Candidates(
                (), await speakers_like(self.store, query.name, query.topics)
            )
        if len(meant) > 1:
            return Candidates(meant)
        speaker = meant[0]
        statements = await self.store.statements(
            StatementQuery(
                query.topics,
                frozenset({speaker.id}),
                since=query.since,
                limit=MOST_STATEMENTS,
            )
        )
        originals = {statement.article.original for statement in statements}
        copies = await self.store.copies(originals, query.topics)
        # Comparing hundreds of statements takes a while: leave the event loop free.
        lines = await asyncio.to_thread(_lines, statements, copies)
        return SpeakerAnswer(speaker, tuple(_by_story(lines)))

    async def names(self, typed: str, topics: frozenset[str]) -> tuple[Speaker, ...]:
        """Return the people and organisations whose name begins with the typed text.

        Raises:
            StoreError: the store cannot be used.
        """
        return await self.store.speakers_named(folded_person(typed), topics, MOST_NAMES)


async def speakers_meant(
    store: RecordStore, typed: str, topics: frozenset[str]
) -> tuple[Speaker, ...]:
    """Return the speakers with exactly this name or surname.

    If there are none, return those whose name begins with ``typed``. ``typed`` may have
    words of the role after a comma, as in "Lind, president".

    Raises:
        StoreError: the store cannot be used.
    """
    name, _, role = typed.partition(",")
    keys = {folded(name), folded_person(name)} - {""}
    if not keys:
        return ()
    begun = {
        speaker.id: speaker
        for key in sorted(keys)
        for speaker in await store.speakers_named(key, topics, MOST_NAMES)
    }
    speakers = [each for each in begun.values() if has_role(each, role)]
    exact = [each for each in speakers if not keys.isdisjoint((each.key,))]
    named = [each for each in speakers if each.surname in keys]
    return tuple(exact or named or speakers)


async def speakers_like(
    store: RecordStore, typed: str, topics: frozenset[str]
) -> tuple[Speaker, ...]:
    """Return speakers whose name or surname is like a typed one, the most similar first.

    Raises:
        StoreError: the store cannot be used.
    """
    key = folded_person(typed.partition(",")[0])
    letters = {word[0] for word in key.split()}
    pool = [
        speaker
        for letter in sorted(letters)
        for speaker in await store.speakers_named(letter, topics, _COMPARED)
    ]
    named = {name: each for each in pool for name in (each.surname, each.key)}
    close = get_close_matches(key, named, n=MOST_SIMILAR, cutoff=_LIKENESS)
    return tuple({named[name].id: named[name] for name in close}.values())


def has_role(speaker: Speaker, role: str) -> bool:
    """Return whether the role of a speaker has all words of the typed ``role``."""
    wanted = set(search_words(role).split())
    return wanted <= set(search_words(speaker.role or "").split())


def link_to(statement: Statement) -> str | None:
    """Return the link to the sentence of a statement; ``None`` without a page."""
    return sentence_link(statement.article.url, statement.sentence.fragment)


def _lines(
    statements: Iterable[Statement], copies: Iterable[RecordedArticle]
) -> Sequence[SaidLine]:
    """Join equal statements and add the papers that print each, newest first."""
    papers: dict[str, list[RecordedArticle]] = {}
    for article in copies:
        papers.setdefault(article.original, []).append(article)
    groups: dict[str, list[Statement]] = {}
    for each in sorted(statements, key=_newest_first):
        groups.setdefault(search_words(each.text), []).append(each)
    firsts = [group[0] for group in groups.values()]
    earlier = earlier_of(firsts)
    return [
        SaidLine(group[0], tuple(_printed(group, papers)), earlier.get(group[0].id))
        for group in groups.values()
    ]


def _newest_first(statement: Statement) -> tuple[float, int, int, int]:
    article = statement.article
    return -article.at.timestamp(), -article.number, statement.start, statement.id


def _printed(
    group: Sequence[Statement], copies: dict[str, list[RecordedArticle]]
) -> Iterator[RecordedArticle]:
    """Yield one article for each paper that has the statement, newest paper first."""
    articles = [statement.article for statement in group]
    every = (*articles, *(c for a in articles for c in copies.get(a.original, ())))
    firsts: dict[str | None, RecordedArticle] = {}
    for article in every:
        firsts.setdefault(article.paper, article)
    yield from firsts.values()


def _by_story(lines: Iterable[SaidLine]) -> Iterator[tuple[SaidLine, ...]]:
    stories: dict[str, list[SaidLine]] = {}
    for line in lines:
        article = line.statement.article
        stories.setdefault(article.story or article.original, []).append(line)
    yield from map(tuple, stories.values())
