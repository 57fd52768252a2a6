"""Which articles belong to a topic, which actors to watch they name, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.domain.configuration import Topic, Watched
from bot.core.topics.normalize import Passage, known_passage, make_passage
from bot.core.topics.terms import TermIndex, expression_in, make_term
from summarizers.model import Article

LEAD = 1_000
"""How many characters of a text are its lead: about three paragraphs of news."""

_LISTED = 5


class Place(StrEnum):
    """Where a term stands in an article."""

    TITLE = "title"
    LEAD = "lead"
    ACTORS = "actors"


@dataclass(frozen=True, slots=True)
class Match:
    """Whether an article belongs to a topic, and why, in words for a person.

    ``term`` is the one that decided it, as it is configured, and ``place`` where it
    stands. ``actors`` are the names of the actors to watch that the article names, in
    the order of the configuration.
    """

    belongs: bool
    reason: str
    actors: tuple[str, ...] = ()
    term: str | None = None
    place: Place | None = None


class TopicMatcher:
    """Compares articles with one topic; made once for many articles.

    Raises:
        BadInputError: an expression of the topic is none.
    """

    def __init__(self, topic: Topic) -> None:
        self._include = _Terms(topic.include)
        self._exclude = _Terms(topic.exclude)
        self._watched = _WatchList(topic.actors)

    def match(self, article: Article, actors: Sequence[str] = ()) -> Match:
        """Whether the article belongs to the topic.

        ``actors`` are names that were found in the article: terms to include and actors
        to watch count in them as well, terms to exclude do not.
        """
        passage = known_passage(article.title or "", lead(article.text))
        named = known_passage("", " | ".join(actors))
        watched = self._watched.named((passage, named))
        return self._refusal(passage) or self._reception(passage, named, watched)

    def may_match(self, article: Article) -> bool:
        """Whether names of actors can still let the article belong to the topic.

        An actor stands somewhere in the text: so must a term to include.
        """
        if self._refusal(known_passage(article.title or "", lead(article.text))):
            return False
        return self._include.first(make_passage("", article.text)) is not None

    def _refusal(self, passage: Passage) -> Match | None:
        hit = self._exclude.first(passage)
        if hit is None:
            return None
        told = f'"{hit.term}" stands in the {hit.place}, and is excluded'
        return Match(belongs=False, reason=told, term=hit.term, place=hit.place)

    def _reception(
        self, passage: Passage, named: Passage, watched: tuple[str, ...]
    ) -> Match:
        if not self._include.written:
            told = "the topic takes all that its sources bring"
            return Match(belongs=True, reason=told, actors=watched)
        hit = self._include.first(passage)
        if hit is not None:
            told = f'"{hit.term}" stands in the {hit.place}'
            return _taken(hit, told, watched)
        hit = self._include.first(named)
        if hit is not None:
            told = f'"{hit.term}" is among the actors'
            return _taken(_Hit(hit.term, Place.ACTORS), told, watched)
        told = f"not in title, lead or actors: {_listed(self._include.written)}"
        return Match(belongs=False, reason=told, actors=watched)


def lead(text: str) -> str:
    """The beginning of a text, which ends with a whole word."""
    if len(text) <= LEAD:
        return text
    blank = text.rfind(" ", LEAD // 2, LEAD + 1)
    return text[: LEAD if blank < 0 else blank]


@dataclass(frozen=True, slots=True)
class _Hit:
    term: str
    place: Place


class _Terms:
    """The terms of one list, in the order in which they are configured."""

    def __init__(self, written: Sequence[str]) -> None:
        self.written = tuple(written)
        self._words = tuple(one for one in written if expression_in(one) is None)
        self._index = TermIndex(tuple(map(make_term, self._words)))
        self._expressions = _Expressions(written)

    def first(self, passage: Passage) -> _Hit | None:
        """The first term that stands in the title, else the first in the body."""
        found = self._index.found(passage)
        in_title = [number for number, at in found if at < passage.title_end]
        if in_title:
            return _Hit(self._words[in_title[0]], Place.TITLE)
        expression = self._expressions.first(passage)
        if not found or (expression and expression.place is Place.TITLE):
            return expression
        return _Hit(self._words[found[0][0]], Place.LEAD)


class _Expressions:
    """The expressions of one list."""

    def __init__(self, written: Iterable[str]) -> None:
        found = {one: expression_in(one) for one in written}
        patterns = {one: pattern for one, pattern in found.items() if pattern}
        self._written = tuple(patterns)
        if patterns:
            # Whoever has no expression needs no engine for them.
            from bot.core.topics.regex import Expressions  # noqa: PLC0415

            self._engine = Expressions(tuple(patterns.values()))

    def first(self, passage: Passage) -> _Hit | None:
        """The first that matches in the title, else the first in the body."""
        if not self._written:
            return None
        for text, place in (
            (passage.title, Place.TITLE),
            (passage.body, Place.LEAD),
        ):
            found = self._engine.found(text)
            if found:
                return _Hit(self._written[found[0]], place)
        return None


class _WatchList:
    """The actors to watch, each by any of the forms of the name."""

    def __init__(self, actors: Sequence[Watched]) -> None:
        forms = [(one.name, form) for one in actors for form in (one.name, *one.forms)]
        self._names = tuple(name for name, _ in forms)
        self._index = TermIndex([make_term(form) for _, form in forms])

    def named(self, passages: Iterable[Passage]) -> tuple[str, ...]:
        """Those that are named in one of the passages."""
        numbers = {
            number for passage in passages for number, _ in self._index.found(passage)
        }
        return tuple(dict.fromkeys(self._names[number] for number in sorted(numbers)))


def _taken(hit: _Hit, told: str, watched: tuple[str, ...]) -> Match:
    return Match(
        belongs=True, reason=told, actors=watched, term=hit.term, place=hit.place
    )


def _listed(terms: Sequence[str]) -> str:
    more = len(terms) - _LISTED
    return ", ".join(terms[:_LISTED]) + (f" and {more} more" if more > 0 else "")
