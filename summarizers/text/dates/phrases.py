"""Finds date phrases and tells which days they mean, seen from the publication date.

A phrase that names no year ("June 3", "Friday") looks the way its clause looks: ahead
to its next occurrence or back to its last one. The caller knows the clause, so finding
and resolving are two steps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from summarizers.lexicons import table
from summarizers.model import Span, When
from summarizers.text.dates import named, relative
from summarizers.text.dates.frames import Family, Frame, Outlook, Rule

_RULES = (*named.RULES, *relative.RULES)
_WORD = re.compile(r"\w+")
_YEAR_DIGITS = 4
_COMMON = frozenset(("New", "May", "St", "s"))
_DAY_WORDS = ("today", "tonight", "tomorrow", "yesterday")
_DAY_TIMES = ("morning", "afternoon", "evening", "night")
_UNIT_WORDS = ("week", "weekend", "month", "year", "decade", "day", "hour", "fortnight")


def _triggers() -> dict[str, Family]:
    """The words that a family of phrases cannot do without, as they are printed."""
    lists = {
        Family.MONTH: table("months"),
        Family.WEEKDAY: table("weekdays"),
        Family.SEASON: table("seasons"),
        Family.HOLIDAY: [w for name in table("holidays") for w in _WORD.findall(name)],
        Family.DAY: (*_DAY_WORDS, *_DAY_TIMES),
        Family.UNIT: [form for unit in _UNIT_WORDS for form in (unit, f"{unit}s")],
        Family.QUARTER: ("quarter", "Q1", "Q2", "Q3", "Q4"),
    }
    found = {w: family for family, words in lists.items() for w in words}
    large = {word.capitalize(): family for word, family in found.items()}
    rare = {word: family for word, family in found.items() if word not in _COMMON}
    return large | rare | dict.fromkeys(table("months"), Family.MONTH)


_TRIGGERS = _triggers()


def _families(text: str, start: int, end: int) -> set[Family]:
    """The families that a stretch may hold: one cheap look instead of all patterns."""
    words = _WORD.findall(text, start, end)
    found = {_TRIGGERS[word] for word in words if word in _TRIGGERS}
    if any(
        word[:_YEAR_DIGITS].isdecimal() and len(word) >= _YEAR_DIGITS for word in words
    ):
        found.add(Family.YEAR)
    if Family.QUARTER in found:
        found.add(Family.UNIT)
    return found


@dataclass(frozen=True, slots=True)
class DatePhrase:
    """A date phrase ``text[start:end]``, not yet seen from any publication date."""

    start: int
    end: int
    match: re.Match[str]
    rule: Rule

    def resolve(self, published: date | None, outlook: Outlook) -> When | None:
        """The days it means, or ``None`` where that stays open.

        Without a publication date only phrases with a year have a meaning.
        """
        frame = self._frame(published, outlook)
        parts = {k: v for k, v in self.match.groupdict().items() if v is not None}
        try:
            period = self.rule.resolver(parts, frame)
        except (ValueError, OverflowError):
            return None
        if period is None or period.first > period.last:
            return None
        text = self.match.string[self.start : self.end]
        return When(*period, Span(self.start, self.end, text))

    def _frame(self, published: date | None, outlook: Outlook) -> Frame:
        """What stands before a phrase can say more than the clause around it."""
        before = self.match.string[max(0, self.start - 12) : self.start].lower()
        if before.endswith(_ORIGINS):
            return Frame(published, Outlook.BACK)
        deadline = before.endswith(_DEADLINES)
        if deadline and outlook is Outlook.BACK:
            outlook = Outlook.OPEN
        return Frame(published, outlook, deadline)


_ORIGINS = ("since ", "as of ")
_DEADLINES = ("by ", "until ", "before ", "till ", "until after ", "through ")


def find_phrases(
    text: str, start: int = 0, end: int | None = None
) -> tuple[DatePhrase, ...]:
    """The date phrases of a stretch of text in text order; the longest one wins.

    The work grows linearly with the stretch.
    """
    stop = len(text) if end is None else end
    families = _families(text, start, stop)
    if not families:
        return ()
    found = [
        DatePhrase(*_extent(match), match, rule)
        for rule in _RULES
        if rule.family in families
        for match in rule.pattern.finditer(text, start, stop)
    ]
    found.sort(key=lambda phrase: (phrase.start, -phrase.end))
    kept: list[DatePhrase] = []
    for phrase in found:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return tuple(kept)


def _extent(match: re.Match[str]) -> tuple[int, int]:
    """Where the phrase itself stands, without the preposition that gave it away."""
    return match.span("phrase") if "phrase" in match.re.groupindex else match.span()
