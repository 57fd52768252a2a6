"""Every attribution of an article in a language that is read by patterns."""

from __future__ import annotations

from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.attribution_drafts import attribution_of, outermost
from summarizers.readers.pattern.direct_speech import read_speeches
from summarizers.readers.pattern.indirect_speech import read_reports
from summarizers.readers.pattern.pattern_document import Reading


def read_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    drafts = [*read_speeches(reading), *read_reports(reading)]
    return tuple(attribution_of(d, reading) for d in outermost(drafts, reading))
