"""Ranks found sentences, the same for every database.

A sentence ranks higher if it has the searched words close together or as they were
typed, if its article's title has them too, and if it contains a claim or an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.domain.search import FoundSentence, SearchTerm, SearchTerms
from bot.core.record.words import FRENCH, search_words

_CLOSE, _EXACT, _TITLE, _CARRIES = 0.4, 0.3, 0.2, 0.1
"""The weights of the four reasons to rank a sentence higher; their sum is 1."""

_LONG = 7
"""Sentences with equal words are joined across articles if they have this many blanks."""

_MARK = SearchTerm(((FRENCH,),))


@dataclass(frozen=True, slots=True)
class RankedLine:
    """A sentence with its score, and all articles that print it, the best first."""

    score: float
    printed: tuple[FoundSentence, ...]


def rank(
    sentences: Iterable[FoundSentence], variants: Sequence[SearchTerms]
) -> tuple[RankedLine, ...]:
    """Return the sentences, equal ones joined, best first and newest among equals."""
    titles: dict[int, Sequence[str]] = {}
    scored: list[tuple[float, FoundSentence]] = []
    for each in sentences:
        number, lang = each.article.number, each.article.lang
        if number not in titles:
            titles[number] = search_words(each.article.title or "", lang).split()
        words = each.sentence.words.split()
        terms = [term for term in _variant(words, variants).wanted if term != _MARK]
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

    Short sentences are equal only in copies of one text.
    """
    words = sentence.sentence.words
    is_long = words.count(" ") >= _LONG
    return words if is_long else (words, sentence.article.original)


def _variant(words: Sequence[str], variants: Sequence[SearchTerms]) -> SearchTerms:
    """Return those of ``variants`` that are in the language of the sentence."""
    return variants[-1] if FRENCH in words[-1:] else variants[0]


def _score(
    ranked: FoundSentence,
    words: Sequence[str],
    terms: Sequence[SearchTerm],
    title: Sequence[str],
) -> float:
    places = [list(_places(term, words)) for term in terms]
    typed = sum(any(_starts(term, term.runs[:1], words)) for term in terms)
    named = sum(any(_starts(term, term.runs, title)) for term in terms)
    score = (
        _CLOSE * len(terms) / max(_window(places), len(terms))
        + _EXACT * typed / len(terms)
        + _TITLE * named / len(terms)
        + _CARRIES * ranked.sentence.carries
    )
    return round(score, 2)


def _places(term: SearchTerm, words: Sequence[str]) -> Iterator[int]:
    """Yield the indexes of the words at which the term begins."""
    return (
        at for at, is_start in enumerate(_starts(term, term.runs, words)) if is_start
    )


def _starts(
    term: SearchTerm, runs: Sequence[tuple[str, ...]], words: Sequence[str]
) -> Iterator[bool]:
    """Yield for each index in ``words`` whether one of ``runs`` begins there."""
    single = {run[0] for run in runs if len(run) == 1 and not term.begins}
    longer = [run for run in runs if len(run) > 1 or term.begins]
    for at, word in enumerate(words):
        yield word in single or any(_is_at(run, words, at, term) for run in longer)


def _is_at(
    run: tuple[str, ...], words: Sequence[str], at: int, term: SearchTerm
) -> bool:
    *whole, last = run
    end = at + len(whole)
    if end >= len(words) or list(words[at:end]) != whole:
        return False
    return words[end].startswith(last) if term.begins else words[end] == last


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
