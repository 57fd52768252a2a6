"""Decides which articles belong to a topic and which watched actors they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.domain.configuration import Topic, WatchedActor
from bot.core.text.topics.normalize import (
    SearchText,
    cached_search_text,
    make_search_text,
)
from bot.core.text.topics.terms import TermIndex, expression_in, make_term
from summarizers.model import Article

LEAD = 1_000
"""The number of characters at a text's beginning that are searched for terms.

These are about three paragraphs.
"""

_LISTED = 5


class MatchPlace(StrEnum):
    """The part of an article in which a term matched."""

    TITLE = "title"
    LEAD = "lead"
    ACTORS = "actors"


@dataclass(frozen=True, slots=True)
class Match:
    """The decision whether an article belongs to a topic, with a reason for people.

    ``term`` is the configured term that decided, and ``place`` the part of the article
    where the term matched. ``actors`` are the watched actors that the article names, in
    configured order.
    """

    belongs: bool
    reason: str
    actors: tuple[str, ...] = ()
    term: str | None = None
    place: MatchPlace | None = None


class TopicMatcher:
    """Matches articles with one topic; one matcher serves many articles.

    Raises:
        BadInputError: a regular expression of the topic is invalid.
    """

    def __init__(self, topic: Topic) -> None:
        self._include = _Terms(topic.include)
        self._exclude = _Terms(topic.exclude)
        self._watched = _WatchList(topic.actors)

    def match(self, article: Article, actors: Sequence[str] = ()) -> Match:
        """Decide whether the article belongs to the topic.

        ``actors`` are the names of the article's actors. Terms to include and watched
        actors match in these names, too; terms to exclude do not.
        """
        text = cached_search_text(article.title or "", lead(article.text))
        names = cached_search_text("", " | ".join(actors))
        watched = self._watched.named((text, names))
        return self._exclusion(text) or self._inclusion(text, names, watched)

    def may_match(self, article: Article) -> bool:
        """Return whether the article may match once the names of its actors are known.

        It may if no term to exclude matches, and a term to include occurs in the text.
        """
        if self._exclusion(cached_search_text(article.title or "", lead(article.text))):
            return False
        return self._include.first(make_search_text("", article.text)) is not None

    def _exclusion(self, text: SearchText) -> Match | None:
        hit = self._exclude.first(text)
        if hit is None:
            return None
        reason = f'excluded: "{hit.term}" matched in the {hit.place}'
        return Match(belongs=False, reason=reason, term=hit.term, place=hit.place)

    def _inclusion(
        self, text: SearchText, names: SearchText, actors: tuple[str, ...]
    ) -> Match:
        if not self._include.terms:
            reason = "no `include`: every article matches"
            return Match(belongs=True, reason=reason, actors=actors)
        hit = self._include.first(text)
        if hit is not None:
            reason = f'"{hit.term}" matched in the {hit.place}'
            return _included(hit, reason, actors)
        hit = self._include.first(names)
        if hit is not None:
            reason = f'"{hit.term}" matched in the actors'
            return _included(_Hit(hit.term, MatchPlace.ACTORS), reason, actors)
        reason = f"no match in title, lead or actors: {_listed(self._include.terms)}"
        return Match(belongs=False, reason=reason, actors=actors)


def lead(text: str) -> str:
    """Return the beginning of a text, cut after a whole word."""
    if len(text) <= LEAD:
        return text
    blank = text.rfind(" ", LEAD // 2, LEAD + 1)
    return text[: LEAD if blank < 0 else blank]


@dataclass(frozen=True, slots=True)
class _Hit:
    term: str
    place: MatchPlace


class _Terms:
    """The terms of one list, in configured order."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = tuple(terms)
        self._plain = tuple(term for term in terms if expression_in(term) is None)
        self._index = TermIndex(tuple(map(make_term, self._plain)))
        self._regexes = _RegexTerms(terms)

    def first(self, text: SearchText) -> _Hit | None:
        """Return the first term that matches in the title, else in the body, if any."""
        matches = self._index.matches(text)
        in_title = [number for number, position in matches if position < text.title_end]
        if in_title:
            return _Hit(self._plain[in_title[0]], MatchPlace.TITLE)
        regex = self._regexes.first(text)
        if not matches or (regex and regex.place is MatchPlace.TITLE):
            return regex
        return _Hit(self._plain[matches[0][0]], MatchPlace.LEAD)


class _RegexTerms:
    """The regular expressions of one list."""

    def __init__(self, terms: Iterable[str]) -> None:
        inner = {term: expression_in(term) for term in terms}
        patterns = {term: pattern for term, pattern in inner.items() if pattern}
        self._terms = tuple(patterns)
        if patterns:
            # Loaded only if the topic has a regular expression.
            from bot.core.text.topics.regex import RegexSet  # noqa: PLC0415

            self._engine = RegexSet(tuple(patterns.values()))

    def first(self, searched: SearchText) -> _Hit | None:
        """Return the first pattern that matches in the title, else in the body, if any."""
        if not self._terms:
            return None
        for text, place in (
            (searched.title, MatchPlace.TITLE),
            (searched.body, MatchPlace.LEAD),
        ):
            indexes = self._engine.matching(text)
            if indexes:
                return _Hit(self._terms[indexes[0]], place)
        return None


class _WatchList:
    """The watched actors, each with all forms of the name."""

    def __init__(self, actors: Sequence[WatchedActor]) -> None:
        forms = [
            (actor.name, form)
            for actor in actors
            for form in (actor.name, *actor.forms)
        ]
        self._names = tuple(name for name, _ in forms)
        self._index = TermIndex([make_term(form) for _, form in forms])

    def named(self, texts: Iterable[SearchText]) -> tuple[str, ...]:
        """Return the watched actors that one of the texts names."""
        numbers = {number for text in texts for number, _ in self._index.matches(text)}
        return tuple(dict.fromkeys(self._names[number] for number in sorted(numbers)))


def _included(hit: _Hit, reason: str, actors: tuple[str, ...]) -> Match:
    return Match(
        belongs=True, reason=reason, actors=actors, term=hit.term, place=hit.place
    )


def _listed(terms: Sequence[str]) -> str:
    more = len(terms) - _LISTED
    return ", ".join(terms[:_LISTED]) + (f" and {more} more" if more > 0 else "")
