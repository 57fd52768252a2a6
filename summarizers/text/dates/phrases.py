"""Finds date phrases and tells which days they mean, seen from the publication date.

A phrase that names no year ("June 3", "Friday") looks the way its clause looks: ahead
to its next occurrence or back to its last one. The caller knows the clause, so finding
and resolving are two steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from summarizers.model import Span, When
from summarizers.text.dates import named, relative
from summarizers.text.dates.anchors import find_anchors
from summarizers.text.dates.frames import Family, Frame, Outlook, Rule

_RULES = (*named.RULES, *relative.RULES)
_BY_FAMILY = {
    family: tuple(rule for rule in _RULES if rule.family is family) for family in Family
}
# How far a phrase reaches around its anchor: "by the beginning of the first … week".
_BEFORE, _AFTER = 36, 24
_ORIGINS = ("since ", "as of ")
_DEADLINES = ("by ", "until ", "before ", "till ", "until after ", "through ")
_LONGEST_LEAD = 16


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
        lead = max(0, self.start - _LONGEST_LEAD)
        before = self.match.string[lead : self.start].lower().removesuffix("the ")
        if before.endswith(_ORIGINS):
            return Frame(published, Outlook.BACK)
        deadline = before.endswith(_DEADLINES)
        if deadline and outlook is Outlook.BACK:
            outlook = Outlook.OPEN
        return Frame(published, outlook, deadline)


def find_phrases(
    text: str, start: int = 0, end: int | None = None
) -> tuple[DatePhrase, ...]:
    """The date phrases of a stretch of text in text order; the longest one wins.

    The work grows linearly with the stretch.
    """
    stop = len(text) if end is None else end
    found = [
        DatePhrase(*_extent(match), match, rule)
        for family, places in find_anchors(text, start, stop).items()
        for first, last in _windows(text, places, start, stop)
        for rule in _BY_FAMILY[family]
        for match in rule.pattern.finditer(text, first, last)
    ]
    found.sort(key=lambda phrase: (phrase.start, -phrase.end))
    kept: list[DatePhrase] = []
    for phrase in found:
        if not kept or phrase.start >= kept[-1].end:
            kept.append(phrase)
    return tuple(kept)


def _windows(
    text: str, places: Iterable[int], start: int, stop: int
) -> list[tuple[int, int]]:
    """The stretches around anchors, those that touch merged: nothing is read twice."""
    windows: list[tuple[int, int]] = []
    for at in places:
        first, last = max(start, at - _BEFORE), _cut(text, at, stop)
        if windows and first <= windows[-1][1]:
            first = windows.pop()[0]
        windows.append((first, last))
    return windows


def _cut(text: str, at: int, stop: int) -> int:
    """Where to stop behind an anchor: at a blank, so that no word is cut."""
    farthest = min(at + 2 * _AFTER, stop)
    blank = text.find(" ", min(at + _AFTER, stop), farthest)
    return farthest if blank < 0 else blank


def _extent(match: re.Match[str]) -> tuple[int, int]:
    """Where the phrase itself stands, without the preposition that gave it away."""
    return match.span("phrase") if "phrase" in match.re.groupindex else match.span()
