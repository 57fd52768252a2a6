"""The record: who said what over time, and which events fall due.

The values own their data: articles are deleted before the record is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.core.domain.records import StoredArticle
from summarizers.model import ActorKind, ClaimKind


@dataclass(frozen=True, slots=True)
class RecordedArticle:
    """An article in the record.

    ``number`` counts the articles in the order of their arrival. ``seen`` is when
    Sitrep first saw the article. ``at`` is the time of publication, which is never
    later; ``day`` is the day of ``at``. ``paper`` is its publisher's name. ``original``
    is the id of the article of which it is a copy, else its own ``id``. ``story`` is
    the id of its story; ``None`` until a digest or an alert has grouped it.
    """

    number: int
    id: str
    seen: datetime
    at: datetime
    day: date
    original: str
    url: str | None = None
    title: str | None = None
    paper: str | None = None
    site: str | None = None
    lang: str | None = None
    story: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or organisation that says something; ``id`` is 0 until it is stored.

    ``key`` is the name in lower case, without accents and punctuation. ``surname`` is a
    person's last name, or an organisation's acronym, in the same form; else the key.
    ``role`` is the latest role, in the words of an article; ``roles`` are the latest
    ones, by which the speaker is recognised. Two people with the same name are two
    speakers.
    """

    id: int
    name: str
    kind: ActorKind
    key: str
    surname: str
    role: str | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedSentence:
    """A sentence of an article; ``start`` and ``end`` are offsets into its text.

    ``words`` are the tokens by which the search finds it. ``fragment`` is the part of a
    link that makes a browser show the sentence. ``carries`` is true if the sentence
    contains a claim or an event. It is then kept for as long as these.
    """

    start: int
    end: int
    text: str
    words: str
    fragment: str | None = None
    carries: bool = False


@dataclass(frozen=True, slots=True)
class RecordedClaim:
    """A claim as it is printed; ``sentence`` is the index among the entry's sentences.

    ``speaker`` is ``None`` if it is not resolved. ``source``, ``cue`` and ``role`` are
    words of the article: for the speaker, for the reporting, and for the speaker's
    role. If the article names the speaker by office and surname alone ("President
    Lind"), ``surname`` is the surname in lower case.
    """

    sentence: int
    speaker: Speaker | None
    source: str | None
    role: str | None
    cue: str | None
    start: int
    end: int
    text: str
    kind: ClaimKind
    surname: str | None = None


class Precision(StrEnum):
    """How precisely a report gives the day of an event."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    VAGUE = "vague"


class EventChange(StrEnum):
    """The change that a report makes to an event that is known already."""

    NONE = "none"
    MOVED = "moved"
    CANCELLED = "cancelled"


MOST_DAYS = timedelta(days=366)
"""The maximum time between the first and the last day of an event."""


@dataclass(frozen=True, slots=True)
class RecordedDate:
    """A sentence that reports an event; ``sentence`` is its index in the entry.

    The event takes place between ``first`` and ``last``, at most ``MOST_DAYS`` apart.
    If ``precision`` is vague, the article gives no such days; ``last`` then only says
    when the event is over at the latest. ``was`` is the day from which the sentence
    moves the event, if it names it. ``event`` is the UID of the event; empty until the
    report is matched.
    """

    sentence: int
    first: date
    last: date
    precision: Precision
    change: EventChange = EventChange.NONE
    was: date | None = None
    event: str = ""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """All that the record takes from one article; ``digest`` is the hash of its text.

    ``topics`` are the ids of all topics to which the article belongs. A copy has no
    sentences: its paper is listed with the sentences of the original.
    """

    article: RecordedArticle
    digest: str
    topics: tuple[str, ...]
    sentences: tuple[RecordedSentence, ...] = ()
    claims: tuple[RecordedClaim, ...] = ()
    dates: tuple[RecordedDate, ...] = ()


@dataclass(frozen=True, slots=True)
class DueArticle:
    """An article to record, with the number of its arrival.

    If the article is a copy, ``covered`` are the topics of its recorded original. A
    copy that belongs to no other topic is recorded without its sentences.
    """

    number: int
    article: StoredArticle
    covered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DueEntries:
    """The articles to record next.

    Articles are numbered by arrival. The record contains the arrivals up to number
    ``after``; once ``articles`` are recorded, it contains those up to ``through``.
    Articles that were recorded before and have changed since come first.
    """

    after: int
    through: int
    articles: tuple[DueArticle, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementQuery:
    """A search for statements in articles of these topics only.

    ``speakers`` are ids; ``None`` for statements of all speakers, with or without a
    name. Only articles that were published at ``since`` or later count.
    """

    topics: frozenset[str]
    speakers: frozenset[int] | None = None
    since: datetime | None = None
    limit: int = 1_000


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with its article, its speaker and the sentence in which it stands."""

    id: int
    article: RecordedArticle
    speaker: Speaker | None
    source: str | None
    role: str | None
    cue: str | None
    start: int
    end: int
    text: str
    kind: ClaimKind
    sentence: RecordedSentence
