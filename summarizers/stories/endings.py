"""Find out whether a report states the ending of an event, and names its own day.

An ending is the last state of an event: a deal is reached, a strike is over, a service
runs again, people are safe, an accused is acquitted. Wishes, plans, conditions, denials
and partial successes do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import NamedTuple

from summarizers.languages.dates import TimeDirection
from summarizers.languages.profile import listed_profile
from summarizers.lexicons import entries
from summarizers.model import Article, Sentence, Span
from summarizers.text.language import language_of_lists
from summarizers.text.splitting import split_text

_OPENING = 2
_LOOK_BACK, _LOOK_AHEAD = 120, 60
# The number of characters at the top of a report that are read, and the number of cached
# states.
_HEAD, _KEPT = 1_500, 1_000
_CLAUSE = re.compile(r"[,;:.!?()\u2013\u2014]\s|\b(?:but|while|although|though|mais)\b")
_FULL_STOPS, _CLOSING_QUOTES = ".!?", '"”'
_DAY = timedelta(days=1)


class ReportState(NamedTuple):
    """The state of an event, read from the headline and first sentences of a report.

    ``headline_ends`` and ``opening_ends`` are true if the headline, or one of the first
    sentences, states an ending. ``current`` is true if the first
    sentences name the day of publication or the day before; background articles rarely
    do. ``reverses`` is true if the headline says that an ended matter goes on.
    """

    headline_ends: bool
    opening_ends: bool
    current: bool
    reverses: bool

    @property
    def ends(self) -> bool:
        """Return whether the headline or one of the first sentences states an ending."""
        return self.headline_ends or self.opening_ends


def read_state(article: Article, day: date) -> ReportState:
    """Return the state that an article published on ``day`` states at its top."""
    lang = language_of_lists(article.lang, article.text)
    head = replace(article, text=article.text[:_HEAD], lang=lang)
    return _read_head(head, day, lang)


@lru_cache(maxsize=_KEPT)
def _read_head(article: Article, day: date, lang: str) -> ReportState:
    """Return the state of a report's top; cached because each digest needs it."""
    title, opening = article.title or "", _opening(article, lang)
    headline_ends = tells_ending(title, lang)
    return ReportState(
        headline_ends,
        any(tells_ending(entry.text, lang) for entry in opening),
        any(names_day(article, entry, day, lang) for entry in opening),
        _any("reversals", lang).search(_lower(title)) is not None,
    )


def knows_ending(article: Article) -> bool:
    """Return whether any sentence of the article states an ending as a fact."""
    lang = language_of_lists(article.lang, article.text)
    return any(True for _ in _endings(article.text, lang))


def tells_ending(text: str, lang: str) -> bool:
    """Return whether a headline or sentence states an ending as a fact."""
    return any(True for _ in _endings(text, lang))


def _endings(text: str, lang: str) -> Iterator[re.Match[str]]:
    doubts, denials = _any("ending_doubts", lang), _any("ending_denials", lang)
    low = _lower(text)
    for match in _any("endings", lang).finditer(low):
        before = low[max(match.start() - _LOOK_BACK, 0) : match.start()]
        clause = _CLAUSE.split(before)[-1]
        behind = low[match.end() : match.end() + _LOOK_AHEAD]
        if not (
            _is_name(match, text)
            or doubts.search(clause)
            or doubts.search(match[0])
            or denials.search(behind)
        ):
            yield match


def _is_name(match: re.Match[str], text: str) -> bool:
    """Return whether the matched words are a name, as in "Joshua Freed said"."""
    is_headline = not text.endswith((*_FULL_STOPS, *_CLOSING_QUOTES))
    return not is_headline and match.start() > 0 and text[match.start()].isupper()


@cache
def _any(name: str, lang: str) -> re.Pattern[str]:
    """Return a pattern that matches any entry of a word list, in lower case."""
    return re.compile("|".join(f"(?:{entry})" for entry in entries(name, lang)))


def _lower(text: str) -> str:
    """Return the text in lower case, in which patterns are found faster.

    The length stays the same: a capital whose lower case has two characters, such as
    the Turkish İ, is not changed.
    """
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def _opening(article: Article, lang: str) -> tuple[Sentence, ...]:
    sentences = split_text(article, lang).sentences
    prose = (sentence for sentence in sentences if sentence.noise is None)
    return tuple(sentence for _, sentence in zip(range(_OPENING), prose, strict=False))


def names_day(
    article: Article,
    sentence: Sentence | Span,
    day: date,
    lang: str,
    *,
    within: timedelta = _DAY,
) -> bool:
    """Return whether a sentence names ``day`` or a day at most ``within`` before it."""
    phrases = listed_profile(lang).find_phrases(
        article.text, sentence.start, sentence.end
    )
    periods = (phrase.days(day, view) for phrase in phrases for view in TimeDirection)
    return any(
        period.first == period.last and day - within <= period.last <= day
        for period in periods
        if period is not None
    )
