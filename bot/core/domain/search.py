"""The search in the record: what a person asks for, and the sentences found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.domain.record import RecordedArticle, RecordedSentence


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """A part of a query; a sentence matches if it has one of the ``runs``.

    A run is a sequence of tokens. The first run is the form that was typed, the others
    are its other forms. If ``begins`` is set, the last token of a run is the beginning
    of a word.
    """

    runs: tuple[tuple[str, ...], ...]
    begins: bool = False


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """The terms that a sentence must have, and the terms that it must not have."""

    wanted: tuple[SearchTerm, ...]
    unwanted: tuple[SearchTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceQuery:
    """A query for sentences in articles of these topics only.

    A sentence matches if it matches one of the ``variants``. Only articles that were
    published at ``since`` or later count. If ``papers`` or ``addresses`` are given,
    only articles of these papers, or with a URL that begins with one of the addresses,
    count, and their copies. If ``speakers`` are given, by id, only sentences with a
    claim of one of them count.
    """

    topics: frozenset[str]
    variants: tuple[SearchTerms, ...]
    since: datetime | None = None
    papers: frozenset[str] | None = None
    addresses: frozenset[str] | None = None
    speakers: frozenset[int] | None = None
    limit: int = 1_000


@dataclass(frozen=True, slots=True)
class FoundSentence:
    """A sentence that matches, with its article."""

    id: int
    article: RecordedArticle
    sentence: RecordedSentence


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as it was typed, in the topics that the asker may see.

    ``paper`` is the name of a paper or its host, ``who`` the name of a speaker; both
    are empty if they do not matter. ``limit`` is the maximum number of hits.
    """

    words: str
    topics: frozenset[str]
    since: datetime | None = None
    paper: str = ""
    who: str = ""
    limit: int = 30


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A found sentence with a score from 0 to 1.

    ``link`` opens the page at the sentence. ``papers`` are all papers that print it,
    its own first.
    """

    text: str
    article: RecordedArticle
    link: str | None
    score: float
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits, best first and newest among equals, and how many ``more`` there are."""

    hits: tuple[SearchHit, ...]
    more: int = 0
