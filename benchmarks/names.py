"""Names across articles: does the record join those of one person or body, and no others?

``python -m benchmarks.names`` records development articles of ``../shared``, groups them
into stories, and compares the speakers with the pairs of names in
``docs/quality/names.jsonl``, which readers annotated. It prints the figures of the
held-out half, then of the other one; ``--list`` prints the pairs that are wrong. The
last line is one JSON object.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection

from bot.core.digests.selection import story_documents
from bot.core.domain.configuration import Source, SourceKind, Topic
from bot.core.domain.record import DueArticle, RecordEntry, StatementQuery
from bot.core.domain.records import Origin, StoredArticle
from bot.core.record.clarity import is_recorded
from bot.core.record.entries import make_entry
from bot.core.record.names import identify, keys_of
from bot.core.text.identity import text_hash
from bot.stores.sql import SqlStore, open_store
from bot.stores.sql.articles import add_article
from bot.workers.briefing_tasks import load_briefer, main_actors
from summarizers.model import Article, Briefing
from summarizers.stories.clustering import cluster
from tests.fakes.records import FEED, NOW, make_sighting, show

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
PAIRS = ROOT / "docs" / "quality" / "names.jsonl"
FILES = {
    "news": "stories/news.jsonl.gz",
    "ecbplus": "stories/ecbplus.jsonl.gz",
    "wikinews-dev": "wikinews/dev.jsonl",
    "wikinews-train": "wikinews/train.jsonl",
    "attribution-dev": "attribution/dev.jsonl.gz",
    "attribution-train": "attribution/train.jsonl.gz",
}
MOST_ARTICLES = 800
"""The maximum number of articles of a file that are recorded."""

HALVES = ("held_out", "development")
TOPIC = Topic("all", "All", (Source(SourceKind.FEED, FEED),))


class Name(NamedTuple):
    """A name in an article: ``text[start:end]``; ``entity`` is the number of its owner."""

    source: str
    article: str
    start: int
    end: int
    entity: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of the same half of the articles, and the kind of difficulty."""

    half: str
    kind: str
    left: Name
    right: Name

    @property
    def is_same(self) -> bool:
        """Return whether both names have one owner."""
        return self.left.entity == self.right.entity


Speakers = Mapping[Name, int | None]
"""The id of the speaker of each name; ``None`` if it is not resolved."""


def read_pairs() -> list[Pair]:
    """Return the annotated pairs."""
    rows = map(json.loads, PAIRS.read_text("utf8").splitlines())
    return [
        Pair(row["half"], row["kind"], Name(*row["left"]), Name(*row["right"]))
        for row in rows
    ]


def b_cubed(speakers: Speakers) -> tuple[float, float]:
    """Return the precision and recall of the groups of names, averaged over names."""
    names = list(speakers)
    groups: dict[object, set[Name]] = defaultdict(set)
    owned: dict[int, set[Name]] = defaultdict(set)
    for name, speaker in speakers.items():
        groups[name if speaker is None else speaker].add(name)
        owned[name.entity].add(name)
    precision = recall = 0.0
    for name in names:
        speaker = speakers[name]
        group = groups[name if speaker is None else speaker]
        shared = len(group & owned[name.entity])
        precision += shared / len(group)
        recall += shared / len(owned[name.entity])
    return precision / max(len(names), 1), recall / max(len(names), 1)


def is_joined(pair: Pair, speakers: Speakers) -> bool:
    """Return whether the record has one speaker for both names."""
    left, right = speakers[pair.left], speakers[pair.right]
    return left is not None and left == right


def figures(pairs: Sequence[Pair], speakers: Speakers) -> dict[str, float]:
    """Return the figures of some pairs; names without a recorded claim are left out."""
    measured = [p for p in pairs if p.left in speakers and p.right in speakers]
    names = {name for pair in measured for name in (pair.left, pair.right)}
    precision, recall = b_cubed({name: speakers[name] for name in sorted(names)})
    joined = [pair for pair in measured if is_joined(pair, speakers)]
    return {
        "b3_precision": round(precision, 3),
        "b3_recall": round(recall, 3),
        "wrong_merges": sum(not pair.is_same for pair in joined),
        "pairs": len(measured),
        "left_out": len(pairs) - len(measured),
    }


def read_articles() -> Iterator[tuple[str, StoredArticle]]:
    """Yield the development articles, each with the name of its source."""
    for source, path in FILES.items():
        file = DATA / path
        opener = gzip.open if file.suffix == ".gz" else open
        with opener(file, "rt", encoding="utf8") as lines:
            for row in map(json.loads, islice(lines, MOST_ARTICLES)):
                yield source, _stored(source, row)


def _stored(source: str, row: Mapping[str, str | None]) -> StoredArticle:
    day = row.get("published")
    text = str(row["text"])
    return StoredArticle(
        id=f"{source}/{row['id']}",
        article=Article(
            text,
            title=row.get("title"),
            published=date.fromisoformat(day[:10]) if day else None,
            lang="en",
        ),
        sources=(FEED,),
        seen=NOW,
        origin=Origin.PAGE,
        digest=text_hash(text),
    )


async def recorded(
    articles: Sequence[tuple[str, StoredArticle]], names: Iterable[Name]
) -> Speakers:
    """Record the articles and group them; return the speaker of each name.

    A claim whose speaker is in doubt does not count if another of the name has one.
    """
    async with open_store("sqlite://") as store:
        await _add(store, [article for _, article in articles])
        voices = await _record(store, names)
        await _group(store, articles)
        query = StatementQuery(frozenset({TOPIC.id}), limit=10**6)
        ids: dict[Name, int | None] = {}
        for each in await store.statements(query):
            for name in voices[each.article.id, each.start, each.end]:
                known = each.speaker.id if each.speaker else None
                ids[name] = ids.get(name) or known
        return ids


async def _add(store: SqlStore, articles: Sequence[StoredArticle]) -> None:
    """Add all articles at once, because one by one takes minutes."""
    await show(store, *(make_sighting(f"n{n}") for n in range(len(articles))))
    items = await store.pending(NOW, len(articles))

    def add(connection: Connection) -> None:
        for item, article in zip(items, articles, strict=True):
            add_article(connection, item, article)

    await store.database.write(add)


async def _record(
    store: SqlStore, names: Iterable[Name]
) -> Mapping[tuple[str, int, int], Sequence[Name]]:
    """Record what is due; return the names of the speakers of each claim."""
    wanted: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        wanted[f"{name.source}/{name.article}"].append(name)
    voices: dict[tuple[str, int, int], list[Name]] = defaultdict(list)
    while (due := await store.due_entries(10)).articles:
        entries: list[RecordEntry] = []
        for each in due.articles:
            briefing = load_briefer("fast").brief(each.article.article)
            entries.append(_entry(each, briefing))
            for name in wanted[each.article.id]:
                for place in _claims_of(name, briefing, entries[-1]):
                    voices[each.article.id, *place].append(name)
        stored = await store.speakers(keys_of(entries))
        await store.record(due, identify(entries, stored))
    return voices


def _entry(due: DueArticle, briefing: Briefing) -> RecordEntry:
    entry = make_entry(due, (TOPIC,), lambda: briefing, main_actors)
    if entry is None:
        message = f"{due.article.id} belongs to no topic"
        raise LookupError(message)
    return entry


def _claims_of(
    name: Name, briefing: Briefing, entry: RecordEntry
) -> Iterator[tuple[int, int]]:
    """Yield the extents of the recorded claims of the one who has a name."""
    owners = {
        actor.name
        for actor in briefing.actors
        for mention in actor.mentions
        if mention.span.start <= name.start and name.end <= mention.span.end
    }
    said = [
        claim
        for claim in briefing.claims
        if is_recorded(claim, briefing, briefing.lang)
    ]
    for claim, kept in zip(said, entry.claims, strict=True):
        if claim.speaker in owners:
            yield kept.start, kept.end


async def _group(
    store: SqlStore, articles: Sequence[tuple[str, StoredArticle]]
) -> None:
    """Set the stories of the articles, as digests of each source do."""
    for source in FILES:
        own = [article for name, article in articles if name == source]
        stories = {
            id_: story.ids[0]
            for story in cluster(story_documents(own))
            for id_ in story.ids
        }
        await store.set_stories(stories)


def main() -> int:
    """Print the figures of each half, the held-out one first; the exit status."""
    if not DATA.exists():
        print("names: the articles in ../shared/data are missing", file=sys.stderr)
        return 1
    pairs, articles = read_pairs(), list(read_articles())
    names = {name for pair in pairs for name in (pair.left, pair.right)}
    speakers = asyncio.run(recorded(articles, sorted(names)))
    measured = {
        half: figures([pair for pair in pairs if pair.half == half], speakers)
        for half in HALVES
    }
    for half, values in measured.items():
        print(half, values)
    for pair in pairs if "--list" in sys.argv else ():
        is_measured = pair.left in speakers and pair.right in speakers
        if is_measured and is_joined(pair, speakers) != pair.is_same:
            wrong = "missed" if pair.is_same else "WRONG"
            print(wrong, pair.half, pair.kind, *pair.left, "|", *pair.right)
    print(json.dumps(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
