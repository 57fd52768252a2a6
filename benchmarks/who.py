"""What ``who NAME`` finds of the statements of a week: ``python -m benchmarks.who``.

The articles are those of ``benchmarks/analyst``. A statement is found if the answer for
its speaker has its words; its speaker is wrong if the record gives the words to another.
The last line is one JSON object with both shares.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.record import DueArticle, RecordEntry
from bot.core.record.entries import make_entry
from bot.core.record.names import identify, keys_of
from bot.core.record.who import SpeakerAnswer, Who, WhoQuery
from bot.stores.sql import SqlStore, open_store
from summarizers.briefing import Briefer
from summarizers.model import Article
from tests.fakes.records import FEED, add, make_stored

WEEK = Path(__file__).parent / "analyst"
TOPIC = Topic("week", "The week", (Source(SourceKind.FEED, FEED),))


@dataclass(frozen=True, slots=True)
class Statement:
    """Words that an article attributes to a speaker."""

    article: str
    speaker: str
    words: str


def statements(lines: Iterable[str]) -> Iterator[Statement]:
    """Yield the statements of a list: article, speaker and words, between bars."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            article, speaker, words = (part.strip() for part in line.split("|"))
            yield Statement(article, speaker, words)


def is_said(words: str, text: str) -> bool:
    """Return whether a recorded text has half of the words, or the words all of it."""
    wanted, given = (_letters(each).split() for each in (words, text))
    shared = len(set(wanted) & set(given))
    return shared >= 0.6 * min(len(set(wanted)), len(set(given)))


def _letters(text: str) -> str:
    return "".join(c if c.isalnum() else " " for c in text.casefold())


async def record(store: SqlStore, folder: Path) -> None:
    """Record all articles of a folder, in the order of their publication."""
    briefer = Briefer()
    for line in (folder / "articles.jsonl").read_text("utf8").splitlines():
        row = cast("dict[str, str]", json.loads(line))
        at = datetime.fromisoformat(row["published"])
        article = Article(row["text"], title=row["title"], published=at.date())
        stored = make_stored(row["id"], seen=at, text=row["text"])
        await add(store, row["id"], replace(stored, article=article))
        due = await store.due_entries(1)
        entry = _entry(due.articles[0], article, row, briefer)
        known = await store.speakers(keys_of([entry]))
        await store.record(due, identify([entry], known))


def _entry(
    due: DueArticle, article: Article, row: dict[str, str], briefer: Briefer
) -> RecordEntry:
    read = replace(due, article=replace(due.article, article=article))
    entry = make_entry(read, (TOPIC,), lambda: briefer.brief(article), lambda _: ())
    if entry is None:
        raise ValueError(f"the article {row['id']} is not recorded")
    head = replace(entry.article, story=row["story"], title=row["id"])
    return replace(entry, article=head)


async def measure(folder: Path = WEEK) -> dict[str, float]:
    """Return the share of statements that are found, and of right speakers."""
    wanted = list(statements((folder / "statements.txt").read_text("utf8").split("\n")))
    async with open_store("sqlite://") as store:
        await record(store, folder)
        answers = {
            name: await Who(store).ask(WhoQuery(name, frozenset({TOPIC.id})))
            for name in await _names(store, wanted)
        }
    said = [
        (name, line.statement.article.title, line.statement.text)
        for name, answer in answers.items()
        if isinstance(answer, SpeakerAnswer)
        for story in answer.stories
        for line in story
    ]
    found = wrong = 0
    for each in wanted:
        names = {
            n
            for n, id_, text in said
            if id_ == each.article and is_said(each.words, text)
        }
        found += each.speaker in names
        wrong += bool(names) and each.speaker not in names
        if each.speaker not in names:
            print(each, "said by", sorted(names) or "nobody")
    return {
        "statements": len(wanted),
        "found": round(found / len(wanted), 3),
        "right_speaker": round(found / max(found + wrong, 1), 3),
    }


async def _names(store: SqlStore, wanted: Iterable[Statement]) -> set[str]:
    """Return the names of all recorded speakers, and those that are wanted."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    topics = frozenset({TOPIC.id})
    recorded = [await store.speakers_named(letter, topics, 1_000) for letter in letters]
    return {s.name for each in recorded for s in each} | {s.speaker for s in wanted}


def main() -> None:
    """Print the statements that are not found, and the figures as JSON."""
    print(json.dumps(asyncio.run(measure())))


if __name__ == "__main__":
    main()
