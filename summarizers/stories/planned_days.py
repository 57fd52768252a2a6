"""The days on which a report says that something happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from summarizers.languages.english.dates import DatePhrase, Outlook, find_phrases
from summarizers.lexicons import table
from summarizers.model import Article, Sentence
from summarizers.stories.stems import stem
from summarizers.text.terms import stop_words, terms

_NAMED = re.compile("|".join((*table("weekdays"), *table("months"))))
_CLAUSE = re.compile(r"[^,;:.()\u2014]{0,80}$")
_PREPOSITION = re.compile(r"\b(?:on|by|until|before|from)\s(?:the\s)?$", re.IGNORECASE)
_MOST_WORDS = 3
_FARTHEST_DAYS = 400


class Day(NamedTuple):
    """A day phrase, printed as ``start:end``: the days it may mean, and for what.

    ``step`` is the stem of a word before it that may be what happens then.
    """

    step: str
    days: tuple[int, ...]
    start: int
    end: int


def find_days(article: Article, sentence: Sentence) -> Iterator[Day]:
    """The day of a sentence that has one and no other date, once for each step."""
    phrases = find_phrases(article.text, sentence.start, sentence.end)
    if len(phrases) != 1 or not _NAMED.search(phrases[0].text):
        return
    (phrase,) = phrases
    days = _days(phrase, article.published)
    days += _weekdays(phrase.text) if days else ()
    start = _start(article.text, sentence, phrase)
    if days:
        for step in _steps(article.text[sentence.start : phrase.start]):
            yield Day(step, days, start, phrase.end)


def _days(phrase: DatePhrase, published: date | None) -> tuple[int, ...]:
    """All days that it may mean, whether its clause looks back or ahead."""
    periods = {phrase.days(published, outlook) for outlook in Outlook}
    found = [period for period in periods if period is not None]
    if any(period.first != period.last for period in found):
        return ()
    days = sorted({period.first for period in found})
    if published and any(abs((day - published).days) > _FARTHEST_DAYS for day in days):
        return ()
    return tuple(day.toordinal() for day in days)


def _weekdays(phrase: str) -> tuple[int, ...]:
    """The weekday that is named, as a number below that of any day.

    With it two reports that both say "on Friday" agree, whenever they were published.
    """
    return tuple(
        -number
        for number, name in enumerate(table("weekdays"), start=1)
        if re.search(rf"\b{name}\b", phrase)
    )


def _start(text: str, sentence: Sentence, phrase: DatePhrase) -> int:
    """Where it is printed from: "on Friday"."""
    match = _PREPOSITION.search(
        text, max(sentence.start, phrase.start - 20), phrase.start
    )
    return phrase.start if match is None else match.start()


def _steps(before: str) -> Iterator[str]:
    """The stems of the last words of the clause; who says something is no step."""
    clause = _CLAUSE.search(before)
    words = [] if clause is None else terms(clause[0])
    if not table("reporting_verbs").keys().isdisjoint(words[-_MOST_WORDS:]):
        return
    content = [word for word in words if word not in stop_words() and word.isalpha()]
    yield from dict.fromkeys(map(stem, content[-_MOST_WORDS:]))
