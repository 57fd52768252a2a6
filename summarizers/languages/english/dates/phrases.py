"""Find date phrases, and resolve them to days by the publication date.

A phrase without a year ("June 3", "Friday") means its next occurrence if its clause is
about the future, and its last one if the clause is about the past. Only the caller
knows the clause, so finding and resolving are two steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from summarizers.languages.date_frames import Family, Frame, Outlook
from summarizers.languages.english.dates.anchors import Anchor, find_anchors
from summarizers.languages.english.dates.rules import (
    RULES,
    SEASONAL,
    VAGUE_NUMBERS,
)
from summarizers.languages.periods import Period
from summarizers.model import Span, When, fast_new

# A rule's number, pattern, clue and lead, and the group of the phrase itself: a pattern
# may start with the preposition by which the phrase is recognised.
_Read = tuple[int, re.Pattern[str], str, tuple[str, ...], int]


def _readings(*, numbered: bool) -> dict[Family, tuple[_Read, ...]]:
    """Return, for each family of date phrases, its rules in the form for the search.

    If ``numbered`` is false, rules that need a number in digits are left out.
    """
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
# How far a phrase may extend from its anchor: "by the beginning of the first … week".
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
    """Return the forms in which a text may print each of ``leads``.

    A lead may be in lower case, capitalised or in capitals. Each of these forms appears
    alone, before "the " and before "The ".
    """
    cases = (case for lead in leads for case in (lead, lead.capitalize(), lead.upper()))
    return tuple(f"{case} {the}" for case in cases for the in ("", "the ", "The "))


# Groups of a pattern that match "early", "the end of", "later".
_VAGUE_PARTS = ("part", "side")
_ORIGINS = _printed("since", "as of")
_DEADLINES = _printed("by", "until", "before", "till", "until after", "through")


class EnglishDatePhrase(NamedTuple):
    """A date phrase ``text[start:end]`` that is not yet resolved to days.

    ``rule`` is the index in ``RULES`` of the rule that matched.
    """

    start: int
    end: int
    match: re.Match[str]
    rule: int

    def resolve(self, published: date | None, outlook: Outlook) -> When | None:
        """Return the phrase with its days, or ``None`` if it means no definite days."""
        period = self.days(published, outlook)
        if period is None:
            return None
        span = Span(self.start, self.end, self.text)
        return When(*period, span, exact=self.is_exact)

    @property
    def family(self) -> Family:
        """Return the kind of date words in the phrase, such as a month or a weekday."""
        return RULES[self.rule].family

    @property
    def is_exact(self) -> bool:
        """Return whether the phrase names days, or a whole week, month or year."""
        parts = self.match.groupdict()
        if RULES[self.rule].vague or any(parts.get(name) for name in _VAGUE_PARTS):
            return False
        count, holiday = (parts.get("n") or "").lower(), parts.get("h")
        return count not in VAGUE_NUMBERS and holiday not in SEASONAL

    @property
    def text(self) -> str:
        """Return the phrase as it is printed."""
        return self.match.string[self.start : self.end]

    def days(self, published: date | None, outlook: Outlook) -> Period | None:
        """Return the days that the phrase means, or ``None`` if it is indefinite.

        Without a publication date, only a phrase with a year has days.
        """
        frame = self._frame(published, outlook)
        return _days(self.rule, self.match.groups(), frame)

    def _frame(self, published: date | None, outlook: Outlook) -> Frame:
        """Return the facts by which this phrase is resolved to days.

        After "since", the outlook is the past; after "by", the phrase is a deadline.
        """
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
    """Return the date phrases of ``text[start:end]``, in order.

    Of overlapping phrases, only the longest is returned. A caller that has found the
    anchors of this slice passes them as ``anchors``. The work grows linearly with the
    slice.
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
    """Return the phrases that the rules of ``family`` find around the anchor at ``at``.

    ``stretch`` is the start and end of the slice of ``text`` to search.
    """
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
    """Return the offset at which to stop the search for a phrase around ``at``.

    The search stops at the first blank after ``at``, a few characters further on, or at
    ``stop``.
    """
    if at >= stop:
        return stop
    farthest = min(at + _AFTER, stop)
    blank = text.find(" ", at, farthest)
    return farthest if blank < 0 else blank


# The articles of one day repeat phrases such as "on Friday" and "last year".
@lru_cache(maxsize=4096)
def _days(number: int, groups: tuple[str | None, ...], frame: Frame) -> Period | None:
    """Return the days to which the rule with index ``number`` resolves a match, if any.

    ``groups`` are the groups of the match.
    """
    rule = RULES[number]
    named = rule.pattern.groupindex.items()
    parts = {name: part for name, at in named if (part := groups[at - 1]) is not None}
    try:
        period = rule.resolver(parts, frame)
    except (ValueError, OverflowError):
        return None
    return None if period is None or period.first > period.last else period
