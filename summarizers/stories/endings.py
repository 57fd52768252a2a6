"""Find out whether a report states the ending of an event, and which days it names.

An ending is the last state of an event: a deal is reached, a strike is over, a service
runs again, people are safe, an accused is acquitted. Wishes, plans, conditions, denials
and partial successes do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
_ENDS_OF_SENTENCES = (".", "!", "?", '"', "”")
_DAY = timedelta(days=1)
# An earlier day is mostly a mistake: "the New Year's Eve party" is the next one.
_RECENT = timedelta(days=30)


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
    return _read_head(replace(article, text=article.text[:_HEAD], lang=lang), day, lang)


@lru_cache(maxsize=_KEPT)
def _read_head(article: Article, day: date, lang: str) -> ReportState:
    """Return the state of a report's top; cached because each digest needs it."""
    title, sentences = article.title or "", split_text(article, lang).sentences
    opening = [sentence for sentence in sentences if sentence.noise is None][:_OPENING]
    return ReportState(
        tells_ending(title, lang),
        any(tells_ending(sentence.text, lang) for sentence in opening),
        any(names_day(article, sentence, day, lang) for sentence in opening),
        _any("reversals", lang).search(_lower(title)) is not None,
    )


def knows_ending(article: Article) -> bool:
    """Return whether any sentence of the article states an ending as a fact."""
    return tells_ending(article.text, language_of_lists(article.lang, article.text))


def tells_ending(text: str, lang: str) -> bool:
    """Return whether a headline or sentence states an ending as a fact."""
    low = _lower(text)
    doubts, denials = _any("ending_doubts", lang), _any("ending_denials", lang)
    return any(
        True
        for match in _any("endings", lang).finditer(low)
        if not _is_name(match, text)
        and not doubts.search(_CLAUSE.split(low[: match.start()][-_LOOK_BACK:])[-1])
        and not doubts.search(match[0])
        and not denials.search(low[match.end() : match.end() + _LOOK_AHEAD])
    )


def _is_name(match: re.Match[str], text: str) -> bool:
    """Return whether the matched words are a name, as in "Joshua Freed said".

    The words of a headline may all have capitals.
    """
    is_sentence = text.endswith(_ENDS_OF_SENTENCES)
    return is_sentence and match.start() > 0 and text[match.start()].isupper()


@cache
def _any(name: str, lang: str) -> re.Pattern[str]:
    """Return a pattern that matches any entry of a word list, in lower case."""
    return re.compile("|".join(f"(?:{entry})" for entry in entries(name, lang)))


def _lower(text: str) -> str:
    """Return the text in lower case, in which patterns are found faster.

    The length stays the same, because only the lower case of İ has two characters.
    """
    return text.replace("İ", "I").lower()


def names_day(
    article: Article,
    sentence: Sentence | Span,
    day: date,
    lang: str,
    *,
    within: timedelta = _DAY,
) -> bool:
    """Return whether a sentence names ``day`` or a day at most ``within`` before it."""
    days = _named_days(article.text, sentence, day, lang, TimeDirection)
    return any(day - within <= each <= day for each in days)


def last_named_day(text: str, span: Span, published: date, lang: str) -> date | None:
    """Return the latest day that a sentence names, of the 30 days up to ``published``.

    ``span`` is the sentence. A phrase such as "on Friday" means the last Friday.
    """
    days = _named_days(text, span, published, lang, (TimeDirection.BACK,))
    recent = (day for day in days if published - _RECENT <= day <= published)
    return max(recent, default=None)


def _named_days(
    text: str,
    sentence: Sentence | Span,
    day: date,
    lang: str,
    views: Iterable[TimeDirection],
) -> Iterator[date]:
    """Yield the days that a sentence written on ``day`` may name, seen by ``views``."""
    views = tuple(views)
    for phrase in listed_profile(lang).find_phrases(text, sentence.start, sentence.end):
        for period in (phrase.days(day, view) for view in views):
            if period is not None and period.first == period.last:
                yield period.last
