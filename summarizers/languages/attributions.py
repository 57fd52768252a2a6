"""Every attribution of an article in a language that is read by patterns."""

from __future__ import annotations

from summarizers.languages.drafts import attribution_of, outermost
from summarizers.languages.reading import Reading
from summarizers.languages.reports import read_reports
from summarizers.languages.speeches import read_speeches
from summarizers.parsers.grammar import Attribution


def read_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    drafts = [*read_speeches(reading), *read_reports(reading)]
    return tuple(attribution_of(d, reading) for d in outermost(drafts, reading))
