"""Found sentences, and recorded articles with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.domain.record import RecordedArticle
from bot.core.domain.search import FoundSentence
from bot.core.record.names import identify, keys_of
from bot.stores.sql import SqlStore
from tests.fakes.record import make_claim, make_entry, make_sentence, make_speaker
from tests.fakes.records import NOW, add, make_stored, seen_at

HARBOURS = frozenset({"harbours"})


async def record_sentence(  # noqa: PLR0913 - all but the first three have their default
    store: SqlStore,
    name: str,
    text: str,
    *,
    lang: str = "en",
    topics: Sequence[str] = ("harbours",),
    at: datetime = NOW,
    paper: str = "Lenna Gazette",
    copied: str | None = None,
    who: str | None = None,
    role: str | None = "harbour master",
    story: str | None = None,
) -> None:
    """Record an article of one sentence, a claim of somebody or not."""
    article = await add(store, name, seen_at(make_stored(name, text=text), at))
    due = await store.due_entries(1)
    speaker = make_speaker(who, role=role) if who else None
    entry = make_entry(
        article,
        number=due.articles[0].number,
        topics=topics,
        sentences=[make_sentence(text, carries=bool(who), lang=lang)],
        claims=[make_claim(speaker, text=text[:9])] if who else [],
    )
    original = copied or entry.article.id
    head = replace(entry.article, paper=paper, original=original, story=story)
    written = [replace(entry, article=head)]
    known = identify(written, await store.speakers(keys_of(written)))
    assert await store.record(due, known)


def make_article(
    number: int = 1,
    *,
    title: str | None = "Storm over Lenna",
    at: datetime = NOW,
    lang: str = "en",
    story: str | None = None,
    original: str | None = None,
    paper: str | None = "Lenna Gazette",
) -> RecordedArticle:
    """A recorded article."""
    return RecordedArticle(
        number=number,
        id=f"id-{number}",
        seen=at,
        at=at,
        day=at.date(),
        original=original or f"id-{number}",
        url=f"https://lenna-gazette.example/{number}",
        title=title,
        paper=paper,
        site=paper,
        lang=lang,
        story=story,
    )


def make_found(
    text: str, article: RecordedArticle | None = None, *, carries: bool = False
) -> FoundSentence:
    """A sentence that was found; its id is the number of its article."""
    printed = article or make_article()
    sentence = make_sentence(text, carries=carries, lang=printed.lang or "en")
    return FoundSentence(printed.number, printed, sentence)
