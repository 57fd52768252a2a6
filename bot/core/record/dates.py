"""Finds the lines of an article that announce, move or cancel an event."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from bot.core.domain.record import (
    MOST_DAYS,
    EventChange,
    Precision,
    RecordedDate,
)
from summarizers.languages.dates import DatePhrase, Period, TimeDirection
from summarizers.languages.profile import listed_profile
from summarizers.lexicons import entries, has_list
from summarizers.model import Risk, Sentence, When

_LONGEST = {
    Precision.DAY: timedelta(0),
    Precision.WEEK: timedelta(days=6),
    Precision.MONTH: timedelta(days=30),
    Precision.YEAR: MOST_DAYS,
}
_FAR = timedelta(days=270)
_NAMES_YEAR = re.compile(
    r"\d{4}|(?<!new )years?\b|\bans?\b|année|months?\b|\bmois\b", re.IGNORECASE
)
# Phrases without a day: "in the next week" is not a calendar week.
_NO_DATE = re.compile(
    r"\b(?:(?:in|over|within|during) the (?:next|coming) \w+|this year|cette année)\Z",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.!?()–—]\s")
_LOOK_BACK = 100
# The words before a new day: "to the 9th", "until after Monday"; not "to Lenna on Monday".
_NEW_DAY = re.compile(
    r"\b(?:to|until|till|for|au|à|aux)\s+(?:(?!(?:on|in|at|by|en|dans)\b)[\w'’]+\s+){0,2}"
    r"(?:l['’])?\Z",
    re.IGNORECASE,
)
_OLD_DAY = re.compile(
    r"\b(?:from|du|de)\s+(?:the\s+|this\s+)?\Z|"
    r"\b(?:scheduled|planned|set|due|originally|initially|prévue?s?)\b[^,;]{0,20}\Z",
    re.IGNORECASE,
)
_NO_DAY = re.compile(
    r"\b(?:indefinitely|sine die|later date|new date|further notice|date ultérieure)\b",
    re.IGNORECASE,
)
_STATED = re.compile(r"\b(?:said|says|announced|told|wrote|confirmed|dit|annoncé)\b")
_STATED_BEFORE = 30


class _Dated(NamedTuple):
    """A date phrase with the days that it means."""

    phrase: DatePhrase
    days: Period


def recorded_dates(
    sentences: Sequence[Sentence], risks: Iterable[Risk], day: date, lang: str
) -> tuple[RecordedDate, ...]:
    """Return the lines about events that are not over on ``day``, in text order.

    ``sentences`` are those of the entry, and ``risks`` are all risks of the article. A
    line with a date counts if no reader refuses it. A line that only
    moves or cancels an event always counts: it has an effect only if the event is
    recorded already.
    """
    dated = {
        risk.span.start: reported for risk in risks if (reported := _of_risk(risk, day))
    }
    lines = (
        _change(sentence, day, lang) or dated.get(sentence.start)
        for sentence in sentences
    )
    return tuple(
        replace(reported, sentence=index)
        for index, reported in enumerate(lines)
        if reported is not None
    )


def precision_of(first: date, last: date) -> Precision:
    """Return the precision of a period; vague if it is longer than a year."""
    fitting = (each for each, most in _LONGEST.items() if last - first <= most)
    return next(fitting, Precision.VAGUE)


def _of_risk(risk: Risk, day: date) -> RecordedDate | None:
    when = risk.when
    if when is None or when.last < day or risk.refusal is not None:
        return None
    if when.first - day > _FAR and not _NAMES_YEAR.search(when.span.text):
        # In an article of January 31, "on January 13" rarely means the next year.
        return None
    if when.first == when.last == day and _is_dateline(risk, when):
        return None
    is_exact = when.exact and not _NO_DATE.search(_before(risk, when.span.end))
    precision = precision_of(when.first, when.last) if is_exact else Precision.VAGUE
    first = max(when.first, when.last - MOST_DAYS)
    return RecordedDate(0, first, when.last, precision)


def _is_dateline(risk: Risk, when: When) -> bool:
    """Return whether a date belongs to the dateline: "LENNA (Gazette, 3 March) It"."""
    before = _before(risk, when.span.start)
    return before.count("(") > before.count(")")


def _before(risk: Risk, end: int) -> str:
    """Return the text of a risk up to ``end``, which is an offset in the article."""
    return risk.span.text[: end - risk.span.start]


def _change(sentence: Sentence, day: date, lang: str) -> RecordedDate | None:
    """Return the cancellation or move of an event that a sentence states as a fact."""
    text = sentence.text
    cancelled = _stated("cancellations", text, lang)
    moved = None if cancelled else _stated("postponements", text, lang)
    if moved is not None:
        return _move(text, moved, day, lang)
    if cancelled is None:
        return None
    days = [each.days for each in _ahead(text, day, lang)]
    return _reported(days[0] if days else None, day, EventChange.CANCELLED)


def _move(text: str, cue: re.Match[str], day: date, lang: str) -> RecordedDate | None:
    """Return the move that ``cue`` tells, if the sentence has a new or an old day.

    A sentence such as "postponed indefinitely" needs no day.
    """
    dated = _ahead(text, day, lang)
    former = [each for each in dated if _OLD_DAY.search(text, 0, each.phrase.start)]
    new = next(
        (d for d in dated if d not in former and _is_new(text, d.phrase, cue)), None
    )
    if new is None and not former and not _NO_DAY.search(text):
        return None
    old = former or [each for each in dated if each is not new]
    was = next((o.days.first for o in old if new is None or o.days != new.days), None)
    days = None if new is None else new.days
    return replace(_reported(days, day, EventChange.MOVED), was=was)


def _is_new(text: str, phrase: DatePhrase, cue: re.Match[str]) -> bool:
    return phrase.start >= cue.start() and bool(
        _NEW_DAY.search(text, cue.start(), phrase.start)
    )


def _reported(days: Period | None, day: date, change: EventChange) -> RecordedDate:
    if days is None:
        return RecordedDate(0, day, day + MOST_DAYS, Precision.VAGUE, change)
    first = max(days.first, days.last - MOST_DAYS)
    return RecordedDate(0, first, days.last, precision_of(*days), change)


def _ahead(text: str, day: date, lang: str) -> Sequence[_Dated]:
    """Return the coming dates in a sentence, without those on which somebody spoke."""
    phrases = listed_profile(lang).find_phrases(text, 0, len(text))
    read = ((phrase, phrase.days(day, TimeDirection.AHEAD)) for phrase in phrases)
    return [
        _Dated(phrase, days)
        for phrase, days in read
        if days is not None
        and days.last >= day
        and not _STATED.search(
            text, max(phrase.start - _STATED_BEFORE, 0), phrase.start
        )
    ]


def _stated(name: str, text: str, lang: str) -> re.Match[str] | None:
    """Return the first match of the pattern list ``name`` that is not in doubt."""
    for match in _any(name, lang).finditer(text):
        before = text[max(match.start() - _LOOK_BACK, 0) : match.start()]
        if not _any("change_doubts", lang).search(_CLAUSE.split(before)[-1]):
            return match
    return None


@cache
def _any(name: str, lang: str) -> re.Pattern[str]:
    """Return a pattern that matches any entry of the word list ``name``.

    If the language has no such list, the pattern never matches.
    """
    listed = entries(name, lang) if has_list(name, lang) else (r"(?!)",)
    return re.compile("|".join(f"(?:{each})" for each in listed), re.IGNORECASE)
