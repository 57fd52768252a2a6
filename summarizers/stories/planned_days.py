"""The days on which a report says that something happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from summarizers.languages.date_frames import Outlook
from summarizers.languages.profile import DatePhrase, LanguageProfile
from summarizers.lexicons import table
from summarizers.model import Article, Sentence
from summarizers.text.terms import stop_words, terms

_CLAUSE = re.compile(r"[^,;:.()\u2014]{0,80}$")
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


def find_days(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[Day]:
    """The day of a sentence that has one and no other date, once for each step."""
    phrases = profile.find_phrases(article.text, sentence.start, sentence.end)
    if len(phrases) != 1:
        return
    (phrase,) = phrases
    text = article.text[phrase.start : phrase.end]
    if not _is_named(text, profile.code):
        return
    days = _days(phrase, article.published)
    days += _weekdays(text, profile.code) if days else ()
    start = _start(article.text, sentence, phrase, profile)
    if days:
        for step in _steps(article.text[sentence.start : phrase.start], profile):
            yield Day(step, days, start, phrase.end)


def _is_named(phrase: str, lang: str) -> bool:
    """Whether the phrase holds a weekday or a month."""
    names = _names(lang)
    return bool(names.search(phrase) or names.search(phrase.lower()))


@cache
def _names(lang: str) -> re.Pattern[str]:
    return re.compile("|".join((*table("weekdays", lang), *table("months", lang))))


def _days(phrase: DatePhrase, published: date | None) -> tuple[int, ...]:
    """All days that it may mean, whether its clause looks back or ahead."""
    periods = {phrase.days(published, outlook) for outlook in Outlook}
    resolved = [period for period in periods if period is not None]
    if any(period.first != period.last for period in resolved):
        return ()
    days = sorted({period.first for period in resolved})
    if published and any(abs((day - published).days) > _FARTHEST_DAYS for day in days):
        return ()
    return tuple(day.toordinal() for day in days)


def _weekdays(phrase: str, lang: str) -> tuple[int, ...]:
    """The weekday that is named, as a number below that of any day.

    With it two reports that both say "on Friday" agree, whenever they were published.
    """
    return tuple(
        -number
        for number, name in enumerate(table("weekdays", lang), start=1)
        if re.search(rf"\b{name}\b", phrase)
        or re.search(rf"\b{name}\b", phrase.lower())
    )


def _start(
    text: str, sentence: Sentence, phrase: DatePhrase, profile: LanguageProfile
) -> int:
    """Where it is printed from: "on Friday"."""
    match = profile.phrasing().day_lead.search(
        text, max(sentence.start, phrase.start - 20), phrase.start
    )
    return phrase.start if match is None else match.start()


def _steps(before: str, profile: LanguageProfile) -> Iterator[str]:
    """The stems of the last words of the clause; none for a reporting verb."""
    clause = _CLAUSE.search(before)
    words = [] if clause is None else terms(clause[0])
    reporting = profile.reporting_forms()
    if any(word in reporting for word in words[-_MOST_WORDS:]):
        return
    stopped = stop_words(profile.code)
    content = [word for word in words if word not in stopped and word.isalpha()]
    yield from dict.fromkeys(map(profile.stem, content[-_MOST_WORDS:]))
