"""Use case: a digest is composed from what the store holds.

The same store and the same time give the same digest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.digests.digest import TOP_STORIES, Digest, Failure, Story, links_of
from bot.core.digests.mutes import MuteBook, Silencer
from bot.core.digests.novelty import Known, difference_key, verbatim
from bot.core.digests.selection import Selection, StorySorter
from bot.core.digests.story import (
    Coverage,
    Rank,
    changed_stories,
    originals_settled,
    rank,
    story_ids,
)
from bot.core.digests.story_summary import Report, leading, tell
from bot.core.domain.configuration import DigestPlan
from bot.core.domain.errors import BotError
from bot.core.domain.records import History, Origin, StoredArticle
from bot.core.ingest.fallbacks import without_stand_ins
from bot.core.ports.services import ArticleBriefer, EventLog
from bot.core.ports.stores import ArticleStore, EditionStore, SourceStore
from bot.core.text.identity import text_hash
from summarizers.errors import InputError
from summarizers.model import Briefing

WINDOW = timedelta(days=10)
"""How far back the articles of a digest, and of the stories in it, were seen."""

MEMORY = timedelta(days=365)
"""How long a printed sentence is not printed again, as far as the store keeps it."""

COMPARED_REPORTS = 8
"""Of each story's reporters the newest so many are compared."""

BRIEFED_REPORTS = 4
"""Of each story's new articles so many are read for the best claim and risk."""

_FEWEST_REPORTS = 2


@dataclass(frozen=True, slots=True)
class Library:
    """The store, as composing needs it."""

    sources: SourceStore
    articles: ArticleStore
    editions: EditionStore


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes digests; ``engine`` is the one that the briefer uses.

    Without ``muted`` no channel has muted anything.
    """

    library: Library
    sorter: StorySorter
    briefer: ArticleBriefer
    engine: str
    journal: EventLog
    muted: MuteBook | None = None

    async def compose(self, plan: DigestPlan, channel: str, at: datetime) -> Digest:
        """The digest that goes out at this time to this channel.

        Raises:
            StoreError: the store cannot be used.
            ParseTimeoutError: choosing the articles took too long.
            PostError: what the channel has muted is not known.
        """
        silencer = await self.muted.of(channel) if self.muted else Silencer(())
        history = await self.library.editions.history(channel, after=at - MEMORY)
        found = await self.library.articles.articles(
            [source.url for source in plan.sources], after=at - WINDOW, until=at
        )
        articles = without_stand_ins(originals_settled(found), history.articles)
        selection = await self.sorter.sort(plan.topics, articles)
        silent = await _silent(silencer, plan, articles, selection)
        coverages = await self._coverages(articles, selection, history, silent)
        failures = await self._failures(plan, silencer)
        digest = Digest(
            plan,
            channel,
            at,
            failures=failures,
            last=history.by_digest.get(plan.id, history.last),
        )
        return await self._told(digest, coverages, history)

    async def _coverages(
        self,
        articles: Sequence[StoredArticle],
        selection: Selection,
        history: History,
        silent: Collection[str],
    ) -> tuple[Coverage, ...]:
        """The stories with something that the channel was not shown; ids are kept.

        Articles that are ``silent``, by id, count for what is one story, so that it is
        the same for all channels; but they are not told of.
        """
        known = {article.id: article for article in articles}
        named = story_ids([known[id_] for id_ in story] for story in selection.stories)
        await self.library.articles.set_stories(changed_stories(named))
        heard = (
            (name, [one for one in story if one.id not in silent])
            for name, story in named
        )
        coverages = (
            _coverage(name, story, selection, history) for name, story in heard if story
        )
        return tuple(found for found in coverages if found.fresh)

    async def _told(
        self, digest: Digest, coverages: Sequence[Coverage], history: History
    ) -> Digest:
        """The digest with its stories: the best are told, the next are links."""
        ranked = sorted(
            ((rank(found, digest.at), found) for found in coverages),
            key=_place,
        )
        printed = set(history.sentences)
        today = digest.at.astimezone(digest.plan.timezone).date()
        told: list[Story] = []
        others: list[Story] = []
        repeated: list[Coverage] = []
        for score, coverage in ranked:
            if coverage.is_copied(history.articles):
                repeated.append(coverage)
                continue
            if len(told) == TOP_STORIES:
                others.append(Story(coverage, score, leading(coverage)[0]))
                continue
            story = await self._story(coverage, score, printed, today)
            if story is None:
                repeated.append(coverage)
            elif story.quotes:
                story = await self._compared(story, printed)
                told.append(story)
                printed.update(story.sentences)
            else:
                others.append(story)
        linked, passed = links_of(others)
        return replace(
            digest,
            told=tuple(told),
            linked=linked,
            passed=passed,
            repeated=tuple(repeated),
        )

    async def _story(
        self, coverage: Coverage, score: Rank, printed: Collection[str], today: date
    ) -> Story | None:
        found = [
            (article, await self._briefing(article))
            for article in leading(coverage)[:BRIEFED_REPORTS]
        ]
        reports = [Report(one, briefing) for one, briefing in found if briefing]
        known = Known(printed, (one.article for one in coverage.read))
        # A story of weeks is compared sentence by sentence; the event loop goes on.
        return await asyncio.to_thread(
            tell, coverage, score, reports, known=known, today=today
        )

    async def _compared(self, story: Story, printed: Collection[str]) -> Story:
        """The story with the numbers that its reports give differently, if news."""
        compared = story.coverage.independent[-COMPARED_REPORTS:]
        if len(compared) < _FEWEST_REPORTS:
            return story
        reports = {one.id: one.article for one in compared}
        try:
            found = await self.sorter.compare(tuple(reports.items()))
            fresh = (one for one in found if difference_key(one) not in printed)
            checked = tuple(verbatim(one, reports) for one in fresh)
        except Exception as error:  # noqa: BLE001 - no story ends the digest
            self._note(story.lead, error)
            return story
        return replace(story, differences=checked)

    async def _briefing(self, article: StoredArticle) -> Briefing | None:
        """The briefing of an article, from the store if it was made before."""
        if article.origin is Origin.TITLE:
            return None
        key = briefing_key(article)
        kept = await self.library.articles.cached_briefing(key, self.engine)
        if kept is not None:
            return kept
        try:
            briefing = await self.briefer.brief(article.article)
        except Exception as error:  # noqa: BLE001 - no article ends the digest
            self._note(article, error)
            return None
        await self.library.articles.keep_briefing(key, self.engine, briefing)
        return briefing

    def _note(self, article: StoredArticle, error: Exception) -> None:
        """Tell the operator of a mistake in the program; an article's own is no news."""
        if not isinstance(error, BotError | InputError):
            name = article.article.url or article.id
            self.journal.error("briefing failed", url=name, reason=repr(error))

    async def _failures(
        self, plan: DigestPlan, silencer: Silencer
    ) -> tuple[Failure, ...]:
        """The sources that could not be read the last time, but those that are muted."""
        states = await self.library.sources.states()
        heard = (one for one in plan.sources if not silencer.mutes_source(one.url))
        found = (states.get(source.url) for source in heard)
        return tuple(
            Failure(state.url, state.error) for state in found if state and state.error
        )


async def _silent(
    silencer: Silencer,
    plan: DigestPlan,
    articles: Sequence[StoredArticle],
    selection: Selection,
) -> frozenset[str]:
    """The ids of the articles that are chosen, but muted."""
    if not silencer:
        return frozenset()
    sources = {source.url for source in plan.sources}

    def find() -> frozenset[str]:
        chosen = (one for one in articles if one.id in selection.choices)
        return frozenset(one.id for one in chosen if silencer.hit(one, sources))

    # Whole texts are looked through; the event loop goes on.
    return await asyncio.to_thread(find)


def _place(ranked: tuple[Rank, Coverage]) -> tuple[bool, float, float, str]:
    """Where a story stands: best first, those of which only titles are known last."""
    score, found = ranked
    return found.is_bare, -score.score, -score.newest, found.id


def briefing_key(article: StoredArticle) -> str:
    """What a briefing depends on: the text, its address, and what is told of it."""
    one = article.article
    return text_hash(f"{article.id} {one.published} {one.lang} {one.title}")


def _coverage(
    name: str,
    story: Sequence[StoredArticle],
    selection: Selection,
    history: History,
) -> Coverage:
    fresh = frozenset(one.id for one in story if one.id not in history.articles)
    choices = [selection.choices[one.id] for one in story]
    watched = (actor for choice in choices for actor in choice.match.actors)
    first = next(
        (choice for one, choice in zip(story, choices, strict=True) if one.id in fresh),
        choices[0],
    )
    return Coverage(
        name,
        first.topic,
        tuple(story),
        fresh,
        watched=tuple(dict.fromkeys(watched)),
        matched=first.match.reason,
    )
