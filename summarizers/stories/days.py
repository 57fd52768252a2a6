"""Find the latest day that a sentence names."""

from __future__ import annotations

from datetime import date, timedelta

from summarizers.languages.dates import TimeDirection
from summarizers.languages.profile import listed_profile
from summarizers.model import Span

# An earlier day is mostly a mistake: "the New Year's Eve party" is the next one.
_RECENT = timedelta(days=30)


def last_named_day(text: str, span: Span, published: date, lang: str) -> date | None:
    """Return the latest day that a sentence names, of the 30 days up to ``published``.

    ``span`` is the sentence. A phrase such as "on Friday" means the last Friday.
    """
    phrases = listed_profile(lang).find_phrases(text, span.start, span.end)
    periods = (phrase.days(published, TimeDirection.BACK) for phrase in phrases)
    days = (
        period.last
        for period in periods
        if period is not None and period.first == period.last
    )
    recent = (day for day in days if published - _RECENT <= day <= published)
    return max(recent, default=None)
