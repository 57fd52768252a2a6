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
from summarizers.text.dates.frames import Frame, Outlook, Rule

_RULES = (*named.RULES, *relative.RULES)
# One cheap look keeps most sentences away from two dozen patterns.
_TRIGGER = re.compile(
    r"\b(?:[12]\d\d\d|[A-Z]?[a-z]{1,9}day|tonight|tomorrow|[a-z]{0,7}(?:year|month|week)"
    r"|days?|quarter|decade|Q[1-4]|morning|afternoon|evening|night|"
    + "|".join((*table("months"), *table("seasons"), *table("holidays")))
    + r")",
    re.IGNORECASE,
)


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
        frame = Frame(published, outlook, self._is_deadline())
        parts = {k: v for k, v in self.match.groupdict().items() if v is not None}
        try:
            period = self.rule.resolver(parts, frame)
        except (ValueError, OverflowError):
            return None
        if period is None or period.first > period.last:
            return None
        text = self.match.string[self.start : self.end]
        return When(*period, Span(self.start, self.end, text))

    def _is_deadline(self) -> bool:
        before = self.match.string[max(0, self.start - 8) : self.start].lower()
        return before.endswith(_DEADLINES)


_DEADLINES = ("by ", "until ", "before ", "till ")


def find_phrases(
    text: str, start: int = 0, end: int | None = None
) -> tuple[DatePhrase, ...]:
    """The date phrases of a stretch of text in text order; the longest one wins.

    The work grows linearly with the stretch.
    """
    stop = len(text) if end is None else end
    if not _TRIGGER.search(text, start, stop):
        return ()
    found = [
        DatePhrase(*_extent(match), match, rule)
        for rule in _RULES
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
