"""Every attribution of an article in a language that is read by patterns."""

from __future__ import annotations

from summarizers.readers.parse import Attribution
from summarizers.readers.pattern.attribution_drafts import attribution_of, outermost
from summarizers.readers.pattern.direct_speech import read_speeches
from summarizers.readers.pattern.indirect_speech import read_reports
from summarizers.readers.pattern.pattern_document import PatternDocument


def read_attributions(document: PatternDocument) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    drafts = [*read_speeches(document), *read_reports(document)]
    return tuple(attribution_of(d, document) for d in outermost(drafts, document))
