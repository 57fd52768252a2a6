"""Entries of the record."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.domain.record import (
    RecordedArticle,
    RecordedClaim,
    RecordedSentence,
    RecordEntry,
    Speaker,
)
from bot.core.domain.records import StoredArticle
from bot.core.record.names import folded
from bot.core.record.words import search_words
from summarizers.model import ActorKind, ClaimKind

LINE = '"The ferry stays in port," harbour master Ida Brandt said.'
"""A sentence with a claim, its first 26 characters."""


def make_speaker(
    name: str = "Ida Brandt",
    *,
    id_: int = 0,
    kind: ActorKind = ActorKind.PERSON,
    role: str | None = "harbour master",
) -> Speaker:
    """A speaker as an article names it."""
    key = folded(name)
    surname, roles = key.rpartition(" ")[2], () if role is None else (role,)
    return Speaker(id_, name, kind, key, surname, role, roles)


def make_claim(
    speaker: Speaker | None = None, *, sentence: int = 0, text: str | None = None
) -> RecordedClaim:
    """A claim in a sentence that is ``LINE``."""
    shown = text or LINE[:26]
    role = speaker.role if speaker else None
    return RecordedClaim(
        *(sentence, speaker, "harbour master Ida Brandt", role),
        "said",
        *(0, len(shown), shown, ClaimKind.DIRECT),
    )


def make_sentence(
    text: str = LINE, *, carries: bool = True, lang: str = "en"
) -> RecordedSentence:
    """A sentence at the start of an article."""
    words = search_words(text, lang)
    return RecordedSentence(*(0, len(text), text, words, "ferry", carries))


def make_entry(
    stored: StoredArticle,
    *,
    number: int = 1,
    topics: Sequence[str] = ("harbours",),
    sentences: Sequence[RecordedSentence] = (make_sentence(),),
    claims: Sequence[RecordedClaim] = (make_claim(make_speaker()),),
) -> RecordEntry:
    """The entry of a stored article."""
    content = stored.article
    article = RecordedArticle(
        number=number,
        id=stored.id,
        seen=stored.seen,
        at=stored.moment,
        day=stored.moment.date(),
        original=stored.copy_of or stored.id,
        url=content.url,
        title=content.title,
        paper=content.site,
        site=content.site,
        lang=content.lang,
        story=stored.story,
    )
    return RecordEntry(
        article, stored.digest, tuple(topics), tuple(sentences), tuple(claims)
    )
