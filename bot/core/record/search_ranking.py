"""Ranks found sentences, the same for every database.

A sentence ranks higher if it has the searched words close together or as they were
typed, if its article's title has them too, and if it contains a claim or an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.domain.search import FoundSentence, SearchTerm, SearchTerms
from bot.core.record.words import FRENCH, search_words

_CLOSE, _EXACT, _TITLE, _CARRIES = 0.4, 0.3, 0.2, 0.1
"""The weights of the four reasons to rank a sentence higher; their sum is 1."""

_LONG = 7
"""The number of blanks from which a sentence is long.

Long sentences with equal words are joined, also across articles.
"""

_MARK = SearchTerm(((FRENCH,),))


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A sentence with its score, and all articles that print it, the best first."""

    score: float
    printed: tuple[FoundSentence, ...]


def rank(
    sentences: Iterable[FoundSentence], variants: Sequence[SearchTerms]
) -> tuple[RankedLine, ...]:
    """Return the sentences, with equal ones joined, best first.

    Of sentences with equal scores, the newest is first.
    """
    titles: dict[int, Sequence[str]] = {}
    scored: list[tuple[float, FoundSentence]] = []
    patterns = [tuple(map(_pattern, each.wanted)) for each in map(_plain, variants)]
    for each in sentences:
        number, lang = each.article.number, each.article.lang
        if number not in titles:
            titles[number] = search_words(each.article.title or "", lang).split()
        words = each.sentence.words.split()
        # The terms are those of the language of the sentence.
        terms = patterns[-1 if FRENCH in words[-1:] else 0]
        scored.append((_score(each, words, terms, titles[number]), each))
    scored.sort(
        key=lambda pair: (-pair[0], -pair[1].article.at.timestamp(), -pair[1].id)
    )
    lines: dict[object, list[tuple[float, FoundSentence]]] = {}
    for pair in scored:
        lines.setdefault(_identity(pair[1]), []).append(pair)
    return tuple(
        RankedLine(same[0][0], tuple(each for _, each in same))
        for same in lines.values()
    )


def _identity(sentence: FoundSentence) -> object:
    """Return a key that is equal for sentences with the same words.

    The key of a short sentence also has the article's original, so that it is equal
    only in copies of one text.
    """
    words = sentence.sentence.words
    is_long = words.count(" ") >= _LONG
    return words if is_long else (words, sentence.article.original)


def _plain(terms: SearchTerms) -> SearchTerms:
    """Return the terms without the token that only French sentences have."""
    return replace(terms, wanted=tuple(t for t in terms.wanted if t != _MARK))


def _score(
    ranked: FoundSentence,
    words: Sequence[str],
    terms: Sequence[_Pattern],
    title: Sequence[str],
) -> float:
    places = [term.places(words) for term in terms]
    typed = sum(term.is_typed_in(words) for term in terms)
    named = sum(term.is_in(title) for term in terms)
    score = (
        _CLOSE * len(terms) / max(_window(places), len(terms))
        + _EXACT * typed / len(terms)
        + _TITLE * named / len(terms)
        + _CARRIES * ranked.sentence.carries
    )
    return round(score, 2)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The forms of a term, for a fast search.

    ``single`` are the forms of one token, ``longer`` those of several, and ``typed`` is
    the form that was typed. If ``begins`` is set, the last token is the beginning of a
    word.
    """

    single: frozenset[str]
    longer: tuple[tuple[str, ...], ...]
    typed: tuple[str, ...]
    begins: bool

    def places(self, words: Sequence[str]) -> list[int]:
        """Return the indexes of the words at which the term begins."""
        single = self.single
        ats = [at for at, word in enumerate(words) if word in single] if single else []
        for run in self.longer:
            ats += _places_of(run, words, self.begins)
        return ats

    def is_in(self, words: Sequence[str]) -> bool:
        """Return whether the term occurs in the words."""
        return not self.single.isdisjoint(words) or any(
            _places_of(run, words, self.begins) for run in self.longer
        )

    def is_typed_in(self, words: Sequence[str]) -> bool:
        """Return whether the term occurs in the words as it was typed."""
        if self.typed not in self.longer:
            return self.typed[0] in words
        return bool(_places_of(self.typed, words, self.begins))


def _pattern(term: SearchTerm) -> _Pattern:
    single = () if term.begins else (run[0] for run in term.runs if len(run) == 1)
    longer = tuple(run for run in term.runs if len(run) > 1 or term.begins)
    return _Pattern(frozenset(single), longer, term.runs[0], term.begins)


def _places_of(run: tuple[str, ...], words: Sequence[str], begins: bool) -> list[int]:  # noqa: FBT001 - of the term
    """Return the indexes of ``words`` at which the tokens ``run`` begin."""
    first, *rest = run
    if begins and not rest:
        return [at for at, word in enumerate(words) if word.startswith(first)]
    if first not in words:
        return []
    starts = (at for at, word in enumerate(words) if word == first)
    return [at for at in starts if _is_at(run, words, at, begins)]


def _is_at(run: tuple[str, ...], words: Sequence[str], at: int, begins: bool) -> bool:  # noqa: FBT001 - of the term
    *whole, last = run
    end = at + len(whole)
    if end >= len(words) or list(words[at:end]) != whole:
        return False
    return words[end].startswith(last) if begins else words[end] == last


def _window(places: Sequence[Sequence[int]]) -> int:
    """Return the length in words of the shortest passage that has all terms."""
    events = sorted((at, term) for term, ats in enumerate(places) for at in ats)
    last: dict[int, int] = {}
    narrowest = 1_000
    for at, term in events:
        last[term] = at
        if len(last) == len(places):
            narrowest = min(narrowest, at - min(last.values()) + 1)
    return narrowest
