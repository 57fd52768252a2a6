"""The record's store does what its model does, whatever happens in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random

import pytest

from bot.core.domain.record import (
    DueArticle,
    RecordedClaim,
    RecordEntry,
    Speaker,
    StatementQuery,
)
from bot.core.domain.records import StoredArticle
from bot.core.record.names import identify, keys_of
from bot.stores.sql import SqlStore
from tests.fakes.record import make_claim, make_entry, make_sentence, make_speaker
from tests.fakes.record_model import RecordModel, Said
from tests.fakes.records import DAY, NOW, OTHER, add, make_sighting, make_stored, show

TOPICS = ("coast", "harbours", "schools", "secret")
PEOPLE = ("Ida Brandt", "Olof Lind", "Ida Åberg", "Siri Aune")
ROLES = (None, "mayor", "harbour master")
PREFIXES = ("i", "ida", "lind", "a", "siri aune", "z")
STEPS = 25


@dataclass(slots=True)
class History:
    """A store and its model, to which the same things happen."""

    store: SqlStore
    random: Random
    model: RecordModel = field(default_factory=RecordModel)
    articles: list[StoredArticle] = field(default_factory=list)

    async def arrive(self) -> None:
        """Add an article, which may be a copy of an earlier one."""
        name, seen = f"a{len(self.articles)}", NOW + len(self.articles) * DAY / 2
        article = make_stored(name, text=f"Text of {name}.", seen=seen)
        if self.articles and self.random.random() < 0.3:
            original = self.random.choice(self.articles)
            copy_of = original.copy_of or original.id
            article = replace(article, copy_of=copy_of)
        self.articles.append(await add(self.store, name, article))

    async def record(self) -> None:
        """Record what is due, or a part of it, for random topics."""
        due = await self.store.due_entries(self.random.randint(1, 4))
        entries = [self.entry(each) for each in due.articles]
        kept = [entry for entry in entries if entry.topics]
        stored = await self.store.speakers(keys_of(kept))
        known = identify(kept, stored)
        assert await self.store.record(due, known)
        for each in due.articles:
            self.model.entries.pop(each.number, None)
        self.model.record(known)

    def entry(self, due: DueArticle) -> RecordEntry:
        """An entry with random topics and statements of random people."""
        topics = self.random.sample(TOPICS, self.random.randint(0, 2))
        if due.article.copy_of and self.random.random() < 0.5:
            return make_entry(
                due.article, number=due.number, topics=topics, sentences=(), claims=()
            )
        sentences = [
            make_sentence(f"Line {n} of {due.article.id}.", carries=n < 2)
            for n in range(3)
        ]
        claims = [self.claim(n) for n in range(self.random.randint(0, 2))]
        return make_entry(
            due.article,
            number=due.number,
            topics=topics,
            sentences=sentences,
            claims=claims,
        )

    def claim(self, sentence: int) -> RecordedClaim:
        """A claim of somebody, or of an unknown speaker."""
        words = f"words {self.random.randint(0, 99)}"
        return make_claim(self.speaker(), sentence=sentence, text=words)

    def speaker(self) -> Speaker | None:
        """One of four people, with any role; sometimes nobody."""
        name = self.random.choice((*PEOPLE, None))
        role = self.random.choice(ROLES)
        return None if name is None else make_speaker(name, role=role)

    async def list_again(self) -> None:
        """Let another source list an article, so that it is recorded again."""
        if self.articles:
            name = self.random.choice(self.articles).id.removeprefix("id-")
            await show(self.store, make_sighting(name), url=OTHER, at=NOW + 60 * DAY)

    async def group(self) -> None:
        """Put some articles into a story."""
        chosen = [a.id for a in self.articles if self.random.random() < 0.3]
        stories = dict.fromkeys(chosen, f"story {self.random.randint(0, 9)}")
        await self.store.set_stories(stories)
        self.model.set_stories(stories)

    async def purge(self) -> None:
        """Delete what is older than two random times."""
        before = NOW + timedelta(days=self.random.randint(-2, 3))
        plain = before + timedelta(days=self.random.randint(0, 3))
        await self.store.purge_record(plain=plain, before=before)
        self.model.purge(plain=plain, before=before)

    async def check(self) -> None:
        """Compare all answers of the store for random topics with the model's."""
        topics = self.topics()
        query = StatementQuery(topics, limit=self.random.choice((1, 3, 100)))
        if self.random.random() < 0.5:
            query = replace(query, since=NOW + self.random.randint(-2, 5) * DAY)
        assert await said(self.store, query) == self.model.statements(query)
        stories = {
            each.article.id: each.article.story
            for each in await self.store.statements(StatementQuery(topics))
        }
        assert stories == self.model.stories(topics)
        prefix = self.random.choice(PREFIXES)
        names = await self.store.speakers_named(prefix, topics, 10)
        expected = self.model.names(prefix, topics)
        assert sorted(each.name for each in names) == sorted(expected)
        roles = [self.model.role(each.name, topics) for each in names]
        assert [each.role for each in names] == roles

    async def check_copies(self) -> None:
        """Compare what the store knows of copies with the model."""
        originals = {article.copy_of or article.id for article in self.articles}
        topics = self.topics()
        assert await self.store.originals(originals) == self.model.originals()
        for original in originals:
            copies = await self.store.copies([original], topics)
            ids = [article.id for article in copies]
            assert ids == self.model.copies(original, topics)

    def topics(self) -> frozenset[str]:
        """The topics that an asker may see."""
        return frozenset(self.random.sample(TOPICS, self.random.randint(0, 3)))


async def said(store: SqlStore, query: StatementQuery) -> Sequence[Said]:
    """The statements of the store, as the model gives them."""
    return [
        Said(
            each.article.id,
            each.speaker.name if each.speaker else None,
            each.text,
            each.sentence.text,
        )
        for each in await store.statements(query)
    ]


@pytest.mark.parametrize("seed", range(3))
async def test_the_store_does_what_its_model_does(store: SqlStore, seed: int) -> None:
    history = History(store, Random(seed))  # noqa: S311 - a repeatable order
    steps = (
        *(history.arrive,) * 3,
        *(history.record,) * 3,
        *(history.list_again, history.group, history.purge),
    )

    for _ in range(STEPS):
        await history.random.choice(steps)()
        await history.check()

    await history.check_copies()
    assert history.articles


async def test_askers_see_their_own_topics_alone(store: SqlStore) -> None:
    history = History(store, Random(7))  # noqa: S311 - a repeatable order
    for _ in range(12):
        await history.arrive()
        await history.record()

    for _ in range(200):
        topics = history.topics()
        for each in await store.statements(StatementQuery(topics)):
            entry = history.model.entries[each.article.number]
            assert topics.intersection(entry.topics)
