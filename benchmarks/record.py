"""The record at its full size: ``python -m benchmarks.record``.

An invented record is recorded into an SQLite file and into PostgreSQL, as the bot does it.
Names, words and topics follow Zipf's law. A process of its own then answers who said what,
what falls due, and searches, and records further articles; ``memory_mb`` is what its memory
grows by. The last line is one JSON object with the worse figure of both databases.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import tempfile
import time
from bisect import bisect
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import Connection, text

from bot.bootstrap.memory import limit_heaps, return_memory
from bot.core.domain.calendar import CalendarQuery
from bot.core.domain.record import (
    EventChange,
    Precision,
    RecordedArticle,
    RecordedClaim,
    RecordedDate,
    RecordedSentence,
    RecordEntry,
    Speaker,
)
from bot.core.domain.records import StoredArticle
from bot.core.domain.search import SearchRequest
from bot.core.record.calendar_answers import Calendar
from bot.core.record.names import identify, keys_of
from bot.core.record.recorder import BATCH
from bot.core.record.search import RecordSearch
from bot.core.record.who import Who, WhoQuery
from bot.core.record.words import search_words
from bot.stores.sql import SqlStore, open_maintenance, open_store
from bot.stores.sql.articles import add_article
from summarizers.model import ActorKind, ClaimKind
from tests.fakes.ports import FakeClock
from tests.fakes.postgresql import running_server
from tests.fakes.records import NOW as SEEN
from tests.fakes.records import make_sighting, make_stored, show

CLAIMS, EVENTS = 1_000_000, 200_000
QUESTIONS = 400
INGESTED = 300
"""The number of articles that are recorded while the time is taken."""

SENTENCES = 20
"""The number of sentences of an article, each of which carries a claim."""

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
TOPICS = tuple(f"topic{number}" for number in range(20))
PAPERS = tuple(f"Paper {number}" for number in range(200))
_YEARS = timedelta(days=2 * 365)
_OF_A_STORY = 5
_VOCABULARY = 50_000
_WORDS = (8, 20)
_IDENTIFIED = 50
"""One sentence of so many has an identifier."""

_DAYS_AHEAD = 60
_COMMON = 20
_SURNAMED = 10
"""One typed name of so many is a surname alone."""

_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v")
_VOWELS = ("a", "e", "i", "o", "u")
_FIRST_NAMES, _FIRST_SURNAME = 400, 9_000
_ROLES = ("mayor", "harbour master", "engineer", "minister", "spokeswoman", "teacher")
_CUES = ("said", "warned", "denied", "promised", "claimed")


_LOADED = 1_000
"""The number of articles that are in memory at the same time."""

_SQLITE_BYTES = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"
_POSTGRESQL_BYTES = "SELECT pg_database_size(current_database())"

_PERCENT = 95
_PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 1_000_000

_EVERY = frozenset(TOPICS)
Question = TypeVar("Question")


def invented_word(number: int) -> str:
    """Return the word with this number: a syllable for each digit, and an end."""
    syllables = []
    while True:
        number, digit = divmod(number, len(_ONSETS) * len(_VOWELS))
        onset, vowel = divmod(digit, len(_VOWELS))
        syllables.append(_ONSETS[onset] + _VOWELS[vowel])
        if not number:
            return "".join(reversed(syllables)) + "n"


class Zipf:
    """Draws numbers from 0; each is half as likely as the one at half its place."""

    def __init__(self, count: int) -> None:
        self._sums = tuple(accumulate(1 / (rank + 1) for rank in range(count)))

    def draw(self, random: Random) -> int:
        """Return a number."""
        return bisect(self._sums, random.random() * self._sums[-1])


@dataclass(frozen=True)
class InventedRecord:
    """A record of so many claims, each in its sentence, and of events."""

    claims: int
    events: int
    seed: int = 7

    @property
    def articles(self) -> int:
        """Return the number of articles."""
        return -(-self.claims // SENTENCES)

    @property
    def events_of_article(self) -> int:
        """Return the number of events that an article is the first to report."""
        return max(1, self.events // self.articles)

    @cached_property
    def speakers(self) -> Sequence[Speaker]:
        """Return the speakers, the most frequent first."""
        random = self._random("speakers")
        surnames = max(20, self.claims // 100)
        names: dict[str, None] = {}
        while len(names) < max(50, self.claims // 20):
            first, last = random.randrange(_FIRST_NAMES), random.randrange(surnames)
            names[f"{invented_word(first)} {self._word(_FIRST_SURNAME + last)}"] = None
        return [
            Speaker(
                *(number, key.title(), ActorKind.PERSON, key),
                *(key.rpartition(" ")[2], random.choice(_ROLES)),
            )
            for number, key in enumerate(names, 1)
        ]

    def entries(self, first: int, count: int) -> Iterator[RecordEntry]:
        """Yield the entries of the articles with these numbers; the first is 1."""
        for number in range(first, first + count):
            random = self._random(f"article {number}")
            at = NOW - _YEARS * (1 - min(number / self.articles, 1))
            paper, name = random.choice(PAPERS), f"a{number:012}"
            article = RecordedArticle(
                number=number,
                id=name,
                seen=at,
                at=at,
                day=at.date(),
                original=name,
                url=f"https://{paper.replace(' ', '').lower()}.example/{name}",
                title=" ".join(self._drawn(random)).capitalize(),
                paper=paper,
                site=paper,
                lang="en",
                story=f"story{number // _OF_A_STORY}",
            )
            topics = tuple({TOPICS[self._subjects.draw(random)] for _ in range(2)})
            sentences: list[RecordedSentence] = []
            claims: list[RecordedClaim] = []
            start = 0
            for index in range(SENTENCES):
                sentence, claim = self._line(random, index, start)
                sentences.append(sentence)
                claims.append(claim)
                start = sentence.end + 1
            dates = tuple(self._dates(number, article.day, random))
            yield RecordEntry(
                article,
                f"digest of {name}",
                topics,
                tuple(sentences),
                tuple(claims),
                dates,
            )

    def _dates(self, number: int, day: date, random: Random) -> Iterator[RecordedDate]:
        """Yield what an article reports: its own events, and one that it moves."""
        own = [f"e{number}-{index}" for index in range(self.events_of_article)]
        moved = [f"e{number - 1}-0"] if number > 1 else []
        for index, event in enumerate((*own, *moved)):
            at = day + timedelta(days=random.randint(1, _DAYS_AHEAD))
            change = EventChange.MOVED if event in moved else EventChange.NONE
            yield RecordedDate(
                *(index % SENTENCES, at, at, Precision.DAY, change), event=event
            )

    def typed(self, count: int) -> Iterator[str]:
        """Yield searches: words, two words, phrases, beginnings and identifiers."""
        random = self._random("searches")
        for number in range(count):
            words = self._drawn(random)
            start = random.randrange(len(words) - 1)
            common = [self._word(random.randrange(_COMMON)) for _ in range(2)]
            yield (
                words[start],
                " ".join(random.sample(words, 2)),
                f'"{words[start]} {words[start + 1]}"',
                f'"{common[0]} {common[1]}"',
                f"{words[start][:4]}*",
                f"{words[start]} -{common[0]}",
                self._identifier(random),
                " ".join(common),
            )[number % 8]

    def names(self, count: int) -> Iterator[str]:
        """Yield names as people type them, some of them a surname alone."""
        random = self._random("names")
        for _ in range(count):
            speaker = self.speakers[self._voices.draw(random)]
            yield speaker.name if random.randrange(_SURNAMED) else speaker.surname

    def _random(self, purpose: str) -> Random:
        return Random(f"{purpose} {self.seed}")  # noqa: S311 - invented, and no secret

    @cached_property
    def _voices(self) -> Zipf:
        return Zipf(len(self.speakers))

    @cached_property
    def _frequencies(self) -> Zipf:
        return Zipf(_VOCABULARY)

    @cached_property
    def _subjects(self) -> Zipf:
        return Zipf(len(TOPICS))

    @cached_property
    def _vocabulary(self) -> Sequence[str]:
        return tuple(map(invented_word, range(_VOCABULARY)))

    def _word(self, number: int) -> str:
        return self._vocabulary[number % _VOCABULARY]

    def _drawn(self, random: Random) -> list[str]:
        words, draw = self._vocabulary, self._frequencies.draw
        return [words[draw(random)] for _ in range(random.randint(*_WORDS))]

    def _identifier(self, random: Random) -> str:
        return f"CVE-2026-{10_000 + random.randrange(self.claims)}"

    def _line(
        self, random: Random, index: int, start: int
    ) -> tuple[RecordedSentence, RecordedClaim]:
        """Return a sentence with its claim, which is the beginning of it."""
        drawn = self._drawn(random)
        speaker, cue = self.speakers[self._voices.draw(random)], random.choice(_CUES)
        said = f'"{" ".join(drawn).capitalize()}."'
        line = f"{said} {speaker.role} {speaker.name} {cue}."
        # The same as the tokens of the search, without the time that these take.
        words = f"{' '.join(drawn)} {speaker.role} {speaker.key} {cue}"
        if not random.randrange(_IDENTIFIED):
            line = f"{line[:-1]} of {self._identifier(random)}."
            words = search_words(line, "en")
        end = start + len(line)
        claim = RecordedClaim(
            *(index, speaker, f"{speaker.role} {speaker.name}", speaker.role, cue),
            *(start, start + len(said), said, ClaimKind.DIRECT),
        )
        return (
            RecordedSentence(start, end, line, words, line[1:20], carries=True),
            claim,
        )


async def answer(
    address: str, invented: InventedRecord, questions: int
) -> dict[str, float]:
    """Ask all questions, record further articles, and return the figures."""
    names, typed = list(invented.names(questions)), list(invented.typed(questions))
    async with open_store(address) as store:
        await _who(store, "nobody", _EVERY)
        await return_memory()
        before = _memory()
        who = await _p95(names, partial(_who, store))
        calendar = await _p95(_weeks(questions), partial(_calendar, store))
        found = await _p95(typed, partial(_search, store))
        # The bot does this every ten minutes.
        await return_memory()
        memory = _memory() - before
        rate = await ingest(
            store, list(invented.entries(invented.articles + 1, INGESTED))
        )
    return {
        "who_p95_ms": who,
        "calendar_p95_ms": calendar,
        "search_p95_ms": found,
        "ingest_claims_per_s": rate,
        "memory_mb": round(memory, 1),
    }


async def _who(store: SqlStore, name: str, topics: frozenset[str]) -> None:
    await Who(store).ask(WhoQuery(name, topics))


async def _search(store: SqlStore, words: str, topics: frozenset[str]) -> None:
    await RecordSearch(store, store).search(SearchRequest(words, topics))


async def _calendar(store: SqlStore, week: int, topics: frozenset[str]) -> None:
    """Ask for a week, or, once in four times, for all that falls due."""
    first = NOW.date() + timedelta(weeks=week)
    days = (None, None) if week % 4 == 0 else (first, first + timedelta(days=6))
    await Calendar(FakeClock(NOW), store).ask(CalendarQuery(topics, *days))


def _weeks(count: int) -> Iterable[int]:
    """Return weeks before and after the present one."""
    return (number % 40 - 32 for number in range(count))


async def _p95(
    questions: Iterable[Question],
    ask: Callable[[Question, frozenset[str]], Awaitable[None]],
) -> float:
    """Ask each question, a third of them in one topic; return the 95th percentile."""
    seconds = []
    for number, question in enumerate(questions):
        topics = frozenset(TOPICS[number % len(TOPICS) :][:1])
        began = time.perf_counter()
        await ask(question, topics if number % 3 == 0 else _EVERY)
        seconds.append(time.perf_counter() - began)
    return percentile(seconds)


def percentile(seconds: Sequence[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    place = -(-len(seconds) * _PERCENT // 100) - 1
    return round(1_000 * sorted(seconds)[place], 1)


async def ingest(store: SqlStore, entries: Sequence[RecordEntry]) -> float:
    """Record articles as the bot does; return the claims per second."""
    await _add_articles(store, entries)
    by_id = {entry.article.id: entry for entry in entries}
    claims, began = 0, time.perf_counter()
    while (due := await store.due_entries(BATCH)).articles:
        read = [_read(by_id[each.article.id], each.number) for each in due.articles]
        speakers = await store.speakers(keys_of(read))
        if not await store.record(due, identify(read, speakers)):
            raise RuntimeError("another process records")
        claims += sum(len(entry.claims) for entry in read)
    return round(claims / (time.perf_counter() - began))


async def _add_articles(store: SqlStore, entries: Sequence[RecordEntry]) -> None:
    """Let a feed list the articles of these entries, and add them at once."""
    names = [entry.article.id for entry in entries]
    await show(store, *map(make_sighting, names))
    waiting = {each.item.title: each for each in await store.pending(SEEN, len(names))}

    def add(connection: Connection) -> None:
        for entry in entries:
            name = entry.article.id
            item = waiting[f"News of {name}"]
            add_article(connection, item, _stored(entry))

    await store.database.write(add)


def _stored(entry: RecordEntry) -> StoredArticle:
    lines = "\n".join(line.text for line in entry.sentences)
    return replace(make_stored(entry.article.id, text=lines), id=entry.article.id)


def _read(entry: RecordEntry, number: int) -> RecordEntry:
    """Return the entry as a worker reads it: its speakers are not identified yet."""
    claims = (
        replace(claim, speaker=replace(claim.speaker, id=0)) if claim.speaker else claim
        for claim in entry.claims
    )
    article = replace(entry.article, number=number)
    return replace(entry, article=article, claims=tuple(claims))


def _memory() -> float:
    """Return the memory of this process in megabytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_MB


async def load(address: str, invented: InventedRecord) -> int:
    """Fill an empty database; return by how many bytes it grows."""
    with open_maintenance(address) as maintenance:
        maintenance.upgrade()
    async with open_store(address) as store:
        empty = await store.database.read(_size)
        for first in range(1, invented.articles + 1, _LOADED):
            count = min(_LOADED, invented.articles + 1 - first)
            await ingest(store, list(invented.entries(first, count)))
        # Otherwise the server would do it by itself, while the questions are asked.
        database = store.database
        database.command_now("ANALYZE" if database.is_sqlite else "VACUUM ANALYZE")
        return await database.read(_size) - empty


def _size(connection: Connection) -> int:
    is_sqlite = connection.dialect.name == "sqlite"
    size = text(_SQLITE_BYTES if is_sqlite else _POSTGRESQL_BYTES)
    return int(connection.execute(size).scalar_one())


def measure(address: str, invented: InventedRecord, questions: int) -> dict[str, float]:
    """Load the record into a database and measure it there."""
    size = asyncio.run(load(address, invented))
    started = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=started) as process:
        figures = process.submit(_answers, address, invented, questions).result()
    return {**figures, "bytes_per_claim": round(size / invented.claims)}


def _answers(
    address: str, invented: InventedRecord, questions: int
) -> dict[str, float]:
    limit_heaps()
    return asyncio.run(answer(address, invented, questions))


def main() -> None:
    """Print the figures of each database, and the worse of both as JSON."""
    parser = argparse.ArgumentParser(prog="benchmarks.record")
    parser.add_argument("--claims", type=int, default=CLAIMS)
    parser.add_argument("--events", type=int, default=EVENTS)
    parser.add_argument("--questions", type=int, default=QUESTIONS)
    given = parser.parse_args()
    invented = InventedRecord(given.claims, given.events)
    figures = []
    with ExitStack() as opened:
        folder = opened.enter_context(tempfile.TemporaryDirectory())
        for kind in ("sqlite", "postgresql"):
            print(kind, flush=True)
            address = f"sqlite:///{folder}/sitrep.db"
            if kind == "postgresql":
                server = opened.enter_context(running_server())
                address = server.url(server.create())
            figures.append(measure(address, invented, given.questions))
            print(" ", json.dumps(figures[-1]), flush=True)
    # The worse of each figure: the least rate, else the most.
    worse = {
        name: (min if name.endswith("per_s") else max)(each[name] for each in figures)
        for name in figures[0]
    }
    print(json.dumps({"claims": given.claims, "events": given.events, **worse}))


if __name__ == "__main__":
    main()
