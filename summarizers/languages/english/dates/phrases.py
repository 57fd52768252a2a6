"""Finds date phrases and resolves them to days, relative to the publication date.

A phrase that names no year ("June 3", "Friday") looks the way its clause looks: ahead
to its next occurrence or back to its last one. The caller knows the clause, so finding
and resolving are two steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from summarizers.languages.date_frames import Family, Frame, Outlook
from summarizers.languages.english.dates.anchors import Anchor, find_anchors
from summarizers.languages.english.dates.rules import RULES
from summarizers.languages.periods import Period
from summarizers.model import Span, When, fast_new

# A rule's number, pattern, clue and lead, and the group of the phrase itself: a pattern
# may begin with the preposition that gave the phrase away.
_Read = tuple[int, re.Pattern[str], str, tuple[str, ...], int]


def _readings(*, numbered: bool) -> dict[Family, tuple[_Read, ...]]:
    """The rules of each family, with or without those that need a number."""
    readings: dict[Family, tuple[_Read, ...]] = dict.fromkeys(Family, ())
    for n, rule in enumerate(RULES):
        if numbered or not rule.numbered:
            group = rule.pattern.groupindex.get("phrase", 0)
            read = n, rule.pattern, rule.clue, rule.lead, group
            readings[rule.family] += (read,)
    return readings


_BY_FAMILY, _UNNUMBERED = _readings(numbered=True), _readings(numbered=False)
_NUMBERED = frozenset(rule.family for rule in RULES if rule.numbered)
_DIGIT = re.compile(r"\d")
# How far a phrase reaches around its anchor: "by the beginning of the first … week".
_BEFORE, _AFTER = 36, 24
_REACHES = dict.fromkeys(Family, (_BEFORE, _AFTER)) | {
    Family.DAY: (12, 12),
    Family.QUARTER: (14, _AFTER),
    Family.SEASON: (20, _AFTER),
    Family.UNIT: (_BEFORE, 18),
    Family.WEEKDAY: (12, _AFTER),
    Family.YEAR: (_BEFORE, 16),
}


def _printed(*leads: str) -> tuple[str, ...]:
    """These words with a blank or "the", as they may precede a phrase."""
    cases = (case for lead in leads for case in (lead, lead.capitalize(), lead.upper()))
    return tuple(f"{case} {the}" for case in cases for the in ("", "the ", "The "))


_ORIGINS = _printed("since", "as of")
_DEADLINES = _printed("by", "until", "before", "till", "until after", "through")


class EnglishDatePhrase(NamedTuple):
    """A date phrase ``text[start:end]`` that is not yet resolved.

    ``rule`` is the number of the rule that found it.
    """

    start: int
    end: int
    match: re.Match[str]
    rule: int

    def resolve(self, published: date | None, outlook: Outlook) -> When | None:
        """The days and the text of the phrase; ``None`` if the days are open."""
        period = self.days(published, outlook)
        return period and When(*period, Span(self.start, self.end, self.text))

    @property
    def text(self) -> str:
        """The phrase as it is printed."""
        return self.match.string[self.start : self.end]

    def days(self, published: date | None, outlook: Outlook) -> Period | None:
        """The days that the phrase means; ``None`` if they are open.

        Without a publication date only phrases with a year have a meaning.
        """
        frame = self._frame(published, outlook)
        return _days(self.rule, self.match.groups(), frame)

    def _frame(self, published: date | None, outlook: Outlook) -> Frame:
        """The reference point; words before a phrase ("since", "by") override its clause."""
        text = self.match.string
        if text.endswith(_ORIGINS, 0, self.start):
            return Frame(published, Outlook.BACK)
        deadline = text.endswith(_DEADLINES, 0, self.start)
        if deadline and outlook is Outlook.BACK:
            outlook = Outlook.OPEN
        return fast_new(Frame, (published, outlook, deadline))


def find_phrases(
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    anchors: Iterable[Anchor] | None = None,
) -> tuple[EnglishDatePhrase, ...]:
    """The date phrases of a part of the text, in order; of overlapping ones, the longest.

    ``anchors`` are those of this part, if the caller knows them. The work grows
    linearly.
    """
    stop = len(text) if end is None else end
    phrases: list[EnglishDatePhrase] = []
    for at, family in find_anchors(text, start, stop) if anchors is None else anchors:
        before, after = _REACHES[family]
        stretch = max(start, at - before), _cut(text, at + after, stop)
        phrases += _read(text, family, at, stretch)
    return _longest(phrases) if len(phrases) > 1 else tuple(phrases)


def _read(
    text: str, family: Family, at: int, stretch: tuple[int, int]
) -> list[EnglishDatePhrase]:
    """The matches of a family's patterns in a stretch around the anchor ``at``."""
    first, last = stretch
    around = text[first:last]
    rules = _BY_FAMILY
    if family in _NUMBERED and not _DIGIT.search(text, at, last):
        rules = _UNNUMBERED
    return [
        fast_new(EnglishDatePhrase, (*match.span(group), match, number))
        for number, pattern, clue, lead, group in rules[family]
        if clue in around and text.endswith(lead, first, at)
        for match in pattern.finditer(text, first, last)
    ]


def _longest(phrases: list[EnglishDatePhrase]) -> tuple[EnglishDatePhrase, ...]:
    phrases.sort(key=lambda phrase: (phrase.start, -phrase.end))
    kept: list[EnglishDatePhrase] = []
    for phrase in phrases:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return tuple(kept)


def _cut(text: str, at: int, stop: int) -> int:
    """The end of the text to search: at a blank after ``at``, so that no word is cut."""
    if at >= stop:
        return stop
    farthest = min(at + _AFTER, stop)
    blank = text.find(" ", at, farthest)
    return farthest if blank < 0 else blank


# News of one day says "on Friday" and "last year" again and again.
@lru_cache(maxsize=4096)
def _days(number: int, groups: tuple[str | None, ...], frame: Frame) -> Period | None:
    """The days that a rule reads from the groups of its match."""
    rule = RULES[number]
    named = rule.pattern.groupindex.items()
    parts = {name: part for name, at in named if (part := groups[at - 1]) is not None}
    try:
        period = rule.resolver(parts, frame)
    except (ValueError, OverflowError):
        return None
    return None if period is None or period.first > period.last else period
