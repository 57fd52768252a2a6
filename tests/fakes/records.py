"""Items, articles and editions for the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection

from bot.core.domain.configuration import SourceKind
from bot.core.domain.records import (
    Edition,
    Item,
    ItemStatus,
    Origin,
    PendingItem,
    PolledItem,
    SourceState,
    StoredArticle,
    ToldKind,
    ToldLine,
)
from bot.core.ports.stores import SourceStore
from bot.core.text.identity import text_hash
from bot.stores.sql import SqlStore
from bot.stores.sql.articles import add_article
from summarizers.model import Article

NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
DAY = timedelta(days=1)
FEED = "https://lenna-gazette.example/feed"
OTHER = "https://coast-courier.example/rss"

TEXT = "The ferry to Sandhamn stays in port until Thursday, the harbour master said."


def make_state(url: str = FEED, *, tried: datetime = NOW) -> SourceState:
    """A source that was just polled."""
    return SourceState(url, SourceKind.FEED, tried + DAY, tried=tried, read=tried)


def make_sighting(
    name: str, *more: str, status: ItemStatus = ItemStatus.PENDING
) -> PolledItem:
    """An item of this name, known by it and by more keys."""
    url = f"https://lenna-gazette.example/{name}"
    item = Item(f"guid-{name}", url, f"News of {name}", NOW - DAY, f"<p>{name}</p>")
    return PolledItem(item, (name, *more), status)


def make_stored(
    name: str = "ferry",
    *,
    text: str = TEXT,
    seen: datetime = NOW,
    fingerprint: tuple[int, ...] = (),
) -> StoredArticle:
    """An article as it is added; its sources are its item's."""
    url = f"https://lenna-gazette.example/{name}"
    article = Article(
        text=text,
        title=f"News of {name}",
        url=url,
        published=date(2026, 3, 1),
        site="Lenna Gazette",
        lang="en",
        authors=("Ida Brandt", "Olof Lind"),
    )
    return StoredArticle(
        id=f"id-{name}",
        article=article,
        sources=(FEED,),
        seen=seen,
        origin=Origin.PAGE,
        digest=text_hash(text),
        published=seen - DAY,
        fingerprint=fingerprint,
    )


def make_edition(
    name: str = "first", *, slot: str | None = "morning/2026-03-02/07:30"
) -> Edition:
    """An edition of the morning's digest in the desk's channel."""
    return Edition(
        id=f"edition-{name}",
        digest="morning",
        channel="console/desk",
        at=NOW,
        document=f'{{"name": "{name}"}}',
        slot=slot,
        sentences=(f"sentence 2 of {name}", f"sentence 1 of {name}"),
        articles=("id-ferry", "id-bridge"),
        passed=("id-school", "id-harbour"),
        lines=(make_line(), make_line("bridge", kind=ToldKind.RISK)),
    )


def make_line(
    name: str = "ferry",
    *,
    kind: ToldKind = ToldKind.SENTENCE,
    text: str = TEXT,
    at: datetime = NOW,
) -> ToldLine:
    """A line of an article, as an edition printed it."""
    return ToldLine(f"story-{name}", f"id-{name}", 0, len(text), kind, text, at)


async def show(
    store: SourceStore, *polled_items: PolledItem, url: str = FEED, at: datetime = NOW
) -> int:
    """Let a source show items at a time; the number of new ones."""
    return await store.record_poll(make_state(url, tried=at), polled_items, now=at)


async def wait_for(store: SourceStore, name: str, *, at: datetime = NOW) -> PendingItem:
    """Let the feed show an item, and give it as the store has it."""
    await show(store, make_sighting(name), at=at)
    url = f"https://lenna-gazette.example/{name}"
    waiting = await store.pending(at, 1_000)
    return next(found for found in waiting if found.item.url == url)


def seen_at(stored: StoredArticle, moment: datetime) -> StoredArticle:
    """The same article, seen at another time."""
    return replace(stored, seen=moment, published=moment)


async def add_at_once(store: SqlStore, names: Sequence[str]) -> None:
    """Let the feed show items and add their articles, quicker than one by one."""
    await show(store, *(make_sighting(name) for name in names))
    waiting = await store.pending(NOW, len(names))

    def add(connection: Connection) -> None:
        for name, item in zip(names, waiting, strict=True):
            add_article(connection, item, make_stored(name))

    await store.database.write(add)


async def add(
    store: SqlStore, name: str, stored: StoredArticle | None = None
) -> StoredArticle:
    """Add an article by an item of its name."""
    article = stored or make_stored(name)
    assert await store.add_article(await wait_for(store, name), article)
    return article
